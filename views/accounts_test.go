package views

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"touchstone/claims"
)

func (h *house) user(role claims.Role) claims.User {
	h.t.Helper()
	u, _, err := h.d.Credentials(h.t.Context(), email(role))
	if err != nil {
		h.t.Fatalf("find the %s: %v", role, err)
	}
	return u
}

func closeAccount(t *testing.T, d *house, role claims.Role, form url.Values) {
	t.Helper()
	if w := d.as(claims.Admin).post("/admin/users/"+d.user(role).ID.String()+"/disable", form); w.Code != http.StatusSeeOther {
		t.Fatalf("close the account: status %d\n%s", w.Code, w.Body)
	}
}

func TestCheck20ListsOnesOwnBrowsersAndSignsThemOut(t *testing.T) {
	d := newHouse(t, Config{})
	here, phone, third := d.as(claims.Editor), d.browser(), d.as(claims.Editor)
	phone.ip = "203.0.113.77"
	r := phone.form(http.MethodPost, "/login", login(email(claims.Editor), password))
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0")
	phone.send(r)
	stranger := d.as(claims.Reviewer)

	body := here.get("/account").Body.String()
	if !strings.Contains(body, "Firefox on Android") || !strings.Contains(body, "203.0.113.0/24") || strings.Contains(body, "203.0.113.77") {
		t.Errorf("the list does not name the phone and its network:\n%s", body)
	}
	ends := regexp.MustCompile(`/account/sessions/[a-z2-7]{26}/end`).FindAllString(body, -1)
	if len(ends) != 2 {
		t.Fatalf("the list has %d browsers to sign out, want 2", len(ends))
	}
	if w := stranger.post(ends[0], nil); w.Code != http.StatusNotFound {
		t.Errorf("a colleague signs it out: status %d, want 404", w.Code)
	}
	if w := here.post(ends[0], nil); w.Code != http.StatusSeeOther {
		t.Errorf("sign one out: status %d", w.Code)
	}
	out := 0
	for _, b := range []*browser{phone, third} {
		if b.get("/account").Code == http.StatusSeeOther {
			out++
		}
	}
	if out != 1 {
		t.Errorf("%d browsers are out, want 1", out)
	}
	if w := here.post("/account/sessions/end-others", nil); w.Code != http.StatusSeeOther {
		t.Errorf("sign the others out: status %d", w.Code)
	}
	for _, c := range []struct {
		b    *browser
		want int
	}{{here, 200}, {phone, 303}, {third, 303}, {stranger, 200}} {
		if got := c.b.get("/account").Code; got != c.want {
			t.Errorf("after that a browser gets %d, want %d", got, c.want)
		}
	}
}

func TestCheck18SignInsAreLoggedWithoutWhatWasTyped(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.browser()
	b.post("/login", login("my-password-in-the-wrong-field@desk.example", "not the right words"))
	b.post("/login", login(email(claims.Editor), "not the right words"))
	b.post("/login", login(email(claims.Editor), password))
	body := d.as(claims.Admin).get("/admin/sign-ins").Body.String()
	for _, want := range []string{"Signed in", "Wrong password", "an address that nobody has", "192.0.2.0/24", "Ana editor"} {
		if !strings.Contains(body, want) {
			t.Errorf("the log does not say %q", want)
		}
	}
	if strings.Contains(body, "my-password") {
		t.Error("the log shows what was typed")
	}
	if failed := d.as(claims.Admin).get("/admin/sign-ins?failed=1").Body.String(); strings.Contains(failed, "Signed in<") {
		t.Error("the failed ones include one that succeeded")
	}
}

func invitation(t *testing.T, admin *browser, form url.Values) string {
	t.Helper()
	w := admin.post("/admin/invitations", form)
	found := regexp.MustCompile(`/invitations/[A-Z2-7]{26}`).FindString(w.Body.String())
	if w.Code != http.StatusCreated || found == "" {
		t.Fatalf("invite: status %d\n%s", w.Code, w.Body)
	}
	return found
}

