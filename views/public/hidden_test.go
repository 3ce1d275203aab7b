package public_test

import (
	"strconv"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/views/public"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestARevisionFromBeforePublicationIsNotThere(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	for _, tail := range []string{"", "/cite.bib", "/cite.json"} {
		if w := k.get("/claims/" + c.ID.String() + "/revisions/1" + tail); w.Code != 404 {
			t.Errorf("revision 1%s: got %d, want 404", tail, w.Code)
		}
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
