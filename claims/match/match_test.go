package match

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// known is a small collection of invented claims.
var known = []Doc{
	{ID: "a", Statement: "Rail fares in Norland rose by a fifth, 20 per cent, in two years.", Title: "Did train tickets in Norland get 20% dearer?", Speaker: "Mara Lindqvist", Body: "The operator's tables show what a season ticket cost on the coast line."},
	{ID: "b", Statement: "The harbour bridge cost 4 million crowns more than planned.", Title: "Harbour bridge: was it 4 million over budget?", Speaker: "Jonas Ek"},
	{ID: "c", Statement: "Unemployment is at its lowest level since 1974.", Title: "Is joblessness the lowest since 1974?", Speaker: "Mara Lindqvist"},
	{ID: "d", Statement: "A photograph shows a whale in the town canal.", Title: "Whale in the canal: a real photo?"},
	{ID: "e", Statement: "Tickets for the opera rose by 20 per cent.", Title: "Dearer opera tickets?"},
	{ID: "f", Statement: "The mayor sold the town's water works to a cousin.", Title: "Did a cousin of the mayor buy the water works?", Body: "We gave it back, every single litre of it, the mayor told the council on Monday."},
}

func collection() *Index {
	x := NewIndex()
	for _, d := range known {
		x.Add(d)
	}
	x.Learn()
	return x
}

func TestAKnownClaimIsFoundInOtherWords(t *testing.T) {
	x := collection()
	for text, want := range map[string]string{
		"Train fares have gone up 20 percent in Norland, she said.":    "a",
		"The new bridge in the harbour was four million too expensive": "b",
		"We have the lowest unemployed rate since 1974":                "c",
		"there is a WHALE in our canal!!":                              "d",
		"we gave it back, every single litre of it":                    "f",
		"waterworks sold to cousin":                                    "f",
	} {
		got := x.Search(Query{Text: text}, 3)
		if len(got) == 0 || got[0].ID != want {
			t.Errorf("%q: got %v, want %s first", text, got, want)
		}
	}
}

func TestAMatchSaysWhyInWords(t *testing.T) {
	x := collection()
	for _, c := range []struct {
		q    Query
		id   string
		want []string
	}{
		{Query{"Rail fares rose by 20 per cent.", "Lindqvist"}, "a", []string{"shared words: Rail, fares, rose", "numbers agree: 20 per cent", "the same speaker"}},
		{Query{"The harbour bridge: 9 million over", "Ek, Sr"}, "b", []string{"shared words: bridge, harbour", "numbers differ: 9 million and 4 million"}},
		{Query{"Whale seen", "Jonas Ek"}, "d", []string{"shared words: Whale"}},
		{Query{"every single litre", ""}, "f", []string{"words in the explanation: single, litre, every"}},
	} {
		got := x.Search(c.q, 1)
		if len(got) != 1 || got[0].ID != c.id {
			t.Fatalf("%q: got %v, want %s", c.q.Text, got, c.id)
		}
		for _, w := range got[0].Why {
			sortWords(&w)
		}
		if diff := cmp.Diff(sorted(c.want), sorted(got[0].Why)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.q.Text, diff)
		}
	}
}

// sorted writes the words of each reason in the order of the alphabet: which
// of two equally rare words comes first says nothing.
func sorted(why []string) []string {
	out := slices.Clone(why)
	for i := range out {
		sortWords(&out[i])
	}
	return out
}

func sortWords(reason *string) {
	head, list, ok := strings.Cut(*reason, ": ")
	if ok {
		w := strings.Split(list, ", ")
		slices.Sort(w)
		*reason = head + ": " + strings.Join(w, ", ")
	}
}

func TestTheOrderOfCandidatesChangesNothing(t *testing.T) {
	x := collection()
	q := Query{Text: "Tickets for trains in Norland rose by 20 per cent"}
	c := x.Candidates(q, Candidates)
	want := Rank(x.Stats, q, c, 5)
	for range 20 {
		rand.Shuffle(len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
		if diff := cmp.Diff(want, Rank(x.Stats, q, c, 5)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func TestOfTwoEqualClaimsTheOlderComesFirstAndIsNoRival(t *testing.T) {
	x := collection()
	q := Query{Text: "The harbour bridge cost 4 million more than planned"}
	alone := x.Search(q, 1)[0]
	again := known[1]
	again.ID = "0"
	x.Add(again)
	got := x.Search(q, 2)
	if got[0].ID != "b" || got[1].ID != "0" {
		t.Errorf("got %v, want b before its copy", got)
	}
	if got[0].Confidence < alone.Confidence-0.15 || got[0].Confidence != got[1].Confidence {
		t.Errorf("got confidence %.2f and %.2f, want about %.2f twice", got[0].Confidence, got[1].Confidence, alone.Confidence)
	}
}

func TestConfidenceLiesBetweenNoneAndAllAndFalls(t *testing.T) {
	x := collection()
	exact := x.Search(Query{Text: known[0].Statement}, 5)
	if exact[0].Confidence < 0.9 {
		t.Errorf("the claim itself: got %.2f, want at least 0.9", exact[0].Confidence)
	}
	vague := x.Search(Query{Text: "tickets, the mayor and the canal"}, 5)
	if vague[0].Confidence > 0.6 {
		t.Errorf("a vague text: got %.2f, want at most 0.6", vague[0].Confidence)
	}
	for _, list := range [][]Match{exact, vague} {
		for i, m := range list {
			if m.Confidence < 0 || m.Confidence > 1 || i > 0 && m.Confidence > list[i-1].Confidence {
				t.Errorf("got %v: out of range, or rising", list)
			}
		}
	}
}

func TestHostileTextsAreAnswered(t *testing.T) {
	x := collection()
	for _, text := range []string{"", " ", "\x00", "?!…", "the of and", "\xff\xfe", strings.Repeat("rail ", 2000), strings.Repeat("a", 10000), strings.Repeat("́", 10000), "NEAR(\"* OR", "\u202e whale"} {
		for _, top := range []int{-1, 0, 3} {
			if got := x.Search(Query{Text: text, Speaker: text}, top); len(got) > max(0, top) {
				t.Errorf("%.20q: got %d matches, want at most %d", text, len(got), top)
			}
		}
	}
	for _, text := range []string{"", "?!", "the of and"} {
		if got := x.Search(Query{Text: text}, 3); len(got) != 0 {
			t.Errorf("%q: got %v, want nothing", text, got)
		}
	}
	NewIndex().Search(Query{Text: "rail"}, 3)
}
