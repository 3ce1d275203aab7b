package views

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/db/dbtest"
	"touchstone/views/ui"
)

func login(email, password string) url.Values {
	return url.Values{"email": {email}, "password": {password}}
}

func TestCheck18AWrongPasswordLooksLikeAnUnknownAddress(t *testing.T) {
	d := newHouse(t, Config{})
	shut := closed(t, d)
	var first *httptest.ResponseRecorder
	for _, form := range []url.Values{
		login(email(claims.Editor), "not the right words"),
		login("nobody@desk.example", "not the right words"),
		login(shut.Email, password),
		login(shut.Email, "not the right words"),
	} {
		w := d.browser().post("/login", form)
		w.Header().Del("X-Request-Id")
		body := strings.ReplaceAll(w.Body.String(), form.Get("email"), "ADDRESS")
		if first == nil {
			first = w
			first.Body.Reset()
			first.Body.WriteString(body)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "The e-mail address or the password is not right") {
				t.Fatalf("status %d, want 422 with the reason:\n%s", w.Code, body)
			}
			continue
		}
		if w.Code != first.Code {
			t.Errorf("%v: status %d, want %d", form, w.Code, first.Code)
		}
		if diff := cmp.Diff(first.Header(), w.Header()); diff != "" {
			t.Errorf("%v: headers (-want +got)\n%s", form, diff)
		}
		if diff := cmp.Diff(first.Body.String(), body); diff != "" {
			t.Errorf("%v: body (-want +got)\n%s", form, diff)
		}
	}
}

// closed adds a user whose account is closed.
func closed(t *testing.T, d *house) claims.User {
	t.Helper()
	u, err := d.d.CreateUser(t.Context(), claims.Person{}, claims.User{Email: "shut@desk.example", Name: "Sven Shut", Role: claims.Editor, Disabled: true}, hashed())
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestCheck19SigningInGivesANewSessionAndSigningOutEndsItHere(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.browser()
	b.cookies["touchstone"] = "planted-by-somebody-else"
	if w := b.post("/login", login(email(claims.Editor), password)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/desk" {
		t.Fatalf("sign in: %d to %q, want 303 to /desk", w.Code, w.Header().Get("Location"))
	}
	first := b.cookies["touchstone"]
	if first == "" || first == "planted-by-somebody-else" {
		t.Fatalf("the session is %q after signing in, want a new one", first)
	}
	if w := b.post("/login", login(email(claims.Editor), password)); w.Code != http.StatusSeeOther {
		t.Fatalf("sign in again: status %d", w.Code)
	}
	second := b.cookies["touchstone"]
	if second == first {
		t.Error("signing in again kept the session")
	}
	if w := with(d, first).get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("the session before still opens the desk: status %d, want 303", w.Code)
	}
	if w := b.post(ui.SignOutPath, nil); w.Code != http.StatusSeeOther {
		t.Fatalf("sign out: status %d", w.Code)
	}
	if len(b.cookies) != 0 {
		t.Errorf("the browser keeps %v after signing out", b.cookies)
	}
	if w := with(d, second).get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("the ended session still opens the desk: status %d, want 303", w.Code)
	}
}

// with is a browser that got hold of a session.
func with(d *house, session string) *browser {
	b := d.browser()
	b.cookies["touchstone"] = session
	return b
}

