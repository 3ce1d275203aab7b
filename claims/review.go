package claims

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Outcome is what became of a proposal.
type Outcome string

// The outcomes.
const (
	OutcomePending  Outcome = "pending"
	OutcomeApproved Outcome = "approved"
	OutcomeChanges  Outcome = "changes_requested"
	OutcomeTaken    Outcome = "taken_back" // by the one who proposed
)

// Review is a proposed rating with its reasons, and what others decided on it.
type Review struct {
	ID        ID
	By        Person
	At        time.Time
	ScaleID   ID
	Scale     string // name and version, for display
	Rating    Rating
	Reasons   string // for the second reviewer
	Outcome   Outcome
	Needed    int // how many agreeing decisions it takes; 0 is 1
	Revision  int // the claim's revision that carries the proposal, where it is voted on
	Decisions []Decision
}

// Decision is one person's answer to a proposal.
type Decision struct {
	ID       ID
	By       Person
	At       time.Time
	Approve  bool
	Comment  string
	Override string // the public reason where an editor decided alone
}

// Based refuses a write that was based on another revision than the present one.
func (c *Claim) Based(revision int) error {
	if c.Revision != revision {
		return &Error{Kind: KindStale, Message: fmt.Sprintf("this claim was changed while you worked on revision %d: it is now at revision %d", revision, c.Revision)}
	}
	return nil
}

// event starts the audit row of a rule that succeeded.
func (c *Claim) event(by User, now time.Time, action, note string) Event {
	c.UpdatedAt = now
	return Event{At: now, Actor: by.Person(), Subject: OnClaim, SubjectID: c.ID, Action: action, Note: note}
}

// enter moves the claim to a state.
func (c *Claim) enter(s State, now time.Time) {
	c.State, c.StateSince = s, now
	if s != StateResearching {
		c.Lease = nil
	}
	if s != StateOnHold {
		c.HoldUntil = Date{}
	}
}

// drafted remembers that someone wrote what will be reviewed.
func (c *Claim) drafted(by User) {
	if !slices.Contains(c.Drafters, by.ID) {
		c.Drafters = append(c.Drafters, by.ID)
	}
}

// require checks the permission and the state in one go.
func (c *Claim) require(by User, a Action, states ...State) error {
	if err := by.Need(a); err != nil {
		return err
	}
	if c.MergedInto != 0 {
		return c.mergedAway()
	}
	if !slices.Contains(states, c.State) {
		return Conflict("the claim is %s now, so you cannot %s", strings.ToLower(c.State.Label()), a)
	}
	return nil
}

// mergedAway says where to go on instead.
func (c *Claim) mergedAway() error {
	return &Error{Kind: KindConflict, Ref: c.MergedInto, Message: "this claim was merged into another: open that one"}
}

// Accept is triage's yes: the candidate is worth checking. The edit carries
// what the reviewer put right.
func (c *Claim) Accept(by User, now time.Time, e Edit) (Event, error) {
	if err := c.require(by, ActTriage, StateNew); err != nil {
		return Event{}, err
	}
	if e.Priority == nil && c.Priority == PriorityNone {
		c.Priority = PriorityMiddling
	}
	statement := c.Statement
	if _, err := c.apply(e); err != nil {
		return Event{}, err
	}
	if c.Speaker == nil {
		return Event{}, Invalid("speaker", "say who said it: a name, or a description such as “two officials”")
	}
	if c.Statement != statement {
		c.drafted(by)
	}
	c.enter(StateOpen, now)
	return c.event(by, now, "accepted", ""), nil
}

// Reject says that the claim will not be checked, and why.
func (c *Claim) Reject(by User, now time.Time, why RejectReason, note string) (Event, error) {
	if err := c.require(by, ActTriage, StateNew, StateOpen, StateResearching, StateOnHold); err != nil {
		return Event{}, err
	}
	if err := c.yours(by, now); err != nil {
		return Event{}, err
	}
	if !slices.Contains(RejectReasons, why) {
		return Event{}, Invalid("reject_reason", "choose why the claim will not be checked")
	}
	note = Line(note)
	if err := limit("reject_note", note, MaxNote); err != nil {
		return Event{}, err
	}
	c.RejectReason, c.StateNote = why, note
	c.enter(StateRejected, now)
	return c.event(by, now, "rejected", strings.TrimSuffix(why.Label()+": "+note, ": ")), nil
}

// Reopen takes a claim back into the work: a rejected or waiting one to open,
// an approved one that was not published to research.
func (c *Claim) Reopen(by User, now time.Time, why string) (Event, error) {
	if err := c.require(by, ActTriage, StateRejected, StateOnHold, StateApproved); err != nil {
		return Event{}, err
	}
	why = Line(why)
	if c.Publication.Public() {
		return Event{}, Conflict("a published check is corrected or withdrawn, not reopened")
	}
	if why == "" && c.State != StateOnHold {
		return Event{}, Invalid("reason", "say why it is taken up again")
	}
	if err := limit("reason", why, MaxNote); err != nil {
		return Event{}, err
	}
	c.RejectReason, c.StateNote = "", ""
	if c.State == StateApproved {
		c.Verdict = nil
		c.enter(StateResearching, now)
		c.Lease = &Lease{by.Person(), now.Add(LeaseTime)}
	} else {
		c.enter(StateOpen, now)
	}
	return c.event(by, now, "reopened", why), nil
}

