package desk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

func TestTheCalendarShowsWhatIsToBeLookedAtAgain(t *testing.T) {
	s := newSite(t)
	s.db.Now = func() time.Time { return time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC) }
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	list, err := s.db.ArticleClaims(t.Context(), article)
	if err != nil || len(list) < 3 {
		t.Fatal(list, err)
	}
	for i, day := range []string{"2026-03-17", "2026-03-31", "2026-04"} {
		rev.send(list[i].ID, "accept", "review_by", day)
	}
	rev.get("/desk/calendar").has(200, "March 2026", "2 claims to look at again in this month.", list[0].Statement, "Open, overdue", list[1].Statement, `aria-current="date"`, "?month=2026-02", "?month=2026-04").
		hasNot(list[2].Statement)
	rev.get("/desk/calendar?month=2026-04").has(200, "April 2026", "1 claim to look at again", "Open, by April 2026").hasNot("overdue</p>")
	rev.get("/desk/calendar?month=2025-12").has(200, "No claim is to be looked at again in this month.")
	for _, bad := range []string{"2026-13", "x", "0001-01", "99999-01", "2026-03-01", "%3Cscript%3E"} {
		if got := rev.get("/desk/calendar?month=" + bad); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: got %d", bad, got.status)
		}
	}
	days := strings.Count(rev.get("/desk/calendar").body, "<time ")
	if days != 42 { // from Monday 23 February to Sunday 5 April
		t.Errorf("March 2026 is drawn as %d days", days)
	}
	rev.send(list[0].ID, "reject", "reject_reason", "opinion")
	rev.get("/desk/calendar").has(200, "1 claim to look at again").hasNot(list[0].Statement)
}

func TestTheBoardHasAColumnForEachState(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	list, err := s.db.ArticleClaims(t.Context(), article)
	if err != nil || len(list) < 3 {
		t.Fatal(list, err)
	}
	rev.send(list[0].ID, "accept", "priority", "high")
	rev.send(list[0].ID, "hold")
	body := rev.get("/desk/board").has(200, "Researching", "High", "You · ", "Nothing here.").body
	_, researching, _ := strings.Cut(body, `>Researching <`)
	researching, _, _ = strings.Cut(researching, "</section>")
	if !strings.Contains(researching, list[0].Statement) || strings.Contains(researching, list[1].Statement) {
		t.Errorf("the column of what is researched: %s", researching)
	}
}
