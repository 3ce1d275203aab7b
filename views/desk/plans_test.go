package desk_test

import (
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

func TestNoPageOfTheDeskReadsAWholeTable(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	for _, path := range []string{
		"/desk", "/desk?state=new", "/desk/board", "/desk/calendar", "/desk/articles/" + article.String(),
		"/desk/claims", "/desk/claims?held=me", "/desk/claims?held=nobody&state=open", "/desk/claims?due=review", "/desk/claims?due=overdue", "/desk/claims?due=publish",
	} {
		if p := rev.get(path); p.status != 200 {
			t.Errorf("%s answers %d", path, p.status)
		}
	}
	readsNoWholeTable(t, s.db, 30)
}

// To find whose time has come, SQLite once read every claim, once a minute.
func TestWhatTheDeskDoesEachMinuteReadsNoWholeTable(t *testing.T) {
	s := newSite(t)
	s.in("Rae Reviewer", claims.Reviewer).article(story)
	if _, err := s.db.TellTime(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.TellWatches(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.db.TakeJob(t.Context(), time.Minute, nil); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.db.TakeMail(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	readsNoWholeTable(t, s.db, 6)
}

func readsNoWholeTable(t *testing.T, d *db.DB, least int) {
	t.Helper()
	plans, err := d.Plans(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(plans) < least {
		t.Fatalf("only %d plans were found", len(plans))
	}
	for _, p := range plans {
		for _, step := range p.Steps {
			if whole(step, p.Query) {
				t.Errorf("%s\n    %s", step, p.Query)
			}
		}
	}
}

// whole reports whether a step of a plan reads all rows of a table that grows
// with the desk. What stands in an index of what waits is as long as the work.
func whole(step, query string) bool {
	table, found := strings.CutPrefix(step, "SCAN ")
	switch {
	case !found, strings.HasPrefix(table, "("), strings.Contains(table, "VIRTUAL TABLE"): // what a query made, words, or a list that was given
		return false
	case strings.Contains(table, "USING"):
		return strings.Contains(query, "count(*)") && !strings.Contains(query, "WHERE") && !strings.Contains(query, "LIMIT")
	case strings.Contains(query, "WHERE 0 "): // never carried out
		return false
	case table == "CONSTANT ROW", table == "settings", table == "users", table == "watches", table == "speakers" && strings.HasSuffix(query, "LIMIT 1000"), table == "match_decisions" && strings.HasSuffix(query, "LIMIT ?"):
		return false
	case strings.HasPrefix(query, "SELECT c.id, c.statement, c.short_form, c.summary, c.explanation, coalesce(s.name, '')"): // what matching knows of all claims is read once
		return false
	}
	return true
}
