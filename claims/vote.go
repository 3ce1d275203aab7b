package claims

import (
	"strings"
	"time"
)

// Votes on a proposal under ReviewTwoOfThree.
const (
	Voters = 3 // at most so many colleagues vote
	Carry  = 2 // so many agreeing votes decide
)

// ProposeUnder is Propose under the desk's rule of second review. The rule that
// holds at this moment goes on holding for the proposal.
func (c *Claim) ProposeUnder(rule ReviewRule, by User, now time.Time, s Scale, key, reasons string) (Event, error) {
	e, err := c.Propose(by, now, s, key, reasons)
	if err == nil && rule == ReviewTwoOfThree {
		p := c.Pending()
		p.Needed, p.Revision = Carry, c.Revision+1
	}
	return e, err
}

// Vote reports whether more than one colleague has to agree. Until it is
// decided, nobody sees how others voted.
func (r *Review) Vote() bool { return r.Needed > 1 }

// Voted gives a person's own vote.
func (r *Review) Voted(id ID) (Decision, bool) {
	for _, d := range r.Decisions {
		if d.By.ID == id {
			return d, true
		}
	}
	return Decision{}, false
}

// carried reports whether enough votes say the same.
func (r *Review) carried(approve bool) bool {
	n := 0
	for _, d := range r.Decisions {
		if d.Approve == approve {
			n++
		}
	}
	return n >= max(r.Needed, 1)
}

// tally is a decided vote in words: who was for it, who against, and why.
func (r *Review) tally() string {
	var votes []string
	for _, d := range r.Decisions {
		s := d.By.Name + " against it"
		if d.Approve {
			s = d.By.Name + " for it"
		}
		if d.Comment != "" {
			s += ": " + d.Comment
		}
		votes = append(votes, s)
	}
	return strings.Join(votes, "; ")
}

// outcome closes the proposal if the newest decision carries it, and gives the
// note of the event; done is false where more votes are needed.
func (r *Review) outcome(d Decision, o Outcome) (note string, done bool) {
	r.Decisions = append(r.Decisions, d)
	if d.Override == "" && !r.carried(d.Approve) {
		return "", false
	}
	r.Outcome = o
	if r.Vote() && d.Override == "" {
		return r.tally(), true
	}
	return d.Comment, true
}

// BasedVote is Based for a decision. The votes of others raise the claim's
// revision and change nothing that is voted on, so they do not make one's own
// page old.
func (c *Claim) BasedVote(revision int) error {
	if p := c.Pending(); p != nil && p.Vote() && revision >= p.Revision && c.Revision == p.Revision+len(p.Decisions) {
		return nil
	}
	return c.Based(revision)
}
