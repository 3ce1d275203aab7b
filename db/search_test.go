package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/db"
)

// titles are the statements that a search finds, in order.
func (d *desk) titles(t *testing.T, f claims.Filter) (list []string, page claims.Page) {
	t.Helper()
	page, err := d.Claims(t.Context(), f)
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	for _, it := range page.Items {
		list = append(list, it.Statement)
	}
	return list, page
}

func TestASearchFindsWordsPhrasesAndFilters(t *testing.T) {
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	d.found(t, 1, "Boats of the northern quay leave port at noon", "The lighthouse was painted white in spring")
	const boats, quay, light = "Half of all boats stay in port", "Boats of the northern quay leave port at noon", "The lighthouse was painted white in spring"
	for query, want := range map[string][]string{
		"boat port": {quay, boats}, `"all boats"`: {boats}, `"boats all"`: nil, "boat -noon": {boats}, "light*": {light}, "-boat": nil,
		"speaker:reyes": {light, quay, boats}, "boat speaker:reyes": {quay, boats}, "boat -speaker:reyes": nil, "speaker:nobody boat": nil, `lighthouse speaker:"ana reyes" speaker:nobody`: {light},
		"topic:ports": {boats}, "topic:Fisheries boat": {boats}, "boat -topic:ports": {quay}, "-boat topic:ports": nil, "-noon topic:ports": {boats},
		"verdict:misleading": {boats}, "verdict:Misleading boat": {boats}, "boat -verdict:misleading": {quay}, "verdict:true": nil, "verdict:nonsense": nil,
		"outlet:harbour.example boat": {boats}, `outlet:"harbour radio" boat`: {boats}, "boat -outlet:harbour.example": {quay},
		"boat before:2026-03-14": {boats}, "boat before:2026-03-13": nil, "boat after:2026-02": {boats}, "after:2025 boat": {boats}, "boat after:2026": nil,
		"register": {boats}, "two in five": {boats}, "topic:ports topic:nothing": {boats},
	} {
		for _, sort := range []claims.Sort{claims.Newest, claims.BestMatch} {
			got, page := d.titles(t, claims.Filter{Query: query, Sort: sort})
			if sort == claims.BestMatch { // which of equals comes first is bm25's affair
				slices.Sort(got)
				slices.Sort(want)
			}
			if diff := cmp.Diff(want, got); diff != "" || page.Total != len(want) || page.Newest != 0 {
				t.Errorf("%s, %s: total %d, %d newest (-want +got)\n%s", query, sort, page.Total, page.Newest, diff)
			}
		}
	}
}

func TestAnExcerptSaysWhereTheWordsStand(t *testing.T) {
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	for query, want := range map[string]claims.Passage{
		"boat": {}, "five boats": {Where: "answer", Text: "Two in five stay in port."}, "41": {Where: "source", Text: "Register, Harbour Office: 41 of 100"}, "reyes": {},
	} {
		_, page := d.titles(t, claims.Filter{Query: query, Public: true})
		if len(page.Items) != 1 || page.Items[0].Excerpt != want {
			t.Errorf("%s: got %+v", query, page.Items)
		}
	}
}

func TestOnlyTheNewestHitsAreLookedThroughAndThePageSaysSo(t *testing.T) {
	defer db.SetMaxHits(5)()
	d := newDesk(t)
	var list []string
	for i := range 8 {
		list = append(list, fmt.Sprintf("Crane number %d stands at the quay", i))
	}
	list = append(list, "No boats, and the crane is elsewhere")
	d.found(t, 1, list...)
	for _, sort := range []claims.Sort{claims.Newest, claims.BestMatch} {
		got, page := d.titles(t, claims.Filter{Query: "crane", Sort: sort, PageLimit: 3})
		if page.Newest != 5 || page.Total != 5 || len(got) != 3 || page.Older == "" {
			t.Errorf("%s: got %v, %+v", sort, got, page)
		}
		rest, last := d.titles(t, claims.Filter{Query: "crane", Sort: sort, PageLimit: 3, After: page.Older})
		if len(rest) != 2 || last.Older != "" || last.Newer == "" {
			t.Errorf("%s, page 2: got %v, %+v", sort, rest, last)
		}
		back, _ := d.titles(t, claims.Filter{Query: "crane", Sort: sort, PageLimit: 3, Before: last.Newer})
		if diff := cmp.Diff(got, back); diff != "" {
			t.Errorf("%s, back (-want +got)\n%s", sort, diff)
		}
	}
	if got, page := d.titles(t, claims.Filter{Query: "elsewhere"}); len(got) != 1 || page.Newest != 0 {
		t.Errorf("got %v, %+v", got, page)
	}
}

