package claims

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// The people of the tests, by role; ID 9 drafted and proposed what is reviewed.
var (
	nobody      = User{}
	contributor = User{ID: 1, Name: "Cora", Role: Contributor}
	reviewer    = User{ID: 2, Name: "Rae", Role: Reviewer}
	editor      = User{ID: 3, Name: "Edda", Role: Editor}
	admin       = User{ID: 4, Name: "Ada", Role: Admin}
	author      = User{ID: 9, Name: "Ari", Role: Editor}
	gone        = User{ID: 5, Name: "Gus", Role: Admin, Disabled: true}
)

// inState is a complete claim in a state; whoever is given holds it.
func inState(s State, p Publication, holder User) *Claim {
	scale := DefaultScale()
	scale.ID = 1
	c := &Claim{
		ID: 1, Revision: 3, Statement: "Half of all boats stay in port", Language: "en", State: s, Publication: p,
		Speaker: &Speaker{ID: 1, Name: "Ana Reyes", Kind: IsPerson}, ClaimedOn: Date{"2026-03-13", DayPrecision},
		Summary: "Two in five do.", Explanation: "The register says so. [1]", Drafters: []ID{author.ID},
		Appearances: []Appearance{{ID: 1, ArticleID: 1, Quote: "Half of all boats stay in port", Kind: Direct, Anchor: Anchored, First: true, Spans: []Span{{0, 30}}}},
		Evidence:    []Evidence{{ID: 1, Number: 1, Stance: Refutes, Passage: "41 of 100", Source: Source{URL: "https://register.example/", Title: "Register", Publisher: "Harbour Office", Kind: DataSet}}},
	}
	if s == StateResearching && holder.ID != 0 {
		c.Lease = &Lease{holder.Person(), noon.Add(10 * time.Minute)}
	}
	if s == StateInReview || s == StateApproved {
		c.Reviews = []Review{{ID: 1, By: author.Person(), At: noon.Add(-time.Hour), ScaleID: 1, Rating: scale.Ratings[3], Reasons: "r", Outcome: OutcomePending}}
	}
	if s == StateApproved {
		c.Reviews[0].Outcome = OutcomeApproved
		c.Verdict = &Verdict{ScaleID: 1, Rating: scale.Ratings[3]}
	}
	return c
}

// acts are the rules by the name of their act, with input that is right.
var acts = map[string]func(c *Claim, by User) (Event, error){
	"accept": func(c *Claim, by User) (Event, error) { return c.Accept(by, noon, Edit{}) },
	"reject": func(c *Claim, by User) (Event, error) { return c.Reject(by, noon, "opinion", "") },
	"reopen": func(c *Claim, by User) (Event, error) { return c.Reopen(by, noon, "new record") },
	"hold":   func(c *Claim, by User) (Event, error) { return c.Hold(by, noon) },
	"let go": func(c *Claim, by User) (Event, error) { return c.LetGo(by, noon) },
	"pause":  func(c *Claim, by User) (Event, error) { return c.PutOnHold(by, noon, "reply") },
	"revise": func(c *Claim, by User) (Event, error) {
		s := "new summary"
		return c.Revise(by, noon, Edit{Summary: &s})
	},
	"source": func(c *Claim, by User) (Event, error) {
		return c.AddEvidence(by, noon, Evidence{Stance: Context, Passage: "p", Source: Source{URL: "https://two.example/", Title: "t", Publisher: "p", Kind: NewsReport}})
	},
	"resource": func(c *Claim, by User) (Event, error) {
		return c.ReviseEvidence(by, noon, 1, Evidence{Stance: Context, Passage: "p", Source: Source{URL: "https://two.example/", Title: "t", Publisher: "p", Kind: NewsReport}})
	},
	"propose": func(c *Claim, by User) (Event, error) {
		s := DefaultScale()
		s.ID = 1
		return c.Propose(by, noon, s, "false", "because")
	},
	"approve":  func(c *Claim, by User) (Event, error) { return c.Approve(by, noon, "", "") },
	"override": func(c *Claim, by User) (Event, error) { return c.Approve(by, noon, "", "the desk is empty") },
	"changes":  func(c *Claim, by User) (Event, error) { return c.RequestChanges(by, noon, "ask them") },
	"publish":  func(c *Claim, by User) (Event, error) { return c.Publish(by, noon) },
	"correct": func(c *Claim, by User) (Event, error) {
		return c.Correct(by, noon, CorrectClarification, "note", Edit{}, nil, "")
	},
	"withdraw": func(c *Claim, by User) (Event, error) { return c.Withdraw(by, noon, "wrong person") },
	"assign":   func(c *Claim, by User) (Event, error) { return c.Assign(by, noon, reviewer) },
	"again": func(c *Claim, by User) (Event, error) {
		return c.AddAppearance(by, noon, Appearance{ArticleID: 2, Quote: "q", Anchor: Anchored})
	},
}

