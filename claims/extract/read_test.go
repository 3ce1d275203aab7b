package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokensKeepWordsWholeAndSetCliticsApart(t *testing.T) {
	for text, want := range map[string][]string{
		"Anna’s plan":           {"anna", "'s", "plan"},
		"They’re sure, he’d go": {"they", "'re", "sure", ",", "he", "'d", "go"},
		"didn't":                {"didn't"},
		"3.5% of £1,200":        {"3.5", "%", "of", "£", "1,200"},
		"well-known (ABC)":      {"well-known", "(", "abc", ")"},
		"''Yes,'' he":           {"''", "yes", ",", "''", "he"},
	} {
		var got []string
		for _, tok := range tokenise(text) {
			got = append(got, tok.low)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

func TestSentencesEndWhereTheReportersDo(t *testing.T) {
	for text, want := range map[string][]string{
		"Mr. Berg left. He ran.":                             {"Mr. Berg left.", "He ran."},
		"The U.S. Senate met at 6 a.m. on Monday. It voted.": {"The U.S. Senate met at 6 a.m. on Monday.", "It voted."},
		"“Go. Now.” He left.":                                {"“Go. Now.”", "He left."},
		"“Why?” Berg asked. Nobody knew.":                    {"“Why?” Berg asked.", "Nobody knew."},
		"It cost 3.5 million. No. 7 won.":                    {"It cost 3.5 million.", "No. 7 won."},
		"She said “it is. It was” and went. They did not.":   {"She said “it is. It was” and went.", "They did not."},
		"He is from Reno, Nev. “We knew,” he said.":          {"He is from Reno, Nev.", "“We knew,” he said."},
		"He said no. She said yes.":                          {"He said no.", "She said yes."},
		"Judge K. Ilves Rao ruled. The case (see p. 4) is.":  {"Judge K. Ilves Rao ruled.", "The case (see p. 4) is."},
	} {
		d := read(text)
		var got []string
		for _, s := range d.sents {
			got = append(got, d.words(s))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

func TestQuotationsAreFoundThroughEveryKindOfMark(t *testing.T) {
	for text, want := range map[string][]string{
		"“One,” he said, “two.”":                  {"“One,”", "“two.”"},
		`"One," he said, "two."`:                  {`"One,"`, `"two."`},
		"''One,'' he said.":                       {"''One,''"},
		"‘One,’ he said. ‘It’s the boys’ two.’":   {"‘One,’", "‘It’s the boys’ two.’"},
		"“He asked ‘why?’ and left,” she said.":   {"“He asked ‘why?’ and left,”"},
		"“One days, ”he said.":                    {"“One days, ”"},
		"The boys’ plan and the girls’ plan.":     nil,
		"«Oui», he said.":                         {"«Oui»"},
		"“Never closed.\n\n“But carried on.”":     {"“Never closed.", "“But carried on.”"},
		"A 5' 6\" man and a 12\" ruler were here": nil,
		"“One\" he said.":                         {"“One\""},
	} {
		d := read(text)
		var got []string
		for _, q := range d.quotes {
			got = append(got, d.words(q.piece))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

func TestBlocksTellTheArticleFromTheSite(t *testing.T) {
	text := "Bridge closed\n\nBridge closed\n\nThe bridge is closed, the town said on Monday.\n\nLong detours\n\nPlease enter your comment!\n\nPhoto: The bridge.\n\nRead more: Bridges we love"
	want := []BlockKind{Title, Title, Paragraph, Heading, Boilerplate, Caption, Boilerplate}
	var got []BlockKind
	for _, b := range Blocks(text) {
		got = append(got, b.Kind)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestVerbFormsFindTheirVerb(t *testing.T) {
	for word, want := range map[string]string{
		"said": "say", "says": "say", "saying": "say", "told": "tell", "replies": "reply", "replied": "reply", "admitted": "admit", "quipping": "quip",
		"wrote": "write", "written": "write", "goes": "", "denies": "deny", "putting": "put", "swore": "swear", "labelled": "label",
	} {
		got := ""
		if f := forms()[word]; f != nil {
			got = f.verb.lemma
		}
		if got != want {
			t.Errorf("forms()[%q] is of %q, want %q", word, got, want)
		}
	}
}
