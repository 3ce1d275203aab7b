package claims

import (
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// Bounds of an import. It is one transaction, and nobody else can save while it
// is written.
const (
	MaxImport = 10_000 // claims in one file
	MaxFaults = 200    // that a report lists one by one
	MaxQuote  = 4000   // characters
)

// RuleImported is the rule of a finding that came with a table, and of no text
// that was read here.
const RuleImported = "imported"

// Imported is a claim as a row of somebody's table describes it.
type Imported struct {
	Row, Line int // where it stands: rows count as in a spreadsheet, from the header
	ID        ID  // the identifier that the row gives; it may be another desk's
	Claim     Claim
	Article   Article // where the quote stood, as far as the row says; never its text
	Quote     string  // "" without one
	Kind      QuoteKind
	Cue       string
	Origin    Origin
}

// Imports are the rows of a file: each a claim, or what is wrong with it.
type Imports = iter.Seq2[*Imported, []Fault]

// Origin is what the file said that an imported claim came from. The rating in
// it is history: it is shown to those who check the claim here and is nothing
// that the desk itself says.
type Origin struct {
	File       string
	Row        int
	URL        string // of the check it was taken from
	Article    string // address of the place where it was said, where there was no quote
	Key        string // of the rating
	Label      string // of the rating, in words
	Scale      string // name and version
	ScaleID    ID     // the desk's own scale of that name, on which Key stands; 0 for another's
	ReviewedBy string
	ReviewedAt string // as the file has it
	Sources    []string
}

// Rated reports whether the file gave a rating.
func (o Origin) Rated() bool { return o.Key != "" || o.Label != "" }

// Fault is what is wrong at one place of a file.
type Fault struct {
	Row     int    // as spreadsheets count: the header is row 1
	Line    int    // of the file, where the row begins
	Column  int    // from 1; 0 for the whole row
	Name    string // what stands over the column
	Message string
	Final   bool // what follows cannot be read
}

// Error says where and what.
func (f *Fault) Error() string { return f.Place() + ": " + f.Message }

// Place is where it is, for a person who looks for it.
func (f *Fault) Place() string {
	s := fmt.Sprintf("row %d", f.Row)
	if f.Line != f.Row {
		s += fmt.Sprintf(" (line %d)", f.Line)
	}
	switch {
	case f.Column > 0 && f.Name != "":
		s += fmt.Sprintf(", column %d (%s)", f.Column, f.Name)
	case f.Column > 0:
		s += fmt.Sprintf(", column %d", f.Column)
	}
	return s
}

// Repeat is a row whose claim is here already, or stood further up in the file.
type Repeat struct {
	Row, Line int
	Claim     ID  // the one that is here; 0 where it is a row of the file
	Earlier   int // the row further up; 0 where it is here
	Statement string
	Why       string
}

// ImportReport is what an import did, or would do.
type ImportReport struct {
	File    string
	Rows    int // read, without the header
	New     int
	Repeats int
	Faults  int
	Faulty  []Fault  // the first of them
	Here    []Repeat // the first of them
	Done    bool     // it was written
}

// Fault notes what is wrong.
func (r *ImportReport) Fault(list ...Fault) {
	for _, f := range list {
		if r.Faults++; r.Faults <= MaxFaults {
			r.Faulty = append(r.Faulty, f)
		}
	}
}

// Repeat notes a row that is left out.
func (r *ImportReport) Repeat(x Repeat) {
	if r.Repeats++; r.Repeats <= MaxFaults {
		r.Here = append(r.Here, x)
	}
}

// Err is nil where everything can be imported.
func (r *ImportReport) Err() error {
	switch {
	case r.Faults == 1:
		return Invalid("file", "nothing was imported, because of one fault: %s", r.Faulty[0].Error())
	case r.Faults > 1:
		return Invalid("file", "nothing was imported, because of %d faults, first in %s", r.Faults, r.Faulty[0].Error())
	case r.Rows == 0:
		return Invalid("file", "nothing was imported: the file has no rows under its header")
	}
	return nil
}

// Sameness is what two claims have in common that are the same: who said what,
// and when. Letter case and spaces do not count.
func (i *Imported) Sameness() string {
	who := ""
	if i.Claim.Speaker != nil {
		who = i.Claim.Speaker.Name
	}
	return strings.ToLower(Line(i.Claim.Statement) + "\n" + Line(who) + "\n" + i.Claim.ClaimedOn.String())
}

// Ready makes an import's claim one that may be kept: new, private, and the
// draft of whoever brings it, so that somebody else has to approve it. Nothing
// a file says can publish a check or give it a verdict.
func (i *Imported) Ready(by User) *Claim {
	c := i.Claim.Clone()
	c.ID, c.Revision, c.Verdict, c.Reviews, c.Corrections, c.Evidence, c.Lease = 0, 0, nil, nil, nil, nil, nil
	c.State, c.Publication, c.CreatedBy, c.PublishedAt = StateNew, Private, by.Person(), time.Time{}
	if c.Summary != "" && by.ID != 0 {
		c.drafted(by)
	}
	return c
}

// Beside is the text under which words are kept that came without the article
// they stood in: what is known of it, and then the words. A later copy of the
// page replaces it.
func (a *Article) Beside() string {
	head := []string{a.Title, a.Outlet}
	if a.PublishedOn.Known() {
		head = append(head, a.PublishedOn.Text())
	}
	if a.URL != "" {
		head = append(head, a.URL)
	}
	return strings.Join(head, "\n")
}

// CheckQuote names what is wrong with the quote of an import.
func (i *Imported) CheckQuote() error {
	if n := utf8.RuneCountInString(i.Quote); n > MaxQuote {
		return Invalid("quote", "the quote has %d characters: %d at most", n, MaxQuote)
	}
	if i.Quote != "" && !strings.ContainsFunc(i.Quote, isWord) {
		return Invalid("quote", "the quote has no words")
	}
	return nil
}
