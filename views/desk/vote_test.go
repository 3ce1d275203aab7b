package desk_test

import (
	"net/http"
	"net/url"
	"testing"

	"touchstone/claims"
)

func TestThreeVoteBlindAndTwoCarry(t *testing.T) {
	d := newTeam(t)
	s := claims.DefaultSettings()
	s.SecondReview = claims.ReviewTwoOfThree
	if err := d.db.SaveSettings(t.Context(), d.ed.Person(), s); err != nil {
		t.Fatal(err)
	}
	third := d.in("Tilda Third", claims.Reviewer)
	d.propose()
	open := d.load(d.id).Revision
	d.other.get(d.path()).has(200, "Nobody has voted yet", "Three vote, two carry")
	d.other.send(d.id, "decide", "do", "approve", "comment", "Secretly convinced.").has(200, "Your vote counts", "1 colleague has voted", "Secretly convinced.", "You voted already")
	d.other.try(d.id, "decide", "do", "approve").has(http.StatusConflict, "you voted already")
	for _, p := range []*person{d.rev, d.ed, third, d.con} {
		p.get(d.path()).has(200, "1 colleague has voted").hasNot("Secretly", "Otto Other approved", "Otto Other asked")
		p.get(d.path()+"/history").has(200, "voted").hasNot("Secretly")
	}
	// A page that was opened before the first vote is not old.
	d.now = d.now.Add(1)
	v := url.Values{"revision": {itoa(open)}, "do": {"changes"}, "comment": {"Table 14 is missing."}}
	d.ed.post(d.path()+"/decide", v).has(http.StatusSeeOther)
	third.get(d.path()).has(200, "2 colleagues have voted").hasNot("Table 14")
	third.send(d.id, "decide", "do", "approve").has(200, "Approved. An editor can publish it.", "Otto Other for it: Secretly convinced.; Edda Editor against it: Table 14 is missing.", "Otto Other approved", "Tilda Third approved", "Edda Editor asked for changes")
	if k := d.load(d.id); k.State != claims.StateApproved || len(k.Reviews[0].Decisions) != 3 || k.Reviews[0].Needed != claims.Carry {
		t.Errorf("got %s, %+v", k.State, k.Reviews)
	}
}
