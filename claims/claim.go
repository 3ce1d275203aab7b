// Package claims says what a claim is and what may happen to it: the nouns of
// a fact-check desk and its rules as pure functions. It imports nothing but
// the standard library, knows no SQL and no HTTP.
package claims

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// State is where a claim stands in the work. It says nothing about its truth
// and nothing about who can read it.
type State string

// The states.
const (
	StateNew         State = "new"         // extracted, nobody looked
	StateOpen        State = "open"        // worth checking
	StateResearching State = "researching" // held by someone
	StateInReview    State = "in_review"   // a rating is proposed and waits for a second person
	StateApproved    State = "approved"
	StateRejected    State = "rejected"
	StateOnHold      State = "on_hold" // waiting for a reply or a record
)

// States are all states in the order of the work.
var States = []State{StateNew, StateOpen, StateResearching, StateInReview, StateOnHold, StateApproved, StateRejected}

// Label is the state in the desk's words.
func (s State) Label() string {
	switch s {
	case StateNew:
		return "New"
	case StateOpen:
		return "Open"
	case StateResearching:
		return "Researching"
	case StateInReview:
		return "In review"
	case StateApproved:
		return "Approved"
	case StateRejected:
		return "Rejected"
	case StateOnHold:
		return "On hold"
	}
	return string(s)
}

// Publication is what the public sees.
type Publication string

// The stages of publication.
const (
	Private   Publication = "private"
	Published Publication = "published"
	Corrected Publication = "corrected"
	Withdrawn Publication = "withdrawn" // the page stays, with the reason
)

// Public reports whether the check has a public page.
func (p Publication) Public() bool { return p == Published || p == Corrected || p == Withdrawn }

// Priority orders the queue.
type Priority int

// The priorities; PriorityNone is a claim nobody triaged.
const (
	PriorityNone Priority = iota
	PriorityLow
	PriorityMiddling
	PriorityHigh
)

// ParsePriority reads "low", "middling" or "high".
func ParsePriority(s string) (Priority, error) {
	for p := PriorityLow; p <= PriorityHigh; p++ {
		if p.String() == s {
			return p, nil
		}
	}
	return 0, Invalid("priority", "choose a priority: low, middling or high")
}

// String is the priority's key in forms and exports.
func (p Priority) String() string {
	return [...]string{"", "low", "middling", "high"}[max(0, min(p, PriorityHigh))]
}

// Label is the priority in the desk's words.
func (p Priority) Label() string {
	return [...]string{"None", "Low", "Middling", "High"}[max(0, min(p, PriorityHigh))]
}

// RejectReason says why a claim will not be checked.
type RejectReason string

// RejectReasons are all reasons in the order of a form.
var RejectReasons = []RejectReason{"opinion", "prediction", "satire", "too_vague", "not_attributed", "out_of_scope", "duplicate"}

// Label is the reason in the desk's words.
func (r RejectReason) Label() string { return strings.ReplaceAll(string(r), "_", " ") }

// Limits of a claim's own texts, in characters.
const (
	MaxStatement   = 600
	MaxShortForm   = 75 // consumers of ClaimReview cut longer ones
	MaxSummary     = 300
	MaxExplanation = 40000
	MaxNote        = 2000
	MaxTopics      = 12
)

// Claim is one checkable statement with everything the desk knows about it.
type Claim struct {
	ID       ID
	Revision int // raised by every change; writes name the one they are based on

	Statement   string // one sentence, no rating in it
	ShortForm   string // at most MaxShortForm characters, where the statement is longer
	Language    string // BCP 47
	Speaker     *Speaker
	SpeakerRole string // the role on that date
	ClaimedOn   Date
	Place       string // or occasion
	Topics      []string

	State        State
	Priority     Priority
	RejectReason RejectReason
	StateNote    string // why rejected or on hold
	HoldUntil    Date   // until when it waits, on hold; zero where no day is given
	Lease        *Lease // who works on it, while researching
	Summary      string // the short answer
	Explanation  string // Markdown; cites evidence as [1]
	Verdict      *Verdict
	Publication  Publication
	MergedInto   ID
	ReviewBy     Date // look at it again then

	CreatedBy   Person
	CreatedAt   time.Time
	UpdatedAt   time.Time
	PublishedAt time.Time // first published; zero while private
	StateSince  time.Time

	Appearances []Appearance
	Evidence    []Evidence
	Reviews     []Review // every proposal with its decisions, oldest first
	Corrections []Correction
	Replies     []Reply // the right-of-reply log, oldest first
	Drafters    []ID    // who wrote what is under review
}

// Edit is the part of a claim that people write. A nil field leaves it as it is.
type Edit struct {
	Statement, ShortForm, Language, SpeakerRole, Place, Summary, Explanation *string
	Speaker                                                                  *Speaker
	ClaimedOn, ReviewBy                                                      *Date
	Topics                                                                   *[]string
	Priority                                                                 *Priority
}

