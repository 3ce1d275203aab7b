package claims

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// CorrectionKind types the public notes on a published check.
type CorrectionKind string

// The kinds of correction.
const (
	CorrectRating        CorrectionKind = "rating" // the verdict changed
	CorrectFactual       CorrectionKind = "factual"
	CorrectClarification CorrectionKind = "clarification"
	CorrectUpdate        CorrectionKind = "update"
	CorrectWithdrawn     CorrectionKind = "withdrawn"
)

// CorrectionKinds are the kinds an editor chooses from; withdrawal has its own act.
var CorrectionKinds = []CorrectionKind{CorrectRating, CorrectFactual, CorrectClarification, CorrectUpdate}

// Label is the kind in a reader's words.
func (k CorrectionKind) Label() string {
	switch k {
	case CorrectRating:
		return "the rating changed"
	case CorrectFactual:
		return "factual, rating unchanged"
	case CorrectClarification:
		return "clarification"
	case CorrectUpdate:
		return "update"
	case CorrectWithdrawn:
		return "withdrawn"
	}
	return string(k)
}

// Correction is a typed public note on a published check.
type Correction struct {
	ID       ID
	Kind     CorrectionKind
	Note     string
	At       time.Time
	By       Person
	Revision int     // the claim's revision that carries the correction
	Old, New *Rating // where the rating changed
}

// Level says how much a line of the preflight matters.
type Level int

// The levels of a requirement.
const (
	Met Level = iota
	Warning
	Missing
)

// Requirement is one line of what publishing needs.
type Requirement struct {
	Level Level
	Text  string
	Field string // where to put it right; "" where nothing is wrong
}

// Preflight lists what publishing needs and whether it is there.
func (c *Claim) Preflight() []Requirement {
	var list []Requirement
	need := func(ok bool, met, missing, field string) {
		if ok {
			list = append(list, Requirement{Met, met, ""})
		} else {
			list = append(list, Requirement{Missing, missing, field})
		}
	}
	need(c.Speaker != nil, "Speaker", "The speaker is not named", "speaker")
	switch {
	case c.ClaimedOn.IsZero():
		need(false, "", "Date of the claim: give it, or say that it is not known", "claimed_on")
	case !c.ClaimedOn.Known():
		need(true, "Date of the claim: not known, and said so", "", "")
	default:
		need(true, "Date of the claim", "", "")
	}
	need(slices.ContainsFunc(c.Appearances, func(a Appearance) bool { return a.Anchor == Anchored || a.Anchor == Moved }),
		"One anchored appearance", "No appearance is anchored in an article", "appearances")
	need(len(c.Evidence) > 0, "One source", "No source is linked", "sources")
	need(c.Summary != "", "Short answer", "The short answer is empty", "summary")
	need(c.Explanation != "", "Explanation", "The explanation is empty", "explanation")
	need(c.State == StateApproved && c.Verdict != nil, "Rating, approved in second review", "A second person has not approved a rating", "review")
	if len(c.Evidence) == 0 {
		return list
	}
	warn := func(ok bool, met, text string) {
		if ok {
			list = append(list, Requirement{Met, met, ""})
		} else {
			list = append(list, Requirement{Warning, text, "sources"})
		}
	}
	warn(c.independent() >= 2, "Two independent sources", "Fewer than two independent sources")
	warn(slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.Source.Kind.Primary() }), "A primary source", "No source is primary")
	for _, e := range c.Evidence {
		if e.Source.URL != "" && e.Source.Archived == "" {
			list = append(list, Requirement{Warning, fmt.Sprintf("Source %d has no archived copy", e.Number), "sources"})
		}
	}
	return list
}

// independent counts the publishers behind the evidence, the claimant's own
// reply left out.
func (c *Claim) independent() int {
	seen := map[string]bool{}
	for _, e := range c.Evidence {
		if e.Source.Kind != ClaimantReply {
			seen[strings.ToLower(e.Source.Publisher)] = true
		}
	}
	return len(seen)
}

// Publish makes an approved check public.
func (c *Claim) Publish(by User, now time.Time) (Event, error) {
	if err := by.Need(ActPublish); err != nil {
		return Event{}, err
	}
	if c.Publication.Public() {
		return Event{}, Conflict("this check is published already")
	}
	if c.MergedInto != 0 {
		return Event{}, c.mergedAway()
	}
	var p Problems
	for _, r := range c.Preflight() {
		if r.Level == Missing {
			p.Add(&Error{Kind: KindConflict, Field: r.Field, Message: r.Text})
		}
	}
	if err := p.Err(); err != nil {
		return Event{}, err
	}
	c.Publication, c.PublishedAt = Published, now
	ev := c.event(by, now, "published", "")
	ev.Public = "Published with the rating " + c.Verdict.Rating.Label + "."
	return ev, nil
}

