package extract

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The golden files hold an invented article, a line of equals signs and what
// is found in it.
func TestArticlesGiveTheAttributionsOfTheirGoldenFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text, want, _ := strings.Cut(string(raw), "\n=====\n")
			got := report(text)
			if *update {
				if err := os.WriteFile(name, []byte(text+"\n=====\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// report writes candidates in the form of the golden files.
func report(text string) string {
	var b bytes.Buffer
	runes := []rune(text)
	cut := func(s []claims.Span) string {
		var out []string
		for _, p := range s {
			out = append(out, strings.ReplaceAll(string(runes[p.Start:p.End]), "\n", "¶"))
		}
		return strings.Join(out, " || ")
	}
	for _, c := range Find(text) {
		fmt.Fprintf(&b, "%s: %s (%s)\n", c.Kind, c.Speaker, c.SpeakerKind)
		if c.Role != "" {
			fmt.Fprintf(&b, "  role: %s\n", c.Role)
		}
		fmt.Fprintf(&b, "  %s [%s] %s\n", cut(c.Source), cut(c.Cue), cut(c.Content))
	}
	return b.String()
}

func FuzzSpansStayInsideTheTextAndAscend(f *testing.F) {
	for _, s := range []string{"", "“", "He said", `"A," said B. "C."`, "‘x’ said ‘y", "A: “b”\n\nC: d\nA: e", "according to according to", strings.Repeat("said that he said ", 30), "\xff\xfe said", "Mr. Smith, who said, said:"} {
		f.Add(s)
	}
	if raw, err := filepath.Glob("testdata/*.txt"); err == nil {
		for _, n := range raw {
			if b, err := os.ReadFile(n); err == nil {
				f.Add(string(b))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		check(t, text)
	})
}

// check asserts what holds for every text.
func check(t *testing.T, text string) {
	t.Helper()
	n := utf8.RuneCountInString(text)
	for _, c := range Find(text) {
		if len(c.Content) == 0 {
			t.Fatalf("no content: %+v", c)
		}
		for _, list := range [][]claims.Span{c.Content, c.Source, c.Cue} {
			last := 0
			for _, s := range list {
				if s.Start < last || s.End <= s.Start || s.End > n {
					t.Fatalf("span %v after %d in a text of %d: %+v", s, last, n, c)
				}
				last = s.End
			}
		}
		if c.Confidence < 0 || c.Confidence > 1 || c.Worth < 0 || c.Worth > 1 {
			t.Fatalf("out of range: %+v", c)
		}
	}
	for _, b := range Blocks(text) {
		if b.Span.End > n || b.Span.Start >= b.Span.End {
			t.Fatalf("block %v in a text of %d", b, n)
		}
	}
	Language(text)
}

// A hostile text must not hold a worker for long: the time grows with the
// length and no faster.
func TestHostileTextsEndSoon(t *testing.T) {
	for name, unit := range map[string]string{
		"quotation marks":       "“",
		"one single sentence":   "he said that the plan was good and ",
		"straight marks":        `"`,
		"closing single marks":  "a’ ",
		"opening single marks":  " ‘a",
		"no verb at all":        "the big red house of the old man ",
		"commas":                "a, ",
		"according to":          "according to the report, ",
		"names":                 "Anna Berg and ",
		"one long name":         "Anna Berg ",
		"said":                  "said ",
		"quotations in a row":   `"a b c d," he said. `,
		"brackets":              "( ",
		"one letter paragraphs": "a\n",
		"transcript":            "ANNA: yes\nBEN: no\n",
		"interview":             "Q: why is that so?\nA: it is as it always was\n",
		"live blog":             "14:02 The plan failed, it said\n",
		"claims by noun":        "his claim that it was, ",
		"dashes":                "Anna — ",
		"who":                   "who said, ",
		"it":                    "It said the plan failed. ",
		"reports":               "The report said it. A survey found that it was. ",
	} {
		t.Run(name, func(t *testing.T) {
			size := 256 << 10
			if name == "quotation marks" || name == "one single sentence" {
				size = claims.MaxArticleBytes
			}
			endsSoon(t, strings.Repeat(unit, size/len(unit)))
		})
	}
	t.Run("many different names", func(t *testing.T) {
		var b strings.Builder
		for i := 0; b.Len() < 256<<10; i++ {
			fmt.Fprintf(&b, "Anna%c%c%c Berg%c%c said it would. ", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'a'+i%26, 'a'+i/26%26)
		}
		endsSoon(t, b.String())
	})
}

// endsSoon has no limit of its own, since machines differ: what is not linear
// in the length runs into the one of the whole test run.
func endsSoon(t *testing.T, text string) {
	t.Helper()
	for _, c := range Find(text) {
		if len(c.Content) == 0 {
			t.Errorf("a candidate without words: %+v", c)
		}
	}
}

func BenchmarkFindInAThousandWords(b *testing.B) {
	raw, err := os.ReadFile("testdata/regatta.txt")
	if err != nil {
		b.Fatal(err)
	}
	text, _, _ := strings.Cut(string(raw), "\n=====\n")
	for len(strings.Fields(text)) < 1000 {
		text += "\n\n" + text
	}
	text = strings.Join(strings.SplitAfterN(text, " ", 1001)[:1000], "")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Find(text)
	}
}
