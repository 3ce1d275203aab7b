package claims

import (
	"strings"
	"testing"
)

// The pairs are from the algorithm's own page.
func TestStemsFollowPortersSecondAlgorithm(t *testing.T) {
	for _, pair := range strings.Fields(`
		consign:consign consigned:consign consigning:consign consignment:consign consist:consist consistency:consist
		consolation:consol consolidate:consolid consonant:conson knackeries:knackeri knightly:knight knocked:knock knots:knot
		caresses:caress ties:tie cries:cri gas:gas gaps:gap kiwis:kiwi agreed:agre luxuriated:luxuri hoping:hope hopping:hop
		cry:cri by:by say:say rational:ration generally:general communism:communism dying:die news:news proceed:proceed
		inning:inning happy:happi enjoy:enjoy youth:youth boyish:boyish naïve:naïve 42:42 ox:ox`) {
		word, want, _ := strings.Cut(pair, ":")
		if got := Stem(word); got != want {
			t.Errorf("%s: got %s, want %s", word, got, want)
		}
	}
}

func TestFoldingKeepsOnlyTheLetters(t *testing.T) {
	for in, want := range map[string]string{"Łódź": "lodz", "E\u0301TÉ": "ete", "Mayor’s": "mayor's", "ΑΒΓ": "αβγ", "": ""} {
		if got := Fold(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzStem(f *testing.F) {
	for _, s := range []string{"yyyyY", "ing", "\x00\xff", "sses", "é́"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Stem(Fold(s)); s != "" && len(got) > 4*len(s)+12 {
			t.Errorf("%q: got %q", s, got)
		}
	})
}