// TestEveryActInEveryStateByEveryRole holds the rules against one table: for
// each act and state, the roles that may. All other combinations are refused
// and change nothing.
func TestEveryActInEveryStateByEveryRole(t *testing.T) {
	const (
		reviewers = "reviewer editor admin"
		everyone  = "contributor reviewer editor admin"
		editors   = "editor admin"
	)
	table := map[string]map[State]string{
		"accept":   {StateNew: reviewers},
		"reject":   {StateNew: reviewers, StateOpen: reviewers, StateResearching: reviewers, StateOnHold: reviewers},
		"reopen":   {StateRejected: reviewers, StateOnHold: reviewers, StateApproved: reviewers},
		"hold":     {StateOpen: reviewers, StateResearching: reviewers},
		"let go":   {StateResearching: reviewers},
		"pause":    {StateOpen: reviewers, StateResearching: reviewers, StateOnHold: reviewers},
		"revise":   {StateNew: reviewers, StateOpen: reviewers, StateResearching: reviewers, StateOnHold: reviewers},
		"source":   {StateNew: everyone, StateOpen: everyone, StateResearching: everyone, StateOnHold: everyone},
		"resource": {StateNew: reviewers, StateOpen: reviewers, StateResearching: reviewers, StateOnHold: reviewers},
		"propose":  {StateResearching: reviewers},
		"approve":  {StateInReview: reviewers},
		"override": {StateInReview: reviewers},
		"changes":  {StateInReview: reviewers},
		"publish":  {StateApproved: editors},
		"correct":  {StateApproved: editors},
		"withdraw": {StateApproved: editors},
		"assign":   {StateOpen: editors, StateResearching: editors},
		"again":    {StateNew: reviewers, StateOpen: reviewers, StateResearching: reviewers, StateInReview: reviewers, StateOnHold: reviewers, StateApproved: reviewers, StateRejected: reviewers},
	}
	if len(table) != len(acts) {
		t.Fatalf("the table has %d acts, the rules %d", len(table), len(acts))
	}
	for name, act := range acts {
		for _, s := range States {
			for _, u := range []User{nobody, contributor, reviewer, editor, admin, gone} {
				p := Private
				if name == "correct" || name == "withdraw" {
					p = Published
				}
				if p == Published && s != StateApproved {
					continue // the rules never publish such a claim
				}
				c := inState(s, p, u)
				before := c.Clone()
				ev, err := act(c, u)
				want := slices.Contains(strings.Fields(table[name][s]), string(u.Role)) && !u.Disabled
				where := fmt.Sprintf("%s, %s, by %q", name, s, u.Name)
				switch {
				case want && err != nil:
					t.Errorf("%s: refused: %v", where, err)
				case !want && err == nil:
					t.Errorf("%s: allowed", where)
				case err == nil && (ev.Action == "" || ev.Actor.ID != u.ID || ev.SubjectID != c.ID || !ev.At.Equal(noon)):
					t.Errorf("%s: the event is not whole: %+v", where, ev)
				case err != nil:
					if b, a := Difference(before, c); len(b)+len(a) > 0 {
						t.Errorf("%s: refused, but changed %v", where, a)
					}
					if k := KindOf(err); k == KindInternal {
						t.Errorf("%s: %v is no error for people", where, err)
					}
				}
			}
		}
	}
}

