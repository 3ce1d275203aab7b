package views

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// tokenHouse is a house with one route for programs.
func tokenHouse(t *testing.T) *house {
	t.Helper()
	d := newHouse(t, Config{BaseURL: "https://desk.example"})
	s := &site{d: d.d, door: auth.New(d.d, auth.Config{BaseURL: d.base}), forgery: auth.NewForgery(d.base)}
	s.mount(d.e, []ui.Route{{Method: http.MethodPost, Path: "/api/v1/try", Act: claims.ActAddClaim, Token: claims.ScopeWriteClaims,
		Handler: func(c echo.Context) error { return c.String(http.StatusOK, auth.User(c).Name) }}})
	return d
}

func makeToken(t *testing.T, b *browser, form url.Values) string {
	t.Helper()
	w := b.post("/account/tokens", form)
	found := regexp.MustCompile(`tsk_[A-Z2-7]{26}`).FindString(w.Body.String())
	if w.Code != http.StatusCreated || found == "" {
		t.Fatalf("make a token: status %d\n%s", w.Code, w.Body)
	}
	return found
}

func (h *house) call(token string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/try", strings.NewReader("{}"))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.e.ServeHTTP(w, r)
	return w
}

func TestCheck25ATokenNeedsNoOriginAndACookieIsNoToken(t *testing.T) {
	d := tokenHouse(t)
	b := d.as(claims.Reviewer)
	token := makeToken(t, b, url.Values{"token-name": {"importer"}, "scopes": {"claims:write"}, "days": {"30"}})
	if w := d.call(token, nil); w.Code != http.StatusOK || w.Body.String() != "Ana reviewer" || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("with a token: status %d, %q, Set-Cookie %q; want 200, the owner and no cookie", w.Code, w.Body, w.Header().Get("Set-Cookie"))
	}
	if w := d.call(token, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }); w.Code != http.StatusOK {
		t.Errorf("with a token, from another site: status %d, want 200", w.Code)
	}
	cookie := func(r *http.Request) {
		for name, value := range b.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
	}
	if w := d.call("", cookie); w.Code != http.StatusForbidden {
		t.Errorf("with a cookie alone, from nowhere: status %d, want 403", w.Code)
	}
	same := func(r *http.Request) { cookie(r); r.Header.Set("Sec-Fetch-Site", "same-origin") }
	if w := d.call("", same); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("with a cookie alone, from here: status %d, %q; want 401 and the way to ask", w.Code, w.Header().Get("WWW-Authenticate"))
	}
	bad := func(r *http.Request) { cookie(r); r.Header.Set("Sec-Fetch-Site", "cross-site") }
	if w := d.call("tsk_WRONG", bad); w.Code != http.StatusUnauthorized {
		t.Errorf("with a cookie and a wrong token: status %d, want 401", w.Code)
	}
	r := b.form(http.MethodPost, "/account", url.Values{"name": {"Mallory"}})
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := b.send(r); w.Code != http.StatusForbidden {
		t.Errorf("a form of browsers sent with a token from another site: status %d, want 403", w.Code)
	}
}

func TestCheck20ATokenIsKeptAsAHashAndEnds(t *testing.T) {
	d := tokenHouse(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	b := d.as(claims.Reviewer)
	form := url.Values{"token-name": {"importer"}, "scopes": {"claims:write"}, "days": {"7"}}
	token := makeToken(t, b, form)
	if body := b.get("/account").Body.String(); strings.Contains(body, token) || !strings.Contains(body, "not used yet") {
		t.Error("the page shows the token again, or does not list it")
	}
	d.call(token, nil)
	if body := b.get("/account").Body.String(); !strings.Contains(body, "23 November 2026, 09:00") || strings.Contains(body, "not used yet") {
		t.Error("the list does not say when the token was used")
	}
	read := makeToken(t, b, url.Values{"token-name": {"reader"}, "scopes": {"desk:read"}, "days": {"7"}})
	if w := d.call(read, nil); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "claims:write") {
		t.Errorf("without the scope: status %d %s, want 403 that names it", w.Code, w.Body)
	}
	now = now.Add(7*24*time.Hour - time.Second)
	if w := d.call(token, nil); w.Code != http.StatusOK {
		t.Errorf("a second before its end: status %d, want 200", w.Code)
	}
	now = now.Add(time.Second)
	if w := d.call(token, nil); w.Code != http.StatusUnauthorized {
		t.Errorf("at its end: status %d, want 401", w.Code)
	}

	b = d.as(claims.Reviewer)
	token = makeToken(t, b, form)
	revoke := regexp.MustCompile(`/account/tokens/\w+/revoke`).FindString(b.get("/account").Body.String())
	if w := d.as(claims.Editor).post(revoke, nil); w.Code != http.StatusNotFound {
		t.Errorf("a colleague revokes it: status %d, want 404", w.Code)
	}
	if w := b.post(revoke, nil); w.Code != http.StatusSeeOther {
		t.Errorf("revoke: status %d", w.Code)
	}
	if w := d.call(token, nil); w.Code != http.StatusUnauthorized {
		t.Errorf("after that: status %d, want 401", w.Code)
	}

	token = makeToken(t, b, form)
	closeAccount(t, d, claims.Reviewer, nil)
	if w := d.call(token, nil); w.Code != http.StatusUnauthorized {
		t.Errorf("with the account closed: status %d, want 401", w.Code)
	}
}

func TestCheck21TokensAreSlowedDown(t *testing.T) {
	d := tokenHouse(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	d.d.Now = func() time.Time { return now }
	token := makeToken(t, d.as(claims.Reviewer), url.Values{"token-name": {"importer"}, "scopes": {"claims:write"}, "days": {"7"}})
	for i := range 60 {
		if w := d.call(token, nil); w.Code != http.StatusOK {
			t.Fatalf("request %d: status %d", i+1, w.Code)
		}
	}
	if w := d.call(token, nil); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("request 61: status %d, Retry-After %q; want 429 with it", w.Code, w.Header().Get("Retry-After"))
	}
	for range 10 {
		d.call("tsk_WRONG", nil)
	}
	if w := d.call("tsk_WRONG", nil); w.Code != http.StatusTooManyRequests {
		t.Errorf("the eleventh wrong token: status %d, want 429", w.Code)
	}
	now = now.Add(time.Second)
	if w := d.call(token, nil); w.Code != http.StatusOK {
		t.Errorf("a second later the right token gets %d, want 200", w.Code)
	}
}
