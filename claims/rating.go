package claims

// Rating is one verdict of a scale.
type Rating struct {
	Key        string   `json:"key"`   // stable, in exports: "mostly_false"
	Label      string   `json:"label"` // "Mostly false"
	Definition string   `json:"definition,omitempty"`
	Role       int      `json:"role"`            // colour role 1 (true) to 6 (false); 0 off the scale
	Value      *float64 `json:"value,omitempty"` // nil off the scale or where the scale has no numbers
}

// OffScale reports whether the verdict stands beside the scale, not on it.
func (r Rating) OffScale() bool { return r.Role == 0 }

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

// Verdict is a rating as it was given: with the scale it belongs to.
type Verdict struct {
	ScaleID ID
	Scale   string // name and version, for readers: "Touchstone six-step, version 1"
	Rating  Rating
}

// DefaultScale is the scale a new desk starts with.
func DefaultScale() Scale {
	n := func(f float64) *float64 { return &f }
	return Scale{Name: "Touchstone six-step", Version: 1, Ratings: []Rating{
		{"true", "True", "Accurate, and nothing that matters is missing.", 1, n(6)},
		{"mostly_true", "Mostly true", "Accurate, but needs a clarification.", 2, n(5)},
		{"half_true", "Half true", "Partly accurate; leaves out what matters.", 3, n(4)},
		{"misleading", "Misleading", "Facts used so that a false impression is left.", 4, n(3)},
		{"mostly_false", "Mostly false", "A grain of truth; the main point is wrong.", 5, n(2)},
		{"false", "False", "Not accurate.", 6, n(1)},
		{"unproven", "Unproven", "The evidence at hand does not settle it. Off the scale.", 0, nil},
	}}
}
