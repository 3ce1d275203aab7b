package claims

import (
	"fmt"
	"time"
)

// Known is a claim on the desk that may be the same as another text.
type Known struct {
	Item
	Confidence float64  // 0 to 1: how likely it is the same, as far as the desk's decisions tell
	Score      float64  // the same before they were heard; what a decision is kept with
	Why        []string // in words, the strongest first
}

// MinJudged is how many decisions on likenesses it takes to learn from them.
const MinJudged = 20

// Standing says what the likeness means for the work.
func (k Known) Standing() string {
	switch {
	case k.Publication.Public():
		return "already checked"
	case k.State == StateRejected:
		return "rejected before"
	case k.State == StateNew:
		return "repeats"
	}
	return "already in work"
}

// Repeat says that a candidate is a known claim made again: its appearances go
// to the known one, and it leaves a redirect. A person decides that; confidence
// is what the matching had said. The events are the candidate's and the known
// claim's.
func (c *Claim) Repeat(by User, now time.Time, of *Claim, confidence float64) (mine, theirs Event, err error) {
	if err := c.require(by, ActTriage, StateNew); err != nil {
		return mine, theirs, err
	}
	switch {
	case c.ID == of.ID:
		return mine, theirs, Conflict("a claim cannot be the same as itself")
	case of.MergedInto != 0:
		return mine, theirs, &Error{Kind: KindConflict, Ref: of.MergedInto, Message: "the other claim was merged itself: open the one it stands in now"}
	case of.State == StateInReview:
		return mine, theirs, Conflict("the other claim waits for a second review: decide on it first")
	}
	for _, a := range c.Appearances {
		a.First = len(of.Appearances) == 0
		of.Appearances = append(of.Appearances, a)
	}
	note := fmt.Sprintf("likeness %.2f", confidence)
	theirs = of.event(by, now, "said again", note)
	if of.Publication.Public() {
		theirs.Public = "Another appearance was found."
	}
	c.Appearances, c.MergedInto = nil, of.ID
	c.RejectReason, c.StateNote = "duplicate", "the same as "+of.ID.String()
	c.enter(StateRejected, now)
	return c.event(by, now, "same as", of.ID.String()+", "+note), theirs, nil
}
