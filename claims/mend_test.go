package claims

import (
	"slices"
	"testing"
)

func TestSlipsBetweenWords(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"harbour", "harbour", 0}, {"harbuor", "harbour", 1}, {"harbor", "harbour", 1}, {"hrabuor", "harbour", 2}, {"", "abc", 3}, {"čena", "cena", 1}, {"ca", "abc", 3}} {
		if got := Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%s to %s: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
	for _, tt := range []struct {
		stem, word string
		want       int
	}{{"unemploy", "unemploymnet", 0}, {"harbour", "harbuors", 1}, {"fare", "fsres", 1}, {"fare", "x", 4}, {"stai", "stya", 1}} {
		if got := StemDistance(tt.stem, tt.word); got != tt.want {
			t.Errorf("the stem %s and %s: got %d, want %d", tt.stem, tt.word, got, tt.want)
		}
	}
}

func TestTheNearestWordIsTheWordAsItIsWritten(t *testing.T) {
	if got, n := NearestWord("The Harbour’s office, in Málaga", "harbuor", 2); got != "harbour" || n != 1 {
		t.Errorf("got %q, %d", got, n)
	}
	if got, n := NearestWord("In Málaga", "malagga", 2); got != "málaga" || n != 1 {
		t.Errorf("got %q, %d", got, n)
	}
	if got, _ := NearestWord("Nothing like it", "harbuor", 2); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestShortWordsAndNumbersAreTakenAsTheyAre(t *testing.T) {
	for word, want := range map[string]int{"of": 0, "2026": 0, "g7x": 0, "rail": 1, "harbour": 2, "é": 0} {
		if got := Slips(word); got != want {
			t.Errorf("%s: got %d, want %d", word, got, want)
		}
	}
}

func TestASlipAtTheBeginningIsAmongTheMisspellings(t *testing.T) {
	for _, typed := range []string{"arbour", "ahrbour", "tharbour", "gharbour", "jarbour", "hqrbour", "hrbour"} {
		if !slices.Contains(Misspellings(typed), "harbour") {
			t.Errorf("%s does not lead to harbour", typed)
		}
	}
	Misspellings("")
}

func TestAWordIsExchangedInASearch(t *testing.T) {
	got := WithWord(`Harbuor "the harbuor" -harbuors topic:harbuor`, "harbuor", "harbour")
	if want := `harbour "the harbour" -harbuors topic:harbour`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("harbour", "harbuor")
	f.Add("\xff", "é\x00")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 200 || len(b) > 200 {
			return
		}
		d := Distance(a, b)
		if d != Distance(b, a) || (d == 0) != (string([]rune(a)) == string([]rune(b))) {
			t.Errorf("%q to %q: got %d and %d", a, b, d, Distance(b, a))
		}
		if s := StemDistance(a, b); s < 0 || s > len([]rune(a)) {
			t.Errorf("the stem %q and %q: got %d", a, b, s)
		}
		NearestWord(a, b, 2)
		Misspellings(a)
		WithWord(a, b, a)
	})
}

func BenchmarkStemDistance(b *testing.B) {
	for b.Loop() {
		StemDistance("unemploy", "unemploymnet")
	}
}
