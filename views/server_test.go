package views

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/views/ui"
)

// row says what status each role gets from a route whose parameters name
// nothing and whose form is empty: a role that may write gets 404 or 422, one
// that may not 403.
type row struct {
	path  string // "METHOD /path" as in the route map
	wants [5]int // anonymous, contributor, reviewer, editor, admin
}

// everybody are the roles of a row, in its order.
var everybody = append([]claims.Role{claims.Anonymous}, claims.Roles...)

// What everybody gets: an open page, or one that is not there.
var open, gone = [5]int{200, 200, 200, 200, 200}, [5]int{404, 404, 404, 404, 404}

// rows has every route of the site. HEAD is tested with GET.
var rows = []row{
	{"GET /healthz", open},
	{"GET /readyz", open},
	{"GET /static/*", gone},

	{"GET /", open},
	{"GET /claims", open},
	{"GET /claims/:id", gone},
	{"GET /claims/:id/:slug", gone},
	{"GET /claims/:id/card.png", gone},
	{"GET /claims/:id/history", gone},
	{"GET /claims/:id/appearances.csv", gone},
	{"GET /claims/:id/revisions/:n", gone},
	{"GET /claims/:id/revisions/:n/cite.bib", gone},
	{"GET /claims/:id/revisions/:n/cite.json", gone},
	{"GET /speakers", open},
	{"GET /speakers/:slug", gone},
	{"GET /topics/:slug", gone},
	{"GET /outlets/:host", gone},
	{"GET /corrections", open},
	{"GET /methodology", open},
	{"GET /about", open},
	{"GET /transparency", open},
	{"GET /transparency.json", open},
	{"GET /report", open},
	{"POST /report", [5]int{422, 422, 422, 422, 422}},
	{"GET /stats", open},
	{"GET /evidence.zip", [5]int{200, 200, 200, 200, 200}},
	{"GET /stats/:name", gone},
	{"GET /data", open},
	{"GET /data.zip", open},
	{"GET /datapackage.json", open},
	{"GET /claims.csv", open},
	{"GET /claims.jsonl", open},
	{"GET /sources.csv", open},
	{"GET /sources.jsonl", open},
	{"GET /appearances.csv", open},
	{"GET /appearances.jsonl", open},
	{"GET /corrections.csv", open},
	{"GET /corrections.jsonl", open},
	{"GET /status-history.csv", open},
	{"GET /status-history.jsonl", open},
	{"GET /feed.atom", open},
	{"GET /corrections.atom", open},
	{"GET /claimreview.json", open},
	{"GET /embed/claims/:id", gone},
	{"GET /oembed", [5]int{400, 400, 400, 400, 400}},
	{"GET /sitemap.xml", open},
	{"GET /sitemaps/:name", gone},
	{"GET /robots.txt", open},
	{"GET /logo/:name", gone},

	{`GET /v1alpha1/claims\:search`, [5]int{400, 400, 400, 400, 400}},
	{"GET /openapi.json", open},
	{"GET /api/v1/claims", open},
	{"GET /api/v1/claims/:id", gone},
	{"GET /api/v1/search", [5]int{400, 400, 400, 400, 400}},
	{"GET /api/v1/match", [5]int{400, 400, 400, 400, 400}},
	{"GET /api/v1/sources", open},
	{"GET /api/v1/appearances", open},
	{"GET /api/v1/appearances/:id", gone},
	{"GET /api/v1/corrections", open},
	{"GET /api/v1/articles", open},
	{"GET /api/v1/articles/:id", gone},
	{"GET /api/v1/speakers", open},
	{"GET /api/v1/speakers/:slug", gone},
	{"POST /api/v1/articles", [5]int{401, 401, 401, 401, 401}},
	{"POST /api/v1/claims", [5]int{401, 401, 401, 401, 401}},

	{"GET /login", [5]int{200, 303, 303, 303, 303}},
	{"POST /login", [5]int{422, 422, 422, 422, 422}},
	{"POST " + ui.SignOutPath, [5]int{303, 303, 303, 303, 303}},
	{"GET /login/code", [5]int{303, 303, 303, 303, 303}},
	{"POST /login/code", [5]int{303, 303, 303, 303, 303}},
	{"GET /login/sso", gone},
	{"GET /login/sso/back", gone},
	{"POST /login/sso/back", gone},
	{"GET /invitations/:token", [5]int{410, 410, 410, 410, 410}},
	{"POST /invitations/:token", [5]int{410, 410, 410, 410, 410}},
	{"GET /setup/:token", [5]int{410, 410, 410, 410, 410}},
	{"POST /setup/:token", [5]int{410, 410, 410, 410, 410}},
	{"GET /account", [5]int{303, 200, 200, 200, 200}},
	{"POST /account", [5]int{401, 422, 422, 422, 422}},
	{"GET /account/password", [5]int{303, 200, 200, 200, 200}},
	{"POST /account/password", [5]int{401, 422, 422, 422, 422}},
	{"POST /account/sessions/end-others", [5]int{401, 303, 303, 303, 303}},
	{"POST /account/sessions/:session/end", [5]int{401, 404, 404, 404, 404}},
	{"GET /account/second-factor", [5]int{303, 200, 200, 200, 200}},
	{"POST /account/second-factor", [5]int{401, 303, 303, 303, 303}},
	{"POST /account/second-factor/confirm", [5]int{401, 422, 422, 422, 422}},
	{"POST /account/second-factor/codes", [5]int{401, 409, 409, 409, 409}},
	{"POST /account/second-factor/off", [5]int{401, 409, 409, 409, 409}},
	{"POST /account/confirm", [5]int{401, 422, 422, 422, 422}},
	{"POST /account/tokens", [5]int{401, 422, 422, 422, 422}},
	{"POST /account/tokens/:id/revoke", [5]int{401, 404, 404, 404, 404}},

	{"GET /desk", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/claims", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/stats", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/stats/:name", [5]int{303, 404, 404, 404, 404}},
	{"GET /desk/live", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/help", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/calendar", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/board", [5]int{303, 200, 200, 200, 200}},
	{"POST /desk/together", [5]int{401, 403, 422, 422, 422}},
	{"POST /desk/undo", [5]int{401, 403, 422, 422, 422}},
	{"GET /desk/claims.csv", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/notices", [5]int{303, 200, 200, 200, 200}},
	{"POST /desk/notices/read", [5]int{401, 422, 422, 422, 422}},
	{"POST /desk/notices/:notice/read", [5]int{401, 404, 404, 404, 404}},
	{"GET /desk/notices/choices", [5]int{303, 200, 200, 200, 200}},
	{"POST /desk/notices/choices", [5]int{401, 303, 303, 303, 303}},
	{"GET /desk/articles", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/articles/new", [5]int{303, 200, 200, 200, 200}},
	{"POST /desk/articles/new", [5]int{401, 422, 422, 422, 422}},
	{"GET /desk/read", [5]int{303, 200, 303, 303, 303}}, // from the second on there is the sample that the first one added
	{"GET /desk/articles/:id", [5]int{303, 404, 404, 404, 404}},
	{"POST /desk/articles/:id/claims", [5]int{401, 404, 404, 404, 404}},
	{"GET /desk/articles/:id/versions", [5]int{303, 404, 404, 404, 404}},
	{"POST /desk/articles/:id/fetch", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/articles/:id/remove-text", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/articles/:id/changes/:change/settle", [5]int{401, 403, 404, 404, 404}},
	{"GET /desk/reports", [5]int{303, 403, 403, 200, 200}},
	{"POST /desk/reports/:id/settle", [5]int{401, 403, 403, 404, 404}},
	{"GET /desk/changed", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/import", [5]int{303, 403, 403, 200, 200}},
	{"POST /desk/import", [5]int{401, 403, 403, 422, 422}},
	{"GET /desk/import/:id", [5]int{303, 403, 403, 404, 404}},
	{"POST /desk/import/:id/columns", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/import/:id/import", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/import/:id/discard", [5]int{401, 403, 403, 404, 404}},
	{"GET /desk/imports", [5]int{303, 403, 403, 200, 200}},
	{"POST /desk/imports", [5]int{401, 403, 403, 422, 422}},
	{"GET /desk/imports/:id", [5]int{303, 403, 403, 404, 404}},
	{"POST /desk/imports/:id/cancel", [5]int{401, 403, 403, 404, 404}},
	{"GET /desk/imports/:id/report.csv", [5]int{303, 403, 403, 404, 404}},
	{"GET /desk/speakers", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/speakers/:id", [5]int{303, 404, 404, 404, 404}},
	{"POST /desk/speakers/:id", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/sample", [5]int{401, 303, 303, 303, 303}},
	{"GET /desk/repeated", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/watches", [5]int{303, 200, 200, 200, 200}},
	{"POST /desk/watches", [5]int{401, 422, 422, 422, 422}},
	{"POST /desk/watches/:watch/remove", [5]int{401, 404, 404, 404, 404}},
	{"GET /desk/claims/:id", [5]int{303, 404, 404, 404, 404}},
	{"GET /desk/claims/:id/history", [5]int{303, 404, 404, 404, 404}},
	{"GET /desk/claims/:id/preview", [5]int{303, 404, 404, 404, 404}},
	{"POST /desk/claims/:id/accept", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/reject", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/reopen", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/looked", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/same", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/hold", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/assign", [5]int{401, 403, 403, 404, 404}},
	{"GET /desk/claims/:id/merge", [5]int{303, 403, 403, 404, 404}},
	{"POST /desk/claims/:id/merge", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/claims/:id/separate", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/claims/:id/let-go", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/on-hold", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/edit", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/sources", [5]int{401, 404, 404, 404, 404}},
	{"POST /desk/claims/:id/again", [5]int{401, 403, 403, 404, 404}},
	{"GET /desk/claims/:id/sources/:link", [5]int{303, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/sources/:link", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/sources/:link/remove", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/answer", [5]int{401, 403, 404, 404, 404}},
	{"GET /desk/agreement", [5]int{303, 200, 200, 200, 200}},
	{"GET /desk/claims/:id/blind", [5]int{303, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/blind", [5]int{401, 403, 404, 404, 404}},
	{"GET /desk/replies", [5]int{303, 200, 200, 200, 200}},
	{"POST /desk/claims/:id/replies", [5]int{401, 403, 404, 404, 404}},
	{"GET /desk/claims/:id/replies/:reply", [5]int{303, 404, 404, 404, 404}},
	{"POST /desk/claims/:id/replies/:reply", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/experts", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/experts/:link/revoke", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/experts/:link/source", [5]int{401, 403, 404, 404, 404}},
	{"GET /expert/:token", [5]int{410, 410, 410, 410, 410}},
	{"POST /expert/:token", [5]int{410, 410, 410, 410, 410}},
	{"POST /desk/claims/:id/drafts/:form", [5]int{401, 404, 404, 404, 404}},
	{"POST /desk/claims/:id/comments", [5]int{401, 404, 404, 404, 404}},
	{"POST /desk/claims/:id/take-back", [5]int{401, 403, 404, 404, 404}},
	{"POST /desk/claims/:id/decide", [5]int{401, 403, 422, 422, 422}},
	{"POST /desk/claims/:id/publish", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/claims/:id/correct", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/claims/:id/typo", [5]int{401, 403, 403, 404, 404}},
	{"POST /desk/claims/:id/withdraw", [5]int{401, 403, 403, 404, 404}},

	{"GET /admin/users", [5]int{303, 403, 403, 403, 200}},
	{"POST /admin/users", [5]int{401, 403, 403, 403, 422}},
	{"GET /admin/users/:id", [5]int{303, 403, 403, 403, 404}},
	{"POST /admin/users/:id", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/users/:id/disable", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/users/:id/enable", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/users/:id/remove-person", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/users/:id/password", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/users/:id/second-factor/reset", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/users/:id/single-sign-on/unlink", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/invitations", [5]int{401, 403, 403, 403, 422}},
	{"POST /admin/invitations/:id/revoke", [5]int{401, 403, 403, 403, 404}},
	{"GET /admin/sign-ins", [5]int{303, 403, 403, 403, 200}},
	{"POST /admin/settings/second-factor", [5]int{401, 403, 403, 403, 303}},
	{"GET /admin/feeds", [5]int{303, 403, 403, 403, 200}},
	{"POST /admin/feeds", [5]int{401, 403, 403, 403, 422}},
	{"GET /admin/feeds/:id", [5]int{303, 403, 403, 403, 404}},
	{"GET /admin/feeds/:id/report.csv", [5]int{303, 403, 403, 403, 404}},
	{"POST /admin/feeds/:id/call-off", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/feeds/:id/check", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/feeds/:id/pause", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/feeds/:id/resume", [5]int{401, 403, 403, 403, 404}},
	{"POST /admin/feeds/:id/remove", [5]int{401, 403, 403, 403, 404}},
	{"GET /admin/settings", [5]int{303, 403, 403, 403, 200}},
	{"POST /admin/settings", [5]int{401, 403, 403, 403, 422}},
	{"POST /admin/settings/logo", [5]int{401, 403, 403, 403, 422}},
	{"POST /admin/settings/logo/remove", [5]int{401, 403, 403, 403, 303}},
	{"GET /admin/scale", [5]int{303, 403, 403, 403, 200}},
	{"POST /admin/scale", [5]int{401, 403, 403, 403, 422}},
	{"GET /admin/scale/edit", [5]int{303, 403, 403, 403, 200}},
	{"POST /admin/scale/edit", [5]int{401, 403, 403, 403, 422}},
	{"GET /admin/worth", [5]int{303, 403, 403, 403, 200}},
	{"POST /admin/worth", [5]int{401, 403, 403, 403, 422}},
	{"POST /admin/worth/learn", [5]int{401, 403, 403, 403, 409}},
}

func TestCheck28EveryRouteAnswersEachRoleAsTheTableSays(t *testing.T) {
	d := newHouse(t, Config{})
	for i, role := range everybody {
		b := d.as(role)
		for _, r := range rows {
			if role != claims.Anonymous && len(b.cookies) == 0 {
				b = d.as(role) // the row before signed out
			}
			method, path, _ := strings.Cut(r.path, " ")
			w := b.send(b.form(method, filled(path), url.Values{}))
			if got, want := w.Code, r.wants[i]; got != want {
				t.Errorf("%s as %q: status %d, want %d", r.path, role, got, want)
			}
		}
	}
}

func TestCheck28NoRouteIsWithoutARow(t *testing.T) {
	d := newHouse(t, Config{})
	var have []string
	for _, r := range rows {
		have = append(have, r.path)
	}
	for _, r := range d.e.Routes() {
		if r.Method == http.MethodHead {
			r.Method = http.MethodGet
		}
		if name := r.Method + " " + r.Path; !slices.Contains(have, name) {
			t.Errorf("the route %s has no row in the table of roles", name)
		}
	}
}

// filled puts something into a route's parameters that names nothing.
func filled(path string) string {
	parts := strings.Split(strings.ReplaceAll(path, `\:`, ":"), "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") || p == "*" {
			parts[i] = "0000000"
		}
	}
	return strings.Join(parts, "/")
}

func TestCheck25WritesFromOtherSitesAreRefusedOnEveryRoute(t *testing.T) {
	d := newHouse(t, Config{BaseURL: "https://desk.example"})
	admin := d.as(claims.Admin)
	for _, r := range d.e.Routes() {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			continue
		}
		for _, h := range []http.Header{
			{"Sec-Fetch-Site": {"cross-site"}},
			{"Sec-Fetch-Site": {"same-site"}},
			{"Sec-Fetch-Site": {"none"}},
			{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://desk.example"}},
			{"Origin": {"https://evil.example"}},
			{"Origin": {"http://desk.example"}},
			{"Origin": {"null"}},
			{"Referer": {"https://desk.example/"}},
			{},
		} {
			req := admin.form(r.Method, filled(r.Path), url.Values{})
			req.Header.Del("Sec-Fetch-Site")
			for name, v := range h {
				req.Header[name] = v
			}
			if w := admin.send(req); w.Code != http.StatusForbidden {
				t.Errorf("%s %s with %v: status %d, want 403", r.Method, r.Path, h, w.Code)
			}
		}
	}
	if w := admin.get("/account"); w.Code != http.StatusOK {
		t.Fatalf("after the refused writes the admin gets %d, want 200", w.Code)
	}
	for _, h := range []http.Header{{"Sec-Fetch-Site": {"same-origin"}}, {"Origin": {"https://desk.example"}}} {
		req := admin.form(http.MethodPost, "/account", url.Values{"name": {"Ana Admin"}})
		req.Header.Del("Sec-Fetch-Site")
		for name, v := range h {
			req.Header[name] = v
		}
		if w := admin.send(req); w.Code != http.StatusSeeOther {
			t.Errorf("a write from this site with %v: status %d, want 303", h, w.Code)
		}
	}
}

func TestCheck27SigningInFromAnotherSiteIsRefused(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.browser()
	for _, origin := range []string{"", "https://evil.example"} {
		r := b.form(http.MethodPost, "/login", url.Values{"email": {email(claims.Admin)}, "password": {password}})
		r.Header.Del("Sec-Fetch-Site")
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		if w := b.send(r); w.Code != http.StatusForbidden || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("with Origin %q: status %d, Set-Cookie %q; want 403 and none", origin, w.Code, w.Header().Get("Set-Cookie"))
		}
	}
}

func TestCheck36HeadHasGetsHeadersAndUnknownMethodsAreRefused(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.as(claims.Admin)
	for _, r := range d.e.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		path := filled(r.Path)
		get, head := b.get(path), b.send(httptest.NewRequest(http.MethodHead, path, nil))
		if get.Header().Get("Last-Modified") != head.Header().Get("Last-Modified") { // a second began between them
			get = b.get(path)
		}
		get.Header().Del("X-Request-Id")
		head.Header().Del("X-Request-Id")
		if get.Code != head.Code || !equalHeaders(get.Header(), head.Header()) {
			t.Errorf("%s: HEAD gives %d %v, GET %d %v", path, head.Code, head.Header(), get.Code, get.Header())
		}
	}
	for _, method := range []string{"TRACE", "CONNECT", "PROPFIND", "FOO"} {
		for _, path := range []string{"/login", "/nowhere"} {
			w := b.send(httptest.NewRequest(method, path, nil))
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
				t.Errorf("%s %s: status %d, Allow %q; want 405 with Allow", method, path, w.Code, w.Header().Get("Allow"))
			}
		}
	}
	if w := b.send(b.form(http.MethodDelete, "/login", nil)); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("DELETE /login: status %d, want 405", w.Code)
	}
}

func equalHeaders(a, b http.Header) bool {
	for _, h := range []http.Header{a, b} {
		for name := range h {
			if !slices.Equal(a[name], b[name]) {
				return false
			}
		}
	}
	return true
}
