package anchor

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

const report = `The harbour of Port Averell will close for two weeks.

“The cranes are older than I am,” Mayor Ilse Brandt said on Tuesday. “We have no choice,” she added, “but to stop.” Dr. Okoro of the U.S. Maritime Board disagreed. He said the cranes were inspected in 2024.

Nobody was hurt.`

func spanOf(t *testing.T, text *Text, words string) claims.Span {
	t.Helper()
	i := strings.Index(text.String(), words)
	if i < 0 || strings.Count(text.String(), words) != 1 {
		t.Fatalf("%q does not stand exactly once in the text", words)
	}
	return text.Span(i, i+len(words))
}

func appearance(t *testing.T, text *Text, kind claims.QuoteKind, words ...string) claims.Appearance {
	t.Helper()
	var spans []claims.Span
	for _, w := range words {
		spans = append(spans, spanOf(t, text, w))
	}
	a, err := Appearance(text, spans, kind)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestATextIsCutByCodePoints(t *testing.T) {
	for _, s := range []string{"", "plain", "naïve “café”", strings.Repeat("aé漢😀", 200), strings.Repeat("x", 500)} {
		text, runes := New(s), []rune(s)
		if text.Len() != len(runes) {
			t.Fatalf("Len(%.20q) = %d, want %d", s, text.Len(), len(runes))
		}
		for start := 0; start <= len(runes); start += 7 {
			end := min(len(runes), start+9)
			span := claims.Span{Start: start, End: end}
			want := string(runes[start:end])
			if got := text.Slice(span); got != want {
				t.Errorf("Slice(%v) = %q, want %q", span, got, want)
			}
			if b := text.Byte(start); text.At(b) != start {
				t.Errorf("At(Byte(%d)) = %d", start, text.At(b))
			}
		}
	}
}

func TestASpanOutsideTheTextIsCutToIt(t *testing.T) {
	text := New("été")
	for span, want := range map[claims.Span]string{{Start: -3, End: 2}: "ét", {Start: 1, End: 99}: "té", {Start: 2, End: 1}: "", {Start: 9, End: 12}: ""} {
		if got := text.Slice(span); got != want {
			t.Errorf("Slice(%v) = %q, want %q", span, got, want)
		}
	}
}

func TestAnAppearanceCarriesItsSurroundings(t *testing.T) {
	text := New(report)
	got := appearance(t, text, claims.Direct, "The cranes are older than I am")
	want := claims.Appearance{
		Quote:      "The cranes are older than I am",
		Prefix:     string([]rune(report)[56-Around : 56]),
		Suffix:     ",” Mayor Ilse Brandt said on Tue",
		Spans:      []claims.Span{{Start: 56, End: 86}},
		Context:    "“The cranes are older than I am,” Mayor Ilse Brandt said on Tuesday.",
		ContextAt:  55,
		Kind:       claims.Direct,
		Anchor:     claims.Anchored,
		TextSHA256: text.Hash(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("appearance (-want +got):\n%s", diff)
	}
}

func TestADividedQuotationIsJoined(t *testing.T) {
	text := New(report)
	a := appearance(t, text, claims.Direct, "We have no choice", "but to stop")
	if want := "We have no choice […] but to stop"; a.Quote != want {
		t.Errorf("quote = %q, want %q", a.Quote, want)
	}
	if want := "“We have no choice,” she added, “but to stop.”"; a.Context != want {
		t.Errorf("context = %q, want %q", a.Context, want)
	}
}

func TestAnAbbreviationDoesNotEndTheContext(t *testing.T) {
	a := appearance(t, New(report), claims.Indirect, "Maritime Board")
	if want := "Dr. Okoro of the U.S. Maritime Board disagreed."; a.Context != want {
		t.Errorf("context = %q, want %q", a.Context, want)
	}
}

func TestTheContextReachesOverTheCue(t *testing.T) {
	text := New("“It sank.” Those were his words. The end.")
	a, err := Appearance(text, []claims.Span{spanOf(t, text, "It sank.")}, claims.Direct, spanOf(t, text, "his words"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "“It sank.” Those were his words."; a.Context != want {
		t.Errorf("context = %q, want %q", a.Context, want)
	}
}

func TestTheContextIsBounded(t *testing.T) {
	for name, filler := range map[string]string{"words": "word and ", "one long word": "é", "no sentence ends": "a, b; "} {
		text := New(strings.Repeat(filler, 1000) + " THE QUOTE " + strings.Repeat(filler, 1000))
		a := appearance(t, text, claims.Direct, "THE QUOTE")
		n := utf8.RuneCountInString(a.Context)
		if n > 2*MaxContext+len("THE QUOTE") || n < 2*MaxContext-100 {
			t.Errorf("%s: context of %d characters", name, n)
		}
		if !strings.HasPrefix(text.Slice(claims.Span{Start: a.ContextAt, End: text.Len()}), a.Context) {
			t.Errorf("%s: ContextAt %d is not where the context stands", name, a.ContextAt)
		}
	}
}

func TestWhiteSpaceIsLeftOutOfASelection(t *testing.T) {
	text := New("He left.\n\n  We stay.  \n")
	a, err := Appearance(text, []claims.Span{{Start: 8, End: text.Len()}}, claims.Indirect)
	if err != nil || a.Quote != "We stay." || a.Start() != 12 {
		t.Errorf("got %q at %d, %v", a.Quote, a.Start(), err)
	}
}

func TestASpanThatIsNotInTheTextIsRefused(t *testing.T) {
	text := New("Short text.")
	for name, spans := range map[string][]claims.Span{
		"none":         nil,
		"past the end": {{Start: 0, End: 12}},
		"negative":     {{Start: -1, End: 3}},
		"reversed":     {{Start: 5, End: 2}},
		"out of order": {{Start: 6, End: 8}, {Start: 0, End: 2}},
		"overlapping":  {{Start: 0, End: 4}, {Start: 3, End: 6}},
		"only space":   {{Start: 5, End: 6}},
		"too many":     make([]claims.Span, MaxPieces+1),
	} {
		if _, err := Appearance(text, spans, claims.Direct); claims.KindOf(err) != claims.KindInvalid {
			t.Errorf("%s: got %v, want an invalid field", name, err)
		}
	}
}

func TestAQuoteIsFoundInOtherType(t *testing.T) {
	for _, c := range []struct{ text, quote, want string }{
		{`He said “don’t go”.`, `"don't go"`, `“don’t go”`},
		{"a – b", "a - b", "a – b"},
		{"well … yes", "well ... yes", "well … yes"},
		{"ten\u00a0per\u202fcent", "ten per cent", "ten\u00a0per\u202fcent"},
		{"broken\n  line", "broken line", "broken\n  line"},
		{"hy\u00adphen\u200bated", "hyphenated", "hy\u00adphen\u200bated"},
		{"caf\u00e9", "cafe\u0301", "café"},
		{"Case stays", "case stays", ""},
		{"x\u0323\u0301 marks", "x", ""}, // half a letter
		{"wait… what", "wait.", ""},      // a third of a mark
		{"anything", "", ""},
		{"anything", "  ", ""},
		{"می\u200cخواهم", "میخواهم", ""}, // the joiner is spelling
	} {
		text := New(c.text)
		spans, got := Find(text, c.quote), ""
		if len(spans) == 1 {
			got = text.Slice(spans[0])
		}
		if got != c.want || len(spans) > 1 {
			t.Errorf("Find(%q, %q) = %v %q, want %q", c.text, c.quote, spans, got, c.want)
		}
	}
}

func TestEveryOccurrenceIsFound(t *testing.T) {
	got := Find(New("we go. We go, we go. wewe go"), "we go")
	want := []claims.Span{{Start: 0, End: 5}, {Start: 14, End: 19}, {Start: 23, End: 28}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
	if got := Find(New("aaaa"), "aa"); len(got) != 2 {
		t.Errorf("occurrences overlap: %v", got)
	}
}

func TestAQuoteIsVerifiedAtItsPlace(t *testing.T) {
	text := New(report)
	good := appearance(t, text, claims.Direct, "We have no choice", "but to stop")
	other := good
	other.Quote = "We have a choice […] but to stop"
	elsewhere := good
	elsewhere.Spans = []claims.Span{{Start: 0, End: 10}}
	typography := appearance(t, New("a “b” c"), claims.Direct, "“b”")
	typography.Quote = `"b"`
	for name, c := range map[string]struct {
		text *Text
		a    claims.Appearance
		ok   bool
	}{
		"as printed": {text, good, true}, "another word": {text, other, false}, "another place": {text, elsewhere, false},
		"other type": {New("a “b” c"), typography, true}, "a shorter text": {New("a"), good, false},
	} {
		if err := Verify(c.text, c.a); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnAppearanceIsFollowedOrGivenUp(t *testing.T) {
	old := New(report)
	quote := []string{"He said the cranes were inspected in 2024"}
	divided := []string{"We have no choice", "but to stop"}
	for _, c := range []struct {
		name  string
		words []string
		edit  func(string) string
		want  claims.Anchoring
	}{
		{"the same text", quote, func(s string) string { return s }, claims.Anchored},
		{"a paragraph after it", quote, func(s string) string { return s + "\n\nMore." }, claims.Anchored},
		{"a paragraph before it", quote, func(s string) string { return "Updated.\n\n" + s }, claims.Moved},
		{"other type", quote, func(s string) string {
			return strings.NewReplacer("“", `"`, "”", `"`, "\n\n", "\n\n\n", "…", "...").Replace(s)
		}, claims.Moved},
		{"a word of it changed", quote, func(s string) string { return strings.Replace(s, "2024", "2023", 1) }, claims.Orphaned},
		{"another speaker before it", quote, func(s string) string { return strings.Replace(s, "disagreed", "agreed", 1) }, claims.Orphaned},
		{"twice with the same surroundings", quote, func(s string) string { return s + "\n\n" + s }, claims.Orphaned},
		{"only a look-alike is left", quote, func(s string) string {
			return strings.Replace(s, "He said the cranes were inspected in 2024.", "", 1) + " Later: He said the cranes were inspected in 2024."
		}, claims.Orphaned},
		{"nothing is left", quote, func(string) string { return "" }, claims.Orphaned},
		{"a divided quotation, a paragraph before it", divided, func(s string) string { return "Updated.\n\n" + s }, claims.Moved},
		{"a divided quotation, another cue between", divided, func(s string) string { return strings.Replace(s, "she added", "he joked", 1) }, claims.Orphaned},
	} {
		was := appearance(t, old, claims.Direct, c.words...)
		was.ID, was.ArticleID, was.Cue, was.First = 7, 8, "said", true
		text := New(c.edit(report))
		got := Reanchor(was, text)
		if got.Anchor != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Anchor, c.want)
			continue
		}
		if got.ID != 7 || got.ArticleID != 8 || got.Cue != "said" || !got.First {
			t.Errorf("%s: the record lost its fields: %+v", c.name, got)
		}
		if got.Anchor == claims.Orphaned {
			if got.Quote != was.Quote || got.TextSHA256 != was.TextSHA256 {
				t.Errorf("%s: an orphan must keep what it had", c.name)
			}
			continue
		}
		if err := Verify(text, got); err != nil || Fold(got.Quote) != Fold(was.Quote) || got.TextSHA256 != text.Hash() {
			t.Errorf("%s: %v, quote %q", c.name, err, got.Quote)
		}
	}
}

func TestSelectorsNameEachPiece(t *testing.T) {
	a := appearance(t, New(report), claims.Direct, "We have no choice", "but to stop")
	got := Selectors(a)
	want := []Selection{
		{TextQuoteSelector{"TextQuoteSelector", "We have no choice", a.Prefix, ",” she added, “but to stop.”"}, TextPositionSelector{"TextPositionSelector", a.Spans[0].Start, a.Spans[0].End}},
		{TextQuoteSelector{"TextQuoteSelector", "but to stop", "We have no choice,” she added, “", a.Suffix}, TextPositionSelector{"TextPositionSelector", a.Spans[1].Start, a.Spans[1].End}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("selectors (-want +got):\n%s", diff)
	}
}

func FuzzFind(f *testing.F) {
	f.Add(report, "The cranes are older than I am")
	f.Add("a\u0301…--\u00a0”", "á...-")
	f.Add("\xff\xfe", "\xff")
	f.Fuzz(func(t *testing.T, s, quote string) {
		text := New(s)
		for i, span := range Find(text, quote) {
			got := text.Slice(span)
			if got == "" || Fold(got) != Fold(quote) {
				t.Fatalf("found %q for %q", got, quote)
			}
			if i > 2 {
				continue
			}
			a, err := Appearance(text, []claims.Span{span}, claims.Direct)
			if err != nil {
				t.Fatalf("no appearance of %q: %v", got, err)
			}
			if err := Verify(text, a); err != nil {
				t.Fatal(err)
			}
			if text.Slice(claims.Span{Start: a.ContextAt, End: a.ContextAt + utf8.RuneCountInString(a.Context)}) != a.Context {
				t.Fatalf("context %q does not stand at %d", a.Context, a.ContextAt)
			}
		}
	})
}

// A long run of bytes that start no character once moved the end of the
// paragraph before its own start.
func TestContextAmongBytesThatStartNoCharacter(t *testing.T) {
	for _, s := range []string{
		"abc" + strings.Repeat("\x91", 3*reach),
		strings.Repeat("\x91", 3*reach) + "abc",
		strings.Repeat("\x91", reach+7) + "abc" + strings.Repeat("\x91", reach+7),
		strings.Repeat("€", reach) + "abc" + strings.Repeat("€", reach),
	} {
		text := New(s)
		at := text.At(strings.Index(s, "abc"))
		a, err := Appearance(text, []claims.Span{{Start: at, End: at + 3}}, claims.Direct)
		if err != nil || a.Quote != "abc" || text.Slice(claims.Span{Start: a.ContextAt, End: a.ContextAt + utf8.RuneCountInString(a.Context)}) != a.Context {
			t.Errorf("%.10q…: quote %q, %d of context at %d, %v", s, a.Quote, len(a.Context), a.ContextAt, err)
		}
	}
}

func FuzzReanchor(f *testing.F) {
	f.Add(report, "New.\n\n"+report, 60, 80, 90, 95)
	f.Fuzz(func(t *testing.T, old, new string, a, b, c, d int) {
		was, err := Appearance(New(old), []claims.Span{{Start: a, End: b}, {Start: c, End: d}}, claims.Direct)
		if err != nil {
			return
		}
		text := New(new)
		got := Reanchor(was, text)
		if got.Anchor == claims.Orphaned {
			return
		}
		if err := Verify(text, got); err != nil || Fold(got.Quote) != Fold(was.Quote) {
			t.Fatalf("%v: %q became %q", err, was.Quote, got.Quote)
		}
	})
}

func BenchmarkAppearance(b *testing.B) {
	text := New(strings.Repeat(report+"\n\n", 200))
	spans := []claims.Span{{Start: 20000, End: 20080}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Appearance(text, spans, claims.Direct); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFindInALongRead(b *testing.B) {
	s := strings.Repeat(report+"\n\n", 100)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Find(New(s), "the cranes were inspected in 2024")
	}
}

func TestTheContextOfAQuotationBeginsWithWhoSpeaks(t *testing.T) {
	text := New("It rained. Asked about fares, the minister said: “Look at the record. Fares have fallen by a fifth, and we go on.” She left.")
	a, err := Appearance(text, Find(text, "Fares have fallen by a fifth"), claims.Direct)
	if want := "Asked about fares, the minister said: “Look at the record. Fares have fallen by a fifth, and we go on.”"; err != nil || a.Context != want {
		t.Errorf("got %q, %v, want %q", a.Context, err, want)
	}
}
