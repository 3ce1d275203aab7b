package words

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"touchstone/claims"
)

var update = flag.Bool("update", false, "write en.json anew from the source")

// said are all texts of the program that readers may see, as the source has
// them: by their key, with the form for one where they have forms.
func said(t *testing.T) map[string]message {
	t.Helper()
	all := map[string]message{}
	add := func(one, many string) {
		if many != "" {
			all[many] = message{One: one, Other: many, forms: one != ""}
		}
	}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			calls(t, path, func(name string, args []string) {
				switch {
				case name == "T" && strings.HasPrefix(path, "../words/"), name == "words.T" || name == "words.Raw":
					add("", args[1])
				case name == "words.Key" || name == "ui.Say" || name == "Say":
					add("", args[0])
				case name == "words.N":
					add(args[2], args[3])
				case strings.Contains(path, "public") && failures[strings.TrimPrefix(name, "claims.")] > 0:
					add("", args[failures[strings.TrimPrefix(name, "claims.")]-1])
				}
			})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	calls(t, "../../cmd/touchstone/site.go", func(name string, args []string) {
		if name == "words.T" {
			add("", args[1])
		}
	})
	for _, file := range []string{"claims/report", "claims/filter", "claims/query", "claims/date", "claims/head", "claims/id", "claims/statistics", "db/public", "db/speakers"} {
		calls(t, "../../"+file+".go", func(name string, args []string) {
			if n := failures[strings.TrimPrefix(name, "claims.")]; n > 0 {
				add("", args[n-1])
			}
		})
	}
	steps(t, func(s string) { add("", s) })
	for _, k := range []claims.QuoteKind{claims.Direct, claims.Mixed, claims.Indirect} {
		add("", k.Words())
	}
	for _, s := range claims.Stances {
		add("", s.Label())
	}
	for _, k := range claims.SourceKinds {
		add("", k.Label())
	}
	for _, c := range claims.Channels {
		add("", c.Label())
	}
	for _, k := range append(slices.Clone(claims.CorrectionKinds), claims.CorrectWithdrawn) {
		add("", k.Label())
	}
	return all
}

// failures are the functions that make an error of words, and which of their
// arguments is the format, from one.
var failures = map[string]int{"Invalid": 2, "NotFound": 1, "Conflict": 1, "Forbidden": 1}

// calls gives each call in a file with its arguments, those that are texts.
func calls(t *testing.T, path string, see func(name string, args []string)) {
	t.Helper()
	ast.Inspect(parsed(t, path), func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := ""
		switch f := call.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			if x, ok := f.X.(*ast.Ident); ok {
				name = x.Name + "." + f.Sel.Name
			}
		}
		args := make([]string, max(len(call.Args), 4))
		for i, a := range call.Args {
			if l, ok := a.(*ast.BasicLit); ok && l.Kind == token.STRING {
				args[i], _ = strconv.Unquote(l.Value)
			}
		}
		see(name, args)
		return true
	})
}

// steps gives what the rules write into the public log, word for word.
func steps(t *testing.T, see func(string)) {
	t.Helper()
	files, err := filepath.Glob("../../claims/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		ast.Inspect(parsed(t, path), func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
				for i := range a.Lhs {
					x, isField := a.Lhs[i].(*ast.SelectorExpr)
					l, isText := a.Rhs[i].(*ast.BasicLit)
					if isField && isText && x.Sel.Name == "Public" {
						s, _ := strconv.Unquote(l.Value)
						see(s)
					}
				}
			}
			return true
		})
	}
}

