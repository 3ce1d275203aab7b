package views

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/static"
	"touchstone/views/ui"
)

// answering is a desk with a further address whose handler is h. What it logs
// comes back as well.
func answering(t *testing.T, act claims.Action, h echo.HandlerFunc) (*house, *bytes.Buffer) {
	t.Helper()
	log := new(bytes.Buffer)
	cfg := Config{Log: slog.New(slog.NewJSONHandler(log, nil))}
	d := newHouse(t, cfg)
	s := &site{d: d.d, cfg: cfg, door: auth.New(d.d, auth.Config{})}
	s.mount(d.e, []ui.Route{
		{Method: "GET", Path: "/test", Act: act, Handler: h},
		{Method: "POST", Path: "/test", Act: act, Handler: h},
	})
	return d, log
}

func TestEachKindOfErrorHasItsStatusAndItsWords(t *testing.T) {
	var list claims.Problems
	list.Add(claims.Invalid("from", "the first date is after the last"))
	list.Add(claims.Invalid("sort", "there is no such order"))
	var err error
	d, _ := answering(t, claims.ActPublic, func(echo.Context) error { return err })
	for _, c := range []struct {
		err       error
		get, post int
		says      string
	}{
		{claims.NotFound("there is no such claim"), 404, 404, "There is no such claim."},
		{claims.Forbidden("you may not"), 403, 403, "You may not."},
		{claims.Invalid("page", "page -1 is not a page"), 400, 422, "Page -1 is not a page."},
		{list, 400, 422, "There is no such order."},
		{claims.Conflict("it is published already"), 409, 409, "It is published already."},
		{&claims.Error{Kind: claims.KindStale, Message: "someone saved first"}, 409, 409, "Someone saved first."},
		{&claims.Error{Kind: claims.KindExists, Message: "it is here already", Ref: 7}, 409, 409, "/desk/claims/" + claims.ID(7).String()},
		{&claims.Error{Kind: claims.KindGone, Message: "the link is used up"}, 410, 410, "The link is used up."},
		{&claims.Error{Kind: claims.KindTooLarge, Message: "the text is too long"}, 413, 413, "The text is too long."},
		{&claims.Error{Kind: claims.KindTooMany, Message: "two exports run already"}, 429, 429, "Two exports run already."},
		{&claims.Error{Kind: claims.KindBusy, Message: "the disk is full", Err: errors.New("SQLITE_FULL (13)")}, 503, 503, "The desk cannot do this at the moment"},
		{fmt.Errorf("save: %w", errors.New("SQL logic error: no such column")), 500, 500, "Something went wrong on our side"},
		{context.DeadlineExceeded, 503, 503, "The desk cannot do this at the moment"},
		{echo.ErrNotFound, 404, 404, "This page is not here"},
		{echo.ErrUnsupportedMediaType, 415, 415, "Unsupported Media Type"},
	} {
		err = c.err
		get, post := d.browser().get("/test"), d.browser().post("/test", nil)
		if get.Code != c.get || post.Code != c.post {
			t.Errorf("%v: GET %d, POST %d; want %d, %d", c.err, get.Code, post.Code, c.get, c.post)
		}
		body := get.Body.String()
		if !strings.Contains(body, c.says) {
			t.Errorf("%v: the page does not say %q:\n%s", c.err, c.says, body)
		}
		if strings.Contains(body, "SQL") {
			t.Errorf("%v: the page shows the cause:\n%s", c.err, body)
		}
		if (get.Code == 429) != (get.Header().Get("Retry-After") != "") {
			t.Errorf("%v: status %d with Retry-After %q", c.err, get.Code, get.Header().Get("Retry-After"))
		}
		if got := get.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%v: Cache-Control %q, want no-store", c.err, got)
		}
	}
}

func TestABusyDeskTellsItsPeopleWhy(t *testing.T) {
	d, log := answering(t, claims.ActDesk, func(echo.Context) error {
		return &claims.Error{Kind: claims.KindBusy, Message: "the disk is full: nothing was saved", Err: errors.New("SQLITE_FULL (13)")}
	})
	w := d.as(claims.Reviewer).get("/test")
	if body := w.Body.String(); w.Code != 503 || !strings.Contains(body, "The disk is full") || strings.Contains(body, "SQLITE") {
		t.Errorf("status %d, want 503 and the reason without its cause:\n%s", w.Code, body)
	}
	if !strings.Contains(log.String(), "SQLITE_FULL (13)") {
		t.Errorf("the log does not hold the cause:\n%s", log)
	}
}

