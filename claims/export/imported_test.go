package export

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

// importOf reads the first row of a table, with the mapping that is guessed and
// then changed.
func importOf(t *testing.T, text string, change func(*Mapping)) (*claims.Imported, []string) {
	t.Helper()
	r, err := NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	m := Guess(r.Header)
	if change != nil {
		change(&m)
	}
	for i, faults := range Claims(r, m, "file.csv") {
		var list []string
		for _, f := range faults {
			list = append(list, f.Error())
		}
		return i, list
	}
	t.Fatal("no row")
	return nil, nil
}

func TestNamesThatOthersUseAreGuessed(t *testing.T) {
	for _, x := range []struct {
		header []string
		want   map[string]string
	}{
		{[]string{"id", "label", "statement", "subject", "speaker", "speaker_job_title", "state_info", "context"},
			map[string]string{"id": "claim_id", "label": "verdict_label", "statement": "statement", "subject": "topics", "speaker": "claimant_name", "speaker_job_title": "claimant_role", "context": "claim_place"}},
		{[]string{"claimReviewed", "itemReviewed.author.name", "url", "datePublished", "reviewRating.alternateName"},
			map[string]string{"claimReviewed": "statement", "itemReviewed.author.name": "claimant_name", "url": "claim_url", "datePublished": "reviewed_at"}},
		{[]string{"Claim", "Claim date", "Claimant", "Tags", "Rating", "Link", "Claimed by"},
			map[string]string{"Claim": "statement", "Claim date": "claim_date", "Claimant": "claimant_name", "Tags": "topics", "Rating": "verdict_label", "Link": "claim_url"}},
	} {
		if diff := cmp.Diff(x.want, Guess(x.header).Columns); diff != "" {
			t.Errorf("%v (-want +got)\n%s", x.header, diff)
		}
	}
	var header []string
	for _, c := range ClaimColumns {
		header = append(header, c.Name)
	}
	for name, to := range Guess(header).Columns {
		if name != to {
			t.Errorf("our own column %s becomes %s", name, to)
		}
	}
}

