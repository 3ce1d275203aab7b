package claims

import (
	"encoding/json"
	"time"
)

// MaxExpertDays is the farthest deadline of an expert's link.
const MaxExpertDays = 60

// ExpertLink lets somebody from outside read one draft and answer once.
type ExpertLink struct {
	ID         ID
	ClaimID    ID
	Name       string // of the expert
	Question   string // what the desk asks
	By         Person
	MadeAt     time.Time
	ExpiresAt  time.Time // the deadline
	RevokedAt  time.Time // zero: not revoked
	AnsweredAt time.Time // zero: no answer yet
	Answer     string    // as it came
}

// Answered reports whether the one answer has come.
func (l ExpertLink) Answered() bool { return !l.AnsweredAt.IsZero() }

// Open says whether the draft can be read through the link, and answered.
func (l ExpertLink) Open(now time.Time) error {
	switch {
	case l.ID == 0, !l.RevokedAt.IsZero():
		return &Error{Kind: KindGone, Message: "this link does not work: ask the desk that gave it to you for a new one"}
	case !l.Answered() && !now.Before(l.ExpiresAt):
		return &Error{Kind: KindGone, Message: "the time for an answer is over: ask the desk that gave you the link for a new one"}
	}
	return nil
}

// InviteExpert asks somebody from outside. have are the links that the claim
// has; the same question to the same person once more, while it is open, is
// KindExists. The deadline is the end of a day in UTC.
func (c *Claim) InviteExpert(by User, now time.Time, name, question string, deadline Date, have []ExpertLink) (ExpertLink, Event, error) {
	l := ExpertLink{ClaimID: c.ID, Name: Line(name), Question: block(question), By: by.Person(), MadeAt: now}
	if err := c.replying(by); err != nil {
		return l, Event{}, err
	}
	var p Problems
	if l.Name == "" {
		p.Add(Invalid("expert_name", "say who is asked"))
	}
	p.Add(limit("expert_name", l.Name, MaxName))
	if l.Question == "" {
		p.Add(Invalid("expert_question", "write what you ask: it stands above the draft"))
	}
	p.Add(limit("expert_question", l.Question, MaxNote))
	end, err := time.Parse(time.DateOnly, deadline.Day)
	l.ExpiresAt = end.AddDate(0, 0, 1)
	if err != nil || deadline.Precision != DayPrecision || !l.ExpiresAt.After(now) || l.ExpiresAt.After(now.AddDate(0, 0, MaxExpertDays+1)) {
		p.Add(Invalid("expert_deadline", "give a day from today on, at most %d days ahead", MaxExpertDays))
	}
	if err := p.Err(); err != nil {
		return l, Event{}, err
	}
	for _, x := range have {
		if x.Name == l.Name && x.Question == l.Question && !x.Answered() && x.Open(now) == nil {
			return l, Event{}, &Error{Kind: KindExists, Field: "expert_name", Message: "there is an open link with this question for " + l.Name + ": revoke it first to make another"}
		}
	}
	return l, c.remark(by.Person(), now, "asked an expert", l.Name), nil
}

// RevokeExpert closes a link before its deadline.
func (c *Claim) RevokeExpert(by User, now time.Time, l *ExpertLink) (Event, error) {
	if err := by.Need(ActEdit); err != nil {
		return Event{}, err
	}
	if l.Answered() || !l.RevokedAt.IsZero() {
		return Event{}, Conflict("the link is closed already")
	}
	l.RevokedAt = now
	return c.remark(by.Person(), now, "revoked an expert’s link", l.Name), nil
}

// ExpertAnswered takes the one answer of an expert. It is a comment of nobody at
// the desk; the event names the link, so that a name can be removed later.
func (c *Claim) ExpertAnswered(now time.Time, l *ExpertLink, answer string) (Event, error) {
	if err := l.Open(now); err != nil {
		return Event{}, err
	}
	if l.Answered() {
		return Event{}, &Error{Kind: KindGone, Message: "your answer is with the desk already: write to the desk to add to it"}
	}
	if answer = block(answer); answer == "" {
		return Event{}, Invalid("answer", "write your answer first")
	}
	if err := limit("answer", answer, MaxReply); err != nil {
		return Event{}, err
	}
	l.Answer, l.AnsweredAt = answer, now
	e := c.remark(Person{}, now, Commented, answer)
	var err error
	e.After, err = json.Marshal(mention{Expert: l.ID})
	return e, err
}

// ExpertEvidence makes an expert's answer a source of the claim.
func (c *Claim) ExpertEvidence(by User, now time.Time, l ExpertLink, stance Stance, note string) (Event, error) {
	if !l.Answered() || l.ClaimID != c.ID {
		return Event{}, Conflict("there is no answer yet that could be a source")
	}
	return c.AddEvidence(by, now, Evidence{Stance: stance, Passage: l.Answer, Note: note, Source: Source{
		Title: "Answer to our question of " + DateOf(l.MadeAt).Text(), Publisher: l.Name, Kind: Expert, AccessedOn: DateOf(l.AnsweredAt),
	}})
}

// remark is an event about the claim that changes nothing of it.
func (c *Claim) remark(by Person, now time.Time, action, note string) Event {
	return Event{At: now, Actor: by, Subject: OnClaim, SubjectID: c.ID, Revision: c.Revision, Action: action, Note: note}
}
