package desk_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/claims/export"
)

func TestTheQueueIsFilteredFromTheAddress(t *testing.T) {
	s := newSite(t)
	rev, other := s.in("Rae Reviewer", claims.Reviewer), s.in("Otto Other", claims.Reviewer)
	rev.get("/desk").has(200, "The desk is empty", "Add the first article")
	article := rev.article(story)
	k := s.found(article, "fallen by a fifth")
	rev.get("/desk").has(200, "Nothing here now", "Read ", "/desk/read")
	rev.get("/desk?state=new").has(200, "fallen by a fifth", "/desk/articles/"+article.String()+"?c="+k.ID.String())

	rev.send(k.ID, "accept", "topics", "Transport", "priority", "high")
	s.now = s.now.Add(49 * time.Hour)
	rev.signIn()
	other.signIn()
	rev.get("/desk").has(200, "High", "2 days", "Nobody", "<q ").hasNot("Otto Other")
	other.send(k.ID, "hold")
	rev.get("/desk?state=researching").has(200, "Otto Other", "until ", "UTC")
	rev.get("/desk?state=researching&held=me").has(200, "Nothing matches", "held by me", "Clear all")
	other.get("/desk?state=researching&held=me").has(200, "You", "just now")
	rev.get("/desk?state=researching&topic=transport").has(200, "fallen by a fifth", "Transport (1)")
	rev.get("/desk/claims?q=fares").has(200, "<mark>fares</mark>")
	rev.get("/desk/claims?q=zebras").has(200, "Nothing matches", "zebras", "Clear every filter")
	rev.get("/desk?state=nowhere").has(422)
	nobody := &person{site: s}
	nobody.get("/desk").has(http.StatusUnauthorized)
}

func TestTheQueueTurnsItsPagesWithItsFilters(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	for i := range claims.PageSize + 3 {
		if _, err := s.db.CreateClaim(t.Context(), rev.User, &claims.Claim{Statement: "Boat " + strings.Repeat("x", i+1), Language: "en"}); err != nil {
			t.Fatal(err)
		}
	}
	first := rev.get("/desk?state=new&q=boat").has(200, `rel="next"`, "after=", "q=boat", "state=new")
	href := strings.Split(strings.Split(first.body, `rel="next"`)[0], `href="`)
	to := strings.ReplaceAll(strings.Split(href[len(href)-1], `"`)[0], "&amp;", "&")
	second := rev.get(to).has(200, `rel="prev"`)
	if n := strings.Count(second.body, "<tr"); n != 4 {
		t.Errorf("second page: got %d rows with the head, want 4", n)
	}
}

