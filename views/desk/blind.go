package desk

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// blindView is a claim as it is rated blind: what was said and the evidence,
// without what colleagues wrote or think.
type blindView struct {
	claimView
	Refused error // why it cannot be rated blind
}

// rateBlindPage shows what a person needs to rate a claim, and nothing else.
func (d *Desk) rateBlindPage(c echo.Context) error { return d.showBlind(c, http.StatusOK, form{}) }

func (d *Desk) showBlind(c echo.Context, status int, f form) error {
	v := blindView{}
	var err error
	if v.claimView, err = d.claimView(c, f); err != nil {
		return err
	}
	v.Refused = v.Claim.MayRateBlind(v.User, v.ratedBlind())
	v.Page.Title = "Rate blind: " + v.Claim.Statement
	return ui.Render(c, status, blindPage(v))
}

// rateBlind keeps the rating.
func (d *Desk) rateBlind(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v, err := values(c)
	if err != nil {
		return err
	}
	scale, err := d.db.Scale(ctx)
	if err != nil {
		return err
	}
	err = d.db.RateBlind(ctx, auth.User(c), id, scale, v.Get("rating"))
	if err != nil && claims.KindOf(err) != claims.KindExists { // sent twice, it is rated once
		return d.refused(c, err, v, func(status int, f form) error { return d.showBlind(c, status, f) })
	}
	return see(c, claimPath(id)+"?did=blind")
}

// ratedBlind reports whether the user rated the claim blind.
func (v claimView) ratedBlind() bool {
	for _, r := range v.Blind {
		if r.By.ID == v.User.ID {
			return true
		}
	}
	return false
}

// blindCount says how many rated the claim, and not how.
func blindCount(list []claims.BlindRating) string {
	if len(list) == 0 {
		return "Nobody has rated it blind yet."
	}
	return ui.Plural(len(list), "colleague has", "colleagues have") + " rated it blind. How is shown once a rating is proposed."
}

// agreementView is how far people agreed who rated the same claims blind.
type agreementView struct {
	Page ui.Page
	List []claims.Agreement
	Bars ui.Bars // of the alphas that are known, in order
}

// agreements are how far people agreed, by scale and quarter.
func (d *Desk) agreements(ctx context.Context) ([]claims.Agreement, error) {
	list, err := d.db.SettledRatings(ctx)
	if err != nil {
		return nil, err
	}
	var scales []claims.Scale
	seen := map[claims.ID]bool{}
	for _, r := range list {
		if seen[r.ScaleID] {
			continue
		}
		seen[r.ScaleID] = true
		s, err := d.db.ScaleByID(ctx, r.ScaleID)
		if err != nil {
			return nil, err
		}
		scales = append(scales, s)
	}
	return claims.Agreements(list, scales), nil
}

func (d *Desk) agreement(c echo.Context) (err error) {
	var v agreementView
	if v.List, err = d.agreements(c.Request().Context()); err != nil {
		return err
	}
	for _, a := range v.List {
		if a.Ordinal.Known {
			v.Bars.Add(period(a)+", "+a.Scale.Title(), "", figureText(a.Ordinal), max(0, int(100*a.Ordinal.Alpha)), 100)
		}
	}
	if v.Page, err = d.page(c, "Agreement", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, agreementPage(v))
}

// figureText is an alpha with two digits; a dash where there is none.
func figureText(f claims.Figure) string {
	if !f.Known {
		return "–"
	}
	return fmt.Sprintf("%.2f", f.Alpha)
}

func intervalText(f claims.Figure) string {
	if !f.IntervalKnown {
		return "–"
	}
	return fmt.Sprintf("%.2f to %.2f", f.Low, f.High)
}

func period(a claims.Agreement) string {
	if a.Period == "" {
		return "All time"
	}
	return a.Period
}
