package api_test

import (
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/views/api"
)

// What is not published is nobody's business, whichever way a program asks.
func TestCheck29AnUnpublishedClaimIsInNoAnswer(t *testing.T) {
	k := newDesk(t)
	k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	for range 5 { // so that nothing has the same number as something shown
		k.add("Waiting statement", "Oona Talvik-Reyes", "Harbour Radio", 2)
	}
	secret := k.add("The secret tunnel costs 9 billion", "Zebedee Quark", "Whisper Weekly", 7)
	k.research(secret.ID, "Tunnel ledger", claims.Edit{})
	secret, err := k.d.Claim(t.Context(), secret.ID)
	k.must(err)

	id := secret.ID.String()
	for _, p := range []string{"/api/v1/claims/" + id, "/api/v1/articles/" + secret.Appearances[0].ArticleID.String(),
		"/api/v1/appearances/" + secret.Appearances[0].ID.String(), "/api/v1/speakers/zebedee-quark"} {
		if w := k.get(p); w.Code != 404 {
			t.Errorf("%s: got %d, want 404: %s", p, w.Code, w.Body)
		}
	}
	for _, r := range api.New(k.d, api.Config{}).Routes() {
		if strings.Contains(r.Path, "/:") || r.Path == "/openapi.json" {
			continue
		}
		for _, q := range []string{"", "?limit=100", "?q=tunnel", "?q=billion", "?speaker=zebedee-quark", "?topic=topic-of-zebedee-quark", "?outlet=whisper-weekly.example",
			"?query=tunnel", "?query=billion", "?reviewPublisherSiteFilter=check.example", "?state=new", "?held=nobody", "?all=1"} {
			w := k.get(strings.ReplaceAll(r.Path, `\:`, ":") + q)
			if w.Code != 200 {
				continue // that route has no such parameter
			}
			body := strings.ToLower(w.Body.String())
			for _, word := range []string{"?speaker=zebedee-quark", "?outlet=whisper-weekly.example", "?topic=topic-of-zebedee-quark", "?q=tunnel", "?q=billion"} {
				body = strings.ReplaceAll(body, word, "") // the question in the answer's own address
			}
			for _, bad := range []string{id, "secret", "quark", "whisper", "billion", "tunnel", "colleagues", "@desk"} {
				if strings.Contains(body, bad) {
					t.Errorf("%s%s: %q stands in the answer: %s", r.Path, q, bad, body)
				}
			}
		}
	}
}

func TestWhatColleaguesWriteToEachOtherStaysWithThem(t *testing.T) {
	k := newDesk(t)
	c := k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	body := k.get("/api/v1/claims/" + c.ID.String()).Body.String()
	for _, bad := range []string{"colleagues", "Reasons", "drafters", "priority", "assignee", "lease"} {
		if strings.Contains(body, bad) {
			t.Errorf("%q stands in the answer: %s", bad, body)
		}
	}
}

func TestAnArticleIsGivenWithoutItsText(t *testing.T) {
	k := newDesk(t)
	k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	for _, p := range []string{"/api/v1/articles", "/api/v1/appearances"} {
		if body := k.get(p).Body.String(); strings.Contains(body, "Interview number") && strings.Contains(body, "It is known") {
			t.Errorf("%s: the whole text stands in the answer: %s", p, body)
		}
	}
}
