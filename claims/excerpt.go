package claims

import (
	"slices"
	"strings"
	"unicode"
)

// Hit is a stretch of a text in bytes, end exclusive.
type Hit struct{ Start, End int }

// Passage is a text of a claim with the name of the part it belongs to.
type Passage struct {
	Where string // as readers call it: "answer", "explanation", "quote", "source"
	Text  string
}

// How long an excerpt is, in words: how many may stand before the first hit,
// and how many there are at most.
const (
	excerptLead = 7
	excerptSize = 30
)

// token is a word of a text and what it is compared by.
type token struct {
	Hit
	low, stem string // the stem once it was needed
}

// is reports whether the word has a stem. No stem begins otherwise than its
// words, so that few have to be stemmed.
func (t *token) is(stem string) bool {
	if stem == "" || t.low == "" || stem[0] != t.low[0] {
		return stem == t.low
	}
	if t.stem == "" {
		t.stem = Stem(t.low)
	}
	return t.stem == stem
}

// tokens divides a text into words as a search does.
func tokens(text string) []token {
	var all []token
	start := -1
	end := func(i int) {
		if start >= 0 {
			all = append(all, token{Hit: Hit{start, i}, low: Fold(text[start:i])})
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case !isWord(r):
			end(i)
		case start < 0:
			start = i
		}
	}
	end(len(text))
	return all
}

// pattern is a term as it is compared with tokens.
type pattern struct {
	stems []string
	begin string // of the last word, in place of its stem; empty for whole words
}

// patterns are what has to be found in a claim's texts; speakers' names are
// looked for elsewhere.
func patterns(terms []Term) []pattern {
	var all []pattern
	for _, t := range terms {
		if t.Not || t.Who {
			continue
		}
		var p pattern
		for _, w := range t.Words {
			p.stems = append(p.stems, Stem(Fold(w)))
		}
		if t.Prefix {
			p.begin = Fold(t.Words[len(t.Words)-1])
		}
		all = append(all, p)
	}
	return all
}

// at reports whether the pattern stands at token i.
func (p pattern) at(all []token, i int) bool {
	if i+len(p.stems) > len(all) {
		return false
	}
	for k, s := range p.stems {
		if last := k == len(p.stems)-1; last && p.begin != "" {
			if !strings.HasPrefix(all[i+k].low, p.begin) {
				return false
			}
		} else if !all[i+k].is(s) {
			return false
		}
	}
	return true
}

func (p pattern) in(all []token) bool {
	for i := range all {
		if p.at(all, i) {
			return true
		}
	}
	return false
}

// Hits are the places of a text that a search looks for, in order and apart
// from each other. Words are compared by their stems, as the index does.
func Hits(text string, terms []Term) []Hit {
	wanted := patterns(terms)
	if len(wanted) == 0 {
		return nil
	}
	all := tokens(text)
	var hits []Hit
	for i := range all {
		longest := 0
		for _, p := range wanted {
			if p.at(all, i) {
				longest = max(longest, len(p.stems))
			}
		}
		if longest == 0 {
			continue
		}
		m := Hit{all[i].Start, all[i+longest-1].End}
		if n := len(hits); n > 0 && hits[n-1].End > m.Start {
			hits[n-1].End = max(hits[n-1].End, m.End)
			continue
		}
		hits = append(hits, m)
	}
	return hits
}

// missing are the patterns of a search that a text does not have.
func missing(terms []Term, shown string) []pattern {
	there := tokens(shown)
	return slices.DeleteFunc(patterns(terms), func(p pattern) bool { return p.in(there) })
}

// Elsewhere reports whether a search looks for words that a text does not have.
func Elsewhere(terms []Term, shown string) bool { return len(missing(terms, shown)) > 0 }

// NewExcerpt shows where in a claim's other texts the words stand that a
// search looks for and that are not in shown, which readers see anyway. It is
// the stretch of about thirty words with the most of them; empty where there
// is nothing to show.
func NewExcerpt(terms []Term, shown string, parts ...Passage) Passage {
	missing := missing(terms, shown)
	var best Passage
	most := 0
	if len(missing) == 0 {
		return best
	}
	for _, part := range parts {
		text := part.Text
		all := tokens(text)
		for i := range all {
			if !slices.ContainsFunc(missing, func(p pattern) bool { return p.at(all, i) }) {
				continue
			}
			from := max(0, i-excerptLead)
			to := min(len(all), from+excerptSize)
			n := 0
			for _, p := range missing {
				if p.in(all[i:to]) {
					n++
				}
			}
			if n > most {
				most, best = n, Passage{part.Where, cutOut(text, all, from, to)}
			}
		}
	}
	return best
}

// cutOut is a text from one word to before another, with dots where it was cut.
func cutOut(text string, all []token, from, to int) string {
	start, end := 0, len(text)
	before, after := "", ""
	if from > 0 {
		start, before = all[from].Start, "… "
	}
	if to < len(all) {
		end, after = all[to-1].End, " …"
	}
	return before + strings.TrimFunc(text[start:end], unicode.IsSpace) + after
}
