package ingest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/claims/extract"
)

func spanOf(t *testing.T, text *anchor.Text, words string) claims.Span {
	t.Helper()
	i := strings.Index(text.String(), words)
	if i < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	return text.Span(i, i+len(words))
}

func TestACandidateBecomesANewClaim(t *testing.T) {
	text := anchor.New("Rain fell. “We earned 40 million,” Mayor Ilse Brandt said. It was dark.")
	on := claims.Date{Day: "2026-03-03", Precision: claims.DayPrecision}
	f := extract.Candidate{
		Content: []claims.Span{spanOf(t, text, "“We earned 40 million,”")}, Source: []claims.Span{spanOf(t, text, "Mayor Ilse Brandt")},
		Cue: []claims.Span{spanOf(t, text, "said")}, Kind: claims.Direct, CueText: "said", Mention: "Mayor Ilse Brandt",
		Speaker: "Ilse Brandt", SpeakerKind: claims.IsPerson, Role: "Mayor", SpeakerWhy: "named", Alternatives: []string{"Jo Brandt"},
		Chain: []string{"Averell Post"}, Rule: "quote, speaker, verb", Confidence: .9, Worth: .8, WorthWhy: []string{"a sum of money"}, TimeBound: "this month",
	}
	got := Claims(text, claims.Article{Language: "en", PublishedOn: on}, []extract.Candidate{f})
	quote := spanOf(t, text, "We earned 40 million")
	want := []claims.Claim{{
		Statement: "We earned 40 million", Language: "en", Speaker: &claims.Speaker{Name: "Ilse Brandt", Kind: claims.IsPerson, Role: "Mayor"}, SpeakerRole: "Mayor",
		ClaimedOn: on, ReviewBy: claims.Date{Day: "2026-06-03", Precision: claims.DayPrecision}, State: claims.StateNew, Publication: claims.Private,
		Appearances: []claims.Appearance{{
			Quote: "We earned 40 million", Prefix: "Rain fell. “", Suffix: ",” Mayor Ilse Brandt said. It wa", Spans: []claims.Span{quote},
			Context: "“We earned 40 million,” Mayor Ilse Brandt said.", ContextAt: 11, Kind: claims.Direct, Cue: "said", Chain: []string{"Averell Post"},
			Anchor: claims.Anchored, First: true, TextSHA256: text.Hash(),
			Finding: claims.Finding{Rule: "quote, speaker, verb", Confidence: .9, Mention: "Mayor Ilse Brandt", Speaker: "Ilse Brandt", Role: "Mayor",
				SpeakerWhy: "named; could also be Jo Brandt", Worth: .8, WorthWhy: []string{"a sum of money"}},
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !got[0].Verbatim() {
		t.Error("the statement is not known as the speaker's own words")
	}
}

func TestTheStatementIsASentence(t *testing.T) {
	for _, c := range []struct {
		kind  claims.QuoteKind
		words []string
		want  string
	}{
		{claims.Indirect, []string{"that the harbour closed,"}, "The harbour closed."},
		{claims.Indirect, []string{"prices rose\nby 3 percent"}, "Prices rose by 3 percent."},
		{claims.Indirect, []string{"étés are hot"}, "Étés are hot."},
		{claims.Mixed, []string{"the plan was “a mess”"}, "The plan was “a mess”."},
		{claims.Mixed, []string{"it was “over.”"}, "It was “over.”"},
		{claims.Direct, []string{"“we are late,”"}, "we are late"},
		{claims.Direct, []string{"“a few more days, ”"}, "a few more days"},
		{claims.Direct, []string{"“We have no choice,”", "“but to stop.”"}, "We have no choice but to stop."},
		{claims.Direct, []string{"“It never closed"}, "It never closed"},
		{claims.Direct, []string{`"He said 'no' to me"`}, "He said 'no' to me"},
		{claims.Direct, []string{"‘Not the workers’"}, "Not the workers"},
		{claims.Direct, []string{"the workers’"}, "the workers’"},
		{claims.Direct, []string{"''twice''"}, "twice"},
		{claims.Direct, []string{"«oui,»"}, "oui"},
		{claims.Direct, []string{"“…”"}, ""},
	} {
		text := anchor.New("Before: " + strings.Join(c.words, " he said ") + " after.")
		f := extract.Candidate{Kind: c.kind}
		for _, w := range c.words {
			f.Content = append(f.Content, spanOf(t, text, w))
		}
		got := ""
		if list := Claims(text, claims.Article{}, []extract.Candidate{f}); len(list) == 1 {
			got = list[0].Statement
			if err := anchor.Verify(text, list[0].Appearances[0]); err != nil {
				t.Errorf("%q: %v", c.words, err)
			}
		}
		if got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.kind, c.words, got, c.want)
		}
	}
}

func TestALongStatementIsCutBetweenSentencesOrWords(t *testing.T) {
	sentences := strings.Repeat("This is so. ", 80)
	if got := shorten(sentences, 100); !strings.HasSuffix(got, "so.") || utf8.RuneCountInString(got) > 100 {
		t.Errorf("got %q", got)
	}
	words := strings.Repeat("word ", 80)
	if got := shorten(words, 100); !strings.HasSuffix(got, "word…") || utf8.RuneCountInString(got) > 100 {
		t.Errorf("got %q", got)
	}
}

func TestAPronounIsNoSpeaker(t *testing.T) {
	for name, want := range map[string]bool{"": false, "he": false, "It": false, "two officials": true, "NATO": true} {
		if got := speaker(&extract.Candidate{Speaker: name}) != nil; got != want {
			t.Errorf("%q: got %v, want %v", name, got, want)
		}
	}
}

func TestAnArticleIsPreparedWithItsClaims(t *testing.T) {
	a, found, err := Prepare(claims.Article{
		Title: "Harbour closes", PublishedOn: claims.Date{Day: "2026-03-03", Precision: claims.DayPrecision}, Language: "en-GB",
		Text: "The harbour closed on Monday.\r\n\r\n“The harbour earned 40 million last year,” Mayor Ilse Brandt said on Tuesday.\r\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	if a.TextSHA256 != Hash(a.Text) || strings.Contains(a.Text, "\r") || a.Language != "en-GB" {
		t.Errorf("got %q, %q, %q", a.TextSHA256, a.Text, a.Language)
	}
	if len(found) != 1 || found[0].Statement != "The harbour earned 40 million last year" || found[0].State != claims.StateNew || found[0].ClaimedOn != a.PublishedOn {
		t.Fatalf("found %+v", found)
	}
	if err := found[0].Check(); err != nil {
		t.Error(err)
	}
}

func TestAnArticleWithoutTextIsRefused(t *testing.T) {
	if _, _, err := Prepare(claims.Article{Text: " "}); claims.KindOf(err) != claims.KindInvalid {
		t.Errorf("got %v", err)
	}
}

func TestALanguageTagIsMadeCanonical(t *testing.T) {
	for in, want := range map[string]string{"EN-us": "en-US", "de": "de", "": "", "english please": "", "und": "", "pt_BR": "pt-BR"} {
		if got := tag(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzPrepare(f *testing.F) {
	f.Add("“We have no choice,” she added, “but to stop.” Mayor Ilse Brandt said that 'it' was over.\n\n“And", 3)
	f.Fuzz(func(t *testing.T, text string, _ int) {
		a, found, err := Prepare(claims.Article{Text: text, Language: "en"})
		if err != nil {
			return
		}
		whole := anchor.New(a.Text)
		for _, c := range found {
			if err := anchor.Verify(whole, c.Appearances[0]); err != nil {
				t.Fatal(err)
			}
			if err := c.Check(); err != nil {
				t.Fatalf("%q: %v", c.Statement, err)
			}
		}
	})
}

func BenchmarkPrepare(b *testing.B) {
	text := strings.Repeat("“The cranes are older than I am,” Mayor Ilse Brandt said on Tuesday. He denied that the harbour would close.\n\n", 60)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Prepare(claims.Article{Text: text}); err != nil {
			b.Fatal(err)
		}
	}
}

// A long article of one shape: what is not linear in its length does not end
// before the test run gives up on it.
func TestALongArticleOfAnyShapeIsPrepared(t *testing.T) {
	for name, text := range map[string]string{
		"one paragraph":   strings.Repeat("“We close,” Mayor Ilse Brandt said. ", 3_000),
		"many paragraphs": strings.Repeat("“We close,” Mayor Ilse Brandt said.\n\n", 3_000),
		"quotation marks": strings.Repeat("“", 100_000),
		"one sentence":    "Brandt said that " + strings.Repeat("and so on ", 10_000),
	} {
		if _, _, err := Prepare(claims.Article{Text: text}); claims.KindOf(err) == claims.KindInternal && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
