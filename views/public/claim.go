package public

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// claimView is a check's page.
type claimView struct {
	Page     ui.Page
	Claim    *claims.Claim
	Scale    claims.Scale
	Events   []claims.Event // public ones, newest first
	URL      string
	Short    string // the address that never changes
	OEmbed   string // the address that says how to show it on other sites
	Card     string // the address of its picture
	Cite     citation
	Settings claims.Settings
	JSONLD   []byte // empty on a withdrawn check
	// Notes to show above the check: those that changed the rating, and the
	// withdrawal.
	Top []claims.Correction
}

// claim shows a check at its one address, and sends other spellings there.
func (p *Public) claim(c echo.Context) error {
	ctx := c.Request().Context()
	k, err := p.load(c)
	if k == nil || err != nil {
		return err
	}
	path := claimPath(k.ID, k.Statement)
	if param(c, "slug") != slug(k.Statement) {
		return c.Redirect(http.StatusPermanentRedirect, path)
	}
	events, err := p.db.PublicEvents(ctx, k.ID)
	if err != nil {
		return err
	}
	v, err := p.claimView(c, k, events, path)
	if err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, claimPage(v))
}

// load finds the published check a path names. A claim that was merged away
// leads to the one it stands in: then the answer is sent, and the claim is nil.
func (p *Public) load(c echo.Context) (*claims.Claim, error) {
	return p.find(c, func(k *claims.Claim) string { return claimPath(k.ID, k.Statement) })
}

// find is load for what stands at another address: of says where.
func (p *Public) find(c echo.Context, of func(*claims.Claim) string) (*claims.Claim, error) {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	k, err := p.db.PublicClaim(c.Request().Context(), id)
	var e *claims.Error
	if errors.As(err, &e) && e.Ref != 0 {
		into, err := p.db.PublicClaim(c.Request().Context(), e.Ref)
		if err != nil {
			return nil, err
		}
		return nil, c.Redirect(http.StatusMovedPermanently, of(into))
	}
	return k, err
}

func (p *Public) claimView(c echo.Context, k *claims.Claim, events []claims.Event, path string) (claimView, error) {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return claimView{}, err
	}
	v := claimView{Claim: k, Events: events, URL: p.url(path), Short: p.url("/claims/" + k.ID.String()), Settings: s, Page: p.page(s, title(ctx, k), ui.SectionChecks, path)}
	v.Top, v.OEmbed, v.Card = above(k), p.url(oembedPath(v.URL)), p.url(cardPath(k))
	v.Cite = p.citation(ctx, k, k.UpdatedAt, s)
	v.Page.Description = k.Summary
	if k.Publication == claims.Withdrawn {
		v.Page.Description, v.Page.NoIndex = words.T(ctx, "This check was withdrawn."), true
		v.Page.Head = claimHead(v)
		return v, nil
	}
	if v.Scale, err = p.db.ScaleByID(ctx, k.Verdict.ScaleID); err != nil {
		return claimView{}, err
	}
	if v.JSONLD, err = export.ClaimReview(k, v.Scale, s, v.URL); err != nil {
		return claimView{}, err
	}
	v.Page.Head = claimHead(v)
	return v, nil
}

// short is the statement in a few words, and whether they are the speaker's.
func short(c *claims.Claim) (text string, verbatim bool) {
	if c.ShortForm != "" {
		return c.ShortForm, false
	}
	return c.Statement, c.Verbatim()
}

// title never gives a false statement bare: the verdict stands with it.
func title(ctx context.Context, c *claims.Claim) string {
	text, verbatim := short(c)
	if text = strings.TrimRight(text, "."); verbatim {
		text = words.T(ctx, "“{0}”", text)
	}
	if c.Publication == claims.Withdrawn || c.Verdict == nil {
		return words.T(ctx, "Withdrawn: {0}", text)
	}
	return c.Verdict.Rating.Label + ": " + text
}

// above picks the corrections that stand first on the page, newest first.
func above(c *claims.Claim) []claims.Correction {
	var top []claims.Correction
	for _, k := range slices.Backward(c.Corrections) {
		if k.Kind == claims.CorrectWithdrawn || k.Kind == claims.CorrectRating {
			top = append(top, k)
		}
	}
	return top
}

// correctionID marks a correction on its page.
func correctionID(k claims.Correction) string { return fmt.Sprintf("correction-%d", k.Revision) }

// correctionTitle names the class of a correction; its date stands before it.
func correctionTitle(k claims.Correction) string {
	if k.Kind == claims.CorrectWithdrawn {
		return words.Key("Withdrawn")
	}
	return words.Key("Correction")
}

// stance is the evidence of one side.
type stance struct {
	Label string
	List  []claims.Evidence
}

func stances(c *claims.Claim) []stance {
	var out []stance
	for _, s := range claims.Stances {
		g := stance{Label: s.Label()}
		for _, e := range c.Evidence {
			if e.Stance == s {
				g.List = append(g.List, e)
			}
		}
		if len(g.List) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// byDate orders appearances with the first one first and the rest by date,
// those without a date last.
func byDate(c *claims.Claim) []claims.Appearance {
	list := slices.Clone(c.Appearances)
	slices.SortStableFunc(list, func(a, b claims.Appearance) int {
		switch {
		case a.First != b.First && a.First:
			return -1
		case a.First != b.First:
			return 1
		}
		return strings.Compare(sayDay(a), sayDay(b))
	})
	return list
}

func sayDay(a claims.Appearance) string {
	if a.Article == nil || !a.Article.PublishedOn.Known() {
		return "9999"
	}
	return a.Article.PublishedOn.Day
}

// hands are the people behind a verdict.
type hands struct {
	Checked   string
	At        time.Time // of the proposal
	Decisions []claims.Decision
}

func whoChecked(c *claims.Claim) (h hands) {
	for _, r := range c.Reviews {
		if r.Outcome != claims.OutcomeApproved {
			continue
		}
		h = hands{Checked: r.By.Name, At: r.At}
		for _, d := range r.Decisions {
			if d.Approve {
				h.Decisions = append(h.Decisions, d)
			}
		}
	}
	return h
}

func primary(c *claims.Claim) (n int) {
	for _, e := range c.Evidence {
		if e.Source.Kind.Primary() {
			n++
		}
	}
	return n
}

// snapshot reports whether the revision an event made can be read.
func snapshot(c *claims.Claim, e claims.Event) bool {
	return e.Revision > 0 && !e.At.Before(c.PublishedAt)
}

// sourceKind is the kind of a source, and whether it is evidence at first hand.
func sourceKind(ctx context.Context, k claims.SourceKind) string {
	if k.Primary() && k != claims.PrimaryDocument {
		return words.T(ctx, "{0}, primary", words.T(ctx, k.Label()))
	}
	return words.T(ctx, k.Label())
}

// highest is the last number under which a source can be cited. Numbers are not
// given again when a source is taken off, so that it can be above their count.
func highest(c *claims.Claim) (n int) {
	for _, e := range c.Evidence {
		n = max(n, e.Number)
	}
	return n
}
