package db_test

import (
	"fmt"
	"testing"

	"touchstone/claims"
)

func TestARepeatedClaimComesBackToTheDesk(t *testing.T) {
	d := newDesk(t)
	s, err := d.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.RepeatsDue = 2
	if err := d.SaveSettings(t.Context(), d.rev.Person(), s); err != nil {
		t.Fatal(err)
	}
	id := d.publish(t, d.claim(t).ID).ID
	repeat := func(n int) {
		t.Helper()
		made := d.found(t, n, fmt.Sprintf("Half of all boats stay in port, says paper %d", n))
		if _, err := d.RepeatClaim(t.Context(), d.rev, made[0].ID, id, made[0].Revision, .8); err != nil {
			t.Fatal(err)
		}
	}
	waiting := func() int {
		t.Helper()
		n, err := d.CountRepeated(t.Context())
		list, err2 := d.Repeated(t.Context())
		if err != nil || err2 != nil || len(list) != n {
			t.Fatalf("got %d and %d, %v, %v", n, len(list), err, err2)
		}
		return n
	}
	repeat(1)
	if n := waiting(); n != 0 {
		t.Errorf("after one: %d wait", n)
	}
	repeat(2)
	list, err := d.Repeated(t.Context())
	if err != nil || len(list) != 1 || list[0].ID != id || list[0].New != 2 || list[0].Appearances != 3 || list[0].Rating == nil {
		t.Fatalf("after two: got %+v, %v", list, err)
	}
	for range 2 { // a double click is one look
		if err := d.LookedAgain(t.Context(), d.rev, id); err != nil {
			t.Fatal(err)
		}
	}
	repeat(3)
	if n := waiting(); n != 0 {
		t.Errorf("one after the look: %d wait", n)
	}
	repeat(4)
	if n := waiting(); n != 1 {
		t.Errorf("two after the look: %d wait", n)
	}
	r, err := d.Speaker(t.Context(), "ana-reyes")
	if err != nil || r.Said != 5 || len(r.Repeated) != 1 || r.Repeated[0].N != 5 {
		t.Errorf("the speaker: got %+v, %v", r, err)
	}
	if v, err := d.Verify(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("verify: got %+v, %v", v, err)
	}
	if err := d.LookedAgain(t.Context(), claims.User{ID: 9, Role: claims.Contributor}, id); claims.KindOf(err) != claims.KindForbidden {
		t.Errorf("a contributor: got %v", err)
	}
}

func TestCandidatesAreHeldAgainstKnownClaimsAsTheyAreImported(t *testing.T) {
	d := newDesk(t)
	published := d.publish(t, d.claim(t).ID)
	made := d.found(t, 1, "In port stays half of all our boats", "The council met on Tuesday for three hours")
	ids := []claims.ID{made[0].ID, made[1].ID}
	like, err := d.Likenesses(t.Context(), ids, .2)
	if err != nil || len(like) != 1 || like[made[0].ID].ID != published.ID || like[made[0].ID].Standing() != "already checked" {
		t.Fatalf("got %+v, %v", like, err)
	}
	if err := d.NotTheSame(t.Context(), d.rev, made[0].ID, published.ID, .5); err != nil {
		t.Fatal(err)
	}
	if like, err = d.Likenesses(t.Context(), ids, .2); err != nil || len(like) != 0 {
		t.Errorf("after a person said no: got %+v, %v", like, err)
	}
}

func TestDecisionsMoveTheConfidenceUnlessTheSettingsSayNo(t *testing.T) {
	d := newDesk(t)
	first := d.claim(t)
	ask := func() claims.Known {
		t.Helper()
		list, err := d.Known(t.Context(), "All boats stay in port", "", 0, 1)
		if err != nil || len(list) != 1 {
			t.Fatalf("got %+v, %v", list, err)
		}
		return list[0]
	}
	if k := ask(); k.Confidence-k.Score > 1e-9 || k.Score-k.Confidence > 1e-9 {
		t.Errorf("without decisions: got %v and %v", k.Confidence, k.Score)
	}
	for i := range claims.MinJudged {
		made := d.found(t, i, fmt.Sprintf("Statement number %d of the council", i))
		if err := d.NotTheSame(t.Context(), d.rev, made[0].ID, first.ID, .7); err != nil {
			t.Fatal(err)
		}
	}
	if k := ask(); k.Confidence >= k.Score {
		t.Errorf("after %d misleading ones: got %v from %v", claims.MinJudged, k.Confidence, k.Score)
	}
	if _, different, even, err := d.Judged(t.Context()); err != nil || different != claims.MinJudged || even <= .5 {
		t.Errorf("got %d, even at %v, %v", different, even, err)
	}
	s, err := d.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.LikenessFixed = true
	if err := d.SaveSettings(t.Context(), d.rev.Person(), s); err != nil {
		t.Fatal(err)
	}
	if k := ask(); k.Confidence-k.Score > 1e-9 || k.Score-k.Confidence > 1e-9 {
		t.Errorf("as shipped: got %v and %v", k.Confidence, k.Score)
	}
}
