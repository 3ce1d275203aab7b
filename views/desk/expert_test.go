package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"touchstone/claims"
)

var expertLink = regexp.MustCompile(`<code>https://desk.example(/expert/[A-Z2-7]+)</code>|<code>[a-z]*:?/*[^/<]*(/expert/[A-Z2-7]+)</code>`)

func TestAnExpertReadsOneDraftAndAnswersOnce(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold")
	d.rev.send(d.id, "sources", source...)
	d.rev.post(d.path()+"/comments", url.Values{"remark": {"A word among colleagues."}})
	d.rev.send(d.id, "answer", proposal...)
	ask := url.Values{"expert_name": {"Dr Ida Holm"}, "expert_question": {"Is the index\nthe right one?"}, "expert_deadline": {"2026-03-20"}}
	d.con.post(d.path()+"/experts", ask).has(http.StatusForbidden)
	d.other.post(d.path()+"/experts", url.Values{"expert_question": {"kept question"}}).has(422, `href="#expert_name"`, `href="#expert_deadline"`, "kept question")
	got := d.other.post(d.path()+"/experts", ask)
	got.has(http.StatusCreated, "It is shown only now", "open until the end of 20 March 2026", "Revoke the link")
	m := expertLink.FindStringSubmatch(got.body)
	if m == nil {
		t.Fatalf("no link on the page:\n%s", text(got.body))
	}
	link := m[1] + m[2]
	d.other.post(d.path()+"/experts", ask).has(http.StatusConflict, "There is an open link with this question")
	if k := d.load(d.id); k.State != claims.StateInReview {
		t.Errorf("asking changed the state to %s", k.State)
	}

	guest := &person{site: d.site}
	page := guest.get(link)
	page.has(200, "Dear Dr Ida Holm", "Is the index", "20 March 2026", "Fares fell by 4 per cent.", "Rail fare index", "108.1 after 112.6", "Your answer", "noindex").
		hasNot("A word among colleagues", "Four is not twenty", "ostly false", "/desk", "/login", "Sign out", "<nav")
	if h := page.header; h.Get("Cache-Control") != "private, no-store" || h.Get("X-Robots-Tag") != "noindex, nofollow" || h.Get("Set-Cookie") != "" {
		t.Errorf("headers: %v", h)
	}
	guest.post(link, url.Values{"answer": {" "}}).has(422, "Write your answer first")
	for _, path := range []string{d.path(), d.path() + "/history", "/desk"} {
		if p := guest.get(path); p.status == 200 {
			t.Errorf("%s is open to a guest", path)
		}
	}
	revision := d.load(d.id).Revision
	guest.post(link, url.Values{"answer": {"It is.\nTable 14 has both years."}}).has(http.StatusSeeOther)
	guest.get(link).has(200, "Thank you").hasNot("Fares fell")
	guest.post(link, url.Values{"answer": {"It is.\nTable 14 has both years."}}).has(http.StatusGone)
	if k := d.load(d.id); k.Revision != revision {
		t.Errorf("an answer raised the revision from %d to %d", revision, k.Revision)
	}
	d.rev.get(d.path()).has(200, "Dr Ida Holm, asked from outside", "Table 14 has both years.", "answered on 15 March 2026")
	d.rev.get(d.path()+"/history").has(200, "asked an expert")

	d.rev.send(d.id, "take-back")
	id := d.links()[0].ID.String()
	d.rev.send(d.id, "experts/"+id+"/source", "source_stance", "refutes").has(200, "Answer to our question of 15 March 2026", "Dr Ida Holm, expert")
}

func (d *team) links() []claims.ExpertLink {
	d.Helper()
	list, err := d.db.ExpertLinks(d.Context(), d.id)
	if err != nil || len(list) == 0 {
		d.Fatalf("got %v, %v", list, err)
	}
	return list
}

func TestAnExpertsLinkEndsByItselfAndByHand(t *testing.T) {
	d := newTeam(t)
	guest := &person{site: d.site}
	l, token, err := d.db.InviteExpert(t.Context(), d.rev.User, d.id, "Dr Ida Holm", "Is it?", claims.Date{Day: "2026-03-15", Precision: claims.DayPrecision})
	if err != nil {
		t.Fatal(err)
	}
	guest.get("/expert/" + token).has(200)
	d.now = d.now.Add(16 * time.Hour)
	guest.get("/expert/" + token).has(http.StatusGone)
	guest.post("/expert/"+token, url.Values{"answer": {"Late"}}).has(http.StatusGone)
	d.now = d.now.Add(-16 * time.Hour)
	d.other.post(d.path()+"/experts/"+l.ID.String()+"/revoke", nil).has(http.StatusSeeOther)
	d.other.post(d.path()+"/experts/"+l.ID.String()+"/revoke", nil).has(http.StatusConflict)
	guest.get("/expert/" + token).has(http.StatusGone)
	guest.get("/expert/ABCDEFGHIJKLMNOPQRSTUVWXYZ").has(http.StatusGone)
}
