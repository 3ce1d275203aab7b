package desk_test

import (
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

func TestTheDeskCountsWhatWaitsAndWhatSecondPeopleSaid(t *testing.T) {
	d := newTeam(t)
	now := d.db.Now()
	d.propose()
	d.other.send(d.id, "decide", "do", "changes", "comment", "Which index?")
	list, err := d.db.ArticleClaims(t.Context(), d.load(d.id).Appearances[0].ArticleID)
	if err != nil || len(list) < 3 {
		t.Fatal(list, err)
	}
	d.rev.send(list[1].ID, "reject", "reject_reason", "opinion")
	d.db.Now = func() time.Time { return now.Add(252 * time.Hour) }
	d.rev.signIn()
	d.rev.get("/desk/stats").has(200, "8 to 14 days", "The desk in numbers", "What second people said", "Changes asked for", "/desk/stats/waiting.csv")
	waiting := d.rev.get("/desk/stats/waiting.csv").has(200).body
	for _, want := range []string{"state,days,claims\r\n", "new,10,", "researching,10,1\r\n"} {
		if !strings.Contains(waiting, want) {
			t.Errorf("waiting.csv lacks %q:\n%s", want, waiting)
		}
	}
	if strings.Contains(waiting, "rejected") {
		t.Errorf("what was rejected waits:\n%s", waiting)
	}
	if got, want := d.rev.get("/desk/stats/opinions.csv").has(200).body, "month,decided,approved_at_once,changes_requested,approved_alone,taken_back\r\n"+now.Format("2006-01")+",1,0,1,0,0\r\n"; got != want {
		t.Errorf("opinions.csv: got %q, want %q", got, want)
	}
	d.rev.get("/desk/stats/people.csv").has(404)
}

func TestTheMedianOfWaitingIsTheMiddleOne(t *testing.T) {
	w := claims.Waiting{State: claims.StateOpen, Ages: []claims.Delay{{Days: 30, N: 1}, {Days: 1, N: 2}, {Days: 4, N: 2}}}
	if m, ok := claims.Median(w.Ages); m != 4 || !ok || w.N() != 5 || w.Longest() != 30 {
		t.Errorf("got %d, %v, %d, %d", m, ok, w.N(), w.Longest())
	}
}
