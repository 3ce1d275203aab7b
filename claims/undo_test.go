package claims

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// act does a rule on a claim as the database does: with its event, and the
// revision after it.
func act(t *testing.T, c *Claim, rule func(*Claim) (Event, error)) Event {
	t.Helper()
	before := c.Clone()
	e, err := rule(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Revision++
	e.Subject, e.SubjectID, e.Revision, e.Seq = OnClaim, c.ID, c.Revision, 1
	e.Changed(before, c)
	return e
}

func TestAnUndoneActLeavesTheClaimAsItWas(t *testing.T) {
	said, text, place, high := Date{"2026-03-01", DayPrecision}, "Two in five boats stay in port", "On the quay", PriorityHigh
	topics := []string{"Ports", "Fisheries"}
	for name, c := range map[string]struct {
		from *Claim
		by   User
		rule func(*Claim) (Event, error)
	}{
		"accept": {inState(StateNew, Private, User{}), reviewer, func(c *Claim) (Event, error) { return c.Accept(reviewer, noon, Edit{}) }},
		"accept as edited": {inState(StateNew, Private, User{}), reviewer, func(c *Claim) (Event, error) {
			return c.Accept(reviewer, noon, Edit{Statement: &text, Place: &place, ClaimedOn: &said, ReviewBy: &said, Priority: &high, Topics: &topics, Speaker: &Speaker{Name: "The Harbour Office", Kind: IsOrganisation}})
		}},
		"reject":            {inState(StateNew, Private, User{}), reviewer, func(c *Claim) (Event, error) { return c.Reject(reviewer, noon, "opinion", "a hope") }},
		"reject while held": {inState(StateResearching, Private, reviewer), reviewer, func(c *Claim) (Event, error) { return c.Reject(reviewer, noon, "satire", "") }},
		"reject on hold":    {inState(StateOnHold, Private, User{}), reviewer, func(c *Claim) (Event, error) { return c.Reject(reviewer, noon, "duplicate", "") }},
		"assign":            {inState(StateOpen, Private, User{}), editor, func(c *Claim) (Event, error) { return c.Assign(editor, noon, reviewer) }},
		"assign a held":     {inState(StateResearching, Private, reviewer), editor, func(c *Claim) (Event, error) { return c.Assign(editor, noon, editor) }},
		"tag":               {inState(StateOpen, Private, User{}), reviewer, func(c *Claim) (Event, error) { return c.Tag(reviewer, noon, "Ports") }},
	} {
		if c.from.State == StateOnHold {
			c.from.StateNote, c.from.HoldUntil = "the record office answers slowly", Date{"2026-04-01", DayPrecision}
		}
		c.from.Topics, c.from.CreatedAt = []string{"Boats"}, noon.Add(-48*time.Hour)
		want := c.from.Fields()
		e := act(t, c.from, c.rule)
		undone, err := c.from.Undo(c.by, noon.Add(time.Minute), e, []Event{{Revision: 3}, e})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := c.from.Fields()
		delete(want, "held_until") // a hold begins anew
		delete(got, "held_until")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if undone.Action != "undone" || undone.Note != e.Action || undone.Actor.ID != c.by.ID || undone.Public != "" {
			t.Errorf("%s: event %+v", name, undone)
		}
		if c.from.State == StateNew && !c.from.StateSince.Equal(c.from.CreatedAt) {
			t.Errorf("%s: it waits since %s", name, c.from.StateSince)
		}
	}
}

func TestOnlyOnesOwnFreshActIsUndone(t *testing.T) {
	accepted := func() (*Claim, Event) {
		c := inState(StateNew, Private, User{})
		return c, act(t, c, func(c *Claim) (Event, error) { return c.Accept(reviewer, noon, Edit{}) })
	}
	for name, x := range map[string]struct {
		by   User
		at   time.Time
		bend func(*Claim, *Event)
		want Kind
	}{
		"another's act":        {editor, noon, func(*Claim, *Event) {}, KindConflict},
		"changed since":        {reviewer, noon, func(c *Claim, _ *Event) { c.Revision++ }, KindStale},
		"too old":              {reviewer, noon.Add(UndoTime + time.Minute), func(*Claim, *Event) {}, KindConflict},
		"published":            {reviewer, noon, func(c *Claim, _ *Event) { c.Publication = Published }, KindConflict},
		"merged away":          {reviewer, noon, func(c *Claim, _ *Event) { c.MergedInto = 7 }, KindConflict},
		"another claim's":      {reviewer, noon, func(_ *Claim, e *Event) { e.SubjectID = 2 }, KindConflict},
		"a proposal":           {reviewer, noon, func(_ *Claim, e *Event) { e.Action = "proposed" }, KindConflict},
		"a changed appearance": {reviewer, noon, func(_ *Claim, e *Event) { e.Before = []byte(`{"appearance 1 [0,3]":["direct","x","anchored"]}`) }, KindConflict},
		"a role that lost it":  {User{ID: reviewer.ID, Name: "Rae", Role: Contributor}, noon, func(*Claim, *Event) {}, KindForbidden},
	} {
		c, e := accepted()
		x.bend(c, &e)
		was := c.Clone()
		if _, err := c.Undo(x.by, x.at, e, []Event{{Revision: 3, Action: "found"}, {Revision: 4, Action: "accepted"}}); KindOf(err) != x.want {
			t.Errorf("%s: got %v", name, err)
		}
		if diff := cmp.Diff(was.State, c.State); diff != "" {
			t.Errorf("%s: refused, and changed (-was +is)\n%s", name, diff)
		}
	}
}

func TestUndoingTakesTheRightToDoIt(t *testing.T) {
	c := inState(StateOpen, Private, User{})
	e := act(t, c, func(c *Claim) (Event, error) { return c.Assign(editor, noon, reviewer) })
	lesser := User{ID: editor.ID, Name: editor.Name, Role: Reviewer}
	if _, err := c.Undo(lesser, noon, e, []Event{{Revision: 3}, e}); KindOf(err) != KindForbidden {
		t.Errorf("who may not assign any more undoes an assignment: %v", err)
	}
}

func TestAColleaguesHoldIsGivenBackForWhatIsLeftOfIt(t *testing.T) {
	for after, want := range map[time.Duration]bool{time.Minute: true, LeaseTime: false, time.Hour: false} {
		c := inState(StateResearching, Private, reviewer)
		c.Lease.Until = noon.Add(LeaseTime)
		e := act(t, c, func(c *Claim) (Event, error) { return c.Assign(editor, noon, editor) })
		if _, err := c.Undo(editor, noon.Add(after), e, []Event{{Revision: 3}, e}); err != nil {
			t.Fatal(err)
		}
		if p, held := c.HeldBy(noon.Add(after)); held != want || held && (p.ID != reviewer.ID || !c.Lease.Until.Equal(noon.Add(LeaseTime))) {
			t.Errorf("after %s: held %v by %v, %+v", after, held, p, c.Lease)
		}
	}
}

func TestStepsGoBackThroughWhatWasUndone(t *testing.T) {
	e := func(revision int, action string, minute int) Event {
		return Event{Subject: OnClaim, SubjectID: 1, Revision: revision, Action: action, At: noon.Add(time.Duration(minute) * time.Minute)}
	}
	found, accepted, rejected, remark := e(1, "found", 0), e(2, "accepted", 1), e(3, "rejected", 2), e(3, "commented", 3)
	for name, c := range map[string]struct {
		history  []Event
		standing []int
		steps    string
	}{
		"both stand":       {[]Event{found, accepted, rejected, remark}, []int{1, 2, 3}, "rejected accepted"},
		"one undone":       {[]Event{found, accepted, rejected, remark, e(4, "undone", 4)}, []int{1, 2}, "accepted"},
		"both undone":      {[]Event{found, accepted, rejected, e(4, "undone", 4), e(5, "undone", 5)}, []int{1}, ""},
		"somebody went on": {[]Event{found, accepted, rejected, e(4, "held", 4)}, []int{1, 2, 3, 4}, ""},
		"nothing":          {nil, nil, ""},
	} {
		if diff := cmp.Diff(c.standing, Standing(c.history), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		var got []string
		for _, s := range Steps([]Event{rejected, accepted}, map[ID][]Event{1: c.history}) {
			got = append(got, s.Action)
		}
		if strings.Join(got, " ") != c.steps {
			t.Errorf("%s: got steps %v, want %s", name, got, c.steps)
		}
	}
}

func TestATagSaysWhereAClaimBelongs(t *testing.T) {
	c := inState(StateResearching, Private, editor)
	if e, err := c.Tag(reviewer, noon, "  Ports "); err != nil || e.Action != "tagged" || strings.Join(c.Topics, ",") != "Ports" {
		t.Errorf("got %v, %v, %v", e, c.Topics, err)
	}
	for topic, want := range map[string]Kind{"ports": KindConflict, " ": KindInvalid} {
		if _, err := c.Tag(reviewer, noon, topic); KindOf(err) != want {
			t.Errorf("%q: got %v", topic, err)
		}
	}
	for _, s := range []State{StateInReview, StateApproved, StateRejected} {
		if _, err := inState(s, Private, User{}).Tag(editor, noon, "Ports"); KindOf(err) != KindConflict {
			t.Errorf("%s: got %v", s, err)
		}
	}
	if _, err := c.Tag(contributor, noon, "Boats"); KindOf(err) != KindForbidden {
		t.Errorf("a contributor: got %v", err)
	}
}
