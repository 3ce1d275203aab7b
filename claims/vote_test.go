package claims

import (
	"strings"
	"testing"
)

// TestOfThreeVotesTwoCarry holds the rule against every order of votes: y is a
// vote for the proposal, n one against it.
func TestOfThreeVotesTwoCarry(t *testing.T) {
	for votes, want := range map[string]Outcome{
		"": OutcomePending, "y": OutcomePending, "n": OutcomePending, "yn": OutcomePending, "ny": OutcomePending,
		"yy": OutcomeApproved, "yny": OutcomeApproved, "nyy": OutcomeApproved,
		"nn": OutcomeChanges, "nyn": OutcomeChanges, "ynn": OutcomeChanges,
	} {
		c := inState(StateInReview, Private, nobody)
		c.Reviews[0].Needed = Carry
		var last Event
		for i, v := range votes {
			u := []User{reviewer, editor, admin}[i]
			var err error
			if v == 'y' {
				last, err = c.Approve(u, noon, "fine by "+u.Name, "")
			} else {
				last, err = c.RequestChanges(u, noon, "not by "+u.Name)
			}
			if err != nil {
				t.Fatalf("%s, vote %d: %v", votes, i+1, err)
			}
			if i < len(votes)-1 && (last.Action != "voted" || last.Note != "") {
				t.Errorf("%s: vote %d tells how: %+v", votes, i+1, last)
			}
		}
		if c.Reviews[0].Outcome != want || len(c.Reviews[0].Decisions) != len(votes) {
			t.Errorf("%q: got %s with %d votes, want %s", votes, c.Reviews[0].Outcome, len(c.Reviews[0].Decisions), want)
		}
		if decided := want != OutcomePending; decided != strings.Contains(last.Note, "Rae") || decided == (c.State == StateInReview) {
			t.Errorf("%q: got %s, %q", votes, c.State, last.Note)
		}
		if (c.Verdict != nil) != (want == OutcomeApproved) {
			t.Errorf("%q: got the verdict %+v", votes, c.Verdict)
		}
	}
}

func TestNobodyVotesTwiceNorOnWhatTheyWrote(t *testing.T) {
	c := inState(StateInReview, Private, nobody)
	c.Reviews[0].Needed = Carry
	for _, u := range []User{author, contributor, gone} {
		if _, err := c.Approve(u, noon, "", ""); err == nil {
			t.Errorf("%s voted", u.Name)
		}
	}
	if _, err := c.Approve(reviewer, noon, "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Approve(reviewer, noon, "", ""); KindOf(err) != KindConflict {
		t.Errorf("twice: got %v", err)
	}
	if _, err := c.RequestChanges(reviewer, noon, "x"); KindOf(err) != KindConflict {
		t.Errorf("the other way: got %v", err)
	}
	if e, err := c.Approve(author, noon, "", "the others are away"); err != nil || e.Action != "approved alone" || c.State != StateApproved {
		t.Errorf("an editor alone: got %+v, %v", e, err)
	}
}

func TestTheRuleOfTheProposalsDayGoesOnHolding(t *testing.T) {
	scale := DefaultScale()
	for rule, want := range map[ReviewRule]bool{ReviewByOne: false, ReviewTwoOfThree: true, "": false} {
		c := inState(StateResearching, Private, reviewer)
		if _, err := c.ProposeUnder(rule, reviewer, noon, scale, "false", "r"); err != nil || c.Pending().Vote() != want {
			t.Errorf("%q: got a vote %t, %v", rule, c.Pending().Vote(), err)
		}
	}
}

func TestTheVotesOfOthersDoNotMakeAPageOld(t *testing.T) {
	c := inState(StateInReview, Private, nobody)
	c.Revision = 6
	c.Reviews[0].Needed, c.Reviews[0].Revision = Carry, 5
	c.Reviews[0].Decisions = []Decision{{By: reviewer.Person(), Approve: true}}
	for revision, want := range map[int]bool{4: false, 5: true, 6: true} {
		if err := c.BasedVote(revision); (err == nil) != want {
			t.Errorf("revision %d: got %v", revision, err)
		}
	}
	c.Revision = 7 // something else happened as well
	if err := c.BasedVote(5); KindOf(err) != KindStale {
		t.Errorf("got %v", err)
	}
}
