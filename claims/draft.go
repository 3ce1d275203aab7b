package claims

import (
	"encoding/json"
	"slices"
	"time"
)

// Draft is what a person typed into a form about a claim and has not sent yet.
// Nobody else sees it, and it changes nothing.
type Draft struct {
	Form     string // one of DraftForms
	Revision int    // of the claim, when the form was opened
	At       time.Time
	Fields   map[string]string
}

// DraftForms are the forms whose text is kept, with their fields.
var DraftForms = map[string][]string{
	"answer": {"summary", "explanation", "rating", "reasons", "source_url", "source_title", "source_publisher", "source_kind", "source_accessed", "source_archived",
		"source_stance", "source_passage", "source_note"},
	"edit":    {"statement", "short_form", "language", "speaker", "speaker_kind", "speaker_role", "claimed_on", "place", "topics", "priority", "review_by"},
	"decide":  {"comment", "override"},
	"correct": {"statement", "speaker_role", "claimed_on", "place", "summary", "explanation", "correction_kind", "correction_note", "rating", "override"},
	"comment": {"remark"},
}

// Check keeps a draft to a form's own fields.
func (d *Draft) Check() error {
	names, ok := DraftForms[d.Form]
	if !ok {
		return NotFound("no such form keeps a draft")
	}
	for n, v := range d.Fields {
		if !slices.Contains(names, n) {
			delete(d.Fields, n)
		} else if len(v) > 4*MaxExplanation {
			return Invalid(n, "this is too long to be kept")
		}
	}
	return nil
}

// Base is the revision that a form filled in with the draft is based on: the
// present one if nothing that the draft holds was changed since it was begun,
// or else the draft's own, so that sending it shows both versions. events are
// the claim's.
func (d Draft) Base(c *Claim, events []Event) int {
	for _, e := range events {
		if e.Revision <= d.Revision {
			continue
		}
		for _, side := range []json.RawMessage{e.Before, e.After} {
			var fields map[string]json.RawMessage
			if json.Unmarshal(side, &fields) != nil {
				continue // this side of the event has no fields
			}
			for n := range fields {
				if _, ok := d.Fields[n]; ok {
					return d.Revision
				}
			}
		}
	}
	return c.Revision
}
