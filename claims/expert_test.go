package claims

import (
	"slices"
	"testing"
	"time"
)

func TestWhoMayAskAnExpertAndInWhichState(t *testing.T) {
	open := []State{StateOpen, StateResearching, StateInReview, StateOnHold, StateApproved}
	for _, s := range States {
		for _, u := range []User{nobody, contributor, reviewer, editor, admin, gone} {
			c := inState(s, Private, nobody)
			l, e, err := c.InviteExpert(u, noon, " Dr Ida Holm ", "Is the index right?", day("2026-03-14"), nil)
			if want := slices.Contains(open, s) && u.May(ActEdit); (err == nil) != want {
				t.Errorf("%s by %q: got %v, want allowed %t", s, u.Name, err, want)
			}
			if err == nil && (l.Name != "Dr Ida Holm" || !l.ExpiresAt.Equal(noon.Add(12*time.Hour)) || e.Actor.ID != u.ID) {
				t.Errorf("got %+v, %+v", l, e)
			}
		}
	}
	c := inState(StateOpen, Private, nobody)
	_, _, err := c.InviteExpert(reviewer, noon, "", " ", day("2026-03-13"), nil)
	if p, _ := err.(Problems); len(p) != 3 {
		t.Errorf("nothing given: got %v", err)
	}
	if _, _, err := c.InviteExpert(reviewer, noon, "x", "y", day("2026-06-13"), nil); KindOf(err) != KindInvalid {
		t.Errorf("too far ahead: got %v", err)
	}
	have := []ExpertLink{{ID: 1, Name: "x", Question: "y", ExpiresAt: noon.Add(time.Hour)}}
	if _, _, err := c.InviteExpert(reviewer, noon, "x", "y", day("2026-03-15"), have); KindOf(err) != KindExists {
		t.Errorf("sent twice: got %v", err)
	}
	have[0].AnsweredAt = noon
	if _, _, err := c.InviteExpert(reviewer, noon, "x", "y", day("2026-03-15"), have); err != nil {
		t.Errorf("asked again after an answer: got %v", err)
	}
}

func TestAnExpertAnswersOnceBeforeTheDeadline(t *testing.T) {
	c := inState(StateInReview, Private, nobody)
	link := ExpertLink{ID: 7, ClaimID: c.ID, Name: "Dr Ida Holm", MadeAt: noon, ExpiresAt: noon.Add(time.Hour)}
	for name, tc := range map[string]struct {
		link ExpertLink
		now  time.Time
		text string
		kind Kind
	}{
		"in time":  {link, noon, "It is right.", KindInternal},
		"too late": {link, noon.Add(time.Hour), "x", KindGone},
		"revoked":  {ExpertLink{ID: 7, ExpiresAt: noon.Add(time.Hour), RevokedAt: noon}, noon, "x", KindGone},
		"twice":    {ExpertLink{ID: 7, ExpiresAt: noon.Add(time.Hour), AnsweredAt: noon}, noon, "x", KindGone},
		"unknown":  {ExpertLink{}, noon, "x", KindGone},
		"nothing":  {link, noon, " \n", KindInvalid},
	} {
		l := tc.link
		e, err := c.ExpertAnswered(tc.now, &l, tc.text)
		if KindOf(err) != tc.kind {
			t.Errorf("%s: got %v", name, err)
		}
		if err == nil && (!l.Answered() || e.Actor.ID != 0 || Thread([]Event{e})[0].Expert != 7) {
			t.Errorf("%s: got %+v, %+v", name, l, e)
		}
	}
	if _, err := c.RevokeExpert(contributor, noon, &link); KindOf(err) != KindForbidden {
		t.Errorf("revoked by a contributor: got %v", err)
	}
	if _, err := c.RevokeExpert(reviewer, noon, &link); err != nil || link.Open(noon) == nil {
		t.Errorf("revoked: got %v", err)
	}
	link.RevokedAt, link.AnsweredAt, link.Answer = time.Time{}, noon, "It is right."
	c = inState(StateOpen, Private, nobody)
	if _, err := c.ExpertEvidence(reviewer, noon, link, Supports, ""); err != nil || c.Evidence[1].Source.Kind != Expert || c.Evidence[1].Source.Publisher != "Dr Ida Holm" {
		t.Errorf("as a source: got %+v, %v", c.Evidence, err)
	}
}
