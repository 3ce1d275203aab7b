package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

var stepAt = regexp.MustCompile(`name="at" value="(\d+)"`)

// undo presses the button that undoes the newest step.
func (p *person) undo(article claims.ID) page {
	p.Helper()
	at := stepAt.FindStringSubmatch(p.get("/desk").body)
	if at == nil {
		p.Fatal("the queue offers nothing to undo")
	}
	v := url.Values{"at": {at[1]}, "back": {"/desk?state=new"}}
	if article != 0 {
		v.Set("article", article.String())
	}
	return p.post("/desk/undo", v)
}

// later lets a minute pass with each act, as between the acts of a person.
func (s *site) later() {
	now := s.db.Now()
	s.db.Now = func() time.Time { now = now.Add(time.Second); return now }
}

func TestTenActsAreUndoneOneByOne(t *testing.T) {
	s := newSite(t)
	s.later()
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	list, err := s.db.ArticleClaims(t.Context(), article)
	if err != nil || len(list) < 3 {
		t.Fatal(list, err)
	}
	var did []claims.ID
	for n := range 10 { // accepted, then rejected, then looked at again elsewhere: each claim takes several acts
		k := s.load(list[n%len(list)].ID)
		if k.State == claims.StateNew {
			rev.send(k.ID, "accept", "article", article.String())
		} else if k.State == claims.StateOpen {
			rev.send(k.ID, "reject", "reject_reason", "opinion")
		} else {
			continue
		}
		did = append(did, k.ID)
	}
	for n := len(did) - 1; n >= 0; n-- {
		was := s.load(did[n])
		rev.undo(0)
		is := s.load(did[n])
		if is.Revision != was.Revision+1 || is.State == was.State {
			t.Fatalf("step %d: %s of revision %d became %s of revision %d", n, was.State, was.Revision, is.State, is.Revision)
		}
	}
	for _, k := range list {
		if k := s.load(k.ID); k.State != claims.StateNew || k.RejectReason != "" {
			t.Errorf("after all: %s, %q", k.State, k.RejectReason)
		}
	}
	if strings.Contains(rev.get("/desk").body, `name="at"`) {
		t.Error("there is still something to undo")
	}
	rev.get("/desk/claims/"+list[0].ID.String()+"/history").has(200, "undid the step before")
}

func TestAnUndoLeadsBackToTheCandidateAndStopsWhereSomebodyWentOn(t *testing.T) {
	s := newSite(t)
	s.later()
	rev, other := s.in("Rae Reviewer", claims.Reviewer), s.in("Otto Other", claims.Reviewer)
	article := rev.article(story)
	k := s.found(article, "fallen by a fifth")
	rev.send(k.ID, "reject", "article", article.String(), "reject_reason", "opinion").has(200, "Undo", "rejected “")
	got := rev.undo(article)
	if want := "/desk/articles/" + article.String() + "?c=" + k.ID.String() + "&did=undone&to=" + k.ID.String() + "#current"; got.status != http.StatusSeeOther || got.to != want {
		t.Errorf("got %d to %s, want %s", got.status, got.to, want)
	}
	rev.get(got.to).has(200, "Undone. It is as it was.")

	rev.send(k.ID, "accept", "article", article.String())
	at := stepAt.FindStringSubmatch(rev.get("/desk").body)[1]
	other.send(k.ID, "hold")
	if strings.Contains(rev.get("/desk").body, `value="`+at+`"`) {
		t.Error("what somebody went on with is offered to be undone")
	}
	rev.post("/desk/undo", url.Values{"at": {at}}).has(http.StatusConflict, "the claim was changed since, by Otto Other")
	other.post("/desk/undo", url.Values{"at": {at}}).has(http.StatusNotFound)
	rev.post("/desk/undo", url.Values{"at": {"soon"}}).has(http.StatusUnprocessableEntity)
}

func TestSeveralClaimsAreDecidedAtOnceAndPutBackAtOnce(t *testing.T) {
	s := newSite(t)
	s.later()
	rev, editor := s.in("Rae Reviewer", claims.Reviewer), s.in("Edda Editor", claims.Editor)
	article := rev.article(story)
	list, err := s.db.ArticleClaims(t.Context(), article)
	if err != nil || len(list) < 3 {
		t.Fatal(list, err)
	}
	v := url.Values{"back": {"/desk?state=new"}}
	for _, k := range list {
		v.Add("claim", k.ID.String())
	}
	with := func(more ...string) url.Values {
		w := url.Values{}
		for k, list := range v {
			w[k] = list
		}
		for i := 0; i < len(more); i += 2 {
			w[more[i]] = []string{more[i+1]}
		}
		return w
	}
	rev.get("/desk?state=new").has(200, "With the ticked claims", `name="claim" value="`+list[0].ID.String()+`"`, "Select all on this page")
	rev.get("/desk/articles/"+article.String()).has(200, "Decide several at once")

	rev.post("/desk/together", with("do", "reject")).has(422, "Choose why the claims will not be checked", list[0].Statement, "checked")
	rev.post("/desk/together", with("do", "tag", "all_topic", " ")).has(422, "Write the topic")
	rev.post("/desk/together", with("do", "eat")).has(422, "Choose what is to be done")
	rev.post("/desk/together", url.Values{"do": {"accept"}}).has(422, "No claim was chosen")
	rev.post("/desk/together", url.Values{"do": {"accept"}, "claim": {"../etc"}}).has(404)

	got := rev.post("/desk/together", with("do", "tag", "all_topic", "Transport"))
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, "/desk?did=tagged&n=") {
		t.Fatalf("got %d to %s", got.status, got.to)
	}
	rev.get(got.to).has(200, "claims tagged.", "tagged "+itoa(len(list))+" claims together")
	rev.send(list[0].ID, "accept")
	rev.post("/desk/together", with("do", "accept")).has(200, itoa(len(list)-1)+" claims accepted, 1 left as they were", "The claim is open now")
	editor.post("/desk/together", with("do", "assign", "all_assignee", rev.ID.String())).has(http.StatusSeeOther)
	for _, k := range list {
		if k := s.load(k.ID); k.State != claims.StateResearching || k.Lease.By.ID != rev.ID || len(k.Topics) != 1 {
			t.Errorf("%s: %s, %+v, %v", k.Statement, k.State, k.Lease, k.Topics)
		}
	}
	editor.undo(0).has(http.StatusSeeOther)
	for _, k := range list {
		if k := s.load(k.ID); k.State != claims.StateOpen || k.Lease != nil {
			t.Errorf("after the undo: %s, %+v", k.State, k.Lease)
		}
	}
	rev.post("/desk/together", with("do", "assign", "all_assignee", rev.ID.String())).has(200, "Left as they were, and why", "may not assign")
	for _, bad := range []string{"//evil.example/", "https://evil.example/", "/claims", "\\evil"} {
		if got := editor.post("/desk/together", with("do", "assign", "all_assignee", rev.ID.String(), "back", bad)); got.to != "/desk?did=assigned&n="+itoa(len(list)) {
			t.Errorf("%s: sent to %q", bad, got.to)
		}
		editor.undo(0)
	}
}
