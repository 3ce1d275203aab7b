package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// homeView is the first page.
type homeView struct {
	Page        ui.Page
	Settings    claims.Settings
	Lead        *claims.Claim // the newest check, with its answer
	LeadScale   claims.Scale
	Rest        []claims.Item
	Total       int
	AtWork      int // statements being checked now
	Scale       claims.Scale
	Topics      []claims.Count
	Corrections []claims.CorrectionRecord
}

// home shows the newest checks.
func (p *Public) home(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v := homeView{Settings: s, Page: p.page(s, s.Organisation, "", "/")}
	v.Page.Title = words.T(ctx, "Fact checks by {0}", s.Organisation)
	v.Page.Description = words.T(ctx, "What was said, who said it, and what we found.") + " " + words.T(ctx, "The fact desk of {0}.", s.Organisation)
	list, err := p.db.Claims(ctx, claims.Filter{Public: true, Sort: claims.Newest, PageLimit: 10})
	if err != nil {
		return err
	}
	v.Rest, v.Total = list.Items, list.Total
	if err := p.lead(c, &v); err != nil {
		return err
	}
	work, err := p.db.StateCounts(ctx)
	if err != nil {
		return err
	}
	v.AtWork = work[claims.StateOpen] + work[claims.StateResearching] + work[claims.StateInReview]
	if v.Scale, err = p.db.Scale(ctx); err != nil {
		return err
	}
	facets, err := p.db.Facets(ctx, claims.Filter{Public: true})
	if err != nil {
		return err
	}
	v.Topics = facets.Topics
	if v.Corrections, err = p.db.Corrections(ctx, 3); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, homePage(v))
}

// lead takes the newest check that stands out of the list and loads it whole.
func (p *Public) lead(c echo.Context, v *homeView) error {
	if len(v.Rest) == 0 || v.Rest[0].Rating == nil {
		return nil
	}
	k, err := p.db.PublicClaim(c.Request().Context(), v.Rest[0].ID)
	if err != nil || k.Verdict == nil {
		return err
	}
	if v.LeadScale, err = p.db.ScaleByID(c.Request().Context(), k.Verdict.ScaleID); err != nil {
		return err
	}
	v.Lead, v.Rest = k, v.Rest[1:]
	return nil
}
