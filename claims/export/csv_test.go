package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

var base = Options{BaseURL: "https://checks.example/"}

func csvOf[T any](t *testing.T, cols []Column[T], o Options, rows ...T) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := CSV(&b, cols, each(rows...), o)
	if err != nil || n != len(rows) {
		t.Fatalf("wrote %d rows, %v, want %d", n, err, len(rows))
	}
	return b.Bytes()
}

func jsonOf[T any](t *testing.T, cols []Column[T], o Options, rows ...T) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := JSONL(&b, cols, each(rows...), o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheExportsAreAsDocumented(t *testing.T) {
	desk := base
	desk.Desk = true
	rows := claimRecords()
	golden(t, "claims.csv", csvOf(t, ClaimColumns, base, rows...))
	golden(t, "claims.jsonl", jsonOf(t, ClaimColumns, base, rows...))
	golden(t, "desk.csv", csvOf(t, ClaimColumns, desk, rows...))
	golden(t, "sources.csv", csvOf(t, SourceColumns, base, claims.SourceRecord{ClaimID: 1, Evidence: evidence}, claims.SourceRecord{ClaimID: 2}))
	golden(t, "sources.jsonl", jsonOf(t, SourceColumns, base, claims.SourceRecord{ClaimID: 1, Evidence: evidence}))
	golden(t, "appearances.csv", csvOf(t, AppearanceColumns, base, claims.AppearanceRecord{ClaimID: 1, Appearance: seen}, claims.AppearanceRecord{ClaimID: 2}))
	golden(t, "appearances.jsonl", jsonOf(t, AppearanceColumns, base, claims.AppearanceRecord{ClaimID: 1, Appearance: seen}))
	scale := claims.DefaultScale()
	golden(t, "corrections.csv", csvOf(t, CorrectionColumns, base,
		claims.CorrectionRecord{ClaimID: 1, Statement: "It rained.", Slug: "it-rained", Correction: claims.Correction{ID: 2, Kind: claims.CorrectRating, Note: "New figures, see [2].", At: at(7, 8), By: claims.Person{ID: 1, Name: "Ana Silva"}, Revision: 9, Old: &scale.Ratings[0], New: &scale.Ratings[5]}},
		claims.CorrectionRecord{ClaimID: 1, Correction: claims.Correction{ID: 3, Kind: claims.CorrectUpdate, Note: "@all"}}))
	status := []claims.StatusRecord{{ClaimID: 1, Revision: 3, At: at(5, 10), Action: "published", Public: "Published with the rating False.", Note: "+1", Actor: "Ana Silva"}}
	golden(t, "status-history.csv", csvOf(t, StatusColumns, base, status...))
	golden(t, "status-history-desk.csv", csvOf(t, StatusColumns, desk, status...))
}

func TestTheColumnsOfClaimsAreTheDocumentedOnes(t *testing.T) {
	want := strings.Split(strings.ReplaceAll(`claim_id, claim_url, revision, statement, quote, quote_is_verbatim, attribution_kind, attribution_verb, language, claimant_name, claimant_type,
claimant_role, claimant_same_as, claim_date, claim_date_precision, claim_place, outlet, article_title, article_url, article_published_on,
quote_start, quote_end, article_text_sha256, appearance_count, first_appearance_url, topics, verdict, verdict_label, verdict_scale, verdict_value,
verdict_worst, verdict_best, summary, source_count, primary_source_count, source_urls, reviewed_by, reviewed_at, published_at, updated_at,
publication, correction_count, last_correction_kind, last_correction_at`, "\n", " "), ", ")
	desk := []string{"state", "priority", "assignee", "reject_reason", "reject_note"}
	var public, all []string
	for _, f := range Fields(ClaimColumns) {
		all = append(all, f.Name)
		if !f.Desk {
			public = append(public, f.Name)
		}
	}
	for i := range want {
		want[i] = strings.TrimSpace(want[i])
	}
	if diff := cmp.Diff(want, public); diff != "" {
		t.Errorf("public columns (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(append(want, desk...), all); diff != "" {
		t.Errorf("the desk's columns (-want +got):\n%s", diff)
	}
}

func TestEveryColumnIsDocumentedOnce(t *testing.T) {
	types := []string{String, Integer, Number, Boolean, Day, DateTime, List}
	for table, fields := range map[string][]Field{"claims": Fields(ClaimColumns), "sources": Fields(SourceColumns), "appearances": Fields(AppearanceColumns), "corrections": Fields(CorrectionColumns), "status": Fields(StatusColumns)} {
		names := map[string]bool{}
		for _, f := range fields {
			if f.Doc == "" || names[f.Name] || !slices.Contains(types, f.Type) || strings.ToLower(f.Name) != f.Name {
				t.Errorf("%s: column %+v has no doc, no type or a name that is used twice", table, f)
			}
			names[f.Name] = true
		}
	}
}

func TestAReaderOfCSVGetsTheTextsBack(t *testing.T) {
	rows := claimRecords()
	for _, unsafe := range []bool{false, true} {
		o := base
		o.Unsafe = unsafe
		records, err := csv.NewReader(bytes.NewReader(csvOf(t, ClaimColumns, o, rows...))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		column := func(row int, name string) string {
			cell := records[row+1][slices.Index(records[0], name)]
			if !unsafe {
				cell = Unguard(cell)
			}
			return cell
		}
		for i, r := range rows {
			for name, want := range map[string]string{"statement": r.Statement, "quote": r.Quote, "claimant_name": r.Claimant, "claimant_role": r.ClaimantRole, "claim_place": r.Place, "outlet": r.Outlet, "article_title": r.ArticleTitle, "summary": r.Summary} {
				if got := column(i, name); got != want {
					t.Errorf("row %d, %s (unsafe %v): got %q, want %q", i, name, unsafe, got, want)
				}
			}
			if diff := cmp.Diff(r.Topics, SplitList(column(i, "topics"))); diff != "" {
				t.Errorf("row %d, topics (-want +got):\n%s", i, diff)
			}
		}
	}
}

func TestJSONLinesAreJSON(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(jsonOf(t, ClaimColumns, base, claimRecords()...))), "\n")
	for i, line := range lines {
		var got map[string]any
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if len(got) != len(choose(ClaimColumns, false)) {
			t.Errorf("line %d has %d names", i+1, len(got))
		}
	}
}

func TestAFormulaIsGuarded(t *testing.T) {
	for s, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "\ra": "'\ra", "\na": "'\na", "\x00a": "'\x00a",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", "'=1": "''=1", "''@": "'''@",
		"a=1": "a=1", "'tis": "'tis", "'": "'", "": "", "1-2": "1-2", "\xef\xbc": "\xef\xbc",
	} {
		if got := Guard(s); got != want {
			t.Errorf("Guard(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestABOMStandsInFrontOnlyWhereAsked(t *testing.T) {
	with := csvOf(t, StatusColumns, Options{BOM: true}, claims.StatusRecord{})
	without := csvOf(t, StatusColumns, Options{}, claims.StatusRecord{})
	if string(with) != "\uFEFF"+string(without) {
		t.Errorf("got %q", with)
	}
}

func TestNoRowsGiveTheHeader(t *testing.T) {
	if got, want := string(csvOf(t, StatusColumns, Options{})), "claim_id,revision,at,action,public_note\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := jsonOf(t, StatusColumns, Options{}); len(got) != 0 {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestAnErrorStopsTheExportAndAddsNothing(t *testing.T) {
	broken := errors.New("disk")
	rows := func(yield func(*claims.StatusRecord, error) bool) {
		if yield(&claims.StatusRecord{Action: "published"}, nil) {
			yield(nil, broken)
		}
	}
	var b bytes.Buffer
	n, err := CSV(&b, StatusColumns, rows, Options{})
	if n != 1 || !errors.Is(err, broken) || strings.Contains(b.String(), "disk") {
		t.Errorf("%d rows, %v, %q", n, err, b.String())
	}
}

// full is a writer whose reader went away.
type fullWriter struct{ left int }

func (w *fullWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestAnExportEndsWhenItsReaderGoes(t *testing.T) {
	asked := 0
	var rows iter.Seq2[*claims.ClaimRecord, error] = func(yield func(*claims.ClaimRecord, error) bool) {
		r := claimRecords()[0]
		for asked = 0; asked < 1_000_000 && yield(&r, nil); asked++ {
		}
	}
	if _, err := CSV(&fullWriter{100_000}, ClaimColumns, rows, Options{}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("got %v", err)
	}
	if asked > 1000 {
		t.Errorf("%d rows were read for nobody", asked)
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "'tis", "", "＠", "''''-", "a,b\"\r\n", "|\\|"} {
		f.Add(s, "b")
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		if got := Unguard(Guard(s)); got != s {
			t.Fatalf("%q came back as %q", s, got)
		}
		for _, o := range []Options{{}, {Unsafe: true}} {
			row := claims.ClaimRecord{Statement: s, Topics: []string{s, other}}
			var b bytes.Buffer
			if _, err := CSV(&b, ClaimColumns[3:26], each(row), o); err != nil {
				t.Fatal(err)
			}
			cells := parse(t, b.String())
			statement, topics := cells[0], cells[22]
			if !o.Unsafe {
				if strings.IndexAny(statement, "=+-@\t\r\n\x00") == 0 {
					t.Fatalf("%q is not guarded", statement)
				}
				statement, topics = Unguard(statement), Unguard(topics)
			}
			if statement != s {
				t.Fatalf("%q came back as %q", s, statement)
			}
			if got := SplitList(topics); !slices.Equal(got, row.Topics) && !(s == "" && other == "") {
				t.Fatalf("%q came back as %q", row.Topics, got)
			}
		}
	})
}

// parse reads the second record strictly by RFC 4180, keeping CR LF as it is,
// which encoding/csv does not.
func parse(t *testing.T, s string) []string {
	s = s[strings.Index(s, "\r\n")+2:]
	var cells []string
	for {
		var cell strings.Builder
		if strings.HasPrefix(s, `"`) {
			s = s[1:]
			for {
				i := strings.IndexByte(s, '"')
				if i < 0 {
					t.Fatal("a quotation mark is not closed")
				}
				cell.WriteString(s[:i])
				s = s[i+1:]
				if !strings.HasPrefix(s, `"`) {
					break
				}
				cell.WriteByte('"')
				s = s[1:]
			}
		} else {
			i := strings.IndexAny(s, ",\r")
			cell.WriteString(s[:i])
			s = s[i:]
		}
		cells = append(cells, cell.String())
		if strings.HasPrefix(s, ",") {
			s = s[1:]
			continue
		}
		if s != "\r\n" {
			t.Fatalf("%q stands after the record", s)
		}
		return cells
	}
}

func FuzzJSON(f *testing.F) {
	f.Add("a\u2028\"\\\x00\xff</script>")
	f.Fuzz(func(t *testing.T, s string) {
		var got string
		b := appendJSON(nil, s)
		if err := json.Unmarshal(b, &got); err != nil || got != strings.ToValidUTF8(s, "\uFFFD") && got != string([]rune(s)) {
			t.Fatalf("%q became %s, %v", s, b, err)
		}
	})
}

func BenchmarkCSV(b *testing.B) { benchmark(b, CSV[claims.ClaimRecord]) }

func BenchmarkJSONL(b *testing.B) { benchmark(b, JSONL[claims.ClaimRecord]) }

func benchmark(b *testing.B, write func(io.Writer, []Column[claims.ClaimRecord], Rows[claims.ClaimRecord], Options) (int, error)) {
	r := claimRecords()[0]
	b.ReportAllocs()
	rows := func(yield func(*claims.ClaimRecord, error) bool) {
		for range b.N {
			if !yield(&r, nil) {
				return
			}
		}
	}
	if _, err := write(io.Discard, ClaimColumns, rows, base); err != nil {
		b.Fatal(err)
	}
}
