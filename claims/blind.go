package claims

import (
	"fmt"
	"slices"
	"time"
)

// BlindRating is what one person thought of a claim without knowing what others
// did. It never becomes the verdict; it shows how far a desk's people agree.
type BlindRating struct {
	ClaimID ID
	By      Person
	At      time.Time
	ScaleID ID
	Rating  Rating
}

// RateBlind rates the claim on a scale. It is possible from triage on, once for
// each person, until somebody proposes a rating: after that nobody is blind, and
// what people thought is shown. The event does not say how it was rated. rated
// reports whether this person did it before.
func (c *Claim) RateBlind(by User, now time.Time, s Scale, key string, rated bool) (BlindRating, Event, error) {
	if err := c.MayRateBlind(by, rated); err != nil {
		return BlindRating{}, Event{}, err
	}
	r, err := s.Rating(key)
	if err != nil {
		return BlindRating{}, Event{}, err
	}
	return BlindRating{ClaimID: c.ID, By: by.Person(), At: now, ScaleID: s.ID, Rating: r}, c.remark(by.Person(), now, "rated blind", ""), nil
}

// MayRateBlind says whether a person may rate the claim without knowing of
// others' ratings.
func (c *Claim) MayRateBlind(by User, rated bool) error {
	if err := c.require(by, ActPropose, StateOpen, StateResearching, StateInReview, StateOnHold, StateApproved); err != nil {
		return err
	}
	switch {
	case !c.Blind():
		return Conflict("a rating was proposed, so nobody rates this claim blind any more")
	case rated:
		return &Error{Kind: KindExists, Message: "you rated this claim already, and a blind rating is not changed"}
	}
	return nil
}

// Blind reports whether nobody has proposed a rating yet, so that ratings of the
// claim are kept from everybody.
func (c *Claim) Blind() bool { return len(c.Reviews) == 0 }

// Agreement is how far people agreed who rated the same claims blind.
type Agreement struct {
	Scale   Scale
	Period  string // a quarter such as "2026, January to March"; "" for all time
	Claims  int    // rated by two people or more
	Ratings int    // of these claims
	People  int
	Ordinal Figure // over the ratings on the scale, in their order
	Nominal Figure // over all ratings, off the scale too, equal or not
}

// Figure is an alpha with its interval, where there are any.
type Figure struct {
	Alpha         float64
	Known         bool
	Low, High     float64
	IntervalKnown bool
}

// Agreements computes the agreement for each scale, over all time and for each
// quarter, newest first. A claim belongs to the quarter of its first rating.
//
// A verdict off the scale, such as Unproven, has no place in the scale's order:
// Ordinal leaves it out like a rating that was not given. Nominal takes it for
// one more value.
func Agreements(list []BlindRating, scales []Scale) (out []Agreement) {
	for _, s := range scales {
		var mine []BlindRating
		first := map[ID]time.Time{}
		for _, r := range list {
			if r.ScaleID != s.ID {
				continue
			}
			mine = append(mine, r)
			if t, ok := first[r.ClaimID]; !ok || r.At.Before(t) {
				first[r.ClaimID] = r.At
			}
		}
		if len(mine) == 0 {
			continue
		}
		out = append(out, agreement(s, "", mine))
		quarters := map[string][]BlindRating{}
		var keys []string
		for _, r := range mine {
			k := quarter(first[r.ClaimID])
			if quarters[k] == nil {
				keys = append(keys, k)
			}
			quarters[k] = append(quarters[k], r)
		}
		slices.Sort(keys)
		for _, k := range slices.Backward(keys) {
			out = append(out, agreement(s, quarterWords(k), quarters[k]))
		}
	}
	return out
}

func agreement(s Scale, period string, list []BlindRating) Agreement {
	place := map[string]int{}
	on := s.On()
	for i, r := range on {
		place[r.Key] = i
	}
	for _, r := range s.Ratings {
		if r.OffScale() {
			place[r.Key] = len(place)
		}
	}
	all, ordered := map[ID][]int{}, map[ID][]int{}
	var order []ID // so that the bootstrap draws the same each time
	for _, r := range list {
		v, ok := place[r.Rating.Key]
		if !ok {
			continue
		}
		if all[r.ClaimID] == nil {
			order = append(order, r.ClaimID)
		}
		all[r.ClaimID] = append(all[r.ClaimID], v)
		if v < len(on) {
			ordered[r.ClaimID] = append(ordered[r.ClaimID], v)
		}
	}
	slices.Sort(order)
	a := Agreement{Scale: s, Period: period}
	people := map[ID]bool{}
	for _, r := range list {
		if len(all[r.ClaimID]) > 1 {
			people[r.By.ID] = true
			a.Ratings++
		}
	}
	var units, units2 [][]int
	for _, id := range order {
		if len(all[id]) > 1 {
			a.Claims++
		}
		units, units2 = append(units, ordered[id]), append(units2, all[id])
	}
	a.People, a.Ordinal, a.Nominal = len(people), figure(units, Ordinal), figure(units2, Nominal)
	return a
}

func figure(units [][]int, m Metric) (f Figure) {
	f.Alpha, f.Known = Alpha(units, m)
	if f.Known {
		f.Low, f.High, f.IntervalKnown = AlphaInterval(units, m)
	}
	return f
}

// Words says what an alpha is good for, by Krippendorff 2004, page 241: rely on
// .800 and more, draw tentative conclusions from .667 on.
func (f Figure) Words() string {
	switch {
	case !f.Known:
		return "not known"
	case f.Alpha >= .8:
		return "reliable"
	case f.Alpha >= .667:
		return "tentative"
	}
	return "not reliable"
}

func quarter(t time.Time) string {
	t = t.UTC()
	return fmt.Sprintf("%d-%d", t.Year(), (int(t.Month())-1)/3)
}

func quarterWords(k string) string {
	names := [...]string{"January to March", "April to June", "July to September", "October to December"}
	return k[:len(k)-2] + ", " + names[k[len(k)-1]-'0']
}
