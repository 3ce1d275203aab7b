package public_test

import (
	"strconv"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/views/public"
)

func itoa(n int) string { return strconv.Itoa(n) }

// What is not published is nobody's business outside of the desk, whichever way
// is asked.
func TestCheck29AnUnpublishedClaimIsNowhere(t *testing.T) {
	k := newDesk(t)
	shown := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	for i := range 5 { // so that no source has the same number
		k.add(check{statement: "Waiting statement " + itoa(i) + "."})
	}
	secret := k.add(check{statement: "The secret tunnel costs 9 billion.", speaker: "Zebedee Quark", topic: "Tunnels", outlet: "Whisper Weekly"})

	id := secret.ID.String()
	for _, p := range []string{"/claims/" + id, "/claims/" + id + "/the-secret-tunnel-costs-9-billion", "/claims/" + id + "/history", "/claims/" + id + "/revisions/1", "/claims/" + id + "/revisions/1/cite.bib", "/claims/" + id + "/revisions/1/cite.json", "/claims/" + id + "/card.png", "/report?claim=" + id,
		"/speakers/zebedee-quark", "/topics/tunnels", "/embed/claims/" + id, "/oembed?url=https://check.example/claims/" + id} {
		if w := k.get(p); w.Code != 404 || strings.Contains(w.Body.String(), "tunnel") || w.Header().Get("ETag") != "" {
			t.Errorf("%s: got %d, tag %q: %s", p, w.Code, w.Header().Get("ETag"), w.Body)
		}
		if w := k.ask("HEAD", p, ""); w.Code != 404 {
			t.Errorf("HEAD %s: got %d, want 404", p, w.Code)
		}
	}
	for _, r := range public.New(k.d, public.Config{}).Routes() {
		if r.Method != "GET" || strings.Contains(r.Path, ":") || r.Path == "/oembed" {
			continue
		}
		for _, q := range []string{"", "?q=tunnel", "?speaker=zebedee-quark", "?topic=tunnels", "?state=new", "?held=nobody", "?all=1"} {
			w := k.get(r.Path + q)
			if w.Code != 200 {
				t.Errorf("%s: got %d", r.Path+q, w.Code)
			}
			body := strings.ToLower(w.Body.String())
			for _, bad := range []string{id, "secret", "quark", "whisper", "billion"} {
				// The name in the address of a filter comes back as it was sent.
				if strings.Contains(strings.ReplaceAll(body, "zebedee-quark", ""), bad) {
					t.Errorf("%s: %q stands in the answer", r.Path+q, bad)
				}
			}
		}
	}
	if w := k.get("/claims/" + shown.ID.String() + "/revisions/1"); w.Code != 404 {
		t.Errorf("a revision from before publication: got %d, want 404", w.Code)
	}
}

func TestAMergedClaimLeadsToTheOneItStandsIn(t *testing.T) {
	k := newDesk(t)
	into := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	for name, twin := range map[string]*claims.Claim{
		"a private claim":   k.add(check{statement: "Fares are down by a fifth.", outlet: "Lake Post"}),
		"a published check": k.publish(check{statement: "Rail travel is a fifth cheaper.", outlet: "Hill Post"}),
	} {
		now, err := k.d.Claim(t.Context(), into.ID)
		k.must(err)
		_, err = k.d.MergeClaims(t.Context(), k.editor, twin.ID, into.ID, twin.Revision, now.Revision)
		k.must(err)
		for _, tail := range []string{"", "/some-words", "/history"} {
			w := k.get("/claims/" + twin.ID.String() + tail)
			if w.Code != 301 || w.Header().Get("Location") != "/claims/"+into.ID.String()+"/rail-fares-have-fallen-by-a-fifth" {
				t.Errorf("%s%s: got %d to %q", name, tail, w.Code, w.Header().Get("Location"))
			}
		}
		for _, p := range []string{"/claims", "/claims.csv", "/feed.atom", "/sitemap.xml", "/claimreview.json"} {
			if body := k.get(p).Body.String(); strings.Contains(body, twin.ID.String()) || !strings.Contains(body, into.ID.String()) {
				t.Errorf("%s: %s stands in it, or the other does not", name, p)
			}
		}
	}
	has(t, k.page("/claims/"+into.ID.String()+"/rail-fares-have-fallen-by-a-fifth"), "A second check of the same statement was merged into this one")
}

func TestEveryRouteIsOpenToEverybody(t *testing.T) {
	for _, r := range public.New(nil, public.Config{}).Routes() {
		if r.Act != claims.ActPublic || r.Method != "GET" && r.Path != "/report" {
			t.Errorf("%s %s needs %q", r.Method, r.Path, r.Act)
		}
	}
}
