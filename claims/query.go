package claims

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is a search as it was understood.
type Query struct {
	Terms []Term  // words to find, or to leave out
	Where []Where // filters written as words
}

// Term is one part of a search: words that follow each other, as whole words
// or, with Prefix, the last one as the beginning of a word.
type Term struct {
	Words  []string // lower case, letters and digits only
	Phrase bool     // it was in quotation marks
	Prefix bool
	Not    bool
	Who    bool // looked for in the speaker's name and role only: speaker:reyes
}

// Where is a filter written as a word, such as verdict:"half true" or
// before:2026-03.
type Where struct {
	Name  string // verdict, topic, outlet, before or after
	Value string // as typed
	Day   Date   // of before and after
	Not   bool
}

// QueryFilters are the filters a search takes as words. A speaker's is a Term,
// because names are looked for word by word.
var QueryFilters = []string{"speaker", "verdict", "topic", "outlet", "before", "after"}

// quotes open and close a phrase.
const quotes = "\"“”„«»"

// ParseQuery reads a search as people type it: words, "a phrase", -excluded,
// begin*, and filters such as speaker:reyes or topic:"cost of living". Every
// other sign divides words. The error names a filter that cannot be read; the
// rest of the query counts.
func ParseQuery(q string) (Query, error) {
	var out Query
	var p Problems
	for _, part := range QueryParts(q) {
		part, not := strings.CutPrefix(part, "-")
		switch name, piece := filterName(part); name {
		case "", "speaker":
			if t := newTerm(piece); len(t.Words) > 0 {
				t.Not, t.Who = not, name == "speaker"
				out.Terms = append(out.Terms, t)
			}
		default:
			w := Where{Name: name, Value: Line(strings.Trim(piece, quotes)), Not: not}
			err := w.read()
			if p.Add(err); err == nil && w.Value != "" {
				out.Where = append(out.Where, w)
			}
		}
	}
	return out, p.Err()
}

// QueryParts are the words, phrases and filters of a search as they were typed;
// joined by spaces they are the search again.
func QueryParts(q string) []string {
	var parts []string
	for rest := strings.TrimLeftFunc(q, unicode.IsSpace); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		start := len(rest) - len(strings.TrimPrefix(rest, "-"))
		if name, piece := filterName(rest[start:]); name != "" {
			start = len(rest) - len(piece)
		}
		end := start + pieceEnd(rest[start:])
		parts, rest = append(parts, rest[:end]), rest[end:]
	}
	return parts
}

// filterName takes a filter's name with its colon off the front of s. A name
// that nothing follows is a word like others.
func filterName(s string) (name, rest string) {
	i := strings.IndexByte(s, ':')
	if i < 1 || i > 7 {
		return "", s
	}
	name, rest = strings.ToLower(s[:i]), s[i+1:]
	if r, _ := utf8.DecodeRuneInString(rest); rest == "" || unicode.IsSpace(r) || !slices.Contains(QueryFilters, name) {
		return "", s
	}
	return name, rest
}

// pieceEnd is where the word or the phrase ends that s begins with, the signs
// with it.
func pieceEnd(s string) int {
	if r, size := utf8.DecodeRuneInString(s); strings.ContainsRune(quotes, r) {
		end := strings.IndexAny(s[size:], quotes)
		if end < 0 {
			return len(s)
		}
		return len(s) - len(strings.TrimLeft(s[size+end:], quotes))
	}
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return i
	}
	return len(s)
}

func newTerm(piece string) Term {
	r, _ := utf8.DecodeRuneInString(piece)
	return Term{
		Phrase: strings.ContainsRune(quotes, r),
		Words:  strings.FieldsFunc(strings.ToLower(piece), func(r rune) bool { return !isWord(r) }),
		Prefix: strings.HasSuffix(piece, "*"),
	}
}

// read understands the value of a filter that has to have a certain form.
func (w *Where) read() (err error) {
	if w.Name != "before" && w.Name != "after" {
		return nil
	}
	if w.Day, err = ParseDate("q", w.Value); err != nil || !w.Day.Known() {
		return Invalid("q", "%s: takes a date, such as %s:2026-03-14 or %s:2026", w.Name, w.Name, w.Name)
	}
	return nil
}

// Finds reports whether the query says what to look for: nothing can be found
// by exclusion alone.
func (q Query) Finds() bool {
	return slices.ContainsFunc(q.Terms, func(t Term) bool { return !t.Not }) || slices.ContainsFunc(q.Where, func(w Where) bool { return !w.Not })
}

// Worded reports whether there are words that have to be there.
func (q Query) Worded() bool {
	return slices.ContainsFunc(q.Terms, func(t Term) bool { return !t.Not })
}

// Plain reports whether the query is words and nothing else, as a sentence
// someone pasted would be.
func (q Query) Plain() bool {
	return len(q.Terms) > 0 && len(q.Where) == 0 && !slices.ContainsFunc(q.Terms, func(t Term) bool { return t.Not || t.Who || t.Prefix || t.Phrase })
}

// Suggestion is a way on from a search that found nothing: the search without
// one of its parts, or a speaker or topic whose name has one of its words.
type Suggestion struct {
	Without string // the part left out; empty for a name
	Query   string // what is left
	Speaker string // slug
	Topic   string // slug
	Name    string // of the speaker or topic
	N       int    // claims it leads to
}
