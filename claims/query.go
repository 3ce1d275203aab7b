package claims

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Term is one part of a search: words that follow each other, as whole words
// or, with Prefix, the last one as the beginning of a word.
type Term struct {
	Words  []string // lower case, letters and digits only
	Prefix bool
	Not    bool
}

// ParseQuery reads a search as people type it: words, "a phrase", -excluded,
// begin*. Every other sign divides words. A query without a word that must be
// there is empty: nothing can be found by exclusion alone.
func ParseQuery(q string) []Term {
	var terms []Term
	rest := strings.ToLower(q)
	for rest != "" {
		var t Term
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if strings.HasPrefix(rest, "-") {
			t.Not, rest = true, rest[1:]
		}
		var piece string
		if r := openQuote(rest); r > 0 {
			piece, rest = upTo(rest[r:], func(c rune) bool { return strings.ContainsRune("\"“”„«»", c) })
			rest = strings.TrimLeft(rest, "\"“”„«»")
		} else {
			piece, rest = upTo(rest, unicode.IsSpace)
			t.Prefix = strings.HasSuffix(piece, "*")
		}
		t.Words = strings.FieldsFunc(piece, func(r rune) bool { return !isWord(r) })
		if len(t.Words) > 0 {
			terms = append(terms, t)
		}
	}
	if !slices.ContainsFunc(terms, func(t Term) bool { return !t.Not }) {
		return nil
	}
	return terms
}

// openQuote gives the length of the quotation mark s begins with, or 0.
func openQuote(s string) int {
	if r, size := utf8.DecodeRuneInString(s); strings.ContainsRune("\"“”„«»", r) {
		return size
	}
	return 0
}

func upTo(s string, stop func(rune) bool) (piece, rest string) {
	if i := strings.IndexFunc(s, stop); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}
