package claims

import "time"

// Repeats is how often a claim was made, by the dates of the articles in which
// it appeared.
type Repeats struct {
	Times       int  // all appearances, those without a date among them
	Outlets     int  // different ones
	First, Last Date // the earliest and the latest date there is; zero without any
}

// Repeats counts a claim's appearances.
func (c *Claim) Repeats() Repeats {
	r := Repeats{Times: len(c.Appearances)}
	hosts := map[string]bool{}
	for _, a := range c.Appearances {
		if a.Article == nil {
			continue
		}
		hosts[a.Article.Host] = true
		on := a.Article.PublishedOn
		if !on.Known() {
			continue
		}
		if !r.First.Known() || on.Day < r.First.Day {
			r.First = on
		}
		if on.Day > r.Last.Day {
			r.Last = on
		}
	}
	r.Outlets = len(hosts)
	return r
}

// DefaultRepeatsDue is how many new repetitions bring a published claim back to
// the desk where nothing else is set.
const DefaultRepeatsDue = 5

// MaxRepeatsDue is the most that can be set.
const MaxRepeatsDue = 10_000

// RepeatsDue reports whether a published claim has been repeated so often since
// somebody last looked at it that the desk should look again. A threshold of 0
// never asks for that.
func RepeatsDue(times, seen, threshold int) bool { return threshold > 0 && times-seen >= threshold }

// Repeated is a published claim that waits for another look because it is
// repeated.
type Repeated struct {
	Item
	New   int       // repetitions since somebody looked
	Last  Date      // the latest of all
	Since time.Time // when it came back to the desk
}

// YearCount is how often something happened in a year.
type YearCount struct {
	Year string
	N    int
}
