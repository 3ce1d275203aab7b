package claims

import (
	"slices"
	"time"
)

// Channel is the way in which somebody was asked for a reply.
type Channel string

// Channels are all ways in the order of a form.
var Channels = []Channel{"email", "phone", "letter", "web_form", "message", "in_person"}

// Label is the way in a reader's words.
func (c Channel) Label() string {
	switch c {
	case "email":
		return "by e-mail"
	case "phone":
		return "by phone"
	case "letter":
		return "by letter"
	case "web_form":
		return "through a form on their site"
	case "message":
		return "by message"
	case "in_person":
		return "in person"
	}
	return string(c)
}

// MaxReply is the longest answer, in characters; it fits into a source's passage.
const MaxReply = 4000

// Reply is a line of the right-of-reply log: that somebody was asked, and what
// came of it. The days are the desk's.
type Reply struct {
	ID         ID
	Asked      string // who was asked: a person, a press office
	Channel    Channel
	AskedOn    Date
	Deadline   Date
	Answer     string // verbatim; empty while there is none
	AnsweredOn Date
	None       bool // no answer came, and the desk waits no longer
	Public     bool // readers see the line on the check
	By         Person
}

// Waiting reports whether an answer may still come.
func (r Reply) Waiting() bool { return r.Answer == "" && !r.None }

// Overdue reports whether the deadline went by without an answer. The deadline
// is a whole day, in UTC.
func (r Reply) Overdue(now time.Time) bool {
	return r.Waiting() && r.Deadline.Day < now.UTC().Format(time.DateOnly)
}

// ReplyDue is a request whose answer the desk waits for.
type ReplyDue struct {
	ClaimID   ID
	Statement string
	Verbatim  bool
	Language  string
	Reply
}

// Check trims the request and names what is missing or wrong.
func (r *Reply) Check() error {
	var p Problems
	r.Asked = Line(r.Asked)
	if r.Asked == "" {
		p.Add(Invalid("reply_asked", "say who was asked"))
	}
	p.Add(limit("reply_asked", r.Asked, MaxName))
	if !slices.Contains(Channels, r.Channel) {
		p.Add(Invalid("reply_channel", "choose how they were asked"))
	}
	if r.AskedOn.Precision != DayPrecision {
		p.Add(Invalid("reply_asked_on", "give the day on which they were asked"))
	}
	switch {
	case r.Deadline.Precision != DayPrecision:
		p.Add(Invalid("reply_deadline", "give the day by which they were asked to answer"))
	case r.Deadline.Day < r.AskedOn.Day:
		p.Add(Invalid("reply_deadline", "the deadline is before the day on which they were asked"))
	}
	return p.Err()
}

// replying is what it takes to write in the log: who researches may, from triage
// on, whoever holds the claim, because a reply comes when it comes.
func (c *Claim) replying(by User) error {
	return c.require(by, ActEdit, StateOpen, StateResearching, StateInReview, StateOnHold, StateApproved)
}

// Ask notes that somebody was asked for a reply.
func (c *Claim) Ask(by User, now time.Time, r Reply) (Event, error) {
	if err := c.replying(by); err != nil {
		return Event{}, err
	}
	if err := r.Check(); err != nil {
		return Event{}, err
	}
	if slices.ContainsFunc(c.Replies, func(x Reply) bool { return x.Asked == r.Asked && x.AskedOn == r.AskedOn }) {
		return Event{}, &Error{Kind: KindExists, Field: "reply_asked", Message: "that they were asked on this day is in the log already"}
	}
	r.ID, r.Answer, r.AnsweredOn, r.None, r.By = 0, "", Date{}, false, by.Person()
	c.Replies = append(c.Replies, r)
	e := c.event(by, now, "asked for a reply", r.Asked)
	return e, c.replyShown(by, now, &e, r.Public, "We asked "+r.Asked+" for a reply.")
}

// reply finds a line of the log.
func (c *Claim) reply(id ID) (*Reply, error) {
	for i := range c.Replies {
		if c.Replies[i].ID == id && id != 0 {
			return &c.Replies[i], nil
		}
	}
	return nil, NotFound("there is no such request in the log")
}

