package auth

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCheck25WritesMustComeFromThisSite(t *testing.T) {
	const base = "https://desk.example"
	for _, c := range []struct {
		base, site, origin string
		want               bool
	}{
		{base, "same-origin", "", true},
		{base, "same-origin", base, true},
		{base, "same-site", base, false},
		{base, "cross-site", base, false},
		{base, "none", "", false},
		{base, "", base, true},
		{base, "", "HTTPS://Desk.Example", true},
		{base, "", "http://desk.example", false},
		{base, "", "https://desk.example:8443", false},
		{base, "", "https://desk.example.evil.example", false},
		{base, "", "https://evil.example", false},
		{base, "", "null", false},
		{base, "", "", false},
		{"http://localhost:8080", "", "http://localhost:8080", true},
		{"http://localhost:8080", "", "http://127.0.0.1:8080", true},
		{"http://localhost:8080", "", "http://evil.example", false},
		{"http://localhost:8080", "", "https://127.0.0.1:8080", false},
		{base, "", "http://127.0.0.1:8080", false},
		{"", "", "http://127.0.0.1:8080", true},
		{"", "", "http://evil.example", false},
		{"", "", "null", false},
		{"", "", "", false},
	} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} {
			r := httptest.NewRequest(method, "http://127.0.0.1:8080/login", nil)
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			if got := NewForgery(c.base).Check(r) == nil; got != c.want {
				t.Errorf("base %q: %s with Sec-Fetch-Site %q, Origin %q: taken = %v, want %v", c.base, method, c.site, c.origin, got, c.want)
			}
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/claims", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if err := NewForgery(base).Check(r); err != nil {
		t.Errorf("a link from another site is refused: %v", err)
	}
}
