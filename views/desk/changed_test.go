package desk_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/views/desk"
)

// pageOf lets the site's fetches give a text, or fail.
func (s *site) pageOf(text string, err error) {
	s.mount(desk.Config{BaseURL: "https://desk.example", Fetch: func(context.Context, string) (claims.Article, []byte, error) {
		return claims.Article{URL: "https://news.example/1", Title: "The morning interview", Text: text}, []byte("<html>" + text), err
	}})
}

func TestAChangedPageIsShownWithItsDifferenceAndBecomesATask(t *testing.T) {
	s := newSite(t)
	rev, writer := s.in("Rae Reviewer", claims.Reviewer), s.in("Cory Contributor", claims.Contributor)
	a, found, err := ingest.Prepare(claims.Article{URL: "https://news.example/1", Title: "The morning interview", Outlet: "Skarrow Post", Text: story})
	if err != nil {
		t.Fatal(err)
	}
	if a, err = s.db.CreateArticle(t.Context(), rev.User, a, []byte("<html>"), found); err != nil {
		t.Fatal(err)
	}
	list, err := s.db.ArticleClaims(t.Context(), a.ID)
	if err != nil || len(list) < 3 {
		t.Fatalf("claims: %d, %v", len(list), err)
	}
	fares := list[0]
	rev.send(fares.ID, "accept")
	room, fetch := "/desk/articles/"+a.ID.String(), "/desk/articles/"+a.ID.String()+"/fetch"
	rev.get(room).has(200, "Fetch the page again")
	writer.get(room).has(200, "Versions").hasNot("Fetch the page again")
	rev.get(room+"/versions").has(200, "There is one version", "was not fetched again")

	s.pageOf(story, nil)
	rev.get(rev.post(fetch, nil).has(303).to).has(200, "its text is the same", "There is one version")

	s.pageOf("", claims.Invalid("url", "the site answered with 500 instead of the page"))
	rev.get(rev.post(fetch, nil).has(303).to).has(200, "The last look failed: the site answered with 500")

	s.pageOf(strings.Replace("Updated at noon.\n\n"+story, "by a fifth", "by a <b>tenth</b>", 1), nil)
	writer.post(fetch, nil).has(403)
	p := rev.get(rev.post(fetch, nil).has(303).to)
	p.has(200, "1 quote no longer stands there", "<ins>Updated at noon.</ins>", "<mark>fifth</mark></del>", "&lt;b&gt;tenth", "Since we came into office", "No longer in the article", "the same …").hasNot("<b>tenth")
	rev.get("/desk").has(200, "1 changed article")
	rev.get("/desk/changed").has(200, "The morning interview", "Dealt with")
	writer.get("/desk/changed").has(200, "The morning interview").hasNot("Dealt with")
	rev.get("/desk/claims/"+fares.ID.String()).has(200, "The article was changed after we quoted it: these words no longer stand there")
	rev.get("/desk/claims/"+fares.ID.String()+"/history").has(200, "found its words gone")
	rev.get("/desk/claims/"+list[1].ID.String()).has(200, "the words stand at another place of it")
	rev.get(room+"?c="+fares.ID.String()).has(200, "these words no longer stand there")
	rev.get(room+"/versions?from=2&to=1").has(200, "From version 2 to 1", "<del>Updated at noon.</del>")
	for _, q := range []string{"?from=9", "?to=0", "?from=x", "?to=-1", "?from=99999999999999999999"} {
		if got := rev.get(room + "/versions" + q); got.status != 404 && got.status != 422 {
			t.Errorf("%s: status %d", q, got.status)
		}
	}

	open, err := s.db.OpenChanges(t.Context())
	if err != nil || len(open) != 1 {
		t.Fatalf("tasks: %+v, %v", open, err)
	}
	settle := room + "/changes/" + open[0].ID.String() + "/settle"
	writer.post(settle, url.Values{}).has(403)
	rev.get(rev.post(settle, url.Values{}).has(303).to).has(200, "Dealt with. It is off the list.", "dealt with by ", "Rae Reviewer", "Nothing. Every quote")
	rev.get("/desk").has(200).hasNot("changed article")

	s.pageOf(story, nil)
	rev.get(rev.post(fetch, nil).has(303).to).has(200, "its text changed", "From version 2 to 3").hasNot("No longer in the article")
	rev.get("/desk/claims/" + fares.ID.String()).has(200).hasNot("The article was changed after we quoted it:")
}

func TestAnArticleWithoutAnAddressIsNotFetched(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	a, found, err := ingest.Prepare(claims.Article{Title: "The morning interview", Outlet: "Skarrow Post", Text: story})
	if err != nil {
		t.Fatal(err)
	}
	if a, err = s.db.CreateArticle(t.Context(), rev.User, a, nil, found); err != nil {
		t.Fatal(err)
	}
	rev.get("/desk/articles/" + a.ID.String()).hasNot("Fetch the page again")
	rev.post("/desk/articles/"+a.ID.String()+"/fetch", nil).has(409)
}