func TestAMappingIsHeldAgainstTheFile(t *testing.T) {
	for want, m := range map[string]Mapping{
		"say which column holds the statement":                             {},
		"there is no column \"colour\" to put \"a\" into":                  {Columns: map[string]string{"a": "colour", "b": "statement"}},
		"two columns, “a” and “b”, cannot both be statement":               {Columns: map[string]string{"a": "statement", "b": "statement"}},
		"the file has no column “c”":                                       {Columns: map[string]string{"a": "statement", "c": "topics"}},
		"dates are read with the day first (dmy) or the month first (mdy)": {Columns: map[string]string{"a": "statement"}, Dates: "ydm"},
	} {
		if err := m.Check([]string{"a", "b"}); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestDatesAreReadAsTheyAreWritten(t *testing.T) {
	day := func(s string) claims.Date { return claims.Date{Day: s, Precision: claims.DayPrecision} }
	for _, x := range []struct {
		cell, order string
		want        claims.Date
	}{
		{"2026-03-14", "", day("2026-03-14")}, {"2026-03", "", claims.Date{Day: "2026-03-01", Precision: claims.MonthPrecision}},
		{"2026-03-14T23:30:00-05:00", "", day("2026-03-14")}, {"2026-03-14 08:00:00", "", day("2026-03-14")}, {"March 14, 2026", "", day("2026-03-14")},
		{"14 Mar 2026", "", day("2026-03-14")}, {"3/4/2026", DayFirst, day("2026-04-03")}, {"3/4/2026", MonthFirst, day("2026-03-04")}, {"03.04.2026", DayFirst, day("2026-04-03")},
	} {
		i, faults := importOf(t, "statement,date\nFares fell,\""+x.cell+"\"\n", func(m *Mapping) { m.Dates = x.order })
		if i.Claim.ClaimedOn != x.want || faults != nil {
			t.Errorf("%s, %s: got %v, %v", x.cell, x.order, i.Claim.ClaimedOn, faults)
		}
	}
	for cells, want := range map[string]claims.Date{
		"2026-03-14,month": {Day: "2026-03-01", Precision: claims.MonthPrecision}, "2026-01-01,year": {Day: "2026-01-01", Precision: claims.YearPrecision},
		",unknown": claims.UnknownDate, ",": {}, "2026-03-14,": day("2026-03-14"),
	} {
		if i, faults := importOf(t, "statement,claim_date,claim_date_precision\nFares fell,"+cells+"\n", nil); i.Claim.ClaimedOn != want || faults != nil {
			t.Errorf("%s: got %v, %v", cells, i.Claim.ClaimedOn, faults)
		}
	}
}

func TestCheck8EveryFaultOfARowIsFoundAtItsColumn(t *testing.T) {
	_, got := importOf(t, "statement,speaker,claimant_type,same_as,date,date_precision,language,topics,quote,article_url,attribution_kind\n"+
		strings.Repeat("long ", 200)+",Ana,robot,javascript:alert(1),2026-02-30,week,English,"+strings.Repeat("t;", 3)+"!,…,//evil,shouted\n", nil)
	want := []string{
		"row 2, column 1 (statement): the statement has 999 characters: 600 at most",
		"row 2, column 3 (claimant_type): say whether the speaker is a person or an organisation",
		`row 2, column 4 (same_as): "javascript:alert(1)" is not a web address: it starts with https:// or http://`,
		`row 2, column 5 (date): "2026-02-30" is not a date: write it as 2026-03-14, 2026-03 or 2026`,
		"row 2, column 7 (language): “English” is no language code: write it as en or pt-BR",
		`row 2, column 8 (topics): "!" is not a topic: use a few words, divided by commas`,
		"row 2, column 9 (quote): the quote has no words",
		`row 2, column 10 (article_url): "//evil" is not a web address: it starts with https:// or http://`,
		"row 2, column 11 (attribution_kind): “shouted” is not known: direct, mixed or indirect",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCheck7TheGuardComesOffOnce(t *testing.T) {
	for cell, want := range map[string]string{"'=1+1": "=1+1", "''=1": "'=1", "'tis so": "'tis so", "=1": "=1"} {
		if i, _ := importOf(t, "statement,x\n"+cell+",\n", nil); i.Claim.Statement != want {
			t.Errorf("%s: got %q, want %q", cell, i.Claim.Statement, want)
		}
		if i, _ := importOf(t, "statement,x\n"+cell+",\n", func(m *Mapping) { m.Raw = true }); i.Claim.Statement != cell {
			t.Errorf("%s, raw: got %q", cell, i.Claim.Statement)
		}
	}
}

func TestQuotationMarksAreNeverGuessed(t *testing.T) {
	for cells, want := range map[string]claims.QuoteKind{",": claims.Indirect, "mixed,": claims.Mixed, "direct,false": claims.Direct, ",true": claims.Direct, ",false": claims.Indirect} {
		if i, faults := importOf(t, "statement,quote,attribution_kind,quote_is_verbatim\nFares fell,fares fell,"+cells+"\n", nil); i.Kind != want || faults != nil {
			t.Errorf("%s: got %s, %v", cells, i.Kind, faults)
		}
	}
}

func FuzzClaims(f *testing.F) {
	f.Add("statement,claim_date,claim_date_precision,topics,quote\n'=1,2026-03-01,month,a|b,“x”\n")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := NewReader(strings.NewReader(s))
		if err != nil {
			return
		}
		for i, faults := range Claims(r, Guess(r.Header), "f") {
			if i == nil && len(faults) == 0 {
				t.Fatal("a row is neither a claim nor at fault")
			}
			if i != nil && len(faults) == 0 {
				if err := i.Claim.Check(); err != nil {
					t.Fatalf("%v", err)
				}
			}
			if d := importedDate(i); d.Precision == claims.MonthPrecision && !strings.HasSuffix(d.Day, "-01") {
				t.Fatalf("the month %v begins on another day", d)
			}
		}
	})
}

func importedDate(i *claims.Imported) claims.Date {
	if i == nil {
		return claims.Date{}
	}
	return i.Claim.ClaimedOn
}
