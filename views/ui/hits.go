package ui

import (
	"strings"
	"unicode"

	"touchstone/claims"
)

// hits cuts a text into words that were looked for and the rest.
func hits(text, query string) []piece {
	var terms []claims.Term
	if query != "" {
		terms = claims.ParseQuery(query)
	}
	if len(terms) == 0 {
		return []piece{{text, false}}
	}
	var out []piece
	from := 0 // of the stretch that is not written yet
	for at := 0; at < len(text); {
		start := strings.IndexFunc(text[at:], inWord)
		if start < 0 {
			break
		}
		start += at
		end := len(text)
		if n := strings.IndexFunc(text[start:], func(r rune) bool { return !inWord(r) }); n >= 0 {
			end = start + n
		}
		if wanted(strings.ToLower(text[start:end]), terms) {
			if start > from {
				out = append(out, piece{text[from:start], false})
			}
			out = append(out, piece{text[start:end], true})
			from = end
		}
		at = end
	}
	if from < len(text) {
		out = append(out, piece{text[from:], false})
	}
	return out
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func wanted(word string, terms []claims.Term) bool {
	for _, t := range terms {
		if t.Not {
			continue
		}
		for i, w := range t.Words {
			if word == w || t.Prefix && i == len(t.Words)-1 && strings.HasPrefix(word, w) {
				return true
			}
		}
	}
	return false
}