func TestCheck24AnInvitationMakesOneAccount(t *testing.T) {
	d := newHouse(t, Config{BaseURL: "https://desk.example"})
	admin := d.as(claims.Admin)
	form := url.Values{"invite-email": {"Ines@Desk.example"}, "invite-role": {"reviewer"}}
	old := invitation(t, admin, form)
	w := admin.post("/admin/invitations", form)
	if !strings.Contains(w.Body.String(), "https://desk.example/invitations/") {
		t.Error("the link does not carry the configured address")
	}
	link := regexp.MustCompile(`/invitations/[A-Z2-7]{26}`).FindString(w.Body.String())
	if strings.Contains(admin.get("/admin/users").Body.String(), link) {
		t.Error("the link is shown a second time")
	}
	if w := d.browser().get(old); w.Code != http.StatusGone {
		t.Errorf("the link before: status %d, want 410", w.Code)
	}
	if w := d.browser().get(link); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "ines@desk.example") {
		t.Errorf("open the link: status %d", w.Code)
	}
	if w := d.browser().post(link, url.Values{"name": {""}, "password": {"short"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("with mistakes: status %d, want 422", w.Code)
	}
	join := url.Values{"name": {"Ines Quillfeather"}, "password": {"words of my own choice"}, "role": {"admin"}, "email": {"x@desk.example"}}
	var all sync.WaitGroup
	codes := make([]int, 4)
	for i := range codes {
		all.Go(func() { codes[i] = d.browser().post(link, join).Code })
	}
	all.Wait()
	slices.Sort(codes)
	if want := []int{303, 410, 410, 410}; !slices.Equal(codes, want) {
		t.Errorf("four at once get %v, want %v", codes, want)
	}
	u, _, err := d.d.Credentials(t.Context(), "ines@desk.example")
	if err != nil || u.Role != claims.Reviewer || u.Name != "Ines Quillfeather" {
		t.Errorf("the account is %+v, %v", u, err)
	}
	if w := admin.post("/admin/invitations", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "has an account already") {
		t.Errorf("invite someone who is here: status %d, want 422", w.Code)
	}
}

func TestCheck24AnInvitationEndsAfterSevenDaysOrWhenRevoked(t *testing.T) {
	d := newHouse(t, Config{})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	admin := d.as(claims.Admin)
	first := invitation(t, admin, url.Values{"invite-email": {"a@desk.example"}, "invite-role": {"editor"}})
	second := invitation(t, admin, url.Values{"invite-email": {"b@desk.example"}, "invite-role": {"editor"}})
	revoke := regexp.MustCompile(`/admin/invitations/\w+/revoke`).FindString(admin.get("/admin/users").Body.String())
	if w := admin.post(revoke, nil); w.Code != http.StatusSeeOther {
		t.Fatalf("revoke: status %d", w.Code)
	}
	if w := d.browser().get(second); w.Code != http.StatusGone {
		t.Errorf("the revoked one: status %d, want 410", w.Code)
	}
	now = now.Add(7*24*time.Hour - time.Second)
	if w := d.browser().get(first); w.Code != http.StatusOK {
		t.Errorf("a second before its end: status %d, want 200", w.Code)
	}
	now = now.Add(time.Second)
	unknown, over := d.browser().get("/invitations/NOTHING"), d.browser().get(first)
	strip := regexp.MustCompile(`Request [0-9A-Za-z-]+|<code>[^<]*</code>`)
	if over.Code != http.StatusGone || unknown.Code != http.StatusGone || strip.ReplaceAllString(over.Body.String(), "") != strip.ReplaceAllString(unknown.Body.String(), "") {
		t.Errorf("one that is over and one that never was differ: status %d and %d", over.Code, unknown.Code)
	}
}

// enrol sets up a second factor and gives its secret and the recovery codes.
func enrol(t *testing.T, d *house, b *browser) (secret string, codes []string) {
	t.Helper()
	if w := b.post("/account/second-factor", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("begin: status %d\n%s", w.Code, w.Body)
	}
	body := b.get("/account/second-factor").Body.String()
	found := regexp.MustCompile(`<code>([A-Z2-7 ]+)</code>`).FindStringSubmatch(body)
	if found == nil || !strings.Contains(body, `src="data:image/png;base64,`) {
		t.Fatalf("the page shows no key or no picture:\n%s", body)
	}
	secret = strings.ReplaceAll(found[1], " ", "")
	if w := b.post("/account/second-factor/confirm", url.Values{"code": {"000"}}); w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("confirm with a wrong code: status %d, want 422", w.Code)
	}
	w := b.post("/account/second-factor/confirm", url.Values{"code": {codeAt(t, secret, d.d.Now())}})
	if w.Code != http.StatusOK {
		t.Fatalf("confirm: status %d\n%s", w.Code, w.Body)
	}
	for _, m := range regexp.MustCompile(`<code>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</code>`).FindAllStringSubmatch(w.Body.String(), -1) {
		codes = append(codes, m[1])
	}
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes are shown, want 10", len(codes))
	}
	return secret, codes
}

