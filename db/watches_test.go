package db_test

import (
	"testing"

	"touchstone/claims"
)

func TestASavedSearchTellsOfWhatItDidNotFindBefore(t *testing.T) {
	d := newDesk(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	tell := func() int {
		t.Helper()
		n, err := d.TellWatches(t.Context())
		must(err)
		return n
	}
	must(d.SaveWatch(t.Context(), d.rev, claims.Watch{Filter: claims.Filter{Query: "boats"}}))
	must(d.SaveWatch(t.Context(), d.other, claims.Watch{Name: "misleading ports", Filter: claims.Filter{Query: "verdict:misleading topic:ports"}}))
	if n := tell(); n != 0 {
		t.Errorf("what is there already: told of %d", n)
	}
	d.found(t, 1, "Boats of the northern quay leave at noon", "The lighthouse was painted white in spring")
	if n := tell(); n != 1 {
		t.Errorf("one new: told of %d", n)
	}
	d.publish(t, d.claim(t).ID) // it gets the topic and the verdict
	if n := tell(); n != 1 {
		t.Errorf("one that changed: told of %d", n)
	}
	if n := tell(); n != 0 {
		t.Errorf("twice: told of %d", n)
	}
	for _, u := range []claims.User{d.rev, d.other} {
		list, err := d.Notices(t.Context(), u.ID, 50)
		must(err)
		got := 0
		for _, n := range list {
			if n.Kind == claims.NoticeWatch {
				got++
			}
		}
		if got != 1 {
			t.Errorf("%s was told %d times, want once", u.Name, got)
		}
	}
	mine, err := d.Watches(t.Context(), d.rev.ID)
	if err != nil || len(mine) != 1 || mine[0].Name != "boats" || mine[0].N != 2 {
		t.Fatalf("got %+v, %v", mine, err)
	}
	if err := d.DropWatch(t.Context(), d.other, mine[0].ID); claims.KindOf(err) != claims.KindNotFound {
		t.Errorf("a colleague's: got %v", err)
	}
	must(d.DropWatch(t.Context(), d.rev, mine[0].ID))
	d.found(t, 2, "More boats")
	if n := tell(); n != 0 {
		t.Errorf("after it was removed: told of %d", n)
	}
	if err := d.SaveWatch(t.Context(), d.rev, claims.Watch{Name: "everything"}); claims.KindOf(err) != claims.KindInvalid {
		t.Errorf("everything: got %v", err)
	}
}