// Revise writes an edit into a claim that is being worked on.
func (c *Claim) Revise(by User, now time.Time, e Edit) (Event, error) {
	if err := c.require(by, ActEdit, StateNew, StateOpen, StateResearching, StateOnHold); err != nil {
		return Event{}, err
	}
	if err := c.working(by, now); err != nil {
		return Event{}, err
	}
	if _, err := c.apply(e); err != nil {
		return Event{}, err
	}
	c.drafted(by)
	return c.event(by, now, "edited", ""), nil
}

// AddEvidence links a source to the claim and gives it the next number.
func (c *Claim) AddEvidence(by User, now time.Time, ev Evidence) (Event, error) {
	if err := c.require(by, ActAddSource, StateNew, StateOpen, StateResearching, StateOnHold); err != nil {
		return Event{}, err
	}
	// A contributor may bring a source to a claim that a reviewer holds.
	if by.May(ActHold) {
		if err := c.working(by, now); err != nil {
			return Event{}, err
		}
	}
	if err := ev.Check(); err != nil {
		return Event{}, err
	}
	for _, have := range c.Evidence {
		if have.Source.URL != "" && have.Source.URL == ev.Source.URL && have.Passage == ev.Passage {
			return Event{}, &Error{Kind: KindExists, Field: "source_url", Message: fmt.Sprintf("this passage of that source is already here, as number %d", have.Number)}
		}
	}
	ev.ID, ev.Number = 0, 1
	for _, have := range c.Evidence {
		ev.Number = max(ev.Number, have.Number+1)
	}
	c.Evidence = append(c.Evidence, ev)
	c.drafted(by)
	return c.event(by, now, "source added", ev.Source.Title), nil
}

// ReviseEvidence changes a source of the claim. Its number stays.
func (c *Claim) ReviseEvidence(by User, now time.Time, link ID, ev Evidence) (Event, error) {
	if err := c.require(by, ActEdit, StateNew, StateOpen, StateResearching, StateOnHold); err != nil {
		return Event{}, err
	}
	if err := c.working(by, now); err != nil {
		return Event{}, err
	}
	i := slices.IndexFunc(c.Evidence, func(e Evidence) bool { return e.ID == link })
	if i < 0 {
		return Event{}, NotFound("that source is not on this claim: it may have been removed already")
	}
	if err := ev.Check(); err != nil {
		return Event{}, err
	}
	ev.ID, ev.Number, ev.Source.ID = link, c.Evidence[i].Number, c.Evidence[i].Source.ID
	c.Evidence[i] = ev
	c.drafted(by)
	return c.event(by, now, "source edited", ev.Source.Title), nil
}

// RemoveEvidence takes a source off the claim. The numbers of the others stay,
// because the explanation cites them.
func (c *Claim) RemoveEvidence(by User, now time.Time, link ID) (Event, error) {
	if err := c.require(by, ActEdit, StateNew, StateOpen, StateResearching, StateOnHold); err != nil {
		return Event{}, err
	}
	if err := c.working(by, now); err != nil {
		return Event{}, err
	}
	i := slices.IndexFunc(c.Evidence, func(e Evidence) bool { return e.ID == link })
	if i < 0 {
		return Event{}, NotFound("that source is not on this claim: it may have been removed already")
	}
	title := c.Evidence[i].Source.Title
	c.Evidence = slices.Delete(c.Evidence, i, i+1)
	c.drafted(by)
	return c.event(by, now, "source removed", title), nil
}

// Propose asks for a second review of a rating on the given scale.
func (c *Claim) Propose(by User, now time.Time, s Scale, key, reasons string) (Event, error) {
	if err := c.require(by, ActPropose, StateResearching); err != nil {
		return Event{}, err
	}
	if err := c.working(by, now); err != nil {
		return Event{}, err
	}
	r, err := s.Rating(key)
	var p Problems
	p.Add(err)
	reasons = strings.TrimSpace(reasons)
	if reasons == "" {
		p.Add(Invalid("reasons", "write the reasons for the rating: the second reviewer decides on them"))
	}
	p.Add(limit("reasons", reasons, 4000))
	if c.Summary == "" {
		p.Add(Invalid("summary", "write the short answer first"))
	}
	if c.Explanation == "" {
		p.Add(Invalid("explanation", "write the explanation first"))
	}
	if len(c.Evidence) == 0 {
		p.Add(Invalid("source_url", "link at least one source first"))
	}
	if err := p.Err(); err != nil {
		return Event{}, err
	}
	c.Reviews = append(c.Reviews, Review{By: by.Person(), At: now, ScaleID: s.ID, Scale: s.Title(), Rating: r, Reasons: reasons, Outcome: OutcomePending})
	c.drafted(by)
	c.enter(StateInReview, now)
	return c.event(by, now, "proposed", r.Label), nil
}

