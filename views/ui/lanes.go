package ui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"touchstone/claims"
	"touchstone/views/words"
)

// Lanes is a chart of verdicts over time: one lane for each rating.
type Lanes struct {
	Lanes   []Lane
	Ticks   []Tick
	Undated int // counted, but without a place on the line
}

// Lane is one rating's marks.
type Lane struct {
	Rating claims.Rating
	X      []string // per cent of the width, rising
	N      int      // all of them, also those that share a place and the undated
}

// Tick is a labelled place on the line of time: of a month, or with the label
// as it is.
type Tick struct {
	X, Label string
	Month    time.Time
}

// Words is what stands at the tick.
func (t Tick) Words(ctx context.Context) string {
	if t.Month.IsZero() {
		return t.Label
	}
	return words.ShortMonth(ctx, t.Month)
}

// NewLanes places marks on the line of time. Marks closer than one per cent
// share a place, so that a page stays small however many there are.
func NewLanes(marks []claims.Mark, scale claims.Scale) Lanes {
	var c Lanes
	ratings := slices.Clone(scale.Ratings)
	for _, m := range marks {
		if !slices.ContainsFunc(ratings, func(r claims.Rating) bool { return r.Key == m.Rating.Key }) {
			ratings = append(ratings, m.Rating) // of an earlier scale
		}
	}
	claims.OrderRatings(ratings)
	from, to := bounds(marks)
	for _, r := range ratings {
		lane := Lane{Rating: r}
		taken := map[int]bool{}
		for _, m := range marks {
			if m.Rating.Key != r.Key {
				continue
			}
			lane.N++
			t, err := time.Parse(time.DateOnly, m.On.Day)
			if err != nil {
				c.Undated++
				continue
			}
			taken[int(100*place(t, from, to)+.5)] = true
		}
		for x := range 101 {
			if taken[x] {
				lane.X = append(lane.X, fmt.Sprintf("%d%%", x))
			}
		}
		if lane.N > 0 || slices.ContainsFunc(scale.Ratings, func(s claims.Rating) bool { return s.Key == r.Key }) {
			c.Lanes = append(c.Lanes, lane)
		}
	}
	if !from.IsZero() {
		c.Ticks = Ticks(from, to)
	}
	return c
}

// bounds are the first day of the first mark's year, or month where all lie
// within a year and a half, and a little after the last mark.
func bounds(marks []claims.Mark) (from, to time.Time) {
	for _, m := range marks {
		t, err := time.Parse(time.DateOnly, m.On.Day)
		if err != nil {
			continue
		}
		if from.IsZero() || t.Before(from) {
			from = t
		}
		if t.After(to) {
			to = t
		}
	}
	if from.IsZero() {
		return from, to
	}
	month := time.January
	if to.Sub(from) < 550*24*time.Hour {
		month = from.Month()
	}
	from = time.Date(from.Year(), month, 1, 0, 0, 0, 0, time.UTC)
	return from, to.Add(max(to.Sub(from)/25, 10*24*time.Hour))
}

func place(t, from, to time.Time) float64 { return float64(t.Sub(from)) / float64(to.Sub(from)) }

// Ticks are years, or months where the line is short: few enough to be read on
// a telephone.
func Ticks(from, to time.Time) []Tick {
	years, months, most := 0, 1, 3
	if to.Sub(from) >= 550*24*time.Hour {
		years, months, most = 1, 0, 5
	}
	n := count(from, to, years, months)
	step := (n + most - 1) / most
	var out []Tick
	for t := from; t.Before(to); t = t.AddDate(years*step, months*step, 0) {
		if x := place(t, from, to); x < .8 || years > 0 && x < .93 {
			tick := Tick{X: fmt.Sprintf("%.1f%%", 100*x), Month: t}
			if years > 0 {
				tick = Tick{X: tick.X, Label: t.Format("2006")}
			}
			out = append(out, tick)
		}
	}
	return out
}

func count(from, to time.Time, years, months int) (n int) {
	for t := from; t.Before(to); t = t.AddDate(years, months, 0) {
		n++
	}
	return n
}