// apply writes the edit into the claim and reports whether anything changed.
func (c *Claim) apply(e Edit) (changed bool, err error) {
	before := *c
	for _, f := range []struct {
		from *string
		to   *string
		line bool
	}{
		{e.Statement, &c.Statement, true}, {e.ShortForm, &c.ShortForm, true}, {e.Language, &c.Language, true},
		{e.SpeakerRole, &c.SpeakerRole, true}, {e.Place, &c.Place, true},
		{e.Summary, &c.Summary, true}, {e.Explanation, &c.Explanation, false},
	} {
		if f.from == nil {
			continue
		}
		*f.to = strings.TrimSpace(strings.ReplaceAll(*f.from, "\r\n", "\n"))
		if f.line {
			*f.to = Line(*f.from)
		}
	}
	if e.Speaker != nil {
		c.Speaker = e.Speaker
	}
	if e.ClaimedOn != nil {
		c.ClaimedOn = *e.ClaimedOn
	}
	if e.ReviewBy != nil {
		c.ReviewBy = *e.ReviewBy
	}
	if e.Priority != nil {
		c.Priority = *e.Priority
	}
	if e.Topics != nil {
		c.Topics = nil
		for _, t := range *e.Topics {
			if t = Line(t); t != "" && !slices.ContainsFunc(c.Topics, func(have string) bool { return strings.EqualFold(have, t) }) {
				c.Topics = append(c.Topics, t)
			}
		}
	}
	if err := c.checkTexts(); err != nil {
		return false, err
	}
	b, a := Difference(&before, c)
	return len(b)+len(a) > 0, nil
}

func (c *Claim) checkTexts() error {
	var p Problems
	if c.Statement == "" {
		p.Add(Invalid("statement", "write the statement as one sentence"))
	}
	for _, f := range []struct {
		field, name, value string
		limit              int
	}{
		{"statement", "statement", c.Statement, MaxStatement}, {"short_form", "short form", c.ShortForm, MaxShortForm},
		{"place", "place or occasion", c.Place, MaxName}, {"speaker_role", "role", c.SpeakerRole, MaxName},
		{"summary", "short answer", c.Summary, MaxSummary}, {"explanation", "explanation", c.Explanation, MaxExplanation},
		{"language", "language", c.Language, 35},
	} {
		if n := utf8.RuneCountInString(f.value); n > f.limit {
			p.Add(Invalid(f.field, "the %s has %d characters: %d at most", f.name, n, f.limit))
		}
	}
	if c.Speaker != nil {
		p.Add(c.Speaker.Check())
	}
	if len(c.Topics) > MaxTopics {
		p.Add(Invalid("topics", "%d topics at most", MaxTopics))
	}
	for _, t := range c.Topics {
		if utf8.RuneCountInString(t) > 80 || Slug(t) == "" {
			p.Add(Invalid("topics", "%q is not a topic: use a few words, divided by commas", clip(t, 40)))
		}
	}
	return p.Err()
}

// Check holds a claim that is about to be created against the rules.
func (c *Claim) Check() error {
	c.Statement, c.SpeakerRole, c.Place = Line(c.Statement), Line(c.SpeakerRole), Line(c.Place)
	return c.checkTexts()
}

// Verbatim reports whether the statement is the speaker's own words: they
// stand, word for word and in a row, inside a direct quotation of one of its
// appearances. How the words are set and divided does not matter.
func (c *Claim) Verbatim() bool {
	own := wordRow(c.Statement)
	if own == " " {
		return false
	}
	for i := range c.Appearances {
		if a := &c.Appearances[i]; a.Kind == Direct && strings.Contains(wordRow(a.Quote), own) {
			return true
		}
	}
	return false
}

// wordRow is a text's words with one space around each. Marks inside a word,
// such as the point in a number or an apostrophe, belong to it.
func wordRow(s string) string {
	b := []byte{' '}
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimFunc(w, func(r rune) bool { return !isWord(r) })
		if w != "" {
			b = append(append(b, w...), ' ')
		}
	}
	return string(b)
}

// First is the first appearance, or nil.
func (c *Claim) First() *Appearance {
	for i := range c.Appearances {
		if c.Appearances[i].First {
			return &c.Appearances[i]
		}
	}
	if len(c.Appearances) > 0 {
		return &c.Appearances[0]
	}
	return nil
}

// Pending is the proposal that waits for a decision, or nil.
func (c *Claim) Pending() *Review {
	if n := len(c.Reviews); n > 0 && c.Reviews[n-1].Outcome == OutcomePending {
		return &c.Reviews[n-1]
	}
	return nil
}

// Clone copies the claim deeply, so that a rule can change one and be compared
// with the other.
func (c *Claim) Clone() *Claim {
	d := *c
	if c.Speaker != nil {
		s := *c.Speaker
		s.Aliases = slices.Clone(s.Aliases)
		d.Speaker = &s
	}
	if c.Lease != nil {
		l := *c.Lease
		d.Lease = &l
	}
	if c.Verdict != nil {
		v := *c.Verdict
		d.Verdict = &v
	}
	d.Topics = slices.Clone(c.Topics)
	d.Appearances = slices.Clone(c.Appearances)
	d.Evidence = slices.Clone(c.Evidence)
	d.Corrections = slices.Clone(c.Corrections)
	d.Replies = slices.Clone(c.Replies)
	d.Drafters = slices.Clone(c.Drafters)
	d.Reviews = slices.Clone(c.Reviews)
	for i := range d.Reviews {
		d.Reviews[i].Decisions = slices.Clone(c.Reviews[i].Decisions)
	}
	return &d
}
