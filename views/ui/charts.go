package ui

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"touchstone/claims"
	"touchstone/views/words"
)

// Periods joins months to stretches of time that can be read beside each other:
// months for a year and a half, quarters for six years, then years. Stretches
// in which nothing was published stand among them.
func Periods(ctx context.Context, months []claims.Tally) []claims.Tally {
	if len(months) == 0 {
		return nil
	}
	from, to := monthOf(months[0].Key), monthOf(months[len(months)-1].Key)
	step, name := 12, func(t time.Time) (string, string) { return t.Format("2006"), t.Format("2006") }
	switch n := between(from, to) + 1; {
	case n <= 18:
		step, name = 1, func(t time.Time) (string, string) { return t.Format("2006-01"), words.Month(ctx, t) }
	case n <= 72:
		step, name = 3, func(t time.Time) (string, string) {
			q := strconv.Itoa((int(t.Month()) + 2) / 3)
			return t.Format("2006") + "-Q" + q, words.T(ctx, "Quarter {0} of {1}", q, t.Format("2006"))
		}
	}
	from = from.AddDate(0, -((int(from.Month()) - 1) % step), 0)
	list := make([]claims.Tally, between(from, to)/step+1)
	for i := range list {
		list[i].Key, list[i].Label = name(from.AddDate(0, i*step, 0))
	}
	for _, m := range months {
		list[between(from, monthOf(m.Key))/step].Add(m)
	}
	return list
}

func monthOf(key string) time.Time {
	t, _ := time.Parse("2006-01", key) // of our own making
	return t
}

// between is how many months lie between two.
func between(a, b time.Time) int { return (b.Year()-a.Year())*12 + int(b.Month()-a.Month()) }

// OverTime is a chart of one lane for each verdict, with a column for each
// period, all to one scale.
type OverTime struct {
	Lanes []timeLane
	Ticks []Tick
}

type timeLane struct {
	Rating  claims.Rating
	Columns []column
	N       int
}

// column is a rectangle: across in per cent, down in pixels.
type column struct{ X, W, Y, H string }

// laneHeight is the height of a lane in pixels; the tallest column fills it.
const laneHeight = 40

// NewOverTime draws tallies of periods without gaps.
func NewOverTime(list []claims.Tally, ratings []claims.Rating) (o OverTime) {
	most := 0
	for _, p := range list {
		for _, n := range p.Verdicts {
			most = max(most, n)
		}
	}
	width := 100 / float64(max(len(list), 1))
	for _, r := range ratings {
		lane := timeLane{Rating: r}
		for i, p := range list {
			n := p.Verdicts[r.Key]
			lane.N += n
			if n == 0 {
				continue
			}
			h := max(3, float64(n)/float64(most)*laneHeight)
			lane.Columns = append(lane.Columns, column{percent(width * (float64(i) + .08)), percent(width * .84), fmt.Sprintf("%.1f", laneHeight-h), fmt.Sprintf("%.1f", h)})
		}
		o.Lanes = append(o.Lanes, lane)
	}
	step := (len(list) + 2) / 3
	for i := 0; i < len(list); i += step {
		if x := width * float64(i); x < 75 {
			o.Ticks = append(o.Ticks, tickOf(percent(x), list[i].Key))
		}
	}
	return o
}

// tickOf names a period by its key: a month, or a quarter or year as it is.
func tickOf(x, key string) Tick {
	t, err := time.Parse("2006-01", key)
	if err != nil {
		return Tick{X: x, Label: key}
	}
	return Tick{X: x, Month: t}
}

func percent(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) + "%" }

// Bars is a chart of lying bars to one scale.
type Bars struct {
	Rows []Bar
	More int // rows that are not drawn
}

// Bar is one row: a bar of one or several parts, and what it says at its end.
type Bar struct {
	Label, Href string
	Parts       []BarPart
	Says        string
}

// BarPart is a piece of a bar; Role is the colour role of its verdict, or "".
type BarPart struct{ X, W, Role string }

// shownBars is how many bars are drawn; the CSV has them all.
const shownBars = 15

// VerdictBars draws tallies with their verdicts in the order of the scale, from
// true to false, so that a place says what a colour says.
func VerdictBars(ctx context.Context, list []claims.Tally, ratings []claims.Rating, path func(string) string) (b Bars) {
	most := 0
	for _, t := range list {
		most = max(most, t.N)
	}
	for _, t := range list[:min(len(list), shownBars)] {
		row := Bar{Label: t.Label, Href: path(t.Key), Says: words.Number(ctx, t.N)}
		at := 0.0
		for _, r := range ratings {
			if n := t.Verdicts[r.Key]; n > 0 {
				w := 100 * float64(n) / float64(most)
				row.Parts = append(row.Parts, BarPart{percent(at), percent(max(.3, w-.35)), RoleClass(r)})
				at += w
			}
		}
		b.Rows = append(b.Rows, row)
	}
	b.More = max(0, len(list)-shownBars)
	return b
}

// Stretches are the times in which things are counted together, by their last
// day.
var stretches = []struct {
	label string
	last  int
}{
	{words.Key("2 days or less"), 2}, {words.Key("3 to 7 days"), 7}, {words.Key("8 to 14 days"), 14}, {words.Key("15 to 30 days"), 30},
	{words.Key("31 to 90 days"), 90}, {words.Key("91 days to a year"), 365}, {words.Key("Longer"), 1 << 30},
}

// StretchBars draws how many took how long; nothing where there is nothing.
func StretchBars(ctx context.Context, list []claims.Delay) Bars {
	if len(list) == 0 {
		return Bars{}
	}
	counts := make([]int, len(stretches))
	for _, d := range list {
		for i, s := range stretches {
			if d.Days <= s.last {
				counts[i] += d.N
				break
			}
		}
	}
	b := Bars{}
	most := max(slices.Max(counts), 1)
	for i, s := range stretches {
		b.Add(words.T(ctx, s.label), "", words.Number(ctx, counts[i]), counts[i], most)
	}
	return b
}

// WrongBars draws which part of the checks of each period was corrected or
// withdrawn, out of all of them.
func WrongBars(ctx context.Context, list []claims.Tally) (b Bars) {
	for _, p := range list {
		if all := p.N + p.Withdrawn; all > 0 {
			b.Add(p.Label, "", Share(ctx, p.Wrong(), all), p.Wrong(), all)
		}
	}
	return b
}

// Add draws a bar of one colour: n of the most there can be.
func (b *Bars) Add(label, href, says string, n, most int) {
	row := Bar{Label: label, Href: href, Says: says}
	if n > 0 {
		row.Parts = []BarPart{{"0%", percent(100 * float64(n) / float64(most)), ""}}
	}
	b.Rows = append(b.Rows, row)
}

// Share is a part in per cent, as it is read.
func Share(ctx context.Context, n, of int) string {
	if of == 0 || n == 0 {
		return "0\u00a0%"
	}
	return words.Decimal(ctx, 100*float64(n)/float64(of)) + "\u00a0%"
}
