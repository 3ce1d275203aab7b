package claims_test

import (
	"testing"

	"touchstone/claims"
)

func TestTheMedianDelayIsTheMiddleOne(t *testing.T) {
	for _, c := range []struct {
		list []claims.Delay
		want int
		ok   bool
	}{
		{nil, 0, false},
		{[]claims.Delay{{5, 1}}, 5, true},
		{[]claims.Delay{{30, 1}, {2, 1}, {9, 1}}, 9, true},
		{[]claims.Delay{{1, 10}, {400, 3}}, 1, true},
		{[]claims.Delay{{1, 2}, {7, 2}}, 1, true},
	} {
		got, ok := claims.Statistics{Delays: c.list}.MedianDelay()
		if got != c.want || ok != c.ok {
			t.Errorf("%v: got %d, %v, want %d, %v", c.list, got, ok, c.want, c.ok)
		}
	}
}

func TestTalliesAddUp(t *testing.T) {
	s := claims.Statistics{Months: []claims.Tally{
		{Verdicts: map[string]int{"true": 2}, N: 2, Withdrawn: 1},
		{Verdicts: map[string]int{"true": 1, "false": 4}, N: 5, Corrected: 2, Rerated: 1},
	}}
	got := s.Total()
	if got.N != 7 || got.Verdicts["true"] != 3 || got.Verdicts["false"] != 4 || got.Corrected != 2 || got.Rerated != 1 || got.Withdrawn != 1 {
		t.Errorf("got %+v", got)
	}
}