func TestWordsTooCommonToCountAreRankedByWhereTheyStand(t *testing.T) {
	defer db.SetMaxCounted(0)()
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	d.found(t, 1, "Stay where the port is", "Boats in port stay")
	got, _ := d.titles(t, claims.Filter{Query: "port stay", Sort: claims.BestMatch})
	if len(got) != 3 || got[0] != "Boats in port stay" {
		t.Errorf("got %v, want the phrase first", got)
	}
	if got, _ := d.titles(t, claims.Filter{Query: "speaker:reyes", Sort: claims.BestMatch}); len(got) != 3 {
		t.Errorf("got %v", got)
	}
}

func TestAReadersSearchKnowsNothingOfWhatIsNotPublished(t *testing.T) {
	d := newDesk(t)
	id := d.claim(t).ID
	d.found(t, 1, "The zirconium depot burned down")
	for _, query := range []string{"zirconium", "zirconum", "zirc*", "boat", "baots", "speaker:reyes"} {
		for _, sort := range []claims.Sort{claims.Newest, claims.BestMatch} {
			f := claims.Filter{Query: query, Public: true, Sort: sort}
			if got, page := d.titles(t, f); len(got) != 0 || page.Total != 0 {
				t.Errorf("%s: got %v", query, got)
			}
			if got, err := d.Mend(t.Context(), f); got != query || err != nil {
				t.Errorf("%s: mended to %s, %v", query, got, err)
			}
		}
		if list, _, err := d.FactChecks(t.Context(), db.FactChecks{Query: query, Limit: 10}); len(list) != 0 || err != nil {
			t.Errorf("%s: got %d checks, %v", query, len(list), err)
		}
	}
	d.publish(t, id)
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) { return c.Withdraw(d.editor, d.now, "We misread it.") })
	for query, want := range map[string]int{"boat": 1, "register": 0, "five": 0} {
		if got, _ := d.titles(t, claims.Filter{Query: query, Public: true}); len(got) != want {
			t.Errorf("withdrawn, %s: got %v", query, got)
		}
	}
	if got, _ := d.titles(t, claims.Filter{Query: "register"}); len(got) != 1 {
		t.Errorf("at the desk: got %v", got)
	}
}

func TestMistypedWordsAreMended(t *testing.T) {
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	d.found(t, 1, "Unemployment doubled at the zirconium depot")
	for query, want := range map[string]string{
		"baots": "boats", "stya prot": "stay port", "oats": "oats", "registre": "register", "xegister": "register", `"all baots"`: `"all boats"`, "speaker:ryes": "speaker:reyes", "boats": "boats",
		"zirconum": "zirconum", "41x": "41x", "qqqqqqq": "qqqqqqq", "boats qqqqqqq": "boats qqqqqqq",
	} {
		got, err := d.Mend(t.Context(), claims.Filter{Query: query, Public: true})
		if query == "oats" {
			want = "boats"
		}
		if got != want || err != nil {
			t.Errorf("%s: got %s, %v, want %s", query, got, err, want)
		}
	}
	for query, want := range map[string]string{"zirconum": "zirconium", "unemploymnet": "unemployment", "unemploymnet baots": "unemploymnet baots"} {
		if got, err := d.Mend(t.Context(), claims.Filter{Query: query}); got != want || err != nil {
			t.Errorf("desk, %s: got %s, %v, want %s", query, got, err, want)
		}
	}
	if got, err := d.Mend(t.Context(), claims.Filter{Query: "baots", Exact: true}); got != "baots" || err != nil {
		t.Errorf("as typed: got %s, %v", got, err)
	}
}

