package db_test

import (
	"strings"
	"testing"

	"touchstone/claims"
)

func TestAClaimIsKnownInOtherWordsAndRepeatedByAPerson(t *testing.T) {
	d := newDesk(t)
	published := d.publish(t, d.claim(t).ID)
	made := d.found(t, 1, "In port stays half of all our boats", "The lighthouse was painted white in spring", "The council met on Tuesday for three hours")
	known, err := d.Known(t.Context(), made[0].Statement, "Ana Reyes", made[0].ID, 3)
	if err != nil || len(known) == 0 || known[0].ID != published.ID || len(known[0].Why) == 0 || known[0].Standing() != "already checked" {
		t.Fatalf("got %+v, %v", known, err)
	}
	if again, err := d.Known(t.Context(), made[1].Statement, "", made[1].ID, 3); err != nil || len(again) > 0 && again[0].Confidence > known[0].Confidence {
		t.Errorf("another subject: got %+v, %v", again, err)
	}
	if _, err := d.RepeatClaim(t.Context(), d.rev, made[0].ID, published.ID, 99, .8); claims.KindOf(err) != claims.KindStale {
		t.Errorf("a stale page: got %v", err)
	}
	after, err := d.RepeatClaim(t.Context(), d.rev, made[0].ID, published.ID, made[0].Revision, .8)
	if err != nil || len(after.Appearances) != 2 || after.Publication != claims.Published || after.Verdict == nil {
		t.Fatalf("got %+v, %v", after, err)
	}
	mine, err := d.Claim(t.Context(), made[0].ID)
	if err != nil || mine.MergedInto != published.ID || len(mine.Appearances) != 0 {
		t.Errorf("the candidate: got %+v, %v", mine, err)
	}
	a, err := d.Article(t.Context(), made[0].Appearances[0].ArticleID)
	if err != nil || a.Candidates != 3 || a.Undecided != 2 {
		t.Errorf("counts of the article: got %d and %d, %v", a.Candidates, a.Undecided, err)
	}
	r, err := d.Verify(t.Context())
	if err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: got %+v, %v", r, err)
	}
}

func TestWhatIsNotTheSameIsNotOfferedAgain(t *testing.T) {
	d := newDesk(t)
	first := d.claim(t)
	made := d.found(t, 1, "Half of all boats stay in port today")
	known, err := d.Known(t.Context(), made[0].Statement, "", made[0].ID, 3)
	if err != nil || len(known) != 1 || known[0].ID != first.ID {
		t.Fatalf("got %+v, %v", known, err)
	}
	if err := d.NotTheSame(t.Context(), d.rev, made[0].ID, first.ID, known[0].Confidence); err != nil {
		t.Fatal(err)
	}
	if known, err := d.Known(t.Context(), made[0].Statement, "", made[0].ID, 3); err != nil || len(known) != 0 {
		t.Errorf("got %+v, %v", known, err)
	}
}

func TestStatisticsAreKeptAndFollowWhatIsSaved(t *testing.T) {
	d := newDesk(t)
	d.found(t, 1, "The lighthouse was painted white in spring")
	if err := d.KeepStats(t.Context()); err != nil {
		t.Fatal(err)
	}
	made := d.found(t, 2, "A new crane stands at the northern quay")
	known, err := d.Known(t.Context(), "the crane at the quay", "", 0, 3)
	if err != nil || len(known) != 1 || known[0].ID != made[0].ID || !strings.Contains(strings.Join(known[0].Why, " "), "crane") {
		t.Errorf("got %+v, %v", known, err)
	}
	for _, q := range []string{"", "the of and", "\x00", strings.Repeat("x ", 5000), `" OR "`} {
		if _, err := d.Known(t.Context(), q, "", 0, 3); err != nil {
			t.Errorf("%.20q: %v", q, err)
		}
	}
}
