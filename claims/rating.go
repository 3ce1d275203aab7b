package claims

import "slices"

// Rating is one verdict of a scale.
type Rating struct {
	Key        string   `json:"key"`   // stable, in exports: "mostly_false"
	Label      string   `json:"label"` // "Mostly false"
	Definition string   `json:"definition,omitempty"`
	Role       int      `json:"role"`            // colour role 1 (true) to 6 (false); 0 off the scale, and only there
	Value      *float64 `json:"value,omitempty"` // nil off the scale or where the scale has no numbers
}

// OffScale reports whether the verdict stands beside the scale, not on it.
func (r Rating) OffScale() bool { return r.Role == 0 }

// Verdict is a rating as it was given: with the scale it belongs to.
type Verdict struct {
	ScaleID ID
	Scale   string // name and version, for readers: "Touchstone six-step, version 1"
	Rating  Rating
}

// OrderRatings puts ratings that may be of several scales in one order: by
// their colour from true to false, and last what stands off the scale, so that
// it never sits in the middle.
func OrderRatings(list []Rating) {
	place := func(r Rating) int { return (r.Role + MaxColour) % (MaxColour + 1) }
	slices.SortStableFunc(list, func(a, b Rating) int { return place(a) - place(b) })
}
