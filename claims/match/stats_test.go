package match

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

func TestWhatIsRemovedIsAsIfItHadNeverBeen(t *testing.T) {
	x, y := collection(), collection()
	for i := range 30 {
		x.Add(Doc{ID: fmt.Sprint(i), Statement: fmt.Sprintf("Rail claim number %d about the whale", i), Body: "long ago"})
	}
	for i := range 30 {
		x.Remove(fmt.Sprint(i))
	}
	x.Remove("unknown")
	q := Query{Text: "rail fares and the whale"}
	if diff := cmp.Diff(y.Search(q, 5), x.Search(q, 5)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if x.Stats.Docs() != len(known) {
		t.Errorf("got %d documents, want %d", x.Stats.Docs(), len(known))
	}
}

func TestAChangedClaimIsFoundByItsNewWordsOnly(t *testing.T) {
	x := collection()
	x.Add(Doc{ID: "d", Statement: "A photograph shows a giraffe on the market square."})
	if got := x.Search(Query{Text: "whale"}, 3); len(got) != 0 {
		t.Errorf("got %v, want nothing", got)
	}
	if got := x.Search(Query{Text: "giraffe"}, 3); len(got) != 1 || got[0].ID != "d" {
		t.Errorf("got %v, want d", got)
	}
}

func TestStatisticsAreKeptAndReadBack(t *testing.T) {
	x := collection()
	kept, err := x.Stats.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	q := Query{Text: "Train tickets in Norland are 20% dearer"}
	want := x.Search(q, 5)
	var s Stats
	if err := s.UnmarshalBinary(kept); err != nil {
		t.Fatal(err)
	}
	x.Stats = &s
	if diff := cmp.Diff(want, x.Search(q, 5)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, n := range []int{0, 1, 7, len(kept) / 2, len(kept) - 1} {
		if err := s.UnmarshalBinary(kept[:n]); err == nil {
			t.Errorf("cut after %d bytes: got no error", n)
		}
	}
	if err := s.UnmarshalBinary(append(kept, 0)); err == nil {
		t.Error("a byte too many: got no error")
	}
}

func TestTheTableLearnsWhichWordsStandForEachOther(t *testing.T) {
	var docs []*Prepared
	for _, town := range []string{"Arvik", "Borga", "Calder", "Dunmore", "Elsa", "Frome"} {
		docs = append(docs, Prepare(Doc{Statement: "The jobless rate fell in " + town, Title: town + " unemployment down"}))
	}
	table := Learn(docs)
	strongest := table.of(hash(claims.Stem("jobless")))
	if len(strongest) == 0 || !stands(strongest, "unemployment") || strongest[0].hash != hash(claims.Stem("unemployment")) {
		t.Errorf("got %v, want unemployment first", strongest)
	}
	if Learn(nil).of(1) != nil || (*Table)(nil).of(1) != nil {
		t.Error("an empty table knows a word")
	}
}

func stands(list []relation, word string) bool {
	for _, r := range list {
		if r.hash == hash(claims.Stem(word)) {
			return true
		}
	}
	return false
}

func BenchmarkSearchAmong20000Claims(b *testing.B) {
	x := NewIndex()
	for i := range 20000 {
		x.Add(Doc{ID: fmt.Sprint(i), Statement: fmt.Sprintf("Claim %d: fares on line %d rose by %d per cent in town %d.", i, i%97, i%41, i%1009), Body: "The operator's tables show what a season ticket cost on the line in each of the years before and after."})
	}
	for b.Loop() {
		x.Search(Query{Text: "Fares on line 12 rose by 30 per cent after the operator changed its tables"}, 5)
	}
}
