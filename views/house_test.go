package views

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const password = "four quiet words here"

// hashed is the password's hash, made once for all tests.
var hashed = sync.OnceValue(func() string {
	hash, err := auth.Hash(password)
	if err != nil {
		panic(err)
	}
	return hash
})

// house is a site on a real database, with one user for each role.
type house struct {
	t    testing.TB
	d    *db.DB
	e    *echo.Echo
	base string
}

func newHouse(t testing.TB, cfg Config) *house {
	t.Helper()
	d := dbtest.New(t)
	for _, role := range claims.Roles {
		add(t, d, role)
	}
	return &house{t, d, New(d, cfg), cfg.BaseURL}
}

func add(t testing.TB, d *db.DB, role claims.Role) claims.User {
	t.Helper()
	u, err := d.CreateUser(t.Context(), claims.Person{}, claims.User{Email: email(role), Name: "Ana " + string(role), Role: role}, hashed())
	if err != nil {
		t.Fatalf("add the %s: %v", role, err)
	}
	return u
}

func email(role claims.Role) string { return string(role) + "@desk.example" }

// browser keeps cookies and says where its requests come from, as browsers do.
type browser struct {
	house   *house
	ip      string
	cookies map[string]string
}

func (h *house) browser() *browser {
	return &browser{house: h, ip: "192.0.2.1", cookies: map[string]string{}}
}

// as is a browser in which the house's user of a role is signed in. Tests of
// signing in post the form; the others have no need to hash a password.
func (h *house) as(role claims.Role) *browser {
	h.t.Helper()
	b := h.browser()
	if role == claims.Anonymous {
		return b
	}
	u, _, err := h.d.Credentials(h.t.Context(), email(role))
	if err != nil {
		h.t.Fatalf("find the %s: %v", role, err)
	}
	door, w := auth.New(h.d, auth.Config{BaseURL: h.base}), httptest.NewRecorder()
	c := echo.New().NewContext(httptest.NewRequest(http.MethodPost, "/login", nil), w)
	if err := door.Load(func(c echo.Context) error { return door.Begin(c, u) })(c); err != nil {
		h.t.Fatalf("sign in as %s: %v", role, err)
	}
	b.keep(w)
	return b
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	return b.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	return b.send(b.form(http.MethodPost, path, form))
}

// stopped ends what would last as long as somebody listens.
var stopped = func() <-chan struct{} {
	stop := make(chan struct{})
	close(stop)
	return stop
}()

// form is a request with a form of this site's own pages.
func (b *browser) form(method, path string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func (b *browser) send(r *http.Request) *httptest.ResponseRecorder {
	r.RemoteAddr = b.ip + ":4711"
	if strings.Contains(b.ip, ":") {
		r.RemoteAddr = "[" + b.ip + "]:4711"
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.house.e.ServeHTTP(w, r.WithContext(ui.WithStop(r.Context(), stopped)))
	b.keep(w)
	return w
}

func (b *browser) keep(w *httptest.ResponseRecorder) {
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
}
