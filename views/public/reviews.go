package public

import (
	"bytes"
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
)

// claimReviews gives the newest checks as ClaimReview in a DataFeed, for
// programs that gather fact checks. Those that were withdrawn stand in it too,
// so that others take them out.
func (p *Public) claimReviews(c echo.Context) error {
	ctx := c.Request().Context()
	f, err := publicFilter(c.QueryParams())
	if err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	f.PageLimit = feedSize
	list, err := p.db.Claims(ctx, f)
	if err != nil {
		return err
	}
	scales := map[claims.ID]claims.Scale{}
	page := func(k *claims.Claim) string { return p.url(claimPath(k.ID, k.Statement)) }
	var b bytes.Buffer
	if _, err := export.DataFeed(&b, p.whole(ctx, list.Items, scales), func(id claims.ID) claims.Scale { return scales[id] }, page, s); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/ld+json; charset=utf-8", b.Bytes())
}

// whole loads the checks of a list one by one, and remembers their scales.
func (p *Public) whole(ctx context.Context, list []claims.Item, scales map[claims.ID]claims.Scale) export.Rows[claims.Claim] {
	return func(yield func(*claims.Claim, error) bool) {
		for _, it := range list {
			k, err := p.db.PublicClaim(ctx, it.ID)
			if err == nil && k.Verdict != nil {
				scales[k.Verdict.ScaleID], err = p.db.ScaleByID(ctx, k.Verdict.ScaleID)
			}
			if !yield(k, err) || err != nil {
				return
			}
		}
	}
}
