package db_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/claims/export"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// table makes the rows of a CSV, read by guesses.
func table(t *testing.T, text string) claims.Imports {
	t.Helper()
	r, err := export.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return export.Claims(r, export.Guess(r.Header), "table.csv")
}

func imported(t *testing.T, d *db.DB, by claims.User, text string) claims.ImportReport {
	t.Helper()
	r, err := d.ImportClaims(t.Context(), by, 0, "table.csv", table(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// own is the desk's export of everything, cell by cell, of the columns that an
// import keeps.
func own(t *testing.T, d *db.DB) (file string, rows [][]string) {
	t.Helper()
	var b bytes.Buffer
	if _, err := export.CSV(&b, export.ClaimColumns, d.ClaimRecords(t.Context(), claims.Filter{}, true), export.Options{Desk: true}); err != nil {
		t.Fatal(err)
	}
	r, err := export.NewReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Read()
		if err != nil {
			return b.String(), rows
		}
		var kept []string
		for i, name := range r.Header {
			switch name {
			case "statement", "quote", "quote_is_verbatim", "attribution_kind", "attribution_verb", "language", "claimant_name", "claimant_type", "claimant_role", "claimant_same_as",
				"claim_date", "claim_date_precision", "claim_place", "outlet", "article_title", "article_url", "article_published_on", "topics", "summary":
				kept = append(kept, name+"="+row.Cells[i])
			}
		}
		rows = append(rows, kept)
	}
}

func TestCheck7OurOwnExportComesBackAsItWas(t *testing.T) {
	from, to := dbtest.New(t), dbtest.New(t)
	ana := dbtest.User(t, from, "Ana", claims.Editor)
	for i, statement := range []string{"=SUM(1;2) is the answer", "'@ quoted, \"twice\"", "Zwölf\u00a0Prozent, 🗿", "-5 degrees in May"} {
		c := &claims.Claim{
			Statement: claims.Line(statement), Language: "en-GB", SpeakerRole: "+ minister", ClaimedOn: claims.Date{Day: "2026-03-01", Precision: claims.MonthPrecision},
			Place: "\tinside", Topics: []string{"rail | road", `back\slash`, "=topic"}, Summary: "@summary",
			Speaker: &claims.Speaker{Name: fmt.Sprintf("=Speaker %d", i/2), Kind: claims.IsOrganisation, SameAs: "https://www.wikidata.org/wiki/Q1"},
		}
		if i == 3 {
			c.ClaimedOn = claims.UnknownDate
		}
		text := anchor.New("The office said: “" + statement + "” and “more,” he added, “of it”. Number " + fmt.Sprint(i))
		spans := []claims.Span{anchor.Find(text, statement)[0]}
		if i == 2 {
			spans = []claims.Span{anchor.Find(text, "more")[0], anchor.Find(text, "of it")[0]}
		}
		app, err := anchor.Appearance(text, spans, claims.Direct)
		if err != nil {
			t.Fatal(err)
		}
		app.Cue = "= said"
		c.Appearances = []claims.Appearance{app}
		a := claims.Article{URL: fmt.Sprintf("https://paper.example/%d", i), Title: "=Title", Outlet: "-Outlet", Text: text.String(), TextSHA256: text.Hash(), PublishedOn: claims.Date{Day: "2026-03-04", Precision: claims.DayPrecision}}
		if i == 1 {
			a.URL = ""
		}
		if _, err := from.CreateArticle(t.Context(), ana, a, nil, []claims.Claim{*c}); err != nil {
			t.Fatal(err)
		}
	}
	file, want := own(t, from)
	r := imported(t, to, dbtest.User(t, to, "Berit", claims.Editor), file)
	if r.New != 4 || r.Repeats != 0 || !r.Done {
		t.Fatalf("got %+v", r)
	}
	again, got := own(t, to)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for name, f := range map[string]string{"its own": again, "the first": file} {
		r := imported(t, to, claims.Operator(), f)
		if r.New != 0 || r.Repeats != 4 || r.Here[0].Claim == 0 {
			t.Errorf("%s again: got %+v, want nothing new", name, r)
		}
	}
	report, err := to.Verify(t.Context())
	if err != nil || len(report.Faults) > 0 || report.Appearances != 4 {
		t.Errorf("verify: %v, %+v", err, report)
	}
}

func TestAnImportPublishesNothingAndGivesNoVerdict(t *testing.T) {
	d := dbtest.New(t)
	ana := dbtest.User(t, d, "Ana", claims.Editor)
	imported(t, d, ana, "statement,speaker,date,verdict,verdict_label,verdict_scale,summary,publication,state,claim_url,reviewed_by,source_urls,quote,article_url\n"+
		"Fares fell by a fifth,Oona Talvik,2026-03-14,false,False,\"Touchstone six-step, version 1\",Not so.,published,approved,https://other.example/claims/1,Tove,https://a.example/1 https://b.example/2,fares fell,https://paper.example/1\n"+
		"Fares fell by a third,Oona Talvik,2026-03-14,pants,Pants on fire,Meter,,,,javascript:alert(1),,,,\n")
	page, err := d.Claims(t.Context(), claims.Filter{PageLimit: 10})
	if err != nil || len(page.Items) != 2 {
		t.Fatalf("%v, %d claims", err, len(page.Items))
	}
	c, err := d.Claim(t.Context(), page.Items[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	if c.State != claims.StateNew || c.Publication != claims.Private || c.Verdict != nil || len(c.Reviews) != 0 || !cmp.Equal(c.Drafters, []claims.ID{ana.ID}) {
		t.Errorf("it is %s, %s, verdict %v, drafted by %v", c.State, c.Publication, c.Verdict, c.Drafters)
	}
	for _, r := range c.Preflight() {
		if r.Field == "appearances" && r.Level != claims.Missing {
			t.Error("a quote that nobody saw in its article counts as anchored")
		}
	}
	got, err := d.Origin(t.Context(), c.ID)
	want := &claims.Origin{File: "table.csv", Row: 2, URL: "https://other.example/claims/1", Key: "false", Label: "False", Scale: "Touchstone six-step, version 1", ScaleID: 1,
		ReviewedBy: "Tove", Sources: []string{"https://a.example/1", "https://b.example/2"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if o, err := d.Origin(t.Context(), page.Items[0].ID); err != nil || o.ScaleID != 0 || o.Label != "Pants on fire" {
		t.Errorf("%+v, %v", o, err)
	}
	if list, _, err := d.PublicClaims(t.Context(), claims.Filter{PageLimit: 10}); err != nil || len(list) != 0 {
		t.Errorf("%v, %d are public", err, len(list))
	}
}

func TestCheck8AnImportIsAllOrNothing(t *testing.T) {
	d := dbtest.New(t)
	ana := dbtest.User(t, d, "Ana", claims.Editor)
	file := "statement,speaker,date,url\nFares fell,Oona,2026-03-14,https://c.example/1\n,Oona,14.3.2026,\nFares rose,Oona,2026-13-01,\n\"Fares\nfell\",oona,2026-03-14,\nIt rains,,,\nIt rains,,,\n"
	for _, dry := range []bool{true, false} {
		var r claims.ImportReport
		var err error
		if dry {
			r, err = d.TryImport(t.Context(), "table.csv", table(t, file))
		} else if r, err = d.ImportClaims(t.Context(), ana, 0, "table.csv", table(t, file)); claims.KindOf(err) == claims.KindInvalid {
			err = nil
		}
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range r.Faulty {
			got = append(got, f.Error())
		}
		for _, h := range r.Here {
			got = append(got, fmt.Sprintf("row %d repeats row %d", h.Row, h.Earlier))
		}
		want := []string{
			"row 3, column 1 (statement): write the statement as one sentence",
			"row 3, column 3 (date): “14.3.2026” can be read in two ways: say whether the day or the month comes first",
			"row 4, column 3 (date): \"2026-13-01\" is not a date: write it as 2026-03-14, 2026-03 or 2026",
			"row 5 repeats row 2", "row 7 repeats row 6",
		}
		if diff := cmp.Diff(want, got); diff != "" || r.Rows != 6 || r.Faults != 3 || r.Done {
			t.Errorf("%d rows, %d faults, done %t (-want +got)\n%s", r.Rows, r.Faults, r.Done, diff)
		}
		page, err := d.Claims(t.Context(), claims.Filter{PageLimit: 10})
		if err != nil || page.Total != 0 {
			t.Errorf("%v, %d claims were kept", err, page.Total)
		}
	}
	if _, err := d.ImportClaims(t.Context(), dbtest.User(t, d, "Ole", claims.Reviewer), 0, "table.csv", table(t, file)); claims.KindOf(err) != claims.KindForbidden {
		t.Errorf("a reviewer: got %v", err)
	}
}

// The words are looked for where the desk has the article, and again when it
// gets it later.
func TestAnImportedQuoteFindsItsArticle(t *testing.T) {
	d := dbtest.New(t)
	ana := dbtest.User(t, d, "Ana", claims.Editor)
	add := func(url, text string) {
		t.Helper()
		n := anchor.New(text)
		if _, err := d.CreateArticle(t.Context(), ana, claims.Article{URL: url, Title: "Boats", Outlet: "Radio", Text: n.String(), TextSHA256: n.Hash()}, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	add("https://paper.example/boats", "On Friday she said: “Half of all boats stay in port.” Nobody asked.")
	imported(t, d, ana, "statement,speaker,quote,attribution_kind,article_url\n"+
		"Half of all boats stay,Ana Reyes,Half of all boats stay in port,direct,http://www.paper.example/boats/\n"+
		"All boats stay,Ana Reyes,All boats stay,direct,https://paper.example/boats\n"+
		"Ferries are late,Ana Reyes,ferries are late,indirect,https://paper.example/ferries\n"+
		"Ferries are full,Ana Reyes,ferries are full,indirect,https://paper.example/ferries\n")
	anchors := func() (got []string) {
		t.Helper()
		for r, err := range d.AppearanceRecords(t.Context(), claims.Filter{}, true) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(r.Quote, " ", r.Anchor))
		}
		report, err := d.Verify(t.Context())
		if err != nil || len(report.Faults) > 0 {
			t.Errorf("verify: %v, %v", err, report.Faults)
		}
		return got
	}
	want := []string{"Half of all boats stay in port anchored", "All boats stay orphaned", "ferries are late orphaned", "ferries are full orphaned"}
	if diff := cmp.Diff(want, anchors()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	add("https://paper.example/ferries", "The minister said that ferries are late. Nobody said that they are empty.")
	want[2] = "ferries are late moved"
	if diff := cmp.Diff(want, anchors()); diff != "" {
		t.Errorf("with the article (-want +got)\n%s", diff)
	}
}

func TestCheck8AnImportHasABound(t *testing.T) {
	d := dbtest.New(t)
	rows := func(yield func(*claims.Imported, []claims.Fault) bool) {
		for n := 2; yield(&claims.Imported{Row: n, Line: n, Claim: claims.Claim{Statement: fmt.Sprint("Statement ", n)}}, nil); n++ {
		}
	}
	r, err := d.TryImport(t.Context(), "endless.csv", rows)
	if err != nil || r.Rows != claims.MaxImport || r.Faults != 1 || r.Faulty[0].Row != claims.MaxImport+2 {
		t.Errorf("%v, %d rows, %v", err, r.Rows, r.Faulty)
	}
}
