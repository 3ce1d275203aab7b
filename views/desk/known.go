package desk

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// How likely a likeness has to be to be offered, and how many are.
const (
	minLikeness = .5
	maxLike     = 3
)

// like are the known claims that a candidate may repeat.
func (d *Desk) like(ctx context.Context, k *claims.Claim) ([]claims.Known, error) {
	speaker := ""
	if k.Speaker != nil {
		speaker = k.Speaker.Name
	}
	list, err := d.db.Known(ctx, k.Statement, speaker, k.ID, maxLike)
	for i := range list {
		if list[i].Confidence < minLikeness {
			return list[:i], err
		}
	}
	return list, err
}

// same takes a person's word on a likeness: the candidate is that claim made
// again, or it is not.
func (d *Desk) same(c echo.Context) error {
	ctx, by := c.Request().Context(), auth.User(c)
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v, err := values(c)
	if err != nil {
		return err
	}
	known, err := claims.ParseID(v.Get("known"))
	if err != nil {
		return claims.Invalid("known", "choose the claim that is meant")
	}
	article, err := claims.ParseID(v.Get("article"))
	if err != nil {
		return claims.Invalid("article", "open the article again and choose from there")
	}
	revision, err := based(v)
	if err != nil {
		return err
	}
	likeness, err := d.likeness(ctx, id, known)
	if err != nil {
		return err
	}
	if v.Get("do") == "different" {
		if err := d.db.NotTheSame(ctx, by, id, known, likeness); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, candidatePath(article, id))
	}
	k, err := d.db.RepeatClaim(ctx, by, id, known, revision, likeness)
	if err != nil {
		return err
	}
	return d.readOn(c, article, k, "repeated")
}

// likeness is what the matching says of two claims at this moment, before the
// desk's earlier decisions are heard; what the form says of it does not count.
func (d *Desk) likeness(ctx context.Context, id, known claims.ID) (float64, error) {
	k, err := d.db.Claim(ctx, id)
	if err != nil {
		return 0, err
	}
	list, err := d.like(ctx, k)
	for _, x := range list {
		if x.ID == known {
			return x.Score, err
		}
	}
	return 0, err
}