func parsed(t *testing.T, path string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func load(t *testing.T, name string) file {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parse(b)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

func TestEnglishListsEveryTextOfTheSite(t *testing.T) {
	want := said(t)
	f := load(t, "en.json")
	f.Texts = want
	b, err := encode(f, "  ")
	if err != nil {
		t.Fatal(err)
	}
	b = append(b, '\n')
	if *update {
		if err := os.WriteFile("en.json", b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile("en.json")
	if err != nil || len(want) < 300 {
		t.Fatal(len(want), err)
	}
	if !bytes.Equal(have, b) {
		t.Error("en.json is not what the source says: run go test ./views/words -update")
	}
}

func TestEveryLanguageIsWholeAndSaysNothingElse(t *testing.T) {
	names, err := filepath.Glob("*.json")
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	en := load(t, "en.json")
	for _, name := range names {
		f := load(t, name)
		for _, k := range slices.Sorted(maps.Keys(en.Texts)) {
			m, ok := f.Texts[k]
			switch {
			case !ok || m.Other == "":
				t.Errorf("%s lacks %q", name, k)
			case m.forms != en.Texts[k].forms && !m.forms:
				t.Errorf("%s: %q needs its forms", name, k)
			}
		}
		for k := range f.Texts {
			if _, ok := en.Texts[k]; !ok {
				t.Errorf("%s: nobody says %q any more", name, k)
			}
		}
	}
}

func TestAWordIsSaidInTheLanguageOfThePage(t *testing.T) {
	de := In(t.Context(), BuiltIn().For("de-AT"))
	plain := In(t.Context(), BuiltIn().For("nb"))
	for _, c := range []struct {
		ctx       context.Context
		got, want string
	}{
		{plain, N(plain, 1204, "{0} check", "{0} checks"), "1,204 checks"},
		{de, N(de, 1204, "{0} check", "{0} checks"), "1.204 Faktenchecks"},
		{de, N(de, 1, "{0} check", "{0} checks"), "1 Faktencheck"},
		{de, Date(de, claims.Date{Day: "2026-03-14", Precision: claims.DayPrecision}), "14. März 2026"},
		{de, Date(de, claims.Date{Day: "2026-03-01", Precision: claims.MonthPrecision}), "März 2026"},
		{de, Date(de, claims.Date{}), "Datum nicht bekannt"},
		{de, ShortMonth(de, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)), "Dez. 2026"},
		{de, Decimal(de, 12.5), "12,5"},
		{de, T(de, "nobody translated {0}", "this"), "nobody translated this"},
		{de, Error(de, claims.Invalid("q", "the search is longer than %d characters: use fewer words", 300)), "die Suche ist länger als 300 Zeichen: weniger Wörter finden mehr"},
		{plain, T(plain, "{0} of {1} {2}", "a", 2000), "a of 2,000 {2}"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if Lang(plain) != "en" || Lang(de) != "de" || Dir(de) != "ltr" {
		t.Error(Lang(plain), Lang(de), Dir(de))
	}
}

func TestTheTrialLanguageRunsFromRightToLeftAndKeepsItsPlaces(t *testing.T) {
	ctx := In(t.Context(), BuiltIn().For("ar-XB"))
	if Dir(ctx) != "rtl" || Lang(ctx) != "ar-XB" {
		t.Error(Dir(ctx), Lang(ctx))
	}
	for k, m := range Of(ctx).texts {
		if err := fits(k, m.Other, m.forms); err != nil {
			t.Errorf("%q: %v", k, err)
		}
	}
	if s := T(ctx, "Revision {0}", 7); !strings.HasSuffix(s, " 7") || strings.ContainsAny(s, "Revison") {
		t.Errorf("got %q", s)
	}
}

func TestPartsFindPlacesAndWhatIsWrapped(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"plain":                     `"plain"`,
		"{0}, <1>in {2}</1>!":       `0 ", " <1 "in {2}"> "!"`,
		"{x} {12} {1234} <0>open":   `"{x} " 12 " {1234} <0>open"`,
		"<0>a <1>b</1></0>{":        `<0 "a <1>b</1>"> "{"`,
		"a < b {0":                  `"a < b {0"`,
		"<0></0></1>":               `<0 ""> "</1>"`,
		"50 % of {0}{1}":            `"50 % of " 0 1`,
		"{0}<2>ü “{1}”</2> und {0}": `0 <2 "ü “{1}”"> " und " 0`,
	} {
		var out []string
		for _, p := range Parts(text) {
			switch {
			case p.Tag:
				out = append(out, "<"+strconv.Itoa(p.Place)+" "+strconv.Quote(p.Text)+">")
			case p.Place >= 0:
				out = append(out, strconv.Itoa(p.Place))
			default:
				out = append(out, strconv.Quote(p.Text))
			}
		}
		if got := strings.Join(out, " "); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestANewsroomAddsALanguageOrOtherWords(t *testing.T) {
	months := `["a","b","c","d","e","f","g","h","i","j","k","l"]`
	c, err := BuiltIn().With(fstest.MapFS{
		"en.json": {Data: []byte(`{"language":"en","texts":{"Checks":"Tested"}}`)},
		"nb.json": {Data: []byte(`{"language":"nb","name":"Norsk","thousands":" ","day":"{day}. {month} {year}","months":` + months + `,"texts":{"Checks":"Faktasjekker","{0} checks":{"one":"én sjekk","other":"{0} sjekker"}}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	nb, en := In(t.Context(), c.For("nb-NO")), In(t.Context(), c.For("en"))
	if got := []string{T(nb, "Checks"), T(en, "Checks"), T(en, "Speakers"), N(nb, 1, "{0} check", "{0} checks"), N(nb, 2000, "{0} check", "{0} checks"), T(nb, "Speakers")}; !slices.Equal(got, []string{"Faktasjekker", "Tested", "Speakers", "én sjekk", "2 000 sjekker", "Speakers"}) {
		t.Errorf("got %q", got)
	}
	if c.Sum() == BuiltIn().Sum() {
		t.Error("pages with other words have the same mark")
	}
	if BuiltIn().For("en") != nil || T(In(t.Context(), BuiltIn().For("en")), "Checks") != "Checks" {
		t.Error("a newsroom's words changed the program's own")
	}
	b, err := c.File("nb")
	if err != nil {
		t.Fatal(err)
	}
	f, err := parse(b)
	if err != nil || f.Texts["Checks"].Other != "Faktasjekker" || f.Texts["Speakers"].Other != "" || len(f.Texts) < 300 {
		t.Errorf("%d texts, %v", len(f.Texts), err)
	}
	if b, err = c.File("cy"); err != nil || !json.Valid(b) {
		t.Error(err)
	}
}

func TestAFileOfWordsThatCannotBeUsedIsNamedWithWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                                               "x.json: this is no file of words",
		`{"language":"de"}`:                               "call it de.json",
		`{"language":"x","colour":1}`:                     "unknown field",
		`{"language":"x"} {}`:                             "behind the end",
		`{"language":"x"}`:                                "not the code of a language",
		`{"language":"x","texts":{"a {0}":"b"}}`:          `"a {0}": {0} is missing`,
		`{"language":"x","texts":{"a":"b {0}"}}`:          `{0} has no meaning here`,
		`{"language":"x","texts":{"<0>a</0>":"b <0>"}}`:   "<0> is missing",
		`{"language":"x","texts":{"a":"\u0007"}}`:         "cannot be shown",
		`{"language":"x","texts":{"%q is no date":"%d"}}`: "are put in",
		`{"language":"x","texts":{"{0} checks":{"other":"viele","couple":"2"}}}`: "unknown field",
	} {
		_, err := BuiltIn().With(fstest.MapFS{"x.json": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	for text, want := range map[string]string{
		`{"language":"nb","name":"Norsk","months":["a"]}`: "a year has 12",
		`{"language":"nb"}`: "needs its name",
		`{"language":"nb","name":"Norsk","direction":"up","months":["a","b","c","d","e","f","g","h","i","j","k","l"]}`: "can be ltr or rtl",
	} {
		_, err := BuiltIn().With(fstest.MapFS{"nb.json": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	if _, err := BuiltIn().With(fstest.MapFS{"nb.json": {Data: make([]byte, maxFile+1)}}); err == nil || !strings.Contains(err.Error(), "are the most") {
		t.Errorf("a large file: %v", err)
	}
}

func FuzzParts(f *testing.F) {
	for _, s := range []string{"{0}", "<0>a</0>", "<0>{1}</0> {22}", "<1><2>x</2></1>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		for _, p := range Parts(s) {
			if p.Tag {
				b.WriteString("<" + strconv.Itoa(p.Place) + ">" + p.Text + "</" + strconv.Itoa(p.Place) + ">")
				continue
			}
			b.WriteString(p.Text)
		}
		if got := b.String(); got != s && !strings.ContainsAny(s, "0") { // <01> is written back as <1>
			t.Errorf("%q comes back as %q", s, got)
		}
	})
}

func BenchmarkT(b *testing.B) {
	ctx := In(b.Context(), BuiltIn().For("de"))
	for b.Loop() {
		T(ctx, "Revision {0}", 7)
	}
}
