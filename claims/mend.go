package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Slips is how many letters of a word may be wrong for it to be taken for
// another: none in numbers and very short words, one in short ones, two in long
// ones. A letter too many, too few, or another one counts one; so do two
// neighbours that changed places.
func Slips(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n < 3 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }):
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// Distance is how many slips lead from a to b (optimal string alignment: R. W.
// Hamming's substitutions, V. I. Levenshtein's insertions and deletions, F. J.
// Damerau's transpositions, no letter touched twice).
func Distance(a, b string) int {
	row := distances([]rune(a), []rune(b))
	return row[len(row)-1]
}

// StemDistance is how many slips lead from a stem to the beginning of a word:
// what follows may be the ending that the stem does without. An i at the end
// of a stem may have been a y.
func StemDistance(stem, word string) int {
	best := stemDistance([]rune(stem), []rune(word))
	if y, ok := strings.CutSuffix(stem, "i"); ok {
		best = min(best, stemDistance([]rune(y+"y"), []rune(word)))
	}
	return best
}

func stemDistance(s, w []rune) int {
	best := len(s)
	for j, d := range distances(s, w) {
		if j+1 >= len(s) && len(w)-j <= maxEnding {
			best = min(best, d)
		}
	}
	return best
}

// maxEnding is the longest ending that stemming takes off, in letters.
const maxEnding = 7

// distances are those from a to each beginning of b.
func distances(a, b []rune) []int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			d := last[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
	}
	return row
}

// NearestWord is the word of a text that is nearest to another, in lower case,
// and how many slips lie between them; empty where there are more than most.
func NearestWord(text, word string, most int) (nearest string, slips int) {
	word = Fold(word)
	slips = most + 1
	for _, t := range tokens(text) {
		if n := len(t.low) - len(word); n > 4*slips || -n > 4*slips {
			continue
		}
		if d := Distance(word, t.low); d < slips {
			nearest, slips = strings.ToLower(text[t.Start:t.End]), d
		}
	}
	return nearest, slips
}

// Misspellings are the words that one slip within the first two letters makes
// of another, for a list of words that is searched by how they begin.
func Misspellings(word string) []string {
	w := []rune(Fold(word))
	var all []string
	add := func(parts ...[]rune) {
		var s string
		for _, p := range parts {
			s += string(p)
		}
		all = append(all, s)
	}
	for i := range min(2, len(w)) {
		add(w[:i], w[i+1:])
		if i+1 < len(w) {
			add(w[:i], w[i+1:i+2], w[i:i+1], w[i+2:])
		}
		for r := 'a'; r <= 'z'; r++ {
			add(w[:i], []rune{r}, w[i+1:])
			add(w[:i], []rune{r}, w[i:])
		}
	}
	return all
}

// WithWord is a search with a word in place of another, everywhere.
func WithWord(query, word, by string) string {
	var b strings.Builder
	at := 0
	for _, t := range tokens(query) {
		if strings.ToLower(query[t.Start:t.End]) == word {
			b.WriteString(query[at:t.Start] + by)
			at = t.End
		}
	}
	return b.String() + query[at:]
}