func TestWhatWasTypedIsNotLostWithTheError(t *testing.T) {
	d, _ := answering(t, claims.ActDesk, func(echo.Context) error { return errors.New("broken") })
	text := "First line of the reasons.\n\n</textarea><script>alert(1)</script>\n  indented"
	form := url.Values{"reasons": {text}, "rating": {"false"}}
	for name, b := range map[string]*browser{"a failed save": d.as(claims.Reviewer), "a session that has ended": d.browser()} {
		w := b.post("/test", form)
		body := w.Body.String()
		if !strings.Contains(body, "First line of the reasons.\n\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;\n  indented</textarea>") ||
			!strings.Contains(body, `<input type="hidden" name="rating" value="false">`) || !strings.Contains(body, `action="/test"`) {
			t.Errorf("%s: status %d; the page does not hold what was typed:\n%s", name, w.Code, body)
		}
	}
	form.Set("password", "zebra words")
	if w := d.as(claims.Reviewer).post("/test", form); strings.Contains(w.Body.String(), "zebra") || strings.Contains(w.Body.String(), "What you sent") {
		t.Errorf("a form with a password came back:\n%s", w.Body)
	}
	r := d.browser().form(http.MethodPost, "/test", url.Values{"reasons": {"planted by another site"}})
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := d.browser().send(r); w.Code != 403 || strings.Contains(w.Body.String(), "planted") {
		t.Errorf("a form from another site came back, status %d:\n%s", w.Code, w.Body)
	}
}

func TestProgramsGetErrorsAsJSONAndHtmxAsAFragment(t *testing.T) {
	d, _ := answering(t, claims.ActDesk, func(echo.Context) error { return claims.Conflict("it is published already") })
	b := d.as(claims.Reviewer)
	r := httptest.NewRequest(http.MethodGet, "/test", nil)
	r.Header.Set("Accept", "application/json")
	w := b.send(r)
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, w.Body)
	}
	want := map[string]any{"type": "about:blank", "title": "Conflict", "status": 409.0, "detail": "It is published already.", "request_id": w.Header().Get("X-Request-Id")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("the error is %q, want application/problem+json", kind)
	}
	r = httptest.NewRequest(http.MethodGet, "/test", nil)
	r.Header.Set("HX-Request", "true")
	w = b.send(r)
	if body := w.Body.String(); w.Code != 409 || strings.Contains(body, "<html") || !strings.Contains(body, "It is published already.") || w.Header().Get("Vary") != "HX-Request" {
		t.Errorf("status %d, Vary %q; want 409 and a fragment:\n%s", w.Code, w.Header().Get("Vary"), body)
	}
	r = httptest.NewRequest(http.MethodGet, "/test", nil)
	r.Header.Set("HX-Request", "true")
	r.Header.Set("HX-Current-URL", "https://desk.example/desk?state=open")
	w = d.browser().send(r)
	if got, want := w.Header().Get("HX-Redirect"), "/login?next=%2Fdesk%3Fstate%3Dopen"; w.Code != 401 || got != want {
		t.Errorf("nobody signed in: status %d, HX-Redirect %q; want 401, %q", w.Code, got, want)
	}
}

func TestCheck32TheHeadersAreOnEveryAnswer(t *testing.T) {
	d, _ := answering(t, claims.ActPublic, func(echo.Context) error { panic("broken") })
	want := map[string]string{
		"Content-Security-Policy":    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Permissions-Policy":         permissionsPolicy,
		"Cross-Origin-Opener-Policy": "same-origin",
		"Strict-Transport-Security":  "",
	}
	b := d.as(claims.Admin)
	for _, path := range []string{"/nowhere", "/test", "/login", "/account", "/healthz", static.URL("style.css"), "/static/nothing.css", "/admin/users"} {
		w := b.get(path)
		for name, value := range want {
			if got := w.Header().Get(name); got != value {
				t.Errorf("GET %s (%d): %s is %q, want %q", path, w.Code, name, got, value)
			}
		}
	}
	full, fill := furnished(t, Config{BaseURL: "https://desk.example"})
	statuses := map[int]bool{}
	for _, b := range []*browser{full.as(claims.Admin), full.browser()} {
		for _, r := range full.e.Routes() {
			if r.Path == ui.SignOutPath {
				continue // the rest is asked by one who is signed in
			}
			w := b.send(b.form(r.Method, fill(r.Path), nil))
			statuses[w.Code] = true
			for name, value := range want {
				switch {
				case name == "Strict-Transport-Security":
					value = transportSecurity
				case name == "Content-Security-Policy" && strings.HasPrefix(r.Path, embedPrefix):
					value = policyEmbed
				}
				if got := w.Header().Get(name); got != value {
					t.Errorf("%s %s (%d): %s is %q, want %q", r.Method, r.Path, w.Code, name, got, value)
				}
			}
		}
	}
	for _, status := range []int{200, 303, 308, 401, 404, 410, 422} {
		if !statuses[status] {
			t.Errorf("no answer had the status %d", status)
		}
	}
	safe := newHouse(t, Config{BaseURL: "https://desk.example"})
	if got := safe.browser().get("/nowhere").Header().Get("Strict-Transport-Security"); got == "" {
		t.Error("no Strict-Transport-Security although the site is on https")
	}
	if got := safe.browser().get("/embed/claims/0000000").Header().Get("Content-Security-Policy"); !strings.HasSuffix(got, "frame-ancestors *") {
		t.Errorf("the embed cannot stand in a frame: %q", got)
	}
}

