package claims

import (
	"strings"
	"unicode"
)

// Fold writes a word in lower case without the accents of Latin letters.
func Fold(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80
	}
	if plain {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if r == '’' {
			return '\''
		}
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if i := strings.IndexRune(accented, r); i >= 0 && r >= 0x80 {
			return rune(unaccented[len([]rune(accented[:i]))])
		}
		return r
	}, s)
}

const (
	accented   = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøōőŕřśšşșťţțùúûüūůűýÿźżž"
	unaccented = "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorrsssstttuuuuuuuyyzzz"
)

// Stem gives the stem of a lower-case English word by Porter's second
// algorithm (snowballstem.org/algorithms/english/stemmer.html). Words with
// other signs than a to z, and words of two letters, come back unchanged.
func Stem(word string) string {
	if len(word) <= 2 || strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
		return word
	}
	if s, ok := irregular[word]; ok {
		return s
	}
	w := &stemmer{b: markY([]byte(word))}
	w.regions()
	w.plural()
	if !invariant[string(w.b)] {
		w.past()
		w.finalY()
		w.replace(w.r1, doubleSuffixes)
		w.replace(w.r1, fullSuffixes)
		w.remove()
		w.finalE()
	}
	return strings.ToLower(string(w.b))
}

// stemmer is a word while it is cut; r1 and r2 are where its regions begin. A
// y that is a consonant is written Y.
type stemmer struct {
	b      []byte
	r1, r2 int
}

// irregular words do not follow the rules.
var irregular = map[string]string{
	"skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie",
	"idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl",
	"sky": "sky", "news": "news", "howe": "howe", "atlas": "atlas", "cosmos": "cosmos", "bias": "bias", "andes": "andes",
}

// invariant words stop being cut after the plural is off.
var invariant = map[string]bool{
	"inning": true, "outing": true, "canning": true, "herring": true, "earring": true,
	"proceed": true, "exceed": true, "succeed": true,
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

func markY(b []byte) []byte {
	for i, c := range b {
		if c == 'y' && (i == 0 || isVowel(b[i-1])) {
			b[i] = 'Y'
		}
	}
	return b
}

// regions finds R1, after the first consonant that follows a vowel, and R2,
// the same again inside R1.
func (w *stemmer) regions() {
	w.r1 = w.after(0)
	for _, p := range []string{"gener", "commun", "arsen"} {
		if strings.HasPrefix(string(w.b), p) {
			w.r1 = len(p)
		}
	}
	w.r2 = w.after(w.r1)
}

func (w *stemmer) after(from int) int {
	for i := from + 1; i < len(w.b); i++ {
		if !isVowel(w.b[i]) && isVowel(w.b[i-1]) {
			return i + 1
		}
	}
	return len(w.b)
}

// ends looks at the last letter first, which settles most of the many calls.
func (w *stemmer) ends(s string) bool {
	n, k := len(w.b), len(s)
	return n >= k && w.b[n-1] == s[k-1] && string(w.b[n-k:]) == s
}

func (w *stemmer) cut(n int, put string) { w.b = append(w.b[:len(w.b)-n], put...) }

func (w *stemmer) vowelBefore(end int) bool {
	for _, c := range w.b[:max(end, 0)] {
		if isVowel(c) {
			return true
		}
	}
	return false
}

// shortSyllable reports whether the word up to end closes with a short
// syllable: a vowel between consonants, the last one not w, x or Y, or a vowel
// and a consonant that are the whole word.
func (w *stemmer) shortSyllable(end int) bool {
	if end == 2 {
		return isVowel(w.b[0]) && !isVowel(w.b[1])
	}
	if end < 3 {
		return false
	}
	c := w.b[end-1]
	return !isVowel(c) && c != 'w' && c != 'x' && c != 'Y' && isVowel(w.b[end-2]) && !isVowel(w.b[end-3])
}
