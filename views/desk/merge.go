package desk

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// mergeView is the choice of the claim that another one is merged into.
type mergeView struct {
	Page    ui.Page
	Claim   *claims.Claim
	Query   string
	Found   []claims.Item
	Into    *claims.Claim // the one chosen; nil before
	Refused error         // why the two cannot be merged
	Changed string        // what went wrong at the last try
}

// maxMergeHits is how many claims a search for the other one shows.
const maxMergeHits = 10

// mergeWith finds the claim to merge into, and shows both.
func (d *Desk) mergeWith(c echo.Context) error { return d.showMerge(c, http.StatusOK, "") }

func (d *Desk) showMerge(c echo.Context, status int, changed string) error {
	ctx := c.Request().Context()
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v := mergeView{Query: claims.Line(c.QueryParam("q")), Changed: changed}
	if v.Claim, err = d.db.Claim(ctx, id); err != nil {
		return err
	}
	if err := v.Claim.MayMerge(auth.User(c), d.db.Now()); err != nil {
		return err
	}
	into := c.QueryParam("into")
	if into == "" {
		into = c.FormValue("into")
	}
	if into != "" {
		other, err := claims.ParseID(into)
		if err != nil {
			return err
		}
		if v.Into, err = d.db.Claim(ctx, other); err != nil {
			return err
		}
		_, _, _, v.Refused = v.Claim.Clone().Merge(auth.User(c), d.db.Now(), v.Into.Clone())
	} else if v.Found, err = d.mergeHits(c, v.Claim, v.Query); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Merge: "+v.Claim.Statement, ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, status, mergePage(v))
}

// mergeHits are the claims a search finds; before one, those that look alike.
func (d *Desk) mergeHits(c echo.Context, k *claims.Claim, query string) (list []claims.Item, err error) {
	if query == "" {
		alike, err := d.like(c.Request().Context(), k)
		for _, x := range alike {
			list = append(list, x.Item)
		}
		return list, err
	}
	f, err := claims.ParseFilter(map[string][]string{"q": {query}, "sort": {string(claims.BestMatch)}})
	if err != nil {
		return nil, err
	}
	f.PageLimit = maxMergeHits + 1
	found, err := d.db.Claims(c.Request().Context(), f)
	for _, it := range found.Items {
		if it.ID != k.ID && len(list) < maxMergeHits {
			list = append(list, it)
		}
	}
	return list, err
}

// mergeClaims merges the claim into the chosen one.
func (d *Desk) mergeClaims(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	into, err := claims.ParseID(v.Get("into"))
	if err != nil {
		return claims.Invalid("into", "choose the claim to merge into")
	}
	revision, err := based(v)
	if err != nil {
		return err
	}
	other, err := strconv.Atoi(v.Get("into_revision"))
	if err != nil {
		return claims.Invalid("into_revision", "open the page again: it does not say which state of the other claim you saw")
	}
	k, err := d.db.MergeClaims(c.Request().Context(), auth.User(c), id, into, revision, other)
	var e *claims.Error
	if errors.As(err, &e) && e.Kind == claims.KindConflict {
		return d.showMerge(c, http.StatusConflict, e.Message)
	}
	if err != nil {
		return err
	}
	return see(c, claimPath(k.ID)+"?did=merged")
}

// separate undoes a merge.
func (d *Desk) separate(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	revision, err := based(v)
	if err != nil {
		return err
	}
	k, err := d.db.UnmergeClaim(c.Request().Context(), auth.User(c), id, revision)
	if err != nil {
		return err
	}
	return see(c, claimPath(k.ID)+"?did=separated")
}
