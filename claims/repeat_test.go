package claims

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRepetitionsAreCountedByDateAndOutlet(t *testing.T) {
	at := func(host, day string) Appearance {
		on, _ := ParseDate("", day)
		return Appearance{Article: &Article{Host: host, PublishedOn: on}}
	}
	c := &Claim{Appearances: []Appearance{at("a", "2024-03"), at("b", "2026-05-03"), at("a", "unknown"), at("b", "2025"), {}}}
	want := Repeats{Times: 5, Outlets: 2, First: Date{"2024-03-01", MonthPrecision}, Last: Date{"2026-05-03", DayPrecision}}
	if diff := cmp.Diff(want, c.Repeats()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := (&Claim{}).Repeats(); got != (Repeats{}) {
		t.Errorf("nothing: got %+v", got)
	}
}

func TestAPublishedClaimComesBackAtTheThreshold(t *testing.T) {
	for _, tt := range []struct {
		times, seen, threshold int
		want                   bool
	}{{6, 1, 5, true}, {5, 1, 5, false}, {100, 1, 0, false}, {3, 3, 1, false}, {4, 3, 1, true}} {
		if got := RepeatsDue(tt.times, tt.seen, tt.threshold); got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}