// Answered notes the answer, word for word, with the day it came. One that comes
// after all takes the place of "no answer".
func (c *Claim) Answered(by User, now time.Time, id ID, answer string, on Date) (Event, error) {
	if err := c.replying(by); err != nil {
		return Event{}, err
	}
	r, err := c.reply(id)
	if err != nil {
		return Event{}, err
	}
	answer = block(answer)
	var p Problems
	if answer == "" {
		p.Add(Invalid("reply_answer", "write the answer as it came, or say that none came"))
	}
	p.Add(limit("reply_answer", answer, MaxReply))
	if on.Precision != DayPrecision || on.Day < r.AskedOn.Day {
		p.Add(Invalid("reply_answered_on", "give the day of the answer, not before the one of the question"))
	}
	if err := p.Err(); err != nil {
		return Event{}, err
	}
	if r.Answer != "" {
		return Event{}, Conflict("the answer is in the log already: an answer is not changed; note a second one as a new request")
	}
	r.Answer, r.AnsweredOn, r.None = answer, on, false
	e := c.event(by, now, "reply came", r.Asked)
	return e, c.replyShown(by, now, &e, r.Public, r.Asked+" answered our request for a reply.")
}

// Unanswered notes that no answer came and the desk waits no longer.
func (c *Claim) Unanswered(by User, now time.Time, id ID) (Event, error) {
	if err := c.replying(by); err != nil {
		return Event{}, err
	}
	r, err := c.reply(id)
	if err != nil {
		return Event{}, err
	}
	if !r.Waiting() {
		return Event{}, Conflict("nobody waits for this answer any more")
	}
	if now.UTC().Format(time.DateOnly) <= r.Deadline.Day {
		return Event{}, Conflict("they have until the end of %s to answer", r.Deadline.Text())
	}
	r.None = true
	e := c.event(by, now, "no reply", r.Asked)
	return e, c.replyShown(by, now, &e, r.Public, r.Asked+" did not answer our request for a reply.")
}

// ShowReply says whether readers see a line of the log.
func (c *Claim) ShowReply(by User, now time.Time, id ID, public bool) (Event, error) {
	if err := c.replying(by); err != nil {
		return Event{}, err
	}
	r, err := c.reply(id)
	if err != nil {
		return Event{}, err
	}
	if r.Public == public {
		return Event{}, Conflict("it is so already")
	}
	r.Public = public
	action, note := "reply shown", "We added that "+r.Asked+" was asked for a reply."
	if !public {
		action, note = "reply hidden", "We took off a note on a request for a reply."
	}
	e := c.event(by, now, action, r.Asked)
	return e, c.replyShown(by, now, &e, true, note)
}

// replyShown is what a change of the log means on a check that readers can see:
// where they see it, it is an update with a public note, and an editor's to make.
func (c *Claim) replyShown(by User, now time.Time, e *Event, seen bool, note string) error {
	if !seen || c.Publication != Published && c.Publication != Corrected {
		return nil
	}
	return c.update(by, now, e, note)
}

// update notes on a published check that something was added to it.
func (c *Claim) update(by User, now time.Time, e *Event, note string) error {
	if err := by.Need(ActCorrect); err != nil {
		return err
	}
	c.Corrections = append(c.Corrections, Correction{Kind: CorrectUpdate, Note: note, At: now, By: by.Person(), Revision: c.Revision + 1})
	c.Publication = Corrected
	e.Public = "Correction, " + CorrectUpdate.Label() + ": " + note
	return nil
}

// ReplyEvidence makes an answer a source of the claim: the claimant's reply,
// with its words as the passage.
func (c *Claim) ReplyEvidence(by User, now time.Time, id ID, stance Stance, note string) (Event, error) {
	r, err := c.reply(id)
	if err != nil {
		return Event{}, err
	}
	if r.Answer == "" {
		return Event{}, Conflict("there is no answer yet that could be a source")
	}
	return c.AddEvidence(by, now, Evidence{Stance: stance, Passage: r.Answer, Note: note, Source: Source{
		Title: "Reply to our request of " + r.AskedOn.Text(), Publisher: r.Asked, Kind: ClaimantReply, AccessedOn: r.AnsweredOn,
	}})
}
