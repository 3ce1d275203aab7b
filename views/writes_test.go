package views

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"touchstone/claims"
)

// program sends JSON with a token.
type program struct {
	h     *house
	token string
}

func (h *house) program(role claims.Role, scopes ...string) *program {
	h.t.Helper()
	t := h.t.(*testing.T)
	return &program{h, makeToken(t, h.as(role), url.Values{"token-name": {"feeder"}, "scopes": scopes, "days": {"7"}})}
}

func (p *program) send(path, key, body string) (int, map[string]any, http.Header) {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+p.token)
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w := httptest.NewRecorder()
	p.h.e.ServeHTTP(w, r)
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		p.h.t.Errorf("%s: %v: %s", path, err, w.Body)
	}
	return w.Code, answer, w.Header()
}

const ferryArticle = `{"title": "Ferries", "outlet": "Harbour Radio", "url": "https://harbour.example/ferries", "published_on": "2026-03-14",
	"text": "On Friday the minister, Ana Reyes, said that half of all boats stay in port. Nobody asked why. Nobody asked why."}`

func TestAProgramSubmitsAnArticleOnce(t *testing.T) {
	h := newHouse(t, Config{BaseURL: "https://desk.example"})
	p := h.program(claims.Contributor, "articles:write")
	code, made, head := p.send("/api/v1/articles", "", ferryArticle)
	if code != 201 || made["claims_found"] != 1.0 || made["desk_url"] != "https://desk.example/desk/articles/"+made["article_id"].(string) || head.Get("Cache-Control") != "private, no-store" {
		t.Fatalf("%d %v %v", code, made, head)
	}
	for name, body := range map[string]string{"the same": ferryArticle, "the same address": `{"title": "Other", "url": "http://www.harbour.example/ferries/?utm_source=x", "text": "Other words."}`} {
		if code, again, _ := p.send("/api/v1/articles", "", body); code != 200 || again["article_id"] != made["article_id"] {
			t.Errorf("%s: %d %v", name, code, again)
		}
	}
	for body, field := range map[string]string{
		`{"title": "A", "outlet": "B"}`: "text", `{"text": "Words."}`: "title", `{"text": "Words.", "title": "A", "url": "javascript:alert(1)"}`: "url",
		`{"text": "Words.", "title": "A", "outlet": "B", "published_on": "14.3.2026"}`: "published_on", `{"txt": "Words."}`: "txt", `{"text": 7}`: "text",
		`{"url": "http://127.0.0.1/"}`: "url",
	} {
		code, answer, head := p.send("/api/v1/articles", "", body)
		errors, _ := answer["errors"].([]any)
		if code != 422 || len(errors) == 0 || errors[0].(map[string]any)["field"] != field || head.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %v, want 422 at %s", body, code, answer, field)
		}
	}
	if code, answer, _ := p.send("/api/v1/claims", "", `{}`); code != 403 || !strings.Contains(answer["detail"].(string), "claims:write") {
		t.Errorf("without the scope: %d %v", code, answer)
	}
}

func TestAProgramSubmitsAClaimByTheDesksRules(t *testing.T) {
	h := newHouse(t, Config{})
	p := h.program(claims.Contributor, "articles:write", "claims:write")
	_, article, _ := p.send("/api/v1/articles", "", ferryArticle)
	id := article["article_id"].(string)
	send := func(more string) (int, map[string]any) {
		code, answer, _ := p.send("/api/v1/claims", "", `{"article_id": "`+id+`", `+more+`}`)
		return code, answer
	}
	code, made := send(`"quote": "half of all boats", "attribution_kind": "indirect", "statement": "Half of the boats stay.", "claimant_name": "Ana Reyes", "claim_date": "2026-03", "topics": ["boats"], "attribution_verb": "said"`)
	if code != 201 || made["state"] != "new" || made["quote_start"] != 45.0 {
		t.Fatalf("%d %v", code, made)
	}
	claim, _ := claims.ParseID(made["claim_id"].(string))
	k, err := h.d.Claim(t.Context(), claim)
	if err != nil || k.Publication != claims.Private || k.ClaimedOn.String() != "2026-03" || k.Speaker.Name != "Ana Reyes" || k.First().Anchor != claims.Anchored || k.CreatedBy.Name != "Ana contributor" {
		t.Errorf("%v, %+v", err, k)
	}
	if code, again := send(`"quote": "half of all boats", "attribution_kind": "direct"`); code != 200 || again["claim_id"] != made["claim_id"] {
		t.Errorf("the same words: %d %v", code, again)
	}
	if code, answer := send(`"quote": "Nobody asked why", "attribution_kind": "direct", "quote_start": 95`); code != 201 || answer["quote_start"] != 95.0 {
		t.Errorf("the second place: %d %v", code, answer)
	}
	for more, field := range map[string]string{
		`"quote": "no such words", "attribution_kind": "direct"`: "quote", `"quote": "Nobody asked why", "attribution_kind": "direct"`: "quote_start",
		`"quote": "half of all boats"`: "attribution_kind", `"quote": "Friday", "attribution_kind": "mixed", "claim_date": "soon"`: "claim_date",
		`"quote": "Friday", "attribution_kind": "mixed", "claimant_name": "Nobody Known"`: "claimant_type", `"verdict": "false"`: "verdict", `"state": "approved"`: "state",
	} {
		if code, answer := send(more); code != 422 || answer["errors"] == nil || answer["errors"].([]any)[0].(map[string]any)["field"] != field {
			t.Errorf("%s: %d %v, want 422 at %s", more, code, answer, field)
		}
	}
}

func TestARequestWithAKeyIsDoneOnce(t *testing.T) {
	h := newHouse(t, Config{})
	p := h.program(claims.Contributor, "articles:write")
	body := func(n string) string {
		return `{"title": "A", "outlet": "B", "text": "Words of number ` + n + ` stand here."}`
	}
	if code, _, _ := p.send("/api/v1/articles", "k1", `{"title": "A"}`); code != 422 {
		t.Fatalf("a wrong one: %d", code)
	}
	code, made, _ := p.send("/api/v1/articles", "k1", body("1"))
	if code != 201 {
		t.Fatalf("put right under the same key: %d %v", code, made)
	}
	code, again, head := p.send("/api/v1/articles", "k1", body("1"))
	if code != 201 || again["article_id"] != made["article_id"] || head.Get("Idempotent-Replayed") != "true" {
		t.Errorf("sent again: %d %v %v", code, again, head)
	}
	if code, answer, _ := p.send("/api/v1/articles", "k1", body("2")); code != 422 || answer["errors"].([]any)[0].(map[string]any)["field"] != "Idempotency-Key" {
		t.Errorf("another request under the key: %d %v", code, answer)
	}
	if code, answer, _ := h.program(claims.Editor, "articles:write").send("/api/v1/articles", "k1", body("3")); code != 201 {
		t.Errorf("somebody else's request under the key: %d %v", code, answer)
	}
	var wait sync.WaitGroup
	codes := make([]int, 10)
	for i := range codes {
		wait.Go(func() { codes[i], _, _ = p.send("/api/v1/articles", "k2", body("4")) })
	}
	wait.Wait()
	articles, _, err := h.d.Articles(t.Context(), 0, 100)
	if err != nil || len(articles) != 3 {
		t.Errorf("%v, %d articles, want 3", err, len(articles))
	}
	for _, code := range codes {
		if code != 201 && code != 409 {
			t.Errorf("ten at once: got %d, want 201 or 409", code)
		}
	}
}
