package public_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"touchstone/views/public"
)

var update = flag.Bool("update", false, "write the plans of the pages' queries anew")

// The plans are kept in testdata/plans.txt, so that a change of one is seen
// when a query, an index or SQLite changes. None may read a table that grows.
func TestNoPageReadsAWholeTable(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	k.correct(c.ID, "misleading", "The ministry sent us its table.")
	for _, r := range public.New(k.d, public.Config{BaseURL: "https://check.example"}).Routes() {
		path := strings.NewReplacer(":id", c.ID.String(), ":slug", "rail-fares-have-fallen-by-a-fifth", ":host", "harbour-radio.example", ":n", "7").Replace(r.Path)
		for _, q := range []string{"", "?q=fares", "?q=fares&sort=best", "?topic=transport", "?outlet=harbour-radio.example", "?speaker=oona-talvik-reyes", "?rating=false", "?rating=false&rating=true",
			"?from=2026-01-01", "?topic=transport&rating=misleading&to=2027", "?page=1"} {
			k.get(path + q)
		}
	}
	k.get("/topics/transport")
	k.get("/speakers/oona-talvik-reyes")
	plans, err := k.d.Plans(t.Context())
	k.must(err)
	if len(plans) < 30 {
		t.Fatalf("only %d plans were found", len(plans))
	}
	var all strings.Builder
	for _, p := range plans {
		fmt.Fprintln(&all, p.Query)
		for _, s := range p.Steps {
			fmt.Fprintln(&all, "   ", s)
			if whole(s, p.Query) {
				t.Errorf("%s\n    %s", s, p.Query)
			}
		}
	}
	const golden = "testdata/plans.txt"
	if *update {
		k.must(os.WriteFile(golden, []byte(all.String()), 0o600))
	}
	kept, err := os.ReadFile(golden)
	k.must(err)
	if got := all.String(); got != string(kept) {
		t.Errorf("the plans are others than in %s, from line %d on: write them anew with -update, and read what changed", golden, differ(got, string(kept)))
	}
}

// differ is the first line, from 1, in which two texts are not the same.
func differ(a, b string) int {
	n := 1
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			break
		}
		if a[i] == '\n' {
			n++
		}
	}
	return n
}

// whole reports whether a step of a plan reads all rows of a table that grows
// with the desk.
func whole(step, query string) bool {
	table, found := strings.CutPrefix(step, "SCAN ")
	switch {
	case !found, strings.HasPrefix(table, "("), table == "w", strings.Contains(table, "VIRTUAL TABLE"): // what a query made, or words asked for
		return false
	case table == "settings", table == "audit_heads", table == "scales": // one row, one a day, one a change of the scale
		return false
	case strings.Contains(table, "USING INDEX") && strings.Contains(query, "LIMIT"): // a list's own order, to the end of the page
		return false
	case strings.Contains(query, "WHERE 0 "): // never carried out
		return false
	case strings.Contains(query, "ORDER BY seq DESC LIMIT 1"), strings.Contains(query, "FROM tallies WHERE facet"): // the last row; a few counts
		return false
	case strings.HasPrefix(query, "SELECT c.id, c.statement, c.short_form, c.summary, c.explanation, coalesce(s.name, '')"),
		query == "SELECT count(*) FROM claims WHERE merged_into IS NULL": // what matching knows of all claims is counted once, where it was not kept
		return false
	case strings.Contains(query, "c.publication IN ('published', 'corrected')") && strings.Contains(query, "GROUP BY"), strings.Contains(query, "GROUP BY k.kind"): // the checks in numbers count them all, once after each change
		return false
	}
	return true
}