func TestCheck19ANewPasswordOrRoleEndsTheOtherSessions(t *testing.T) {
	d := newHouse(t, Config{})
	here, there := d.as(claims.Editor), d.as(claims.Editor)
	w := here.post("/account/password", url.Values{"current": {"not the right words"}, "password": {"five other quiet words"}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("with a wrong present password: status %d, want 422", w.Code)
	}
	w = here.post("/account/password", url.Values{"current": {password}, "password": {"password1234"}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("with a common new password: status %d, want 422", w.Code)
	}
	w = here.post("/account/password", url.Values{"current": {password}, "password": {"five other quiet words"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("change the password: status %d, want 303", w.Code)
	}
	if got := here.get("/account?saved=password"); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Your password was changed") {
		t.Errorf("the browser that changed the password gets %d, want 200 with a word about it", got.Code)
	}
	if got := there.get("/account"); got.Code != http.StatusSeeOther {
		t.Errorf("the other browser gets %d, want 303", got.Code)
	}
	if got := d.browser().post("/login", login(email(claims.Editor), password)); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("the old password gives %d, want 422", got.Code)
	}

	user, _, err := d.d.Credentials(t.Context(), email(claims.Editor))
	if err != nil {
		t.Fatal(err)
	}
	w = d.as(claims.Admin).post("/admin/users/"+user.ID.String(), url.Values{"name": {user.Name}, "email": {user.Email}, "role": {"reviewer"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("change the role: status %d\n%s", w.Code, w.Body)
	}
	if got := here.get("/account"); got.Code != http.StatusSeeOther {
		t.Errorf("after a new role the browser gets %d, want 303", got.Code)
	}
}

func TestCheck20SessionsEndUnusedAndInAnyCase(t *testing.T) {
	d := newHouse(t, Config{})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	b := d.as(claims.Reviewer)
	opens := func(want int, when string) {
		t.Helper()
		if got := with(d, b.cookies["touchstone"]).get("/account").Code; got != want {
			t.Errorf("%s: status %d, want %d", when, got, want)
		}
	}
	now = now.Add(11 * time.Hour)
	opens(200, "after 11 hours unused")
	now = now.Add(11 * time.Hour)
	opens(200, "after 22 hours, used in the middle")
	now = now.Add(12*time.Hour + time.Minute)
	opens(303, "after 12 hours unused")

	b = d.as(claims.Reviewer)
	for range 7*24/8 - 1 {
		now = now.Add(8 * time.Hour)
		opens(200, "used every 8 hours")
	}
	now = now.Add(8*time.Hour + time.Minute)
	opens(303, "after seven days of use")
}

func TestCheck20AClosedAccountIsOutAtTheNextRequest(t *testing.T) {
	d := newHouse(t, Config{})
	b, admin := d.as(claims.Reviewer), d.as(claims.Admin)
	user, _, err := d.d.Credentials(t.Context(), email(claims.Reviewer))
	if err != nil {
		t.Fatal(err)
	}
	if w := admin.post("/admin/users/"+user.ID.String()+"/disable", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("close the account: status %d", w.Code)
	}
	if w := b.get("/account"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login?next=%2Faccount" {
		t.Errorf("after it: %d to %q, want 303 to the sign-in page and back", w.Code, w.Header().Get("Location"))
	}
	if w := d.browser().post("/login", login(user.Email, password)); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("sign in: status %d, want 422", w.Code)
	}
}

func TestCheck21TenWrongTriesAMinuteFromOneNetwork(t *testing.T) {
	d := newHouse(t, Config{})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	b, elsewhere := d.browser(), d.browser()
	elsewhere.ip = "2001:db8::1"
	for i := range 10 {
		if w := b.post("/login", login(email(claims.Editor), "not the right words")); w.Code != http.StatusUnprocessableEntity {
			t.Fatalf("try %d: status %d, want 422", i+1, w.Code)
		}
	}
	r := b.form(http.MethodPost, "/login", login(email(claims.Editor), password))
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	r.Header.Set("X-Real-Ip", "203.0.113.9")
	w := b.send(r)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("try 11, with a forged address: status %d, Retry-After %q; want 429 with it", w.Code, w.Header().Get("Retry-After"))
	}
	if !strings.Contains(w.Body.String(), email(claims.Editor)) || !strings.Contains(w.Body.String(), "Too many wrong tries: wait 60 seconds") {
		t.Errorf("try 11 does not keep what was typed, or does not say how long to wait:\n%s", w.Body)
	}
	if w := elsewhere.post("/login", login(email(claims.Editor), password)); w.Code != http.StatusSeeOther {
		t.Errorf("the right password from another network meanwhile: status %d, want 303", w.Code)
	}
	now = now.Add(time.Minute)
	if w := b.post("/login", login(email(claims.Editor), password)); w.Code != http.StatusSeeOther {
		t.Errorf("a minute later: status %d, want 303", w.Code)
	}
}

func TestCheck22TheCookieStaysWithThisHost(t *testing.T) {
	for _, c := range []struct{ base, want string }{
		{"https://desk.example", `^__Host-touchstone=[\w-]{43}; Path=/; HttpOnly; Secure; SameSite=Lax$`},
		{"", `^touchstone=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax$`},
		{"http://127.0.0.1:8080", `^touchstone=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax$`},
	} {
		d := newHouse(t, Config{BaseURL: c.base})
		w := d.browser().post("/login", login(email(claims.Editor), password))
		got := w.Header().Values("Set-Cookie")
		if len(got) != 1 || !regexp.MustCompile(c.want).MatchString(got[0]) {
			t.Errorf("base URL %q: Set-Cookie %q, want %s", c.base, got, c.want)
		}
		if got := w.Header().Values("Cache-Control"); len(got) != 1 || got[0] != "private, no-store" {
			t.Errorf("base URL %q: Cache-Control %q, want private, no-store", c.base, got)
		}
	}
}

func TestCheck24TheSetupLinkMakesOneAdmin(t *testing.T) {
	store := dbtest.New(t)
	d := &house{t, store, New(store, Config{}), ""}
	if w := d.browser().get("/login"); !strings.Contains(w.Body.String(), "Open the setup link") {
		t.Errorf("the sign-in page of a new desk does not say how to begin:\n%s", w.Body)
	}
	token, err := store.NewSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if w := d.browser().get("/setup/" + token); w.Code != http.StatusOK {
		t.Fatalf("open the link: status %d", w.Code)
	}
	if w := d.browser().get("/setup/" + token[1:] + "X"); w.Code != http.StatusGone {
		t.Errorf("open another link: status %d, want 410", w.Code)
	}
	form := func(name string) url.Values {
		return url.Values{"organisation": {"The Aldery Ledger"}, "name": {name}, "email": {claims.Slug(name) + "@desk.example"}, "password": {password}, "role": {"contributor"}}
	}
	bad := form("Tove Almqvist")
	bad.Set("password", "tove almqvist")
	bad.Set("email", "tove")
	w := d.browser().post("/setup/"+token, bad)
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `value="Tove Almqvist"`) || !strings.Contains(body, `href="#password"`) || strings.Contains(body, "tove almqvist") {
		t.Errorf("a form with mistakes: status %d; want 422, what was typed but the password, and links to the fields\n%s", w.Code, body)
	}

	var all sync.WaitGroup
	codes := make([]int, 8)
	for i := range codes {
		all.Go(func() {
			codes[i] = d.browser().post("/setup/"+token, form("Tove Almqvist "+strings.Repeat("I", i+1))).Code
		})
	}
	all.Wait()
	won := 0
	for _, c := range codes {
		switch c {
		case http.StatusSeeOther:
			won++
		case http.StatusGone:
		default:
			t.Errorf("status %d, want 303 or 410", c)
		}
	}
	users, err := store.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if won != 1 || len(users) != 1 || users[0].Role != claims.Admin {
		t.Errorf("%d setups won and made %v, want one admin", won, users)
	}
	if w := d.browser().get("/setup/" + token); w.Code != http.StatusGone {
		t.Errorf("open the used link: status %d, want 410", w.Code)
	}
	s, err := store.Settings(t.Context())
	if err != nil || s.Organisation != "The Aldery Ledger" {
		t.Errorf("the organisation is %q, %v", s.Organisation, err)
	}
}

func TestCheck24TheSetupLinkEndsAfterHalfAnHour(t *testing.T) {
	store := dbtest.New(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	store.Now = func() time.Time { return now }
	d := &house{t, store, New(store, Config{}), ""}
	token, err := store.NewSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(29 * time.Minute)
	if w := d.browser().get("/setup/" + token); w.Code != http.StatusOK {
		t.Errorf("after 29 minutes: status %d, want 200", w.Code)
	}
	now = now.Add(time.Minute)
	if w := d.browser().get("/setup/" + token); w.Code != http.StatusGone {
		t.Errorf("after 30 minutes: status %d, want 410", w.Code)
	}
}

func TestCheck30SetupAndAccountTakeNoRoleFromAForm(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.as(claims.Contributor)
	if w := b.post("/account", url.Values{"name": {"Cara Contributor"}, "role": {"admin"}, "email": {"x@desk.example"}, "disabled": {"0"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("save the name: status %d", w.Code)
	}
	got, _, err := d.d.Credentials(t.Context(), email(claims.Contributor))
	if err != nil || got.Role != claims.Contributor || got.Name != "Cara Contributor" {
		t.Errorf("the user is now %+v, %v; want only the name changed", got, err)
	}
}

func TestCheck35SigningInGoesOnWithinThisSite(t *testing.T) {
	d := newHouse(t, Config{})
	for _, c := range []struct{ next, want string }{
		{"/admin/users", "/admin/users"}, {"//evil", "/"}, {`/\evil`, "/"}, {"%2f%2fevil", "/"}, {"/%09/evil", "/"}, {"", "/desk"},
	} {
		form := login(email(claims.Admin), password)
		form.Set("next", c.next)
		b := d.browser()
		if got := b.post("/login", form).Header().Get("Location"); got != c.want {
			t.Errorf("next=%q leads to %q, want %q", c.next, got, c.want)
		}
		if got := b.get("/login?next=" + url.QueryEscape(c.next)).Header().Get("Location"); got != c.want {
			t.Errorf("signed in already, next=%q leads to %q, want %q", c.next, got, c.want)
		}
	}
}
