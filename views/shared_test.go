package views

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOtherSitesMayReadWhatIsForProgramsAndNothingElse(t *testing.T) {
	d := newHouse(t, Config{})
	for path, want := range map[string]string{
		"/api/v1/claims": "*", "/api/v1/claims/0000000": "*", "/api/v1/nothing": "*", "/v1alpha1/claims:search?query=a": "*", "/v1alpha1/claims:search": "*",
		"/openapi.json": "*", "/claims.csv": "*", "/claims.jsonl": "*", "/claimreview.json": "*", "/feed.atom": "*",
		"/claims": "", "/": "", "/login": "", "/desk": "", "/desk/claims.csv": "", "/account": "",
	} {
		if got := d.browser().get(path).Header().Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("GET %s: Access-Control-Allow-Origin %q, want %q", path, got, want)
		}
	}
	r := httptest.NewRequest(http.MethodOptions, "/api/v1/claims", nil)
	r.Header.Set("Origin", "https://other.example")
	r.Header.Set("Access-Control-Request-Method", "GET")
	r.Header.Set("Access-Control-Request-Headers", "if-none-match")
	w := d.browser().send(r)
	if w.Code != http.StatusNoContent || w.Header().Get("Access-Control-Allow-Headers") == "" || w.Header().Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("a browser that asks first: got %d, %v", w.Code, w.Header())
	}
}

func TestErrorsOfGooglesInterfaceHaveGooglesShape(t *testing.T) {
	d := newHouse(t, Config{})
	w := d.browser().get("/v1alpha1/claims:search?query=a&pageSize=x")
	has := func(s string) {
		if body := w.Body.String(); !strings.Contains(body, s) {
			t.Errorf("the answer has no %s: %s", s, body)
		}
	}
	has(`"status":"INVALID_ARGUMENT"`)
	has(`"code":400`)
	has(`"fieldViolations":[{`)
	if w = d.browser().get("/v1alpha1/nothing"); w.Code != 404 {
		t.Errorf("got %d, want 404", w.Code)
	}
	has(`"status":"NOT_FOUND"`)
	w = d.browser().get("/api/v1/claims?limit=x")
	has(`"errors":[{"detail":"limit takes a whole number from 1 to 100","field":"limit"}]`)
}
