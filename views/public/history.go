package public

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/db"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// historyView is everything that readers may know of how a check came about.
type historyView struct {
	Page      ui.Page
	Claim     *claims.Claim
	Events    []claims.Event
	Revisions []db.RevisionNote // newest first
	Changes   map[int][]change  // by the revision that a step made
}

// history shows a check's public steps.
func (p *Public) history(c echo.Context) error {
	ctx := c.Request().Context()
	k, err := p.load(c)
	if k == nil || err != nil {
		return err
	}
	v := historyView{Claim: k}
	if v.Events, err = p.db.PublicEvents(ctx, k.ID); err != nil {
		return err
	}
	if v.Revisions, err = p.db.Revisions(ctx, k.ID); err != nil {
		return err
	}
	if v.Changes, err = p.stepChanges(ctx, k.ID, v.Revisions); err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v.Page = p.page(s, words.T(ctx, "History of “{0}”", clip(k.Statement, 60)), ui.SectionChecks, "/claims/"+k.ID.String()+"/history")
	return ui.Render(c, http.StatusOK, historyPage(v))
}

// correctionAt finds the correction that made a revision; the zero one where
// another step did.
func correctionAt(c *claims.Claim, revision int) claims.Correction {
	for _, k := range c.Corrections {
		if k.Revision == revision {
			return k
		}
	}
	return claims.Correction{}
}

// stepID marks a step by the revision it made; feeds point at it.
func stepID(c *claims.Claim, e claims.Event) string {
	if k := correctionAt(c, e.Revision); k.Revision != 0 {
		return correctionID(k)
	}
	return fmt.Sprintf("step-%d", e.Revision)
}

// revisionView is a check as it stood.
type revisionView struct {
	Page    ui.Page
	Now     *claims.Claim // as it is today
	Then    *claims.Claim
	At      time.Time
	Scale   claims.Scale
	Changes []change // from the public revision before
	Before  int      // its number; 0 for the first
	After   int      // the next one; 0 for the last

	Settings claims.Settings
	Cite     citation // of this revision
}

// change is a field that a revision changed, word by word.
type change struct {
	Name string
	Ops  []anchor.Op
}

// revision shows a check as readers saw it then.
func (p *Public) revision(c echo.Context) error {
	ctx := c.Request().Context()
	k, err := p.load(c)
	if k == nil || err != nil {
		return err
	}
	v := revisionView{Now: k}
	if v.Then, v.At, err = p.then(c, k); err != nil {
		return err
	}
	n := v.Then.Revision
	notes, err := p.db.Revisions(ctx, k.ID)
	if err != nil {
		return err
	}
	if v.Before, v.After = around(notes, n); v.Before > 0 {
		was, _, err := p.db.Revision(ctx, k.ID, v.Before)
		if err != nil {
			return err
		}
		v.Changes = changes(was, v.Then)
	}
	if v.Then.Verdict != nil && v.Then.Publication != claims.Withdrawn {
		if v.Scale, err = p.db.ScaleByID(ctx, v.Then.Verdict.ScaleID); err != nil {
			return err
		}
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v.Settings, v.Cite = s, p.citation(ctx, v.Then, v.At, s)
	v.Page = p.page(s, words.T(ctx, "Revision {0}: {1}", n, title(ctx, v.Then)), ui.SectionChecks, claimPath(k.ID, k.Statement))
	v.Page.NoIndex = true
	return ui.Render(c, http.StatusOK, revisionPage(v))
}

// around finds the public revisions before and after one.
func around(notes []db.RevisionNote, n int) (before, after int) {
	for _, r := range notes { // newest first
		if r.Revision > n {
			after = r.Revision
		} else if r.Revision < n {
			return r.Revision, after
		}
	}
	return 0, after
}

// fieldNames are the fields a reader sees, as the page names them.
var fieldNames = map[string]string{
	"statement": words.Key("Statement"), "short_form": words.Key("Short form"), "speaker": words.Key("Speaker"), "speaker_role": words.Key("Role on the date"),
	"claimed_on": words.Key("Date of the claim"), "place": words.Key("Place or occasion"), "topics": words.Key("Topics"), "summary": words.Key("Short answer"),
	"explanation": words.Key("Explanation"), "verdict": words.Key("Verdict"), "publication": words.Key("Stage"), "language": words.Key("Language"),
}

// changes names what differs between two public states in a reader's words.
// What is the desk's own is left out.
func changes(was, is *claims.Claim) []change {
	b, a := claims.Difference(was, is)
	var keys []string
	for _, m := range []map[string]any{b, a} {
		for k := range m {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	var out []change
	for _, k := range keys {
		name := fieldNames[k]
		if kind, _, ok := strings.Cut(k, " "); ok && (kind == "source" || kind == "appearance") {
			name = ui.Sentence(kind)
		}
		if w, i := valueText(k, b[k], was), valueText(k, a[k], is); name != "" && w != i {
			out = append(out, change{name, anchor.Brief(anchor.Diff(w, i))})
		}
	}
	return out
}

func valueText(key string, v any, c *claims.Claim) string {
	if key == "verdict" && v != nil && c.Verdict != nil {
		return c.Verdict.Rating.Label
	}
	return claims.FieldText(key, v)
}

// stepChanges is what each public step of a check changed, by the revision it
// made. Only the newest steps are compared.
func (p *Public) stepChanges(ctx context.Context, id claims.ID, notes []db.RevisionNote) (map[int][]change, error) {
	list := map[int][]change{}
	var after *claims.Claim
	for _, n := range notes[:min(len(notes), maxCompared+1)] { // newest first
		c, _, err := p.db.Revision(ctx, id, n.Revision)
		if err != nil {
			return nil, err
		}
		if after != nil {
			list[after.Revision] = changes(c, after)
		}
		after = c
	}
	return list, nil
}

// maxCompared bounds the work of one page; each revision has its own page with
// its changes.
const maxCompared = 30
