package db_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

func TestWhatIsUndoneStaysInTheLogAndTheIndexFindsIt(t *testing.T) {
	d := newDesk(t)
	c := d.claim(t)
	d.do(t, c.ID, func(c *claims.Claim) (claims.Event, error) { return c.Accept(d.rev, d.now, claims.Edit{}) })
	steps, err := d.Steps(t.Context(), d.rev, 5)
	if err != nil || len(steps) != 1 || steps[0].First != c.Statement {
		t.Fatalf("got %+v, %v", steps, err)
	}
	d.now = d.now.Add(time.Minute)
	if _, _, err := d.Undo(t.Context(), d.other, steps[0].At); claims.KindOf(err) != claims.KindNotFound {
		t.Errorf("a colleague's act: %v", err)
	}
	done, left, err := d.Undo(t.Context(), d.rev, steps[0].At)
	if err != nil || len(left) > 0 || len(done) != 1 || done[0].State != claims.StateNew {
		t.Fatalf("got %+v, %+v, %v", done, left, err)
	}
	events, err := d.ClaimEvents(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var acts []string
	for _, e := range events {
		acts = append(acts, e.Action)
	}
	slices.Sort(acts)
	if got := strings.Join(acts, " "); got != "accepted found undone" {
		t.Errorf("the log has %s", got)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %v, %v", r.Faults, err)
	}
	plans, err := d.Plans(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, p := range plans {
		found = found || strings.Contains(strings.Join(p.Steps, "\n"), "events_undoable")
	}
	if !found {
		t.Error("no statement uses the index of acts that can be undone: does it name those of claims.Undoable, in their order?")
	}
}

func TestAnErrorOnOneOfSeveralClaimsChangesNone(t *testing.T) {
	d := newDesk(t)
	first := d.claim(t)
	second, err := d.CreateClaim(t.Context(), d.rev, &claims.Claim{Statement: "Ferries carry more cars than in 1990.", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	head, err := d.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the disk is full")
	_, _, err = d.Together(t.Context(), []claims.ID{first.ID, second.ID}, func(c *claims.Claim, now time.Time) (claims.Event, error) {
		if c.ID == second.ID {
			return claims.Event{}, broken
		}
		return c.Tag(d.rev, now, "Ports")
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	after, err := d.AuditHead(t.Context())
	if err != nil || after != head || len(d.claim(t).Topics) > 0 {
		t.Errorf("something was written: %v, topics %v, %v", after, d.claim(t).Topics, err)
	}
}
