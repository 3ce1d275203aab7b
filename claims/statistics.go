package claims

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Statistics are counts over the published checks. A withdrawn check has no
// verdict any more: it is counted apart.
type Statistics struct {
	Ratings  []Rating // every rating that was given, in the order of the scales
	Months   []Tally  // by month of publication, oldest first
	Topics   []Tally  // the most checked first
	Outlets  []Tally  // by the outlet of the first appearance, the most checked first
	Speakers []Tally  // the most checked first
	Parties  []Tally  // of the speakers that have one, the most checked first
	Delays   []Delay  // from the day of the claim to the check
	Kinds    []Count  // corrections by kind
}

// Tally counts checks under one heading.
type Tally struct {
	Key, Label string
	Verdicts   map[string]int // by the key of the rating
	N          int            // checks that stand
	Corrected  int            // of those, with a correction of any kind
	Rerated    int            // of those, with a correction that changed the rating
	Withdrawn  int            // not in N
}

// Add joins another tally to this one.
func (t *Tally) Add(o Tally) {
	if t.Verdicts == nil {
		t.Verdicts = map[string]int{}
	}
	for k, n := range o.Verdicts {
		t.Verdicts[k] += n
	}
	t.N, t.Corrected, t.Rerated, t.Withdrawn = t.N+o.N, t.Corrected+o.Corrected, t.Rerated+o.Rerated, t.Withdrawn+o.Withdrawn
}

// Wrong is how many checks were corrected or withdrawn.
func (t Tally) Wrong() int { return t.Corrected + t.Withdrawn }

// Total is all checks together.
func (s Statistics) Total() (all Tally) {
	for _, m := range s.Months {
		all.Add(m)
	}
	return all
}

// Delay is how many checks were published so many days after the claim was
// made. Claims whose day is not known are not counted.
type Delay struct{ Days, N int }

// MedianDelay is the middle number of days from claim to check; ok is false
// where there is nothing to count.
func (s Statistics) MedianDelay() (days int, ok bool) { return Median(s.Delays) }

// Waiting is how long the claims of one state have been in it, in days.
type Waiting struct {
	State State
	Ages  []Delay
}

// N is how many there are.
func (w Waiting) N() (n int) {
	for _, a := range w.Ages {
		n += a.N
	}
	return n
}

// Longest is how many days the one waits that waits longest.
func (w Waiting) Longest() (days int) {
	for _, a := range w.Ages {
		days = max(days, a.Days)
	}
	return days
}

// Opinions are what second people said to first proposals in one month.
type Opinions struct {
	Month                                 string // YYYY-MM
	Decided, AtOnce, Changes, Alone, Back int    // all; approved at once; changes asked for; approved by an editor alone; taken back before
}

// DeskStatistics are counts of the desk's own work.
type DeskStatistics struct {
	Waiting  []Waiting  // in the order of the work
	Opinions []Opinions // oldest first
}

// Median is the middle number of days; ok is false where there is nothing.
func Median(of []Delay) (days int, ok bool) {
	list := slices.Clone(of)
	slices.SortFunc(list, func(a, b Delay) int { return a.Days - b.Days })
	all := 0
	for _, d := range list {
		all += d.N
	}
	before := 0
	for _, d := range list {
		if before += d.N; 2*before >= all {
			return d.Days, true
		}
	}
	return 0, false
}

// Period is a stretch of time in which checks were published: a year, a quarter
// or a month, in UTC. The zero one is all time.
type Period struct {
	Name     string    // "2026", "2026-Q1", "2026-03"; "" for all time
	From, To time.Time // To is the first instant after it
}

var periodForm = regexp.MustCompile(`^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$`)

// ParsePeriod reads the name of a period.
func ParsePeriod(s string) (Period, error) {
	if s == "" {
		return Period{}, nil
	}
	m := periodForm.FindStringSubmatch(s)
	if m == nil {
		return Period{}, Invalid("period", "%q is not a period: write it as 2026, 2026-Q1 or 2026-03", clip(s, 40))
	}
	year, _ := strconv.Atoi(m[1]) // the form has seen to it
	quarter, _ := strconv.Atoi(m[2])
	month, _ := strconv.Atoi(m[3])
	months := 12
	switch {
	case quarter > 0:
		month, months = 3*quarter-2, 3
	case month > 0:
		months = 1
	}
	from := time.Date(year, time.Month(cmp.Or(month, 1)), 1, 0, 0, 0, 0, time.UTC)
	return Period{s, from, from.AddDate(0, months, 0)}, nil
}

// Whole reports whether it is all time.
func (p Period) Whole() bool { return p.Name == "" }
