package anchor

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestADifferenceIsShownInWords(t *testing.T) {
	for _, c := range []struct {
		old, new string
		want     []Op
	}{
		{"", "", nil},
		{"same", "same", []Op{{Same, "same"}}},
		{"", "all new", []Op{{Added, "all new"}}},
		{"all gone", "", []Op{{Removed, "all gone"}}},
		{"It rose by 3 percent.", "It fell by 3 percent.", []Op{{Same, "It "}, {Removed, "rose"}, {Added, "fell"}, {Same, " by 3 percent."}}},
		{"old words here", "new terms here", []Op{{Removed, "old words"}, {Added, "new terms"}, {Same, " here"}}},
		{"a b", "a c b", []Op{{Same, "a "}, {Added, "c "}, {Same, "b"}}},
		{"the mayor’s plan", "the mayor plan", []Op{{Same, "the "}, {Removed, "mayor’s"}, {Added, "mayor"}, {Same, " plan"}}},
	} {
		got := Diff(c.old, c.new)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("Diff(%q, %q) (-want +got):\n%s", c.old, c.new, diff)
		}
	}
}

// sides puts both texts together again.
func sides(ops []Op) (old, new string) {
	var a, b strings.Builder
	for _, op := range ops {
		if op.Kind != Added {
			a.WriteString(op.Text)
		}
		if op.Kind != Removed {
			b.WriteString(op.Text)
		}
	}
	return a.String(), b.String()
}

func TestTwoLongTextsThatShareNothingAreCompared(t *testing.T) {
	var a, b strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&a, "a%d ", i)
		fmt.Fprintf(&b, "b%d ", i*7919%30_000)
	}
	old, new := sides(Diff(a.String(), b.String()))
	if old != a.String() || new != b.String() {
		t.Error("the texts do not come back")
	}
}

func TestASmallDifferenceIsTheSmallest(t *testing.T) {
	words := strings.Fields(strings.Repeat(report+" ", 20))
	old := strings.Join(words, " ")
	words[100], words[900] = "changed", "too"
	ops := Diff(old, strings.Join(words, " "))
	changes := 0
	for _, op := range ops {
		if op.Kind != Same {
			changes++
		}
	}
	if changes != 4 {
		t.Errorf("%d changes, want two words removed and two added", changes)
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("a b c a b b a", "c b a b a c")
	f.Add(report, strings.ToUpper(report))
	f.Fuzz(func(t *testing.T, a, b string) {
		if old, new := sides(Diff(a, b)); old != a || new != b {
			t.Fatalf("got %q and %q back from %q and %q", old, new, a, b)
		}
	})
}

func BenchmarkDiff(b *testing.B) {
	old := strings.Repeat(report+"\n\n", 20)
	new := strings.Replace(old, "Tuesday", "Wednesday", 7)
	b.ReportAllocs()
	for b.Loop() {
		Diff(old, new)
	}
}
