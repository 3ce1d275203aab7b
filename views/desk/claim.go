package desk

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// claimView is a claim's work page.
type claimView struct {
	Page    ui.Page
	User    claims.User
	Claim   *claims.Claim
	Able    able
	Scale   claims.Scale // the one to rate on: the verdict's own once there is one
	Events  []claims.Event
	Names   []string // of speakers, for suggestions
	Others  []string // who may decide on the proposal
	Users   []claims.User
	Merged  []claims.Merger // claims that were merged into this one
	Blind   []claims.BlindRating
	Experts []claims.ExpertLink
	Form    form
	Drafts  map[string]claims.Draft // what the user typed and did not send, by form
	Did     string
	Now     time.Time
	Origin  *claims.Origin // of an imported claim
	Rated   *claims.Rating // what its file gave, where that is on a scale of this desk
}

func (d *Desk) claim(c echo.Context) error {
	return d.showClaim(c, http.StatusOK, form{})
}

func (d *Desk) showClaim(c echo.Context, status int, f form) error {
	v, err := d.claimView(c, f)
	if err != nil {
		return err
	}
	if v.Claim.MergedInto != 0 {
		return see(c, claimPath(v.Claim.MergedInto))
	}
	return ui.Render(c, status, claimPage(v))
}

func (d *Desk) claimView(c echo.Context, f form) (claimView, error) {
	ctx := c.Request().Context()
	v := claimView{User: auth.User(c), Form: f, Did: done[c.QueryParam("did")], Now: d.db.Now()}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return v, err
	}
	if v.Claim, err = d.db.Claim(ctx, id); err != nil {
		return v, err
	}
	v.Able = abilities(v.Claim, v.User, v.Now)
	if v.Scale, err = d.scale(c, v.Claim); err != nil {
		return v, err
	}
	if v.Events, err = d.db.ClaimEvents(ctx, id); err != nil {
		return v, err
	}
	if v.Names, err = d.db.SpeakerNames(ctx); err != nil {
		return v, err
	}
	if err := d.origin(ctx, &v); err != nil {
		return v, err
	}
	if v.Users, err = d.db.Users(ctx); err != nil {
		return v, err
	}
	if v.Experts, err = d.db.ExpertLinks(ctx, id); err != nil {
		return v, err
	}
	if v.Blind, err = d.db.BlindRatings(ctx, id); err != nil {
		return v, err
	}
	if v.Merged, err = d.db.Mergers(ctx, id); err != nil {
		return v, err
	}
	v.Others = deciders(v.Claim, v.Users)
	drafts, err := d.db.Drafts(ctx, v.User.ID, id)
	if err != nil {
		return v, err
	}
	v.restore(drafts)
	v.Page, err = d.page(c, stateWords(v.Claim.State, v.Claim.Publication, false)+": "+v.Claim.Statement, ui.SectionQueue)
	return v, err
}

// origin loads what the file of an imported claim said of it.
func (d *Desk) origin(ctx context.Context, v *claimView) (err error) {
	if v.Origin, err = d.db.Origin(ctx, v.Claim.ID); v.Origin == nil || v.Origin.ScaleID == 0 || err != nil {
		return err
	}
	s, err := d.db.ScaleByID(ctx, v.Origin.ScaleID)
	if err != nil {
		return err
	}
	if r, err := s.Rating(v.Origin.Key); err == nil {
		v.Rated = &r
	}
	return nil
}

// scale is the one a claim is rated on: its verdict's, or the present one.
func (d *Desk) scale(c echo.Context, k *claims.Claim) (claims.Scale, error) {
	if k.Verdict != nil {
		return d.db.ScaleByID(c.Request().Context(), k.Verdict.ScaleID)
	}
	return d.db.Scale(c.Request().Context())
}

// changes reports whether a colleague sent the last proposal back.
func (v claimView) changes() bool {
	n := len(v.Claim.Reviews)
	return v.Claim.State == claims.StateResearching && n > 0 && v.Claim.Reviews[n-1].Outcome == claims.OutcomeChanges
}

// mine reports whether the user holds the claim.
func (v claimView) mine() bool {
	p, held := v.Claim.HeldBy(v.Now)
	return held && p.ID == v.User.ID
}

// holding says in words who holds the claim; "" where nobody does.
func (v claimView) holding() string {
	l := v.Claim.Lease
	switch {
	case l == nil:
		return ""
	case v.mine():
		return "held by you until " + clock(l.Until, v.Now) + ", " + l.Left(v.Now) + " left"
	case v.Now.Before(l.Until):
		return "held by " + l.By.Name + " until " + clock(l.Until, v.Now) + ", " + l.Left(v.Now) + " left"
	}
	return "the hold of " + l.By.Name + " ran out at " + clock(l.Until, v.Now)
}

// assignees are who can be given the claim.
func (v claimView) assignees() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose"}}
	for _, u := range v.Users {
		if p, held := v.Claim.HeldBy(v.Now); u.May(claims.ActHold) && !(held && p.ID == u.ID) {
			list = append(list, ui.Option{Value: u.ID.String(), Label: u.Name + ", " + string(u.Role)})
		}
	}
	return list
}

// takeWords is what the button to hold the claim says.
func (v claimView) takeWords() string {
	if l := v.Claim.Lease; l != nil && l.By.ID != v.User.ID {
		return "Take over from " + l.By.Name
	}
	return "Take this claim"
}

// writing reports whether the answer can be written here now.
func (v claimView) writing() bool {
	return v.Claim.State == claims.StateResearching && v.Able.Edit == nil
}

// last is the user's own latest proposal, to go on from.
func (v claimView) last() claims.Review {
	for _, r := range slices.Backward(v.Claim.Reviews) {
		if r.By.ID == v.User.ID {
			return r
		}
	}
	return claims.Review{}
}

// public reports whether the check can be corrected or withdrawn.
func (v claimView) public() bool {
	return v.Claim.Publication == claims.Published || v.Claim.Publication == claims.Corrected
}

// preflight is what publishing needs; what has no form on the page is no link.
func (v claimView) preflight() []claims.Requirement {
	list := v.Claim.Preflight()
	for i, r := range list {
		switch r.Field {
		case "speaker", "claimed_on":
			if v.Able.Edit != nil {
				list[i].Field = ""
			}
		case "review":
			if len(v.Claim.Reviews) == 0 && !v.writing() {
				list[i].Field = ""
			}
		}
	}
	return list
}

// readID makes a text that can only be read the target of the preflight's
// links. On a published check the form of the correction bears the name.
func (v claimView) readID(name string) templ.Attributes {
	if v.public() {
		return nil
	}
	return templ.Attributes{"id": name}
}