func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestCheck23CodesWorkOnceAndTheSessionIsNotSignedInBefore(t *testing.T) {
	d := newHouse(t, Config{})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	other := d.as(claims.Editor)
	secret, recovery := enrol(t, d, d.as(claims.Editor))
	if w := other.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("another browser is still signed in: status %d, want 303", w.Code)
	}
	form := login(email(claims.Editor), password)
	form.Set("next", "/desk/claims")
	step := func(code, why string, want int, to string) *browser {
		t.Helper()
		b := d.browser()
		if w := b.post("/login", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login/code" {
			t.Fatalf("%s: the password leads to %q with %d", why, w.Header().Get("Location"), w.Code)
		}
		for _, path := range []string{"/account", "/desk"} {
			if w := b.get(path); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/login?") {
				t.Errorf("%s: before the code %s gives %d", why, path, w.Code)
			}
		}
		before := b.cookies["touchstone"]
		w := b.post("/login/code", url.Values{"code": {code}})
		if w.Code != want || w.Header().Get("Location") != to {
			t.Errorf("%s: status %d to %q, want %d to %q", why, w.Code, w.Header().Get("Location"), want, to)
		}
		if want == http.StatusSeeOther && b.cookies["touchstone"] == before {
			t.Errorf("%s: the session kept its id", why)
		}
		return b
	}
	step(codeAt(t, secret, now), "the code that confirmed the app", 422, "")
	now = now.Add(30 * time.Second)
	fresh := codeAt(t, secret, now)
	b := step(fresh[:3]+" "+fresh[3:], "a new code", 303, "/desk/claims")
	if w := b.get("/account"); w.Code != http.StatusOK {
		t.Errorf("signed in: status %d", w.Code)
	}
	step(fresh, "the same code again", 422, "")
	step(codeAt(t, secret, now.Add(-30*time.Second)), "an older one", 422, "")
	step(codeAt(t, secret, now.Add(30*time.Second)), "the one of a phone that is fast", 303, "/desk/claims")
	now = now.Add(time.Minute)
	step(strings.ToUpper(recovery[3]), "a recovery code", 303, "/desk/claims")
	step(recovery[3], "the same recovery code again", 422, "")
	if body := b.get("/account/second-factor").Body.String(); !strings.Contains(body, "9 recovery codes are left") {
		t.Error("the page does not say that nine codes are left")
	}
}

func TestCheck21CodesAreSlowedDown(t *testing.T) {
	d := newHouse(t, Config{})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	secret, _ := enrol(t, d, d.as(claims.Editor))
	now = now.Add(time.Minute)
	half := func(n int) *browser {
		b := d.browser()
		b.ip = "10.0." + strconv.Itoa(n) + ".1"
		b.post("/login", login(email(claims.Editor), password))
		return b
	}
	for n := range 2 {
		b := half(n)
		for range 5 {
			if w := b.post("/login/code", url.Values{"code": {"12345x"}}); w.Code != http.StatusUnprocessableEntity {
				t.Fatalf("a wrong code: status %d, want 422", w.Code)
			}
		}
		if w := b.post("/login/code", url.Values{"code": {codeAt(t, secret, now)}}); w.Header().Get("Location") != "/login" {
			t.Errorf("after five wrong codes a right one leads to %q, want /login", w.Header().Get("Location"))
		}
	}
	b := half(9)
	if w := b.post("/login/code", url.Values{"code": {codeAt(t, secret, now)}}); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("the eleventh code in a minute: status %d, want 429 with Retry-After", w.Code)
	}
	now = now.Add(time.Minute)
	if w := b.post("/login/code", url.Values{"code": {codeAt(t, secret, now)}}); w.Header().Get("Location") != "/desk" {
		t.Errorf("a minute later: status %d, want 303 to the desk", w.Code)
	}
	if !strings.Contains(d.as(claims.Admin).get("/admin/sign-ins?failed=1").Body.String(), "Right password, wrong code") {
		t.Error("the log of sign-ins does not name the wrong codes")
	}
}

