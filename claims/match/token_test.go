package match

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestWordsOfAText(t *testing.T) {
	for text, want := range map[string]string{
		"Rail fares rose":             "rail fare rose",
		"the mayor’s and don't":       "the mayor and dont",
		"$4,300.50 or 5m, 20th, 1.":   "4300.50 or 5 m 20 1",
		"20% — 20 per cent, percent":  "20 percent 20 percent percent",
		"The U.S. and US, but not us": "the usa and usa but not us",
		"F.B.I. U.K.":                 "fbi uk",
		"Ærø, Malmö and Łódź":         "æro malmo and lodz",
		"twenty-four":                 "20 4",
		"a\x00b\xffc":                 "a b c",
		"":                            "",
	} {
		var got []string
		for _, w := range words(text) {
			got = append(got, w.stem)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestAPostIsCleanedToItsWordsAndItsAuthor(t *testing.T) {
	for text, want := range map[string]Query{
		"Fares up! #SafeRailNow pic.twitter.com/Xy12 — Mara L. (@mara_l) January 6, 2020": {"Fares up!  Safe Rail Now", "Mara L."},
		"See https://example.org/x?y by @HarbourNews24":                                   {"See   by  Harbour News 24", ""},
		"No author - at all":                 {"No author - at all", ""},
		"#":                                  {"", ""},
		"Up 20% https://a.example— Jo (@jo)": {"Up 20%", "Jo"},
	} {
		got := CleanPost(text)
		got.Text = strings.Join(strings.Fields(got.Text), " ")
		want.Text = strings.Join(strings.Fields(want.Text), " ")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"Rail fares rose by 4.5 per cent", "U.S.’s 1,000,000", "\x00\xff", "yyyyY", "ing", "é́", "5.5.5.", "#a_b — X (@x)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range words(s) {
			if w.stem == "" || w.form == "" || len(w.stem) > 4*len(w.form)+12 {
				t.Errorf("%q: got %+v", s, w)
			}
			if utf8.ValidString(s) && !utf8.ValidString(w.stem) {
				t.Errorf("%q: the stem %q is not UTF-8", s, w.stem)
			}
		}
		q := CleanPost(s)
		x := NewIndex()
		x.Add(Doc{ID: "1", Statement: s})
		x.Search(q, 3)
		if got := x.Search(Query{Text: s}, 3); len(got) > 1 {
			t.Errorf("%q: got %d matches of one claim", s, len(got))
		}
	})
}
