package static_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"touchstone/views/static"
)

func get(method, path string) *http.Response {
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w.Result()
}

func TestAFileStandsAtItsHashedAddressForAYear(t *testing.T) {
	for _, name := range static.Names() {
		res := get("GET", static.URL(name))
		if res.StatusCode != 200 {
			t.Fatalf("%s: got %d, want 200", name, res.StatusCode)
		}
		if got := res.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		if got := res.Header.Get("Content-Type"); got == "" || strings.HasPrefix(got, "text/plain") {
			t.Errorf("%s: Content-Type %q", name, got)
		}
		if head := get("HEAD", static.URL(name)); head.StatusCode != 200 || head.Header.Get("Content-Length") == "" {
			t.Errorf("%s: HEAD gave %d, length %q", name, head.StatusCode, head.Header.Get("Content-Length"))
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	for _, p := range []string{"/static/", "/static/style.css", "/static/../static.go", "/static/.git/config", "/static/style.0000000000.css", "/static/%2e%2e/etc/passwd"} {
		if res := get("GET", p); res.StatusCode != 404 {
			t.Errorf("%s: got %d, want 404", p, res.StatusCode)
		}
	}
	if res := get("POST", static.URL("style.css")); res.StatusCode != 405 {
		t.Errorf("POST: got %d, want 405", res.StatusCode)
	}
}

// A request to another host would break the promise that none leaves ours, and
// the content security policy would stop it.
func TestTheStyleSheetAsksNoOtherHost(t *testing.T) {
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, httptest.NewRequest("GET", static.URL("style.css"), nil))
	css := w.Body.String()
	if got := regexp.MustCompile(`url\(|@import`).FindString(css); got != "" {
		t.Errorf("the style sheet loads something: %q", got)
	}
	if strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("braces do not match")
	}
}
