package views

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestAMatchTellsOfTheDeskToATokenThatMayReadIt(t *testing.T) {
	d := tokenHouse(t)
	b := d.as(claims.Reviewer)
	if _, err := d.d.CreateArticle(t.Context(), claims.User{ID: 1, Role: claims.Admin}, claims.Article{Title: "Tunnels", Outlet: "The Paper", Text: "Words.", TextSHA256: strings.Repeat("0", 64)}, nil,
		[]claims.Claim{{Statement: "The zirconium tunnel costs 9 billion"}}); err != nil {
		t.Fatal(err)
	}
	ask := func(token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/match?text="+url.QueryEscape("a zirconium tunnel costs 9 billion"), nil)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		d.e.ServeHTTP(w, r)
		return w
	}
	if w := ask(""); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "zirconium") {
		t.Errorf("anybody: status %d, %s", w.Code, w.Body)
	}
	read := makeToken(t, b, url.Values{"token-name": {"reader"}, "scopes": {"desk:read"}, "days": {"7"}})
	if w := ask(read); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "zirconium") || !strings.Contains(w.Body.String(), `"state":"new"`) || !strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
		t.Errorf("with a token: status %d, %v, %s", w.Code, w.Header(), w.Body)
	}
	write := makeToken(t, b, url.Values{"token-name": {"writer"}, "scopes": {"claims:write"}, "days": {"7"}})
	if w := ask(write); w.Code != http.StatusForbidden {
		t.Errorf("without the scope: status %d, want 403", w.Code)
	}
	if w := ask("tsk_nothing"); w.Code != http.StatusUnauthorized {
		t.Errorf("no token of ours: status %d, want 401", w.Code)
	}
}
