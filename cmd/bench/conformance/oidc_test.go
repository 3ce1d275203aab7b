package conformance

import (
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// staff are the people whom the provider knows.
type staff map[string]*storage.User

func (s staff) GetUserByID(id string) *storage.User         { return s[id] }
func (s staff) GetUserByUsername(name string) *storage.User { return s[name] }
func (staff) ExampleClientID() string                       { return "" }

func (s staff) add(name, email string, verified bool) {
	s[name] = &storage.User{ID: name, Username: name, Password: "open sesame", FirstName: "Ines", LastName: name, Email: email, EmailVerified: verified}
}

// provider runs a certified implementation of an OpenID provider.
func provider(t *testing.T, people staff) string {
	t.Helper()
	var handler http.Handler
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(s.Close)
	handler = exampleop.SetupServer(s.URL, storage.NewStorage(people), slog.New(slog.DiscardHandler), false, op.WithAllowInsecure())
	return s.URL
}

// comes is a browser that goes the whole way from the sign-in page's link, and
// what the desk shows it in the end.
func comes(t *testing.T, base, name string) (*http.Client, string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &http.Client{Jar: jar}
	read := func(res *http.Response, err error) (*http.Response, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		page, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(page)
	}
	hidden := func(page string) url.Values {
		form := url.Values{}
		for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			form.Set(m[1], html.UnescapeString(m[2]))
		}
		return form
	}
	res, page := read(b.Get(base + "/login/sso?next=/account"))
	form := hidden(page)
	form.Set("username", name)
	form.Set("password", "open sesame")
	_, page = read(b.PostForm(res.Request.URL.String(), form))
	form = hidden(page)
	if form.Get("code") == "" || form.Get("state") == "" {
		t.Fatalf("the provider did not send the browser back:\n%s", page)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/login/sso/back", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	_, page = read(b.Do(r))
	return b, page
}

func TestPeopleSignInAtAnOpenIDProvider(t *testing.T) {
	people := staff{}
	people.add("new", "new@ledger.example", true)
	people.add("known", "ines.quillfeather@aldery-ledger.example", true)
	people.add("unsure", "sunniva.harcastle-bey@aldery-ledger.example", false)
	people.add("stranger", "stranger@elsewhere.example", true)
	issuer := provider(t, people)
	base := serve(t, []string{"TOUCHSTONE_OIDC_CLIENT_SECRET=s3cret"}, "--demo", "--addr", "127.0.0.1:0", "--oidc-issuer", issuer, "--oidc-client-id", "desk", "--oidc-name", "Ledger Login",
		"--oidc-domain", "ledger.example", "--oidc-domain", "aldery-ledger.example", "--oidc-role", "reviewer")
	storage.RegisterClients(storage.WebClient("desk", "s3cret", base+"/login/sso/back"))
	for _, tt := range []struct{ name, says string }{
		{"new", "new@ledger.example, reviewer at this desk"},
		{"new", "new@ledger.example, reviewer at this desk"}, // known again
		{"known", "ines.quillfeather@aldery-ledger.example, editor at this desk"},
		{"unsure", "has not verified"},
		{"stranger", "lets in addresses of"},
	} {
		b, page := comes(t, base, tt.name)
		if !strings.Contains(page, tt.says) {
			t.Errorf("%s: the desk does not say %q:\n%s", tt.name, tt.says, page)
		}
		res, err := b.Get(base + "/desk")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if in := res.Request.URL.Path == "/desk"; in != strings.HasSuffix(tt.says, "at this desk") {
			t.Errorf("%s: in the desk: %v", tt.name, in)
		}
	}
}