func TestCheck5HostileSearchesFindSomethingOrNothing(t *testing.T) {
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	for _, query := range []string{`" OR 1=1--`, "NEAR(", "*", `"`, "col:x", "statement:boats", "{statement} : boats", "\x00", "boats\x00", "a AND OR NOT", "^boats", "boats + port", `""""`,
		strings.Repeat("x", 10_000), strings.Repeat("boats ", 150), strings.Repeat("-boats ", 150), strings.Repeat("speaker:a ", 60), "topic:\"' OR 1=1\"", "outlet:%", "verdict:%' --", "\xff\xfe", "before:9999", "speaker:*"} {
		for _, sort := range []claims.Sort{claims.Newest, claims.BestMatch} {
			for _, public := range []bool{true, false} {
				f := claims.Filter{Query: query, Public: public, Sort: sort}
				d.titles(t, f)
				if _, err := d.Facets(t.Context(), f); err != nil {
					t.Errorf("%.30q: facets: %v", query, err)
				}
				if _, err := d.Mend(t.Context(), f); err != nil {
					t.Errorf("%.30q: mend: %v", query, err)
				}
			}
		}
	}
}

func TestEachCountBesideASearchIsWhatItsFilterFinds(t *testing.T) {
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	d.found(t, 1, "Boats of the northern quay leave port at noon", "The lighthouse was painted white in spring")
	asked := 0
	for _, public := range []bool{true, false} {
		for _, f := range []claims.Filter{{Query: "reyes"}, {Query: "boat"}, {Query: "boat", Topic: "ports"}, {Query: "boat", Ratings: []string{"misleading"}}, {Query: "boat", Speaker: "nobody"}, {Query: "reyes before:2026-12"}} {
			f.Public = public
			n, err := d.Facets(t.Context(), f)
			if err != nil {
				t.Fatalf("%+v: %v", f, err)
			}
			for _, x := range []struct {
				list []claims.Count
				set  func(f *claims.Filter, key string)
			}{
				{n.Ratings, func(f *claims.Filter, key string) { f.Ratings = []string{key} }},
				{n.Topics, func(f *claims.Filter, key string) { f.Topic = key }},
				{n.Speakers, func(f *claims.Filter, key string) { f.Speaker = key }},
				{n.Outlets, func(f *claims.Filter, key string) { f.Outlet = key }},
			} {
				for _, c := range x.list {
					g := f
					x.set(&g, c.Key)
					if page, err := d.Claims(t.Context(), g); err != nil || page.Total != c.N {
						t.Errorf("%+v: %s says %d, its filter finds %d, %v", f, c.Label, c.N, page.Total, err)
					}
					asked += c.N
				}
			}
		}
	}
	if asked < 30 {
		t.Errorf("only %d claims were counted", asked)
	}
}

func TestSearchesComeInTurnAndLeaveThePagesTheirReaders(t *testing.T) {
	d := newDesk(t)
	c := d.publish(t, d.claim(t).ID)
	leave := db.Occupy(d.DB)
	if page, err := d.Claims(t.Context(), claims.Filter{Public: true}); err != nil || page.Total != 1 {
		t.Errorf("a list beside searches: got %d, %v", page.Total, err)
	}
	if _, err := d.PublicClaim(t.Context(), c.ID); err != nil {
		t.Errorf("a check beside searches: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := d.Claims(ctx, claims.Filter{Public: true, Query: "boats"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a search whose turn does not come: got %v", err)
	}
	leave()
	if page, err := d.Claims(t.Context(), claims.Filter{Public: true, Query: "boats"}); err != nil || page.Total != 1 {
		t.Errorf("a search in its turn: got %d, %v", page.Total, err)
	}
}