// published refuses where there is nothing public to change.
func (c *Claim) published(by User, a Action) error {
	if err := by.Need(a); err != nil {
		return err
	}
	if c.Publication != Published && c.Publication != Corrected {
		return Conflict("only a check that is published can be changed this way")
	}
	return nil
}

// Correct changes a published check and says so in public, in one step. A
// change of rating by an editor alone needs a reason that readers will see
// (alone); rating is nil where the verdict stays.
func (c *Claim) Correct(by User, now time.Time, kind CorrectionKind, note string, e Edit, rating *Rating, alone string) (Event, error) {
	if err := c.published(by, ActCorrect); err != nil {
		return Event{}, err
	}
	note, alone = strings.TrimSpace(note), Line(alone)
	var p Problems
	if !slices.Contains(CorrectionKinds, kind) {
		p.Add(Invalid("correction_kind", "choose what kind of correction it is"))
	}
	if note == "" {
		p.Add(Invalid("correction_note", "write the public note: what was wrong, and what is right"))
	}
	p.Add(limit("correction_note", note, MaxNote))
	p.Add(limit("override", alone, MaxNote))
	changes := rating != nil && rating.Key != c.Verdict.Rating.Key
	switch {
	case kind == CorrectRating && !changes:
		p.Add(Invalid("rating", "choose the new rating, or another kind of correction"))
	case kind == CorrectRating && alone == "":
		p.Add(Invalid("override", "say why the rating is changed without a second review: readers will see the reason"))
	case kind != CorrectRating && changes:
		p.Add(Invalid("correction_kind", "the rating changes, so the correction is one of the rating"))
	}
	if err := p.Err(); err != nil {
		return Event{}, err
	}
	if _, err := c.apply(e); err != nil {
		return Event{}, err
	}
	cor := Correction{Kind: kind, Note: note, At: now, By: by.Person(), Revision: c.Revision + 1}
	if changes {
		was, is := c.Verdict.Rating, *rating
		cor.Old, cor.New = &was, &is
		v := *c.Verdict
		v.Rating = is
		c.Verdict = &v
	}
	c.Corrections = append(c.Corrections, cor)
	c.Publication = Corrected
	ev := c.event(by, now, "corrected", alone)
	ev.Public = "Correction, " + kind.Label() + ": " + note
	if alone != "" && changes {
		ev.Public += " Changed by an editor without a second person: " + alone
	}
	return ev, nil
}

// FixTypo changes letters in a published check without a correction. Figures,
// and more than a few letters, are no typo.
func (c *Claim) FixTypo(by User, now time.Time, e Edit) (Event, error) {
	if err := c.published(by, ActCorrect); err != nil {
		return Event{}, err
	}
	before := c.Clone()
	changed, err := c.apply(e)
	if err != nil {
		return Event{}, err
	}
	if !changed {
		return Event{}, Invalid("", "nothing was changed")
	}
	was, is := before.Fields(), c.Fields()
	for k, v := range is {
		old, _ := was[k].(string)
		new, ok := v.(string)
		if !ok || old == new {
			continue
		}
		if !slices.Contains([]string{"statement", "short_form", "speaker_role", "place", "summary", "explanation"}, k) ||
			figures(old) != figures(new) || edits(old, new) > 8 {
			return Event{}, Invalid(k, "this is more than a typing error: make it a correction with a public note")
		}
	}
	ev := c.event(by, now, "typo fixed", "")
	ev.Public = "A typing error put right. The rating is not touched."
	return ev, nil
}

// figures are the digits of a text in order.
func figures(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// edits is the length of the stretch in which two texts differ: what is left of
// the longer one after their common head and tail are taken away.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return max(len(x), len(y))
}

// Withdraw takes the verdict back in public. The page stays, with the reason.
func (c *Claim) Withdraw(by User, now time.Time, note string) (Event, error) {
	if err := c.published(by, ActWithdraw); err != nil {
		return Event{}, err
	}
	note = strings.TrimSpace(note)
	if note == "" {
		return Event{}, Invalid("withdraw_note", "write the public reason: it stays on the page")
	}
	if err := limit("withdraw_note", note, MaxNote); err != nil {
		return Event{}, err
	}
	c.Publication = Withdrawn
	c.Corrections = append(c.Corrections, Correction{Kind: CorrectWithdrawn, Note: note, At: now, By: by.Person(), Revision: c.Revision + 1})
	ev := c.event(by, now, "withdrawn", "")
	ev.Public = "Withdrawn: " + note
	return ev, nil
}
