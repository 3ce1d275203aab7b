package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/claims/export"
)

type page struct {
	Items []map[string]any
	Total int
	Next  string
}

// follow reads every page of a list.
func (k *desk) follow(path string) (items []map[string]any, pages int) {
	k.t.Helper()
	for path != "" {
		var p page
		k.answer(path, &p)
		items = append(items, p.Items...)
		pages++
		u, err := url.Parse(p.Next)
		k.must(err)
		if path = ""; p.Next != "" {
			path = u.RequestURI()
		}
	}
	return items, pages
}

func TestTheRowsAreThoseOfTheFiles(t *testing.T) {
	k := newDesk(t)
	k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	k.correct(k.publish("Ferries are never late", "Ane Holm", 10).ID, "false", "The table was misread.")
	gone := k.publish("Trams are free", "Ane Holm", 11)
	k.do(gone.ID, func(x *claims.Claim) (claims.Event, error) { return x.Withdraw(k.editor, k.d.Now(), "We misread it.") })

	var b bytes.Buffer
	_, err := export.JSONL(&b, export.ClaimColumns, k.d.ClaimRecords(t.Context(), claims.Filter{}, false), export.Options{BaseURL: "https://www.check.example"})
	k.must(err)
	var want []map[string]any
	for lines := bufio.NewScanner(&b); lines.Scan(); {
		var row map[string]any
		k.must(json.Unmarshal(lines.Bytes(), &row))
		want = append(want, row)
	}
	got, _ := k.follow("/api/v1/claims?limit=2")
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 3 {
		t.Errorf("%d rows (-claims.jsonl +api)\n%s", len(got), diff)
	}
}

func TestEveryListIsPagedWithoutLossOrRepetition(t *testing.T) {
	k := newDesk(t)
	for i, s := range []string{"Fares one", "Fares two", "Fares three", "Fares four", "Fares five"} {
		k.correct(k.publish(s, "Speaker "+s[6:], i+1).ID, "false", "The table was misread.")
	}
	for path, key := range map[string]string{"claims": "claim_id", "search?q=fares": "claim_id", "sources": "source_id", "appearances": "id", "corrections": "correction_id", "articles": "article_id", "speakers": "slug"} {
		join := "?"
		if strings.Contains(path, "?") {
			join = "&"
		}
		whole, one := k.follow("/api/v1/" + path)
		parts, pages := k.follow("/api/v1/" + path + join + "limit=2")
		if one != 1 || pages != 3 || len(whole) != 5 {
			t.Errorf("%s: %d rows on %d page, %d pages of two; want 5, 1, 3", path, len(whole), one, pages)
		}
		seen := map[any]bool{}
		for i, row := range parts {
			if seen[row[key]] || row[key] != whole[i][key] {
				t.Errorf("%s: row %d is %v, want %v, once", path, i, row[key], whole[i][key])
			}
			seen[row[key]] = true
		}
	}
}

func TestAClaimHasWhatBelongsToIt(t *testing.T) {
	k := newDesk(t)
	c := k.correct(k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14).ID, "false", "The table was misread.")
	var got map[string]any
	k.answer("/api/v1/claims/"+c.ID.String(), &got)
	for name, want := range map[string]int{"sources": 1, "appearances": 1, "corrections": 1, "history": 2} {
		if list, _ := got[name].([]any); len(list) != want {
			t.Errorf("%s: got %v, want %d", name, got[name], want)
		}
	}
	if got["verdict"] != "false" || got["explanation"] != "The table says otherwise. [1]" || got["revision"] != float64(c.Revision) {
		t.Errorf("got %v", got)
	}
}

func TestAMergedClaimLeadsToTheOneItStandsIn(t *testing.T) {
	k := newDesk(t)
	into := k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	twin := k.add("Fares are down by a fifth", "Oona Talvik-Reyes", "Harbour Radio", 15)
	if _, err := k.d.MergeClaims(t.Context(), k.editor, twin.ID, into.ID, twin.Revision, into.Revision); err != nil {
		t.Fatal(err)
	}
	w := k.get("/api/v1/claims/" + twin.ID.String())
	if w.Code != 308 || w.Header().Get("Location") != "/api/v1/claims/"+into.ID.String() {
		t.Errorf("got %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestAnAppearanceIsAWebAnnotation(t *testing.T) {
	k := newDesk(t)
	c := k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	id := c.Appearances[0].ID.String()
	w := k.get("/api/v1/appearances/" + id)
	want := `{"@context":"http://www.w3.org/ns/anno.jsonld","id":"https://www.check.example/api/v1/appearances/` + id + `","type":"Annotation","motivation":"assessing",` +
		`"creator":{"type":"Organization","name":"Our newsroom"},"rights":"https://creativecommons.org/licenses/by/4.0/",` +
		`"body":{"id":"https://www.check.example/claims/` + c.ID.String() + `","type":"Text","format":"text/html"},` +
		`"target":[{"source":"https://harbour-radio.example/1","selector":[{"type":"TextQuoteSelector","exact":"Rail fares have fallen by a fifth","prefix":"Interview number 1.\n\n“","suffix":",” the minister said. “It is kno"},` +
		`{"type":"TextPositionSelector","start":22,"end":55}]}]}`
	if diff := cmp.Diff(want, w.Body.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if kind := w.Header().Get("Content-Type"); !strings.HasPrefix(kind, "application/ld+json") {
		t.Errorf("the answer is %q", kind)
	}
}

func TestAParameterThatNobodyReadsIsRefused(t *testing.T) {
	k := newDesk(t)
	for _, p := range []string{"claims?ratings=false", "claims?after=x", "claims?limit=0", "claims?limit=101", "claims?limit=x", "claims?cursor=x", "claims?sort=urgent", "claims?state=new",
		"claims?q=a&q=b", "search", "search?sort=newest&q=a", "sources?cursor=x", "articles?q=a", "speakers?cursor=1", "claims?from=2026-05-01&to=2026-01-01"} {
		if w := k.get("/api/v1/" + p); w.Code != 400 {
			t.Errorf("%s: got %d, want 400: %s", p, w.Code, w.Body)
		}
	}
}