func TestTheDesksExportHasEveryStateAndItsOwnColumns(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	k := s.found(article, "fallen by a fifth")
	rev.send(k.ID, "reject", "reject_reason", "opinion", "reject_note", "=1+1")
	got := rev.get("/desk/claims.csv").has(200)
	rows, err := csv.NewReader(strings.NewReader(got.body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, n := range rows[0] {
		column[n] = i
	}
	list, err := s.db.ArticleClaims(t.Context(), article)
	if err != nil || len(rows) != len(list)+1 {
		t.Errorf("got %d rows for %d claims, %v", len(rows)-1, len(list), err)
	}
	states := map[string]bool{}
	for _, r := range rows[1:] {
		states[r[column["state"]]] = true
		for _, cell := range r {
			if cell != export.Guard(export.Unguard(cell)) {
				t.Errorf("the cell %q is not guarded", cell)
			}
		}
	}
	if !states["new"] || !states["rejected"] {
		t.Errorf("states: got %v", states)
	}
	if disposition := got.header.Get("Content-Disposition"); !strings.Contains(disposition, "2026-03-15.csv") {
		t.Errorf("got %q", disposition)
	}
	if n := strings.Count(rev.get("/desk/claims.csv?state=rejected").body, "\r\n"); n != 2 {
		t.Errorf("filtered: got %d lines, want 2", n)
	}
}

func TestAnArticleIsAddedOnce(t *testing.T) {
	s := newSite(t)
	con := s.in("Cora Contributor", claims.Contributor)
	con.get("/desk/articles").has(200, "No article yet")
	con.post("/desk/articles/new", url.Values{"text": {"Kept words."}, "published": {"14 March"}}).
		has(422, "There are 3 problems", `href="#title"`, `href="#outlet"`, `href="#published"`, "Kept words.", "14 March")
	con.post("/desk/articles/new", url.Values{}).has(422, "Give the article’s text, or its address alone")
	id := con.article(story)
	con.get("/desk/articles").has(200, "The morning interview", "Harbour Radio", "14 March 2026", "undecided")
	con.post("/desk/articles/new", url.Values{"text": {"Other words altogether."}, "title": {"Again"}, "url": {"http://www.harbour.example/fares?utm_source=x"}}).
		has(http.StatusConflict, "imported already", "/desk/articles/"+id.String(), "Other words altogether.")
	con.post("/desk/articles/new", url.Values{"text": {story}, "title": {"Again"}, "outlet": {"X"}}).has(http.StatusConflict, "/desk/articles/"+id.String())
	con.post("/desk/articles/new", url.Values{"text": {"a\x00b"}, "title": {"Again"}, "outlet": {"X"}}).has(422, "some other kind of file")
}

func TestWhatWaitsForAPersonStandsAboveTheQueue(t *testing.T) {
	s := newSite(t)
	rev, other, editor := s.in("Rae Reviewer", claims.Reviewer), s.in("Otto Other", claims.Reviewer), s.in("Edda Editor", claims.Editor)
	article := rev.article(story)
	k := s.found(article, "fallen by a fifth")
	waits := func(p *person, want string) {
		t.Helper()
		body := p.get("/desk").body
		_, nav, _ := strings.Cut(body, `aria-label="Work"`)
		nav, _, _ = strings.Cut(nav, "</nav>")
		var got []string
		for _, part := range strings.Split(nav, `<span class="soft">`)[1:] {
			n, _, _ := strings.Cut(part, "<")
			got = append(got, n)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", p.Name, got, want)
		}
	}
	waits(rev, "0 0 0 0")
	rev.send(k.ID, "accept", "review_by", "2026-01-05") // a day that is past
	waits(other, "0 1 0 1")
	other.get("/desk/claims?due=overdue").has(200, k.Statement, "overdue")
	rev.send(k.ID, "hold")
	waits(rev, "1 0 0 1")
	waits(other, "0 0 0 1")
	rev.get("/desk/claims?held=me").has(200, k.Statement, `aria-current="page">My work`)
	rev.send(k.ID, "sources", source...)
	rev.send(k.ID, "answer", proposal...)
	waits(rev, "0 0 0 1") // four eyes: one's own proposal is not for oneself
	waits(other, "0 0 1 1")
	waits(editor, "0 0 1 0 1") // and what is to be published
	other.get("/desk/claims?due=review").has(200, k.Statement, "for my review")
	other.get("/desk/claims?due=nonsense").has(422, "is not known")
}

func TestSavedSearchesStandBesideTheWork(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	rev.article(story)
	rev.post("/desk/watches", url.Values{"filter": {"q=fares"}, "name": {"Rail fares"}})
	page := rev.get("/desk/claims?q=fares&sort=newest")
	page.has(200, `aria-current="page" dir="auto">Rail fares</a>`)
	rev.get("/desk").has(200, `dir="auto">Rail fares</a>`).hasNot(`aria-current="page" dir="auto"`)
	s.in("Otto Other", claims.Reviewer).get("/desk").hasNot("Rail fares")
}

func TestWhatIsApprovedAndNotOutWaitsForAnEditor(t *testing.T) {
	d := newTeam(t)
	d.propose()
	d.other.send(d.id, "decide", "do", "approve")
	d.ed.get("/desk").has(200, `due=publish`, `To publish <span class="soft">1</span>`)
	d.ed.get("/desk/claims?due=publish").has(200, "fallen by a fifth", "to publish")
	d.ed.get("/desk/board").has(200, `Approved, not published <span class="soft">1</span>`)
	d.rev.get("/desk").hasNot("To publish")
	d.ed.send(d.id, "publish")
	d.ed.get("/desk").has(200, `To publish <span class="soft">0</span>`)
	d.ed.get("/desk/board").has(200, `Approved, not published <span class="soft">0</span>`)
}
