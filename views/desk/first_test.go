package desk_test

import (
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestANewDeskIsLedToItsFirstCheck(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	page := rev.get("/desk?state=new")
	page.has(200, "To your first check", "To do: </span>Add an article", "To do: </span>Accept a claim", "Try it on a sample article", "The desk is empty")
	page.hasNot("Add a colleague") // which an admin may
	s.in("Ada Admin", claims.Admin).get("/desk").has(200, "Add a colleague", "Done: </span><span class=\"soft\">Give a colleague an account")

	to := rev.post("/desk/sample", url.Values{}).to
	if again := rev.post("/desk/sample", url.Values{}).to; again != to || !strings.HasPrefix(to, "/desk/articles/") {
		t.Errorf("asked for again, the sample is at %s and %s", to, again)
	}
	rev.get(to).has(200, "A sample, to learn with", "It is a disgrace", "The fare to the outer islands")
	id, err := claims.ParseID(strings.TrimPrefix(to, "/desk/articles/"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.db.ArticleClaims(t.Context(), id)
	if err != nil || len(list) < 7 || len(list) > 12 {
		t.Fatalf("found %d candidates, %v", len(list), err)
	}
	if !strings.Contains(list[0].Statement, "40 per cent") {
		t.Errorf("the guide begins with a number, and the first candidate is %q", list[0].Statement)
	}
	rev.get("/desk").has(200, "Done: </span><span class=\"soft\">Add an article")
	rev.send(list[0].ID, "accept", "article", id.String())
	rev.get("/desk").has(200, "Done: </span><span class=\"soft\">Accept a claim")
	rev.get("/desk/articles/" + rev.article(story).String()).hasNot("A sample, to learn with")
}

func TestADeskThatHasACheckIsNotLedToIt(t *testing.T) {
	d := newTeam(t)
	d.rev.get("/desk").has(200, "To your first check")
	d.publish()
	d.rev.get("/desk").hasNot("To your first check")
}