func TestWhoDraftedOrProposedCannotApprove(t *testing.T) {
	drafter := User{ID: 8, Name: "Dee", Role: Editor}
	for _, u := range []User{author, drafter} {
		c := inState(StateInReview, Private, nobody)
		c.Drafters = append(c.Drafters, drafter.ID)
		if _, err := c.Approve(u, noon, "fine", ""); KindOf(err) != KindForbidden {
			t.Errorf("approve by %s: got %v, want it forbidden", u.Name, err)
		}
		if _, err := c.RequestChanges(u, noon, "x"); KindOf(err) != KindForbidden {
			t.Errorf("request changes by %s: got %v, want it forbidden", u.Name, err)
		}
	}
}

func TestOnlyAnEditorOverridesAndTheReasonIsPublic(t *testing.T) {
	c := inState(StateInReview, Private, nobody)
	author := author
	author.Role = Reviewer
	if _, err := c.Approve(author, noon, "", "nobody is here"); KindOf(err) != KindForbidden {
		t.Errorf("by the author, a reviewer: got %v, want it forbidden", err)
	}
	author.Role = Editor
	ev, err := c.Approve(author, noon, "", "nobody is here")
	if err != nil || !strings.Contains(ev.Public, "nobody is here") || c.State != StateApproved || c.Reviews[0].Decisions[0].Override == "" {
		t.Errorf("by the author, an editor: got %+v, %v", ev, err)
	}
	c = inState(StateInReview, Private, nobody)
	ev, err = c.Approve(editor, noon, "", "a reason nobody needs")
	if err != nil || ev.Public != "" || c.Reviews[0].Decisions[0].Override != "" {
		t.Errorf("a second person needs no override: got %+v, %v", ev, err)
	}
}

func TestALeaseKeepsOthersOutUntilItEnds(t *testing.T) {
	for _, name := range []string{"hold", "let go", "pause", "reject", "revise", "source", "propose"} {
		c := inState(StateResearching, Private, author)
		if _, err := acts[name](c, reviewer); KindOf(err) != KindConflict || !strings.Contains(err.Error(), "Ari is working on this until 12:10 UTC, 10 minutes left") {
			t.Errorf("%s while another holds it: got %v", name, err)
		}
	}
	c := inState(StateResearching, Private, author)
	if _, err := acts["source"](c, contributor); err != nil {
		t.Errorf("a contributor brings a source: got %v", err)
	}
	c = inState(StateResearching, Private, author)
	ev, err := c.Hold(reviewer, noon.Add(time.Hour))
	if err != nil || ev.Action != "took over" || !strings.Contains(ev.Note, author.Person().Ref()) || c.Lease.By.ID != reviewer.ID {
		t.Errorf("after it ended: got %+v, %v", ev, err)
	}
	c = inState(StateResearching, Private, author)
	if _, err := acts["revise"](c, author); err != nil || !c.Lease.Until.Equal(noon.Add(LeaseTime)) {
		t.Errorf("work renews the lease: got %v, %v", c.Lease, err)
	}
	c = inState(StateResearching, Private, author)
	if _, err := c.Propose(reviewer, noon.Add(time.Hour), DefaultScale(), "false", "r"); KindOf(err) != KindConflict {
		t.Errorf("an ended lease is taken over before work: got %v", err)
	}
}

