package public_test

import (
	"encoding/csv"
	"encoding/xml"
	"strings"
	"testing"

	"touchstone/views/public"
)

func three(t *testing.T) *desk {
	k := newDesk(t)
	k.publish(check{statement: "Rail fares have fallen by a fifth.", rating: "misleading"})
	k.publish(check{statement: "Half of all trains run late.", speaker: "Drivers First", organisation: true, role: "campaign group", rating: "false", day: "2026-01-18"})
	k.publish(check{statement: "Prices rose by 7 per cent.", speaker: "Bram Ostergaard", topic: "Cost of living", rating: "true", day: "2026-02-01"})
	return k
}

func TestTheListSearchesAndFilters(t *testing.T) {
	k := three(t)
	tests := []struct {
		query     string
		want, not []string
	}{
		{"", []string{"3 checks", "Rail fares", "Half of all", "Prices rose", "Cost of living"}, []string{"Clear all"}},
		{"?q=fallen", []string{"1 check<", "have <mark>fallen</mark> by", "“fallen”", "Clear all"}, []string{"Half of all"}},
		{"?rating=false&rating=true", []string{"2 checks", "Verdict: False", "Verdict: True"}, []string{"Rail fares have"}},
		{"?topic=cost-of-living", []string{"1 check<", "Topic: Cost of living"}, []string{"Half of all"}},
		{"?speaker=drivers-first", []string{"Speaker: Drivers First", "Half of all"}, []string{"Rail fares have"}},
		{"?from=2026-01-01&to=2026-01-31", []string{"1 check<", "From 1 January 2026"}, []string{"Rail fares have"}},
		{"?speaker=drivers-first&rating=true", []string{"0 checks", "No checks match", "Look without the verdict", "(1 check)", "Clear every filter"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			page := k.page("/claims" + tt.query)
			has(t, page, tt.want...)
			hasNot(t, page, tt.not...)
		})
	}
}

func TestFiltersSurviveEveryLink(t *testing.T) {
	k := three(t)
	page := k.page("/claims?q=a*&topic=transport")
	has(t, page, `href="/claims.csv?q=a%2A&amp;topic=transport"`, `href="/feed.atom?q=a%2A&amp;topic=transport"`, `<input type="hidden" name="topic" value="transport">`,
		`href="/claims?q=a%2A&amp;rating=misleading&amp;topic=transport"`)
}

func TestAMistakeInTheAddressIsNamedAboveWhatTheRestFinds(t *testing.T) {
	k := three(t)
	for _, q := range []string{"?from=yesterday", "?sort=evil", "?q=a&q=b", "?after=zz", "?state=nope", "?q=" + strings.Repeat("x", 10000)} {
		w := k.get("/claims" + q)
		if w.Code != 400 {
			t.Errorf("%.40s: got %d, want 400", q, w.Code)
		}
		has(t, w.Body.String(), "There is a problem")
	}
	for _, q := range []string{`?q="+OR+1=1--`, "?q=NEAR(", "?q=*", "?q=%22", "?q=col:x", "?q=%00", "?rating=nope", "?page=-1"} {
		if w := k.get("/claims" + q); w.Code != 200 || strings.Contains(w.Body.String(), "SQL") {
			t.Errorf("%s: got %d", q, w.Code)
		}
	}
}

func TestPagesOfAList(t *testing.T) {
	k := newDesk(t)
	for i := range 23 {
		k.publish(check{statement: "Statement number " + itoa(100+i) + " stands."})
	}
	first := k.page("/claims")
	has(t, first, "23 checks", "number 122", "Older")
	hasNot(t, first, "number 102", "Newer")
	link := between(first, `<a href="`, `" rel="next"`)
	second := k.page(strings.ReplaceAll(link, "&amp;", "&"))
	has(t, second, "number 102", "number 100", "Newer", "noindex")
	hasNot(t, second, "number 103")
}

func between(s, from, to string) string {
	s = s[:strings.Index(s, to)]
	return s[strings.LastIndex(s, from)+len(from):]
}

func TestASpeakersRecord(t *testing.T) {
	k := three(t)
	page := k.page("/speakers/oona-talvik-reyes")
	has(t, page, "Oona Talvik-Reyes", "1 statement", "not a score of anybody’s honesty", "What we found, by date said", "/claims.csv?speaker=oona-talvik-reyes")
	has(t, k.page("/speakers"), "Bram Ostergaard", "Drivers First")
	if w := k.get("/speakers/nobody"); w.Code != 404 {
		t.Errorf("got %d, want 404", w.Code)
	}
}

