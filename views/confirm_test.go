package views

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

// fields are the hidden fields of a page's form.
func fields(page string) url.Values {
	form := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return form
}

func TestWhatWouldHurtMostAsksForThePasswordAgainAfterHalfAnHour(t *testing.T) {
	d := newHouse(t, Config{})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	admin, editor := d.as(claims.Admin), d.user(claims.Editor)
	page := "/admin/users/" + editor.ID.String()
	promote := url.Values{"name": {`Ana "Anna" <b>`}, "email": {editor.Email}, "role": {"admin"}}
	now = now.Add(30*time.Minute + time.Second)
	w := admin.post(page, promote)
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "Is it you?") || d.user(claims.Editor).Role != claims.Editor {
		t.Fatalf("after half an hour: status %d, the role is %s; want 403, the question and nothing done", w.Code, d.user(claims.Editor).Role)
	}
	form := fields(w.Body.String())
	form.Set("current", "not the right words")
	w = admin.post("/account/confirm", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "This is not your present password") {
		t.Fatalf("a wrong password: status %d, want 422 with the reason", w.Code)
	}
	form = fields(w.Body.String())
	form.Set("current", password)
	w = admin.post("/account/confirm", form)
	if w.Code != http.StatusTemporaryRedirect || w.Header().Get("Location") != page {
		t.Fatalf("the right one: %d to %q, want 307 to %s", w.Code, w.Header().Get("Location"), page)
	}
	if w := admin.post(w.Header().Get("Location"), form); w.Code != http.StatusSeeOther {
		t.Errorf("the form again: status %d, want 303", w.Code)
	}
	if got := d.user(claims.Editor); got.Role != claims.Admin || got.Name != promote.Get("name") {
		t.Errorf("the user is %+v", got)
	}
	now = now.Add(29 * time.Minute)
	if w := admin.post(page+"/password", nil); w.Code != http.StatusOK {
		t.Errorf("29 minutes later: status %d, want 200", w.Code)
	}
	form.Set("confirm-to", "//evil.example/")
	if w := admin.post("/account/confirm", form); w.Header().Get("Location") != "/" {
		t.Errorf("to another site: leads to %q, want /", w.Header().Get("Location"))
	}
	if w := admin.get("/admin/settings"); w.Code != http.StatusOK {
		t.Errorf("what only reads asks nothing: status %d", w.Code)
	}
}

func TestEveryRouteThatGivesPowerAwayAsksForThePasswordAgain(t *testing.T) {
	d := newHouse(t, Config{})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	admin := d.as(claims.Admin)
	now = now.Add(time.Hour)
	asked := 0
	for _, r := range d.e.Routes() {
		power := strings.HasPrefix(r.Path, "/admin/users") || strings.HasPrefix(r.Path, "/admin/settings/second-factor") || r.Path == "/admin/invitations" || r.Path == "/account/tokens"
		if r.Method != http.MethodPost || !power {
			continue
		}
		asked++
		if w := admin.post(filled(r.Path), nil); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "Is it you?") {
			t.Errorf("%s: status %d, want 403 with the question", r.Path, w.Code)
		}
	}
	if asked < 10 {
		t.Errorf("only %d routes were asked", asked)
	}
}
