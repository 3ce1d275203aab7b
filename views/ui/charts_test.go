package ui

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

func TestPeriodsAreFewAndWithoutGaps(t *testing.T) {
	for _, c := range []struct {
		months, want []string
	}{
		{nil, nil},
		{[]string{"2026-03"}, []string{"2026-03"}},
		{[]string{"2025-11", "2026-02"}, []string{"2025-11", "2025-12", "2026-01", "2026-02"}},
		{[]string{"2024-02", "2025-12"}, []string{"2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"}},
		{[]string{"2016-12", "2024-01"}, []string{"2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024"}},
	} {
		var months []claims.Tally
		for _, m := range c.months {
			months = append(months, claims.Tally{Key: m, N: 1})
		}
		var got []string
		n := 0
		for _, p := range Periods(t.Context(), months) {
			got = append(got, p.Key)
			n += p.N
		}
		if diff := cmp.Diff(c.want, got); diff != "" || n != len(months) {
			t.Errorf("%v: %d checks (-want +got)\n%s", c.months, n, diff)
		}
	}
}