func TestAStaleWriteIsRefused(t *testing.T) {
	c := inState(StateOpen, Private, nobody)
	if err := c.Based(2); KindOf(err) != KindStale {
		t.Errorf("got %v", err)
	}
	if err := c.Based(3); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestAProposalNeedsReasonsAnswerAndASource(t *testing.T) {
	c := inState(StateResearching, Private, reviewer)
	c.Summary, c.Explanation, c.Evidence = "", "", nil
	_, err := c.Propose(reviewer, noon, DefaultScale(), "quite_true", " ")
	var p Problems
	if !errors.As(err, &p) {
		t.Fatalf("got %v, want problems", err)
	}
	for _, f := range []string{"rating", "reasons", "summary", "explanation", "source_url"} {
		if p.Field(f) == "" {
			t.Errorf("nothing is said about %s", f)
		}
	}
}

func TestChangesRequestedGoBackToTheProposerWithAComment(t *testing.T) {
	c := inState(StateInReview, Private, nobody)
	if _, err := c.RequestChanges(reviewer, noon, "  "); KindOf(err) != KindInvalid {
		t.Errorf("without a comment: got %v", err)
	}
	if _, err := c.RequestChanges(reviewer, noon, "ask them"); err != nil || c.State != StateResearching || c.Lease.By.ID != author.ID || c.Reviews[0].Outcome != OutcomeChanges {
		t.Errorf("got %s, %+v, %v", c.State, c.Lease, err)
	}
}

func TestTheProposerCanTakeAProposalBackAndItIsKept(t *testing.T) {
	c := inState(StateInReview, Private, nobody)
	if _, err := c.TakeBack(reviewer, noon); KindOf(err) != KindForbidden {
		t.Errorf("by another: got %v", err)
	}
	if _, err := c.TakeBack(author, noon); err != nil || c.State != StateResearching || len(c.Reviews) != 1 || c.Reviews[0].Outcome != OutcomeTaken {
		t.Errorf("got %s, %+v, %v", c.State, c.Reviews, err)
	}
}

func TestPublishingNamesAllThatIsMissing(t *testing.T) {
	for _, tc := range []struct {
		name, field string
		spoil       func(*Claim)
	}{
		{"no speaker", "speaker", func(c *Claim) { c.Speaker = nil }},
		{"no date", "claimed_on", func(c *Claim) { c.ClaimedOn = Date{} }},
		{"no appearance", "appearances", func(c *Claim) { c.Appearances = nil }},
		{"an orphaned appearance alone", "appearances", func(c *Claim) { c.Appearances[0].Anchor = Orphaned }},
		{"no rating", "review", func(c *Claim) { c.Verdict = nil }},
		{"no explanation", "explanation", func(c *Claim) { c.Explanation = "" }},
		{"no short answer", "summary", func(c *Claim) { c.Summary = "" }},
		{"no source", "sources", func(c *Claim) { c.Evidence = nil }},
	} {
		c := inState(StateApproved, Private, nobody)
		tc.spoil(c)
		_, err := c.Publish(editor, noon)
		var p Problems
		if !errors.As(err, &p) || p.Field(tc.field) == "" {
			t.Errorf("%s: got %v, want a problem with %s", tc.name, err, tc.field)
		}
	}
	c := inState(StateApproved, Private, nobody)
	c.ClaimedOn = UnknownDate
	if _, err := c.Publish(editor, noon); err != nil {
		t.Errorf("a date that is said to be unknown: got %v", err)
	}
}

func TestFewOrSecondHandSourcesWarn(t *testing.T) {
	warnings := func(c *Claim) (n int) {
		for _, r := range c.Preflight() {
			if r.Level == Warning {
				n++
			}
		}
		return n
	}
	c := inState(StateApproved, Private, nobody) // one source, primary, not archived
	if got := warnings(c); got != 2 {
		t.Errorf("one source: got %d warnings, want 2: %+v", got, c.Preflight())
	}
	c.Evidence[0].Source.Kind = NewsReport
	c.Evidence[0].Source.Archived = "https://archive.example/"
	if got := warnings(c); got != 2 {
		t.Errorf("one source at second hand: got %d warnings, want 2: %+v", got, c.Preflight())
	}
	c.Evidence = append(c.Evidence, Evidence{Number: 2, Source: Source{Publisher: "harbour office", Kind: DataSet}}, Evidence{Number: 3, Source: Source{Publisher: "Ana Reyes", Kind: ClaimantReply}})
	if got := warnings(c); got != 1 {
		t.Errorf("the same publisher and the claimant: got %d warnings, want 1: %+v", got, c.Preflight())
	}
}

func TestAChangeToAPublishedCheckNeedsACorrection(t *testing.T) {
	summary := "Two in five do, since May."
	c := inState(StateApproved, Published, nobody)
	if _, err := c.Revise(editor, noon, Edit{Summary: &summary}); KindOf(err) != KindConflict {
		t.Errorf("an edit: got %v", err)
	}
	if _, err := c.Reopen(editor, noon, "x"); KindOf(err) != KindConflict {
		t.Errorf("reopening: got %v", err)
	}
	ev, err := c.Correct(editor, noon, CorrectFactual, "The month was missing.", Edit{Summary: &summary}, nil, "")
	if err != nil || c.Publication != Corrected || c.Summary != summary || len(c.Corrections) != 1 || !strings.Contains(ev.Public, "The month was missing.") {
		t.Errorf("a correction: got %+v, %v", ev, err)
	}
	if c.Corrections[0].Revision != c.Revision+1 {
		t.Errorf("the correction carries revision %d, the claim will have %d", c.Corrections[0].Revision, c.Revision+1)
	}
}

func TestACorrectionOfTheRatingSaysBothRatingsAndWhyAlone(t *testing.T) {
	r := DefaultScale().Ratings[5]
	for _, tc := range []struct {
		kind   CorrectionKind
		rating *Rating
		alone  string
		field  string
	}{
		{CorrectRating, nil, "x", "rating"},
		{CorrectRating, &r, "", "override"},
		{CorrectFactual, &r, "x", "correction_kind"},
		{"silent", nil, "", "correction_kind"},
	} {
		c := inState(StateApproved, Published, nobody)
		_, err := c.Correct(editor, noon, tc.kind, "note", Edit{}, tc.rating, tc.alone)
		var p Problems
		if !errors.As(err, &p) || p.Field(tc.field) == "" {
			t.Errorf("%s with %v: got %v, want a problem with %s", tc.kind, tc.rating, err, tc.field)
		}
	}
	c := inState(StateApproved, Published, nobody)
	if _, err := c.Correct(editor, noon, CorrectRating, "We erred.", Edit{}, &r, "the other editor is away"); err != nil {
		t.Fatal(err)
	}
	k := c.Corrections[0]
	if k.Old.Key != "misleading" || k.New.Key != "false" || c.Verdict.Rating.Key != "false" {
		t.Errorf("got %+v", k)
	}
}

func TestATypingErrorIsAnEventAndNoCorrection(t *testing.T) {
	set := func(s string) Edit { return Edit{Summary: &s} }
	c := inState(StateApproved, Published, nobody)
	if ev, err := c.FixTypo(editor, noon, set("Two in five does.")); err != nil || len(c.Corrections) != 0 || c.Publication != Published || ev.Public == "" {
		t.Errorf("got %+v, %v", ev, err)
	}
	for _, s := range []string{"Two in five does.", "", "Three quarters of them do not.", "2 in five does."} {
		if _, err := c.FixTypo(editor, noon, set(s)); KindOf(err) != KindInvalid {
			t.Errorf("%q: got %v", s, err)
		}
	}
}

func TestAWithdrawnCheckStaysWithItsReason(t *testing.T) {
	c := inState(StateApproved, Corrected, nobody)
	if _, err := c.Withdraw(editor, noon, ""); KindOf(err) != KindInvalid {
		t.Errorf("without a reason: got %v", err)
	}
	if _, err := c.Withdraw(editor, noon, "It was a caller."); err != nil || !c.Publication.Public() || c.Corrections[0].Kind != CorrectWithdrawn {
		t.Errorf("got %s, %v", c.Publication, err)
	}
	if _, err := c.Publish(editor, noon); KindOf(err) != KindConflict {
		t.Errorf("published again: got %v", err)
	}
}

func TestMergingMovesAppearancesAndLeavesARedirect(t *testing.T) {
	a, b := inState(StateOpen, Private, nobody), inState(StateApproved, Published, nobody)
	b.ID = 2
	a.Appearances = append(a.Appearances, Appearance{ArticleID: 7, Spans: []Span{{5, 9}}})
	if _, _, _, err := a.Merge(reviewer, noon, b); KindOf(err) != KindForbidden {
		t.Errorf("by a reviewer: got %v", err)
	}
	if _, _, _, err := b.Merge(editor, noon, a); KindOf(err) != KindConflict {
		t.Errorf("a published check away: got %v", err)
	}
	if _, _, _, err := a.Merge(editor, noon, b); err != nil {
		t.Fatal(err)
	}
	if a.MergedInto != 2 || len(a.Appearances) != 1 || // the one that both have stays
		len(b.Appearances) != 2 || a.RejectReason != "duplicate" {
		t.Errorf("got %+v and %+v", a, b)
	}
	for name, act := range acts {
		if _, err := act(a, editor); err == nil {
			t.Errorf("%s on a merged claim: allowed", name)
		}
	}
}

func TestACandidateRepeatsAKnownClaimByAPersonsWord(t *testing.T) {
	known := func(s State, p Publication) *Claim {
		k := inState(s, p, nobody)
		k.ID = 2
		return k
	}
	c, k := inState(StateNew, Private, nobody), known(StateApproved, Published)
	mine, theirs, err := c.Repeat(reviewer, noon, k, .8)
	if err != nil || c.MergedInto != k.ID || len(c.Appearances) != 0 || len(k.Appearances) != 2 || k.Appearances[1].First || theirs.Public == "" || mine.SubjectID != c.ID || theirs.SubjectID != k.ID {
		t.Errorf("got %+v, %+v, %v", mine, theirs, err)
	}
	for name, try := range map[string]struct {
		c  *Claim
		k  *Claim
		by User
	}{
		"by a contributor":         {inState(StateNew, Private, nobody), known(StateOpen, Private), contributor},
		"one that is decided":      {inState(StateOpen, Private, nobody), known(StateOpen, Private), reviewer},
		"one that waits":           {inState(StateNew, Private, nobody), known(StateInReview, Private), reviewer},
		"one that was merged away": {inState(StateNew, Private, nobody), &Claim{ID: 2, MergedInto: 3}, reviewer},
		"itself":                   {inState(StateNew, Private, nobody), inState(StateNew, Private, nobody), reviewer},
	} {
		if _, _, err := try.c.Repeat(try.by, noon, try.k, .8); err == nil || try.c.MergedInto != 0 {
			t.Errorf("%s: it was allowed", name)
		}
	}
}

func TestAClaimWaitsUntilADayThatIsToCome(t *testing.T) {
	for _, tc := range []struct {
		until Date
		kind  Kind
	}{{Date{}, KindInternal}, {day("2026-03-15"), KindInternal}, {day("2026-03-14"), KindInvalid}, {Date{"2026-04-01", MonthPrecision}, KindInvalid}, {UnknownDate, KindInvalid}} {
		c := inState(StateResearching, Private, reviewer)
		if _, err := c.PutOnHoldUntil(reviewer, noon, "the reply", tc.until); KindOf(err) != tc.kind {
			t.Errorf("%s: got %v", tc.until, err)
		}
		if tc.kind == KindInternal && (c.State != StateOnHold || c.HoldUntil != tc.until) {
			t.Errorf("%s: got %s until %s", tc.until, c.State, c.HoldUntil)
		}
	}
	c := inState(StateOnHold, Private, nobody)
	c.HoldUntil = day("2026-03-20")
	if _, err := c.Reopen(reviewer, noon, ""); err != nil || c.HoldUntil.Known() {
		t.Errorf("taken up again: got %v, until %s", err, c.HoldUntil)
	}
}

func TestAWithdrawnCheckIsCheckedAgainAsAnotherClaim(t *testing.T) {
	for _, p := range []Publication{Private, Published, Corrected, Withdrawn} {
		for _, u := range []User{nobody, contributor, reviewer, editor, admin, gone} {
			c := inState(StateApproved, p, nobody)
			before := c.Clone()
			again, e, _, err := c.CheckAgain(u, noon, "a new record")
			if want := p == Withdrawn && u.May(ActWithdraw); (err == nil) != want {
				t.Errorf("%s by %q: got %v, want allowed %t", p, u.Name, err, want)
			}
			if b, a := Difference(before, c); len(b)+len(a) > 0 {
				t.Errorf("%s: the old one changed: %v", p, a)
			}
			if err != nil {
				continue
			}
			if again.State != StateOpen || again.Publication != Private || again.Verdict != nil || again.Summary != "" || again.Evidence[0].ID != 0 || again.Appearances[0].ID != 0 || c.Evidence[0].ID != 1 || e.Public == "" {
				t.Errorf("got %+v, %+v", again, e)
			}
		}
	}
	if _, _, _, err := inState(StateApproved, Withdrawn, nobody).CheckAgain(editor, noon, " "); KindOf(err) != KindInvalid {
		t.Errorf("without a reason: got %v", err)
	}
}
