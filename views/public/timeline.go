package public

import (
	"context"
	"fmt"
	"time"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// timeline is when a claim was made, before and after our check. The list of
// appearances above it says the same in words.
type timeline struct {
	Before, After []string // per cent of the width
	Check         string   // where our check stands
	Corrected     string   // where the last change of the rating stands; empty without one
	Ticks         []ui.Tick
	Heading, Soft string
	Sentence      string
}

// fewest is how many dated appearances are worth a drawing.
const fewest = 3

// newTimeline draws nothing for a claim that was made once or twice, or whose
// check is withdrawn.
func newTimeline(ctx context.Context, c *claims.Claim) (l timeline, ok bool) {
	var days []time.Time
	for _, a := range c.Appearances {
		if a.Article == nil || a.Article.PublishedOn.Precision != claims.DayPrecision {
			continue
		}
		if t, err := time.Parse(time.DateOnly, a.Article.PublishedOn.Day); err == nil {
			days = append(days, t)
		}
	}
	if len(days) < fewest || c.PublishedAt.IsZero() || c.Publication == claims.Withdrawn {
		return l, false
	}
	changed := time.Time{}
	for _, k := range c.Corrections {
		if k.Kind == claims.CorrectRating {
			changed = k.At
		}
	}
	from, to := days[0], c.PublishedAt
	for _, t := range append(days, changed) {
		if !t.IsZero() && t.Before(from) {
			from = t
		}
		if t.After(to) {
			to = t
		}
	}
	from = time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC)
	to = to.Add(max(to.Sub(from)/20, 72*time.Hour))
	at := func(t time.Time) string { return fmt.Sprintf("%.1f%%", 100*float64(t.Sub(from))/float64(to.Sub(from))) }
	for _, t := range days {
		if t.After(c.PublishedAt) {
			l.After = append(l.After, at(t))
		} else {
			l.Before = append(l.Before, at(t))
		}
	}
	l.Check, l.Ticks = at(c.PublishedAt), ui.Ticks(from, to)
	if !changed.IsZero() {
		l.Corrected = at(changed)
	}
	l.Heading = words.N(ctx, len(days), "Said {0} time", "Said {0} times")
	if n := len(l.After); n > 0 {
		l.Soft = words.N(ctx, n, "{0} of them after our check (ring)", "{0} of them after our check (rings)")
	}
	l.Sentence = words.T(ctx, "Line of time: {0} uses of the claim, {1} before our check of {2} and {3} after it.",
		len(days), len(l.Before), claims.DateOf(c.PublishedAt), len(l.After))
	return l, true
}