func TestCheck23ARoleCanBeHeldToASecondFactorAndAnAdminResetsOne(t *testing.T) {
	d := newHouse(t, Config{})
	admin, editor, reviewer := d.as(claims.Admin), d.as(claims.Editor), d.as(claims.Reviewer)
	if w := admin.post("/admin/settings/second-factor", url.Values{"second-factor": {"editor"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("require it: status %d", w.Code)
	}
	if w := editor.get("/desk"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/account/second-factor" {
		t.Errorf("the editor's desk: %d to %q, want 303 to the second factor", w.Code, w.Header().Get("Location"))
	}
	if w := editor.post("/account", url.Values{"name": {"Other"}}); w.Code != http.StatusForbidden {
		t.Errorf("the editor saves a name: status %d, want 403", w.Code)
	}
	if w := reviewer.get("/desk"); w.Code != http.StatusOK {
		t.Errorf("the reviewer's desk: status %d, want 200", w.Code)
	}
	enrol(t, d, editor)
	if w := editor.get("/desk"); w.Code != http.StatusOK {
		t.Errorf("with a second factor: status %d, want 200", w.Code)
	}
	if w := editor.post("/account/second-factor/off", url.Values{"current": {password}}); w.Code != http.StatusConflict {
		t.Errorf("turn it off although it is required: status %d, want 409", w.Code)
	}
	page := "/admin/users/" + d.user(claims.Editor).ID.String()
	if w := admin.post(page+"/second-factor/reset", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("reset: status %d", w.Code)
	}
	b := d.browser()
	if w := b.post("/login", login(email(claims.Editor), password)); w.Header().Get("Location") != "/desk" {
		t.Errorf("after the reset the password leads to %q, want /desk", w.Header().Get("Location"))
	}
	if w := b.get("/desk"); w.Header().Get("Location") != "/account/second-factor" {
		t.Errorf("and the desk to %q, want the second factor", w.Header().Get("Location"))
	}
}

func TestAHandedOutPasswordIsChangedBeforeAnythingElse(t *testing.T) {
	d := newHouse(t, Config{})
	w := d.as(claims.Admin).post("/admin/users/"+d.user(claims.Editor).ID.String()+"/password", nil)
	first := html.UnescapeString(regexp.MustCompile(`<code>([a-z2-7-]{23})</code>`).FindStringSubmatch(w.Body.String())[1])
	b := d.browser()
	b.post("/login", login(email(claims.Editor), first))
	if w := b.get("/desk"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/account/password" {
		t.Errorf("the desk: %d to %q, want 303 to the password", w.Code, w.Header().Get("Location"))
	}
	if w := b.post("/desk/articles/new", url.Values{"text": {"x"}}); w.Code != http.StatusForbidden {
		t.Errorf("add an article: status %d, want 403", w.Code)
	}
	if w := b.post("/account/password", url.Values{"current": {first}, "password": {first}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("keep the same: status %d, want 422", w.Code)
	}
	if w := b.post("/account/password", url.Values{"current": {first}, "password": {"words of my own choice"}}); w.Code != http.StatusSeeOther {
		t.Errorf("change it: status %d, want 303", w.Code)
	}
	if w := b.get("/desk"); w.Code != http.StatusOK {
		t.Errorf("after that the desk: status %d, want 200", w.Code)
	}
}