func TestCheck33TheHostHeaderChangesNothing(t *testing.T) {
	d, fill := furnished(t, Config{BaseURL: "https://desk.example"})
	own := 0
	for _, b := range []*browser{d.as(claims.Admin), d.browser()} {
		for _, route := range append(d.e.Routes(), &echo.Route{Method: http.MethodGet, Path: "/nowhere"}) {
			if route.Path == ui.SignOutPath {
				continue
			}
			r := b.form(route.Method, fill(route.Path), nil)
			r.Host = "evil.example"
			r.Header.Set("X-Forwarded-Host", "evil.example")
			w := b.send(r)
			said := w.Body.String() + fmt.Sprint(w.Header())
			if strings.Contains(said, "evil.example") {
				t.Errorf("%s %s says evil.example: %v\n%.500s", route.Method, route.Path, w.Header(), w.Body)
			}
			own += strings.Count(said, "https://desk.example/")
		}
	}
	if own < 20 {
		t.Errorf("the configured address stands in %d links, want many", own)
	}
	r := d.browser().form(http.MethodPost, "/login", login(email(claims.Admin), password))
	r.Header.Del("Sec-Fetch-Site")
	r.Host = "evil.example"
	r.Header.Set("Origin", "https://evil.example")
	if w := d.browser().send(r); w.Code != http.StatusForbidden {
		t.Errorf("a form from evil.example to evil.example: status %d, want 403", w.Code)
	}
}

func TestCheck34PagesWithASessionAreNotKeptAndOthersSetNoCookie(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.as(claims.Admin)
	for _, path := range []string{"/account", "/admin/users", "/admin/settings", "/login"} {
		w := b.get(path)
		if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("GET %s: Cache-Control %q, want private, no-store", path, got)
		}
	}
	for _, r := range d.e.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		w := b.get(filled(r.Path))
		if w.Header().Get("Set-Cookie") != "" || strings.Contains(w.Header().Get("Vary"), "Cookie") {
			t.Errorf("GET %s: Set-Cookie %q, Vary %q; want none of either", r.Path, w.Header().Get("Set-Cookie"), w.Header().Get("Vary"))
		}
		q := httptest.NewRequest(http.MethodGet, filled(r.Path), nil)
		q.Header.Set("HX-Request", "true")
		if got := b.send(q).Header().Values("Vary"); !slices.Contains(got, "HX-Request") {
			t.Errorf("GET %s by htmx: Vary %q, want HX-Request in it", r.Path, got)
		}
	}
}

func TestCheck37TooMuchIsRefused(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.as(claims.Admin)
	big := url.Values{"about": {strings.Repeat("a", formBytes)}}
	if w := b.post("/admin/settings", big); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of %d bytes: status %d, want 413", formBytes, w.Code)
	}
	r := b.form(http.MethodPost, "/admin/settings", big)
	r.ContentLength = -1 // sent in chunks
	if w := b.send(r); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("the same in chunks: status %d, want 413", w.Code)
	}
	r = b.form(http.MethodPost, "/admin/settings", nil)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if w := b.send(r); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a damaged form: status %d, want 422", w.Code)
	}
}

func TestCheck38WhatIsNotOfferedIsNotThere(t *testing.T) {
	d := newHouse(t, Config{})
	for _, path := range []string{
		"/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc%2fpasswd", "/static/", "/static/style.css",
		"/.git/config", "/.env", "/static/.gitignore", "/debug/pprof", "/debug/pprof/heap", "/touchstone.db", "//etc/passwd",
	} {
		if w := d.browser().get("http://desk.example" + path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: status %d, want 404", path, w.Code)
		}
	}
}

