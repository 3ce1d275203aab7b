package views

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

func TestAnAdminWatchesAFeedAndSeesWhatItBrought(t *testing.T) {
	d := newHouse(t, Config{})
	admin := d.as(claims.Admin)
	for name, form := range map[string]url.Values{
		"no address":  {"url": {""}, "every": {"60"}},
		"a script":    {"url": {"javascript:alert(1)"}, "every": {"60"}},
		"no interval": {"url": {"https://news.site/feed"}, "every": {"1"}},
	} {
		if w := admin.post("/admin/feeds", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "There is a problem") {
			t.Errorf("%s: status %d\n%s", name, w.Code, w.Body)
		}
	}
	w := admin.post("/admin/feeds", url.Values{"url": {"https://news.site/feed"}, "every": {"30"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("add: status %d\n%s", w.Code, w.Body)
	}
	page, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if body := admin.get(w.Header().Get("Location")).Body.String(); !strings.Contains(body, "The feed is watched.") || !strings.Contains(body, "Every 30 minutes") || !strings.Contains(body, "Not read yet") {
		t.Errorf("the new feed’s page:\n%s", body)
	}
	if w := admin.post("/admin/feeds", url.Values{"url": {"http://www.news.site/feed/"}, "every": {"30"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "is watched already") {
		t.Errorf("the same again: status %d", w.Code)
	}
	d.look(t, db.FeedAnswer{Title: "<script>News</script>", Entries: []claims.Entry{{URL: "https://news.site/1", Title: "<b>One</b>"}, {URL: "https://news.site/2"}}})
	body := admin.get(page).Body.String()
	if !strings.Contains(body, "&lt;script&gt;News") || !strings.Contains(body, "&lt;b&gt;One&lt;/b&gt;") || !strings.Contains(body, "waits to be fetched") || strings.Contains(body, "<b>One") {
		t.Errorf("what it named:\n%s", body)
	}
	if w := admin.post(page+"/check", nil); w.Code != http.StatusSeeOther {
		t.Errorf("check now: status %d", w.Code)
	}
	d.look(t, db.FeedAnswer{Problem: "the site answered with 500"})
	if body := admin.get("/admin/feeds").Body.String(); !strings.Contains(body, "The last look failed: the site answered with 500.") || !strings.Contains(body, "2 pages are waiting to be fetched") {
		t.Errorf("the list:\n%s", body)
	}
	if body := admin.get("/admin/feeds").Body.String(); !strings.Contains(body, "Import https://news.site/1") || !strings.Contains(body, "the site is down · failed once") {
		t.Errorf("what is tried again:\n%s", body)
	}
	if !strings.Contains(body, "0 of 2 dealt with") || !strings.Contains(body, `hx-trigger="every 3s"`) {
		t.Errorf("what waits shows no progress:\n%s", body)
	}
	if w := admin.post(page+"/call-off", nil); w.Code != http.StatusSeeOther {
		t.Errorf("call off what waits: status %d", w.Code)
	}
	if body := admin.get(page).Body.String(); strings.Contains(body, "dealt with") || strings.Contains(body, "hx-trigger") || !strings.Contains(body, "called off") {
		t.Errorf("after it was called off:\n%s", body)
	}
	if w := admin.post(page+"/call-off", nil); w.Code != http.StatusConflict {
		t.Errorf("called off again: status %d, want 409", w.Code)
	}
	if w := admin.get(page + "/report.csv"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "https://news.site/1,<b>One</b>,failed,called off,") {
		t.Errorf("the report: status %d\n%s", w.Code, w.Body)
	}
	if w := admin.post(page+"/pause", nil); w.Code != http.StatusSeeOther || !strings.Contains(admin.get(page).Body.String(), "Go on watching") {
		t.Errorf("pause: status %d", w.Code)
	}
	if w := admin.post(page+"/check", nil); w.Code != http.StatusConflict {
		t.Errorf("check while paused: status %d, want 409", w.Code)
	}
	if w := admin.post(page+"/resume", nil); w.Code != http.StatusSeeOther {
		t.Errorf("resume: status %d", w.Code)
	}
	w = admin.post(page+"/remove", nil)
	if w.Code != http.StatusSeeOther || !strings.Contains(admin.get(w.Header().Get("Location")).Body.String(), "Undo: watch it again") {
		t.Errorf("remove: status %d", w.Code)
	}
	if w := admin.get(page); w.Code != http.StatusNotFound {
		t.Errorf("after the removal: status %d", w.Code)
	}
}

// look does the work of a look at the house's one feed.
func (h *house) look(t *testing.T, a db.FeedAnswer) {
	t.Helper()
	j, ok, err := h.d.TakeJob(t.Context(), time.Minute, nil)
	for ok && err == nil && j.Kind != db.JobFeed {
		if err = h.d.RetryJob(t.Context(), j, 0, "the site is down"); err == nil {
			j, ok, err = h.d.TakeJob(t.Context(), time.Minute, nil)
		}
	}
	if err != nil || !ok {
		t.Fatalf("take the job: %v, %v", ok, err)
	}
	id, err := j.Subject()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.d.KeepFeed(t.Context(), j, id, a); err != nil {
		t.Fatal(err)
	}
}