func TestTopicsAndOutletsHaveTheirOwnPages(t *testing.T) {
	k := three(t)
	has(t, k.page("/topics/cost-of-living"), "<h1 dir=\"auto\">Cost of living</h1>", "Prices rose")
	has(t, k.page("/outlets/harbour-radio.example"), "Harbour Radio", "3 checks")
	for _, p := range []string{"/topics/nothing", "/outlets/nowhere.example", "/topics/%E0%A4"} {
		if w := k.get(p); w.Code != 404 && w.Code != 400 {
			t.Errorf("%s: got %d", p, w.Code)
		}
	}
}

func TestAnEmptyDeskSaysWhatToExpect(t *testing.T) {
	k := newDesk(t)
	has(t, k.page("/"), "No check is published yet")
	has(t, k.page("/claims"), "No check is published yet")
	has(t, k.page("/speakers"), "nobody to list")
	has(t, k.page("/corrections"), "none so far")
	k.add(check{statement: "Nobody has looked at this."})
	for _, p := range []string{"/methodology", "/about", "/data", "/feed.atom", "/corrections.atom", "/claims.csv", "/sitemap.xml", "/claimreview.json"} {
		k.page(p)
	}
}

func TestDownloadsCarryTheFiltersOfThePage(t *testing.T) {
	k := three(t)
	w := k.get("/claims.csv?rating=false")
	if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/csv; charset=utf-8") {
		t.Errorf("Content-Type %q", got)
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][3] != "Half of all trains run late." {
		t.Fatalf("got %v, %v", rows, err)
	}
	if got := rows[1][1]; got != "https://check.example/claims/"+rows[1][0]+"/half-of-all-trains-run-late" {
		t.Errorf("claim_url: got %q", got)
	}
	if got := k.page("/claims.csv?bom=1"); !strings.HasPrefix(got, "\ufeffclaim_id,") || !strings.Contains(got, "\r\n") {
		t.Errorf("with a byte order mark: got %.30q", got)
	}
	if got := strings.Count(k.page("/claims.jsonl"), "\n"); got != 3 {
		t.Errorf("JSON lines: got %d, want 3", got)
	}
	for path, want := range map[string]int{"/sources.csv": 7, "/appearances.csv": 4, "/corrections.csv": 1, "/status-history.csv": 4} {
		if rows, err := csv.NewReader(strings.NewReader(k.page(path))).ReadAll(); err != nil || len(rows) != want {
			t.Errorf("%s: got %d rows, want %d (%v)", path, len(rows), want, err)
		}
	}
	if w := k.get("/claims.csv?from=yesterday"); w.Code != 400 || strings.Contains(w.Header().Get("Content-Type"), "csv") {
		t.Errorf("a wrong date: got %d as %q", w.Code, w.Header().Get("Content-Type"))
	}
}

func TestFeedsAndMapsAreWellFormed(t *testing.T) {
	k := three(t)
	for _, p := range []string{"/feed.atom", "/feed.atom?topic=cost-of-living", "/corrections.atom", "/sitemap.xml"} {
		w := k.get(p)
		d := xml.NewDecoder(w.Body)
		for {
			if _, err := d.Token(); err != nil {
				if err.Error() != "EOF" {
					t.Errorf("%s: %v", p, err)
				}
				break
			}
		}
	}
	has(t, k.page("/feed.atom"), "<id>https://check.example/claims/", "True: “Prices rose by 7 per cent.”")
	hasNot(t, k.page("/feed.atom?topic=cost-of-living"), "Rail fares")
	has(t, k.page("/robots.txt"), "Sitemap: https://check.example/sitemap.xml")
	has(t, k.page("/claimreview.json"), `"@type":"DataFeed"`, `"ClaimReview"`)
	has(t, k.page("/sitemap.xml"), "<loc>https://check.example/topics/cost-of-living</loc>", "<loc>https://check.example/outlets/", "<loc>https://check.example/report</loc>")
	for _, name := range []string{"2.xml", "0.xml", "-1.xml", "1", "x.xml", "99999999999999999999.xml"} {
		if w := k.get("/sitemaps/" + name); w.Code != 404 {
			t.Errorf("the part %s, which is not there: got %d", name, w.Code)
		}
	}
}

