package claims

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASearchReadsPhrasesExclusionsAndBeginnings(t *testing.T) {
	for in, want := range map[string][]Term{
		`Half "all the boats" -port harb*`: {{Words: []string{"half"}}, {Words: []string{"all", "the", "boats"}, Phrase: true}, {Words: []string{"port"}, Not: true}, {Words: []string{"harb"}, Prefix: true}},
		`-only -these`:                     {{Words: []string{"only"}, Not: true}, {Words: []string{"these"}, Not: true}},
		`“curly phrase” x`:                 {{Words: []string{"curly", "phrase"}, Phrase: true}, {Words: []string{"x"}}},
		`"unclosed`:                        {{Words: []string{"unclosed"}, Phrase: true}},
		`" OR 1=1--`:                       {{Words: []string{"or", "1", "1"}, Phrase: true}},
		`*`:                                nil,
		`don't co-op`:                      {{Words: []string{"don", "t"}}, {Words: []string{"co", "op"}}},
		`speaker:"Oona Talvik-Reyes" -speaker:rey* x`: {{Words: []string{"oona", "talvik", "reyes"}, Phrase: true, Who: true}, {Words: []string{"rey"}, Prefix: true, Not: true, Who: true}, {Words: []string{"x"}}},
		`Speaker: Ana`: {{Words: []string{"speaker"}}, {Words: []string{"ana"}}},
		`col:x`:        {{Words: []string{"col", "x"}}},
		`topic:`:       {{Words: []string{"topic"}}},
	} {
		got, err := ParseQuery(in)
		if diff := cmp.Diff(want, got.Terms); diff != "" || err != nil || len(got.Where) > 0 {
			t.Errorf("%q: %v, %+v (-want +got)\n%s", in, err, got.Where, diff)
		}
	}
}

func TestASearchReadsFiltersAsWords(t *testing.T) {
	for in, want := range map[string][]Where{
		`fares topic:"Cost of living"`:        {{Name: "topic", Value: "Cost of living"}},
		`VERDICT:half-true -outlet:a.example`: {{Name: "verdict", Value: "half-true"}, {Name: "outlet", Value: "a.example", Not: true}},
		`before:2026-03 after:2025`:           {{Name: "before", Value: "2026-03", Day: Date{"2026-03-01", MonthPrecision}}, {Name: "after", Value: "2025", Day: Date{"2025-01-01", YearPrecision}}},
		`outlet:“The Aldery Ledger” topic:""`: {{Name: "outlet", Value: "The Aldery Ledger"}},
	} {
		got, err := ParseQuery(in)
		if diff := cmp.Diff(want, got.Where); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got)\n%s", in, err, diff)
		}
	}
}

func TestAFilterThatCannotBeReadIsNamedAndTheRestCounts(t *testing.T) {
	got, err := ParseQuery("fares before:yesterday")
	if KindOf(err) != KindInvalid || !strings.Contains(err.Error(), "before: takes a date") || len(got.Terms) != 1 || len(got.Where) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestThePartsOfASearchAreTheSearch(t *testing.T) {
	got := QueryParts(` a  -"b c"d* speaker:"e f" -topic:“x y” "unclosed z`)
	if diff := cmp.Diff([]string{"a", `-"b c"`, "d*", `speaker:"e f"`, "-topic:“x y”", `"unclosed z`}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNothingIsFoundByExclusionAlone(t *testing.T) {
	for in, want := range map[string]bool{"": false, "-a -topic:b": false, "a -b": true, "-a topic:b": true, "speaker:a": true, "*": false} {
		q, err := ParseQuery(in)
		if q.Finds() != want || err != nil {
			t.Errorf("%q: got %v, %v", in, q.Finds(), err)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{`a "b c" -d e*`, `""""`, `-"`, "\x00", "“”„", strings.Repeat("-", 50), `speaker:"a b" -topic:“x” before:2026 after:`, "a\xff:b", "outlet:\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ParseQuery(s)
		if err != nil && KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", s, err)
		}
		for _, term := range q.Terms {
			for _, w := range term.Words {
				if w == "" || strings.ContainsAny(w, `"*-() `) {
					t.Errorf("%q: the word %q", s, w)
				}
			}
		}
		if again, err2 := ParseQuery(strings.Join(QueryParts(s), " ")); cmp.Diff(q, again) != "" || (err == nil) != (err2 == nil) {
			t.Errorf("%q: its parts are another search: %+v and %+v", s, q, again)
		}
		text := s + " " + strings.ToUpper(s)
		at := 0
		for _, m := range Hits(text, q.Terms) {
			if m.Start < at || m.End <= m.Start || m.End > len(text) {
				t.Errorf("%q: the mark %+v after %d of %d", s, m, at, len(text))
			}
			at = m.End
		}
		NewExcerpt(q.Terms, "", Passage{"answer", text})
	})
}

func BenchmarkParseQuery(b *testing.B) {
	for b.Loop() {
		if _, err := ParseQuery(`rail "fallen by a fifth" -bus harb* speaker:"Oona Talvik-Reyes" verdict:half-true after:2025`); err != nil {
			b.Fatal(err)
		}
	}
}
