package claims

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Scale is a version of a desk's set of ratings, from true to false. It never
// changes once a claim was rated on it; a change makes a new version.
type Scale struct {
	ID      ID       `json:"-"`
	Name    string   `json:"name"`
	Version int      `json:"version"`
	Ratings []Rating `json:"ratings"`
}

// Rating finds a rating by its key.
func (s Scale) Rating(key string) (Rating, error) {
	for _, r := range s.Ratings {
		if r.Key == key {
			return r, nil
		}
	}
	return Rating{}, Invalid("rating", "choose a rating from the scale")
}

// On gives the ratings that stand on the scale, in order.
func (s Scale) On() []Rating {
	var on []Rating
	for _, r := range s.Ratings {
		if !r.OffScale() {
			on = append(on, r)
		}
	}
	return on
}

// Bounds gives the numbers of the worst and the best rating; ok is false where
// the scale has no numbers.
func (s Scale) Bounds() (worst, best float64, ok bool) {
	for _, r := range s.Ratings {
		if r.Value == nil {
			continue
		}
		if !ok {
			worst, best, ok = *r.Value, *r.Value, true
		}
		worst, best = min(worst, *r.Value), max(best, *r.Value)
	}
	return worst, best, ok
}

// Title is the scale as a reader sees it.
func (s Scale) Title() string { return fmt.Sprintf("%s, version %d", s.Name, s.Version) }

// ScaleVersion is a scale as the desk keeps it.
type ScaleVersion struct {
	Scale
	Current   bool // new ratings use it
	CreatedAt time.Time
}

// Limits of a scale.
const (
	MinOnScale    = 2   // ratings that stand on the scale
	MaxRatings    = 12  // all ratings
	MaxLabel      = 40  // characters of a label
	MaxDefinition = 300 // characters of a definition
	MaxColour     = 6   // colour roles: 1 is true, 6 is false
	MinValue      = 1   // the least number a rating can have (Google's ClaimReview: worstRating is 1 at least)
	MaxValue      = 100
)

// ratingKey is what a key can be: it stands in exports and addresses.
var ratingKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Check trims the scale, puts what is off it last, and names what is wrong. The
// fields of the third rating are called key-3, label-3 and so on.
func (s *Scale) Check() error {
	var p Problems
	s.Name = Line(s.Name)
	if s.Name == "" || utf8.RuneCountInString(s.Name) > MaxName {
		p.Add(Invalid("scale", "write what the scale is called"))
	}
	slices.SortStableFunc(s.Ratings, func(a, b Rating) int {
		switch {
		case a.OffScale() == b.OffScale():
			return 0
		case a.OffScale():
			return 1
		}
		return -1
	})
	keys, labels := map[string]bool{}, map[string]bool{}
	for i := range s.Ratings {
		r := &s.Ratings[i]
		n := strconv.Itoa(i + 1)
		r.Key, r.Label, r.Definition = strings.ToLower(Line(r.Key)), Line(r.Label), Line(r.Definition)
		if !ratingKey.MatchString(r.Key) {
			p.Add(Invalid("key-"+n, "write a key of small letters, digits and underscores, such as mostly_true"))
		} else if keys[r.Key] {
			p.Add(Invalid("key-"+n, "two ratings have the key %s: choose another for one of them", r.Key))
		}
		low := strings.ToLower(r.Label)
		if r.Label == "" || utf8.RuneCountInString(r.Label) > MaxLabel {
			p.Add(Invalid("label-"+n, "write a label of at most %d characters", MaxLabel))
		} else if labels[low] {
			p.Add(Invalid("label-"+n, "two ratings are called %s: readers could not tell them apart", r.Label))
		}
		keys[r.Key], labels[low] = true, true
		p.Add(limit("definition-"+n, r.Definition, MaxDefinition))
		if r.Role < 0 || r.Role > MaxColour {
			p.Add(Invalid("role-"+n, "choose a colour"))
		}
	}
	p.Add(s.checkOrder())
	return p.Err()
}

// checkOrder holds what stands on the scale against its direction: the colours
// and the numbers go from true to false.
func (s *Scale) checkOrder() error {
	var p Problems
	on := s.On()
	if len(on) < MinOnScale || len(s.Ratings) > MaxRatings {
		p.Add(Invalid("scale", "a scale has %d to %d ratings, and at least %d of them stand on it", MinOnScale, MaxRatings, MinOnScale))
		return p.Err()
	}
	for i, r := range s.Ratings {
		n := strconv.Itoa(i + 1)
		switch {
		case r.OffScale() && r.Value != nil:
			p.Add(Invalid("value-"+n, "%s stands off the scale and can have no number", r.Label))
		case r.OffScale():
		case (r.Value == nil) != (on[0].Value == nil):
			p.Add(Invalid("value-"+n, "either every rating on the scale has a number or none"))
		case r.Value != nil && !(*r.Value >= MinValue && *r.Value <= MaxValue): // also what is no number
			p.Add(Invalid("value-"+n, "the number has to be from %d to %d", MinValue, MaxValue))
		case i > 0 && r.Role < on[i-1].Role:
			p.Add(Invalid("role-"+n, "the colours go from true to false: %s comes after %s and needs the same colour or a later one", r.Label, on[i-1].Label))
		case i > 0 && r.Value != nil && on[i-1].Value != nil && *r.Value >= *on[i-1].Value:
			p.Add(Invalid("value-"+n, "the numbers fall from true to false: %s comes after %s and needs a smaller one", r.Label, on[i-1].Label))
		}
	}
	return p.Err()
}

// Follow makes s the next version of a scale, of which the earlier versions are
// given. A key that was in one of them means the same for ever, because checks
// and exports carry it: it can be left out and come back, and its label can be
// put right, but no other rating can take it. Kept are the keys that the form
// carried over, in the order of s.Ratings, with "" for a new rating; nil where
// there was no form.
func (s *Scale) Follow(earlier []Scale, kept []string) error {
	var p Problems
	had := map[string]Rating{}
	s.Version = 0
	for _, e := range earlier {
		s.Version = max(s.Version, e.Version)
		for _, r := range e.Ratings {
			had[r.Key] = r
		}
	}
	s.Version++
	for i, r := range s.Ratings {
		n := strconv.Itoa(i + 1)
		was := ""
		if i < len(kept) {
			was = kept[i]
		}
		old, used := had[r.Key]
		switch {
		case was != "" && was != r.Key:
			p.Add(Invalid("key-"+n, "the key %s is in use and cannot change: change the label, or leave the rating out and add another", was))
		case was == "" && kept != nil && used && !strings.EqualFold(old.Label, r.Label):
			p.Add(Invalid("key-"+n, "the key %s stood for “%s” before: choose another for “%s”", r.Key, old.Label, r.Label))
		}
	}
	return p.Err()
}

// Same reports whether two scales have the same ratings.
func (s Scale) Same(o Scale) bool {
	return slices.EqualFunc(s.Ratings, o.Ratings, func(a, b Rating) bool {
		same := a.Value == b.Value || a.Value != nil && b.Value != nil && *a.Value == *b.Value
		a.Value, b.Value = nil, nil
		return same && a == b
	})
}