func TestManyChecksHaveSeveralSiteMaps(t *testing.T) {
	k := three(t)
	all := strings.Count(k.page("/sitemap.xml"), "<loc>")
	k.serve(public.Config{BaseURL: "https://check.example", MapSize: 2})
	has(t, k.page("/sitemap.xml"), "<sitemapindex", "<loc>https://check.example/sitemaps/1.xml</loc>", "<loc>https://check.example/sitemaps/2.xml</loc>")
	if got := strings.Count(k.page("/sitemaps/1.xml"), "<loc>") + strings.Count(k.page("/sitemaps/2.xml"), "<loc>"); got != all {
		t.Errorf("the parts list %d pages, want the %d of one map", got, all)
	}
}

func TestASearchIsMendedMarkedAndShowsTheWayOn(t *testing.T) {
	k := three(t)
	k.add(check{statement: "The zirconium depot burned down.", speaker: "Zebedee Quark"})
	has(t, k.page("/claims?q=fraes"), "Showing results for", `<b dir="auto">fares</b>`, `href="/claims?exact=1&amp;q=fraes"`, "<mark>fares</mark>")
	has(t, k.page("/claims?q=fraes&exact=1"), "0 checks", "No checks match")
	page := k.page("/claims?q=fares+qqqqqq")
	has(t, page, "0 checks", "Look without “qqqqqq”", `href="/claims?q=fares"`)
	has(t, k.page("/claims?q=ostergaard+qqqqqq"), "Statements of Bram Ostergaard", `href="/speakers/bram-ostergaard"`)
	has(t, k.page("/claims?q=living+qqqqqq"), "The topic Cost of living", `href="/topics/cost-of-living"`)
	for _, q := range []string{"zirconium", "zirconum", "quark", "quark+qqqqqq", "zirconium+qqqqqq", "speaker:quark"} {
		page := k.page("/claims?q=" + q)
		has(t, page, "0 checks")
		hasNot(t, page, "Zebedee", "depot", "Showing results", "zebedee-quark", "Look without “qqqqqq”")
	}
}

func TestCheck1AnExcerptIsTextAndNothingElse(t *testing.T) {
	k := newDesk(t)
	k.publish(check{statement: "Fares fell.", explanation: `The ledger says <script>alert(1)</script> and "><img src=x onerror=alert(1)> on page two. [1]`})
	page := k.page("/claims?q=ledger+script")
	has(t, page, "In the explanation:", "<mark>ledger</mark>", "&lt;<mark>script</mark>&gt;")
	hasNot(t, page, "<script>alert", "<img src=x")
}

func TestAFilterWordThatCannotBeReadIsNamed(t *testing.T) {
	k := three(t)
	w := k.get("/claims?q=fares+before:yesterday")
	if w.Code != 400 {
		t.Errorf("got %d, want 400", w.Code)
	}
	has(t, w.Body.String(), "There is a problem", "takes a date", "Rail")
}

func TestARepeatedClaimSaysHowOftenAndGivesItsList(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Half of all trains run late.", day: "2024-03-02"})
	for i := range 3 {
		n := k.add(check{statement: "Half of all trains run late.", outlet: "Outlet " + itoa(i), day: "2026-05-0" + itoa(i+1)})
		_, err := k.d.RepeatClaim(k.t.Context(), k.reviewer, n.ID, c.ID, n.Revision, .9)
		k.must(err)
	}
	path := "/claims/" + c.ID.String()
	has(t, k.page(path+"/half-of-all-trains-run-late"), "Repeated 3 times since 2 March 2024, last on 3 May 2026", path+"/appearances.csv")
	rows := strings.Count(k.page(path+"/appearances.csv"), c.ID.String())
	if rows < 4 {
		t.Errorf("the list names the claim %d times, want 4", rows)
	}
	has(t, k.page("/speakers/oona-talvik-reyes"), "Said in all", "4 times, last on 3 May 2026", "Said again and again")
	hidden := k.add(check{statement: "Nobody has looked at this."})
	if w := k.get("/claims/" + hidden.ID.String() + "/appearances.csv"); w.Code != 404 {
		t.Errorf("an unpublished claim: got %d, want 404", w.Code)
	}
}
