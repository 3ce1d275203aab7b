package desk_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
	"touchstone/views/auth"
	"touchstone/views/desk"
)

const story = `The morning interview

“Since we came into office, rail fares have fallen by a fifth,” Oona Talvik-Reyes said on Friday.

The ministry denied that it had held back the figures for January.

Bram Ostergaard told reporters that every regional line had lost trains since the new timetable.`

// site is the desk on a real database, behind a real sign-in.
type site struct {
	*testing.T
	db  *db.DB
	e   *echo.Echo
	now time.Time
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{T: t, db: dbtest.New(t), now: time.Date(2026, 3, 15, 9, 0, 0, 0, time.UTC)}
	s.db.Now = func() time.Time { return s.now }
	s.mount(desk.Config{BaseURL: "https://desk.example", Fetch: func(context.Context, string) (claims.Article, []byte, error) {
		return claims.Article{}, nil, claims.Invalid("url", "tests fetch nothing")
	}})
	return s
}

// mount sets the routes up as the server does: each behind its session and its
// action.
func (s *site) mount(cfg desk.Config) {
	s.e = echo.New()
	door := auth.New(s.db, auth.Config{})
	for _, r := range append(desk.New(s.db, cfg).Routes(), door.Routes()...) {
		s.e.Add(r.Method, r.Path, door.Load(func(c echo.Context) error {
			if err := auth.User(c).Need(r.Act); err != nil {
				return err
			}
			return r.Handler(c)
		}))
	}
	s.e.HTTPErrorHandler = func(err error, c echo.Context) {
		status := map[claims.Kind]int{
			claims.KindInvalid: 422, claims.KindNotFound: 404, claims.KindForbidden: 403, claims.KindSignIn: 401,
			claims.KindConflict: 409, claims.KindStale: 409, claims.KindExists: 409, claims.KindTooMany: 429, claims.KindGone: 410,
		}[claims.KindOf(err)]
		if status == 0 {
			s.Errorf("%s %s: %v", c.Request().Method, c.Request().URL, err)
			status = 500
		}
		_ = c.String(status, err.Error())
	}
}

// person is someone signed in at a browser.
type person struct {
	*site
	claims.User
	cookie *http.Cookie
}

// in signs a new user of the role in.
func (s *site) in(name string, role claims.Role) *person {
	s.Helper()
	hash, err := auth.Hash(password)
	if err != nil {
		s.Fatal(err)
	}
	u, err := s.db.CreateUser(s.Context(), claims.Person{}, claims.User{Email: claims.Slug(name) + "@desk.example", Name: name, Role: role}, hash)
	if err != nil {
		s.Fatal(err)
	}
	p := &person{site: s, User: u}
	p.signIn()
	return p
}

const password = "seven boats at low tide"

// signIn begins a new session.
func (p *person) signIn() {
	p.Helper()
	p.cookie = nil
	got := p.post("/login", url.Values{"email": {p.Email}, "password": {password}})
	for _, c := range got.cookies {
		p.cookie = c
	}
	if got.status != http.StatusSeeOther || p.cookie == nil {
		p.Fatalf("sign in: got status %d", got.status)
	}
}

// page is an answer.
type page struct {
	t       *testing.T
	status  int
	body    string
	to      string // where it sends the browser
	cookies []*http.Cookie
	header  http.Header
}

func (p *person) do(r *http.Request) page {
	p.Helper()
	if p.cookie != nil {
		r.AddCookie(p.cookie)
	}
	w := httptest.NewRecorder()
	p.e.ServeHTTP(w, r)
	return page{t: p.T, status: w.Code, body: w.Body.String(), to: w.Header().Get("Location"), cookies: w.Result().Cookies(), header: w.Header()}
}

func (p *person) get(path string) page {
	p.Helper()
	if i := strings.IndexByte(path, '#'); i >= 0 {
		path = path[:i]
	}
	return p.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (p *person) post(path string, v url.Values) page {
	p.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.do(r)
}

// send posts a form on the claim's present revision and expects to be sent on;
// it gives the page that follows.
func (p *person) send(id claims.ID, act string, pairs ...string) page {
	p.Helper()
	p.now = p.now.Add(time.Minute)
	got := p.try(id, act, pairs...)
	if got.status != http.StatusSeeOther {
		p.Fatalf("%s: got status %d\n%s", act, got.status, text(got.body))
	}
	return p.get(got.to)
}

// try posts a form on the claim's present revision.
func (p *person) try(id claims.ID, act string, pairs ...string) page {
	p.Helper()
	v := url.Values{"revision": {fmt.Sprint(p.load(id).Revision)}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return p.post("/desk/claims/"+id.String()+"/"+act, v)
}

func (s *site) load(id claims.ID) *claims.Claim {
	s.Helper()
	k, err := s.db.Claim(s.Context(), id)
	if err != nil {
		s.Fatal(err)
	}
	return k
}

// has fails where the answer is not of the status or lacks one of the texts.
func (p page) has(status int, want ...string) page {
	p.t.Helper()
	seen := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(p.body, -1) {
		if seen[m[1]] {
			p.t.Errorf("two elements have the id %q", m[1])
		}
		seen[m[1]] = true
	}
	if p.status != status {
		p.t.Errorf("got status %d, want %d\n%s", p.status, status, text(p.body))
	}
	for _, w := range want {
		if !strings.Contains(p.body, w) {
			p.t.Errorf("missing %q in:\n%s", w, text(p.body))
		}
	}
	return p
}

func (p page) hasNot(bad ...string) page {
	p.t.Helper()
	for _, b := range bad {
		if strings.Contains(p.body, b) {
			p.t.Errorf("%q must not stand in:\n%s", b, text(p.body))
		}
	}
	return p
}

var ids = regexp.MustCompile(`<[^>]* id="([^"]*)"`)

var tags = regexp.MustCompile(`(?s)<head>.*?</head>|<svg.*?</svg>|<[^>]*>`)

// text is a page without its tags, to be read in a failure.
func text(body string) string {
	return html.UnescapeString(regexp.MustCompile(`\n\s*\n+`).ReplaceAllString(tags.ReplaceAllString(body, "\n"), "\n"))
}

// article adds the story through the form and gives its identifier.
func (p *person) article(text string) claims.ID {
	p.Helper()
	return p.articleAt("https://harbour.example/fares", text)
}

func (p *person) articleAt(address, text string) claims.ID {
	p.Helper()
	got := p.post("/desk/articles/new", url.Values{"text": {text}, "title": {"The morning interview"}, "outlet": {"Harbour Radio"}, "url": {address}, "published": {"2026-03-14"}})
	if got.status != http.StatusSeeOther {
		p.Fatalf("add the article: got status %d\n%s", got.status, tags.ReplaceAllString(got.body, " "))
	}
	id, err := claims.ParseID(strings.TrimPrefix(strings.Split(got.to, "?")[0], "/desk/articles/"))
	if err != nil {
		p.Fatal(err)
	}
	return id
}

// found gives the claim of an article whose statement has these words.
func (s *site) found(article claims.ID, words string) *claims.Claim {
	s.Helper()
	list, err := s.db.ArticleClaims(s.Context(), article)
	if err != nil {
		s.Fatal(err)
	}
	for _, k := range list {
		if strings.Contains(k.Statement, words) {
			return k
		}
	}
	s.Fatalf("no claim of the article says %q", words)
	return nil
}

func itoa(n int) string { return fmt.Sprint(n) }