func TestCheck41APanicIsA500AndTheNextRequestIsFine(t *testing.T) {
	d, log := answering(t, claims.ActPublic, func(echo.Context) error { panic("a secret of the stack") })
	w := d.browser().get("/test")
	id := w.Header().Get("X-Request-Id")
	if body := w.Body.String(); w.Code != 500 || id == "" || !strings.Contains(body, id) || strings.Contains(body, "secret") || strings.Contains(body, "goroutine") {
		t.Errorf("status %d; want 500 with the number %q and nothing of the stack:\n%s", w.Code, id, body)
	}
	if got := log.String(); !strings.Contains(got, id) || !strings.Contains(got, "a secret of the stack") || !strings.Contains(got, "goroutine") {
		t.Errorf("the log does not hold the number and the stack:\n%s", got)
	}
	if w := d.browser().get("/healthz"); w.Code != 200 {
		t.Errorf("the next request: status %d, want 200", w.Code)
	}
}

func TestAnErrorInTheMiddleOfAnAnswerCutsTheConnection(t *testing.T) {
	d, _ := answering(t, claims.ActPublic, func(c echo.Context) error {
		if _, err := c.Response().Write([]byte("claim_id,statement\r\n")); err != nil {
			return err
		}
		c.Response().Flush()
		return errors.New("broken")
	})
	srv := httptest.NewServer(d.e)
	defer srv.Close()
	res, err := http.Get(srv.URL + "/test")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(res.Body); err == nil || strings.Contains(body.String(), "wrong") {
		t.Errorf("the answer ends as if it were whole: %q", body.String())
	}
}

func TestCheck9ALogLineStaysOneLine(t *testing.T) {
	d, log := answering(t, claims.ActPublic, func(echo.Context) error { return errors.New("no claim \"x\r\nadmin signed in\"") })
	r := httptest.NewRequest(http.MethodGet, "/test?q=secret", nil)
	r.Header.Set("User-Agent", "x\r\nadmin signed in\x1b[31m")
	r.URL.Path = "/test"
	d.browser().send(r)
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines, want the error's and the request's:\n%s", len(lines), log)
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) || strings.ContainsAny(line, "\r\x1b") || strings.Contains(line, "secret") {
			t.Errorf("not one escaped line without the query: %q", line)
		}
	}
}

func TestCheck24ASetupLinkDoesNotStandInTheLog(t *testing.T) {
	d, log := answering(t, claims.ActPublic, func(echo.Context) error { return nil })
	d.browser().get("/setup/TOKENTOKENTOKEN")
	if strings.Contains(log.String(), "TOKENTOKENTOKEN") {
		t.Errorf("the log holds the link:\n%s", log)
	}
}

func TestCheck21OnlyATrustedProxySaysWhoConnects(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		peer, forwarded, want string
		trusted               []netip.Prefix
	}{
		{"192.0.2.1", "203.0.113.9", "192.0.2.1", nil},
		{"127.0.0.1", "203.0.113.9", "127.0.0.1", nil},
		{"127.0.0.1", "203.0.113.9", "127.0.0.1", proxies},
		{"192.0.2.1", "203.0.113.9", "192.0.2.1", proxies},
		{"10.1.1.1", "203.0.113.9", "203.0.113.9", proxies},
		{"10.1.1.1", "1.1.1.1, 203.0.113.9, 10.2.2.2", "203.0.113.9", proxies},
		{"10.1.1.1", "nonsense", "10.1.1.1", proxies},
		{"10.1.1.1", "", "10.1.1.1", proxies},
		{"fd00::1", "2001:db8::7", "2001:db8::7", proxies},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = netip.AddrPortFrom(netip.MustParseAddr(c.peer), 4711).String()
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := clientIP(c.trusted)(r); got != c.want {
			t.Errorf("%s forwarding %q: %q, want %q", c.peer, c.forwarded, got, c.want)
		}
	}
}

func TestHealthSaysWhetherTheDatabaseTakesWrites(t *testing.T) {
	d := newHouse(t, Config{})
	for _, path := range []string{"/healthz", "/readyz"} {
		if w := d.browser().get(path); w.Code != 200 || w.Body.String() != "ok\n" {
			t.Errorf("GET %s: %d %q, want 200 ok", path, w.Code, w.Body)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
	r.Header.Set("Accept", "application/json")
	if w := d.browser().send(r); strings.TrimSpace(w.Body.String()) != `{"status":"ok"}` {
		t.Errorf("as JSON: %q", w.Body)
	}
}
