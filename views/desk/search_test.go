package desk_test

import (
	"net/url"
	"testing"

	"touchstone/claims"
)

func TestASearchAtTheDeskIsMendedAndShowsTheWayOn(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	k := s.found(rev.article(story), "fallen by a fifth")
	rev.send(k.ID, "accept")
	rev.get("/desk/claims?q=fraes").has(200, "Showing results for", "fares", "Search instead for", "q=fraes", "exact=1")
	rev.get("/desk/claims?q=fraes&exact=1").has(200, "Nothing matches")
	rev.get("/desk/claims?q=fares+qqqqqq").has(200, "Nothing matches", "Look without “qqqqqq”")
	rev.get("/desk/claims?q=talvik+qqqqqq").has(200, "Statements of Oona Talvik-Reyes")
	rev.get("/desk/claims?q=fares&sort=best").has(200, "Best match first", "<mark>fares</mark>", "How to search")
	rev.get("/desk/claims?q=fares+before:yesterday").has(422, "There is a problem", "takes a date", "fares")
}

func TestASearchIsSavedAndRemoved(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	rev.article(story)
	rev.get("/desk/watches").has(200, "You have none")
	rev.get("/desk/claims?q=fares").has(200, "Save this search as", `value="q=fares"`)
	if got := rev.post("/desk/watches", url.Values{"filter": {"q=fares"}}); got.status != 303 {
		t.Errorf("save: got status %d", got.status)
	}
	rev.get("/desk/watches?did=watched").has(200, "Saved. You are told", `href="/desk/claims?q=fares"`)
	rev.post("/desk/watches", url.Values{"name": {"kept"}}).has(422, "There is a problem", `value="kept"`)
	rev.post("/desk/watches", url.Values{"name": {"x"}, "filter": {"q=a&sort=id"}}).has(422, "There is a problem")
}