// TakeBack withdraws one's own proposal, to work on it again.
func (c *Claim) TakeBack(by User, now time.Time) (Event, error) {
	if err := c.require(by, ActPropose, StateInReview); err != nil {
		return Event{}, err
	}
	p := c.Pending()
	if p == nil || p.By.ID != by.ID {
		return Event{}, Forbidden("only the one who proposed can take the proposal back")
	}
	p.Outcome = OutcomeTaken
	c.enter(StateResearching, now)
	c.Lease = &Lease{by.Person(), now.Add(LeaseTime)}
	return c.event(by, now, "took back", ""), nil
}

// MayDecide says whether a person may decide on the pending proposal: not who
// drafted or proposed it (four eyes). The message names the reason.
func (c *Claim) MayDecide(by User) error {
	if err := c.require(by, ActReview, StateInReview); err != nil {
		return err
	}
	p := c.Pending()
	switch {
	case p == nil:
		return Conflict("no proposal waits for a decision")
	case p.By.ID == by.ID:
		return Forbidden("you proposed this rating, so someone else has to approve it")
	case slices.Contains(c.Drafters, by.ID):
		return Forbidden("you drafted this check, so someone else has to approve it")
	}
	if _, voted := p.Voted(by.ID); voted {
		return Conflict("you voted already: the others vote now")
	}
	return nil
}

// Approve accepts the pending proposal; its rating becomes the verdict. An
// editor whom the four-eyes rule keeps out can give an override: a reason that
// readers will see in the history. Where colleagues vote, it is one vote; the
// event says how only when the vote is decided.
func (c *Claim) Approve(by User, now time.Time, comment, override string) (Event, error) {
	comment, override = strings.TrimSpace(comment), Line(override)
	if err := limit("comment", comment, MaxNote); err != nil {
		return Event{}, err
	}
	if err := limit("override", override, MaxNote); err != nil {
		return Event{}, err
	}
	if err := c.MayDecide(by); err != nil {
		if KindOf(err) != KindForbidden || override == "" || !by.May(ActOverride) || c.Pending() == nil {
			return Event{}, err
		}
	} else {
		override = "" // nothing to override: a second person decided
	}
	p := c.Pending()
	note, done := p.outcome(Decision{By: by.Person(), At: now, Approve: true, Comment: comment, Override: override}, OutcomeApproved)
	if !done {
		return c.event(by, now, "voted", ""), nil
	}
	c.Verdict = &Verdict{ScaleID: p.ScaleID, Scale: p.Scale, Rating: p.Rating}
	c.enter(StateApproved, now)
	ev := c.event(by, now, "approved", note)
	if override != "" {
		ev.Action, ev.Public = "approved alone", "Approved by an editor without a second person: "+override
	}
	return ev, nil
}

// RequestChanges sends the proposal back with a comment. The claim returns to
// the one who proposed it. Where colleagues vote, it is one vote.
func (c *Claim) RequestChanges(by User, now time.Time, comment string) (Event, error) {
	if err := c.MayDecide(by); err != nil {
		return Event{}, err
	}
	comment = strings.TrimSpace(comment)
	if comment == "" {
		return Event{}, Invalid("comment", "say what has to change: the comment is all your colleague gets")
	}
	if err := limit("comment", comment, MaxNote); err != nil {
		return Event{}, err
	}
	p := c.Pending()
	note, done := p.outcome(Decision{By: by.Person(), At: now, Comment: comment}, OutcomeChanges)
	if !done {
		return c.event(by, now, "voted", ""), nil
	}
	c.enter(StateResearching, now)
	c.Lease = &Lease{p.By, now.Add(LeaseTime)}
	return c.event(by, now, "changes requested", note), nil
}

func limit(field, value string, n int) error {
	if utf8.RuneCountInString(value) > n {
		return Invalid(field, "this is longer than %d characters", n)
	}
	return nil
}

// AddAppearance notes that the claim was made again, in whatever state it is: a
// published check goes on counting, and the verdict is not touched by it.
func (c *Claim) AddAppearance(by User, now time.Time, a Appearance) (Event, error) {
	if err := c.require(by, ActTriage, States...); err != nil {
		return Event{}, err
	}
	if slices.ContainsFunc(c.Appearances, func(b Appearance) bool { return b.ArticleID == a.ArticleID && b.Start() == a.Start() }) {
		return Event{}, &Error{Kind: KindExists, Message: "this place of the article is on the claim already"}
	}
	a.ID, a.First = 0, len(c.Appearances) == 0
	c.Appearances = append(c.Appearances, a)
	ev := c.event(by, now, "appearance added", clip(a.Quote, 200))
	if c.Publication.Public() {
		ev.Public = "Another appearance was found."
	}
	return ev, nil
}
