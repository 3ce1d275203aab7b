package claims

import "strings"

// SourceKind sorts evidence by where it comes from.
type SourceKind string

// The kinds of source. The first three are primary.
const (
	PrimaryDocument SourceKind = "primary_document"
	OfficialRecord  SourceKind = "official_record"
	DataSet         SourceKind = "data_set"
	Expert          SourceKind = "expert"
	NewsReport      SourceKind = "news_report"
	ClaimantReply   SourceKind = "claimant_reply"
)

// SourceKinds are all kinds in the order of a form.
var SourceKinds = []SourceKind{PrimaryDocument, OfficialRecord, DataSet, Expert, NewsReport, ClaimantReply}

// Label is the kind in a reader's words.
func (k SourceKind) Label() string {
	switch k {
	case PrimaryDocument:
		return "primary document"
	case OfficialRecord:
		return "official record"
	case DataSet:
		return "data set"
	case Expert:
		return "expert"
	case NewsReport:
		return "news report"
	case ClaimantReply:
		return "claimant’s reply"
	}
	return string(k)
}

// Primary reports whether such a source is evidence at first hand.
func (k SourceKind) Primary() bool {
	return k == PrimaryDocument || k == OfficialRecord || k == DataSet
}

// Source is a piece of evidence, wherever it is used.
type Source struct {
	ID         ID
	URL        string
	Title      string
	Publisher  string
	Kind       SourceKind
	AccessedOn Date
	Archived   string // address of an archived copy; empty when there is none
}

// Stance says what a source does to a claim.
type Stance string

// The stances.
const (
	Refutes  Stance = "refutes"
	Supports Stance = "supports"
	Context  Stance = "context"
)

// Stances are all stances in the order of a page.
var Stances = []Stance{Refutes, Supports, Context}

// Label is the stance as a heading.
func (s Stance) Label() string {
	switch s {
	case Refutes:
		return "Refutes the claim"
	case Supports:
		return "Supports the claim"
	case Context:
		return "Context"
	}
	return string(s)
}

// Evidence is a source at work on one claim.
type Evidence struct {
	ID      ID  // of the link, not of the source
	Number  int // its place on the page, from 1, by which the explanation cites it
	Source  Source
	Stance  Stance
	Passage string // the words relied on
	Note    string // ours
}

// Check trims the fields and names what is missing or wrong.
func (e *Evidence) Check() error {
	var p Problems
	s := &e.Source
	s.URL, s.Archived = strings.TrimSpace(s.URL), strings.TrimSpace(s.Archived)
	s.Title, s.Publisher = Line(s.Title), Line(s.Publisher)
	e.Passage, e.Note = strings.TrimSpace(e.Passage), strings.TrimSpace(e.Note)
	if s.URL != "" {
		_, err := WebURL("source_url", s.URL)
		p.Add(err)
	} else if s.Kind.Primary() || s.Kind == NewsReport {
		p.Add(Invalid("source_url", "give the address where a reader can find it"))
	}
	if s.Archived != "" {
		_, err := WebURL("source_archived", s.Archived)
		p.Add(err)
	}
	if s.Title == "" {
		p.Add(Invalid("source_title", "the source needs a title"))
	}
	if s.Publisher == "" {
		p.Add(Invalid("source_publisher", "say who published it"))
	}
	if !oneOf(s.Kind, SourceKinds) {
		p.Add(Invalid("source_kind", "choose what kind of source it is"))
	}
	if !oneOf(e.Stance, Stances) {
		p.Add(Invalid("source_stance", "choose whether it refutes, supports or gives context"))
	}
	if e.Passage == "" {
		p.Add(Invalid("source_passage", "quote the passage you rely on"))
	}
	for _, f := range []struct {
		field, value string
		limit        int
	}{{"source_title", s.Title, MaxTitle}, {"source_publisher", s.Publisher, MaxName}, {"source_passage", e.Passage, 4000}, {"source_note", e.Note, 2000}} {
		if len([]rune(f.value)) > f.limit {
			p.Add(Invalid(f.field, "this is longer than %d characters", f.limit))
		}
	}
	return p.Err()
}

func oneOf[T comparable](v T, all []T) bool {
	for _, x := range all {
		if x == v {
			return true
		}
	}
	return false
}
