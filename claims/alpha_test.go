package claims

import (
	"math"
	"slices"
	"testing"
	"time"
)

// across turns a table with one row for each observer into units; "." is a
// value that was not given.
func across(rows ...string) [][]int {
	units := make([][]int, len(rows[0]))
	for _, row := range rows {
		for i, v := range row {
			if v != '.' {
				units[i] = append(units[i], int(v-'0'))
			}
		}
	}
	return units
}

// The worked examples of Krippendorff, Computing Krippendorff's
// Alpha-Reliability, 2011: A (two observers, two values), B (two observers, five
// values: a to e), and C (four observers, some values missing), with the alphas
// printed there.
func TestAlphaGivesTheFiguresOfTheWorkedExamples(t *testing.T) {
	a := across("0100000010", "1110010000")
	b := across("112243335441", "212223335444")
	c := across("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
	for _, tc := range []struct {
		name  string
		units [][]int
		m     Metric
		want  float64
	}{
		{"A, nominal", a, Nominal, .095},
		{"B, nominal", b, Nominal, .692},
		{"C, nominal", c, Nominal, .743},
		{"C, ordinal", c, Ordinal, .815},
	} {
		got, ok := Alpha(tc.units, tc.m)
		if !ok || math.Abs(got-tc.want) > .0005 {
			t.Errorf("%s: got %.4f, %t, want %.3f", tc.name, got, ok, tc.want)
		}
	}
}

func TestAlphaIsNotDefinedWithoutPairsOrDifferences(t *testing.T) {
	for name, units := range map[string][][]int{
		"nothing": nil, "single values": {{1}, {2}, {}}, "one value alone": {{2, 2}, {2, 2, 2}},
	} {
		if a, ok := Alpha(units, Ordinal); ok {
			t.Errorf("%s: got %f", name, a)
		}
	}
	if a, ok := Alpha([][]int{{0, 0}, {5, 5}, {3, 3, 3}}, Ordinal); !ok || a != 1 {
		t.Errorf("perfect agreement: got %f, %t", a, ok)
	}
	if a, ok := Alpha([][]int{{0, 1}, {1, 0}}, Nominal); !ok || a >= 0 {
		t.Errorf("worse than chance: got %f, %t", a, ok)
	}
	units := [][]int{{0, 4}, {3, 1, 2}, {5}, {2, 2}}
	shuffled := [][]int{{2, 2}, {2, 3, 1}, {4, 0}}
	x, _ := Alpha(units, Ordinal)
	if y, _ := Alpha(shuffled, Ordinal); math.Abs(x-y) > 1e-12 {
		t.Errorf("the order matters: got %f and %f", x, y)
	}
}

func TestTheIntervalIsTheSameEachTimeAndHoldsTheFigure(t *testing.T) {
	c := across("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
	a, _ := Alpha(c, Ordinal)
	low, high, ok := AlphaInterval(c, Ordinal)
	if !ok || low > a || high < a || low >= high || high > 1 {
		t.Errorf("got %.3f to %.3f around %.3f", low, high, a)
	}
	for range 3 {
		if l, h, _ := AlphaInterval(c, Ordinal); l != low || h != high {
			t.Errorf("got %.6f to %.6f, then %.6f to %.6f", low, high, l, h)
		}
	}
	var many [][]int
	for range 20 {
		many = append(many, c...)
	}
	if l, h, _ := AlphaInterval(many, Ordinal); h-l > (high-low)/3 {
		t.Errorf("with twenty times the units: got %.3f to %.3f, at first %.3f to %.3f", l, h, low, high)
	}
	if _, _, ok := AlphaInterval(c[:2], Ordinal); ok {
		t.Error("two units have an interval")
	}
}

func TestWhoMayRateBlindAndUntilWhen(t *testing.T) {
	scale := DefaultScale()
	for _, s := range States {
		for _, u := range []User{nobody, contributor, reviewer, editor, admin, gone} {
			c := inState(s, Private, nobody)
			proposed := len(c.Reviews) > 0
			before := c.Clone()
			r, e, err := c.RateBlind(u, noon, scale, "false", false)
			want := u.May(ActPropose) && !proposed && slices.Contains([]State{StateOpen, StateResearching, StateOnHold}, s)
			if (err == nil) != want {
				t.Errorf("%s by %q: got %v, want allowed %t", s, u.Name, err, want)
			}
			if err == nil && (r.Rating.Key != "false" || e.Note != "" || e.After != nil) {
				t.Errorf("%s: got %+v; the event tells: %+v", s, r, e)
			}
			if b, a := Difference(before, c); len(b)+len(a) > 0 {
				t.Errorf("%s: the claim changed: %v", s, a)
			}
		}
	}
	c := inState(StateOpen, Private, nobody)
	if _, _, err := c.RateBlind(reviewer, noon, scale, "false", true); KindOf(err) != KindExists {
		t.Errorf("twice: got %v", err)
	}
	if _, _, err := c.RateBlind(reviewer, noon, scale, "", false); KindOf(err) != KindInvalid {
		t.Errorf("without a rating: got %v", err)
	}
}

func TestAgreementIsToldForEachScaleAndQuarter(t *testing.T) {
	s, other := DefaultScale(), DefaultScale()
	s.ID, other.ID, other.Name = 1, 2, "Another"
	var list []BlindRating
	rate := func(claim ID, month time.Month, keys ...string) {
		for i, k := range keys {
			r, _ := s.Rating(k)
			list = append(list, BlindRating{ClaimID: claim, By: Person{ID: ID(i + 1)}, At: time.Date(2026, month, 1+i, 0, 0, 0, 0, time.UTC), ScaleID: 1, Rating: r})
		}
	}
	rate(1, 1, "true", "mostly_true")
	rate(2, 2, "false", "false", "unproven")
	rate(3, 3, "half_true", "half_true")
	rate(4, 6, "true", "true")
	rate(5, 6, "false", "mostly_false")
	rate(6, 6, "misleading")
	got := Agreements(list, []Scale{s, other})
	if len(got) != 3 || got[0].Period != "" || got[1].Period != "2026, April to June" || got[2].Period != "2026, January to March" {
		t.Fatalf("got %+v", got)
	}
	if all := got[0]; all.Claims != 5 || all.Ratings != 11 || all.People != 3 || !all.Ordinal.Known || !all.Ordinal.IntervalKnown || all.Ordinal.Alpha <= all.Nominal.Alpha {
		t.Errorf("all time: got %+v", all)
	}
	if q := got[1]; q.Claims != 2 || q.Ordinal.IntervalKnown {
		t.Errorf("the second quarter: got %+v", q)
	}
	// The one who found it unproven is left out of the scale's order.
	want, _ := Alpha([][]int{{0, 1}, {5, 5}, {2, 2}}, Ordinal)
	if got[2].Ordinal.Alpha != want {
		t.Errorf("the first quarter: got %f, want %f", got[2].Ordinal.Alpha, want)
	}
}

func BenchmarkAlphaInterval(b *testing.B) {
	c := across("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
	for b.Loop() {
		AlphaInterval(c, Ordinal)
	}
}
