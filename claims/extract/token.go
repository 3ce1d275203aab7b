package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind tells words, numbers and single marks apart.
type kind uint8

const (
	wordToken kind = iota
	numberToken
	markToken
)

// token is a word, a number or one mark of punctuation.
type token struct {
	start, end int32  // code points over the text
	from, to   int32  // bytes over the text
	low        string // lower case, with the apostrophe made straight
	form       *form  // what the verb lexicon knows of it; nil for most words
	class      class
	kind       kind
	upper      bool  // begins with a capital
	glued      bool  // no white space before it
	abbrev     bool  // a full stop that belongs to the word before it
	quote      int32 // 1 + index of the quotation it stands in; 0 outside
	para       int32
	sentence   int32
}

// tokenise divides text. An apostrophe inside a word belongs to it, except
// that 's, 'll, 'd, 're, 've and 'm stand alone, because the word before them
// may be a speaker.
func tokenise(text string) []token {
	toks := make([]token, 0, len(text)/5+8)
	pos, glued := 0, false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) || isInvisible(r) {
			i, pos, glued = i+size, pos+1, false
			continue
		}
		t := token{start: int32(pos), from: int32(i), glued: glued}
		i, pos, t.kind = scanToken(text, i, pos, r, size)
		t.to, t.end = int32(i), int32(pos) // #nosec G115 -- within an article, which has a limit
		t.upper = unicode.IsUpper(r) || unicode.IsTitle(r)
		t.low = lower(text[t.from:t.to])
		toks = append(toks, t)
		glued = true
	}
	return toks
}

// scanToken reads one token that begins with r at byte i, code point pos.
func scanToken(text string, i, pos int, r rune, size int) (int, int, kind) {
	if isApostrophe(r) {
		if n := clitic(text[i+size:]); n > 0 && i > 0 && wordBefore(text, i) {
			return i + size + n, pos + 1 + n, wordToken
		}
		if r == '\'' && strings.HasPrefix(text[i+1:], "'") {
			return i + 2, pos + 2, markToken // two single marks stand for a double one
		}
		return i + size, pos + 1, markToken
	}
	if !isLetter(r) && !unicode.IsDigit(r) {
		return i + size, pos + 1, markToken
	}
	k := wordToken
	if unicode.IsDigit(r) {
		k = numberToken
	}
	i, pos = i+size, pos+1
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[min(len(text), i+size):])
		inside := isLetter(r) || unicode.IsDigit(r) ||
			(r == '-' || r == '‑') && (isLetter(next) || unicode.IsDigit(next)) ||
			k == numberToken && (r == '.' || r == ',' || r == ':') && unicode.IsDigit(next) ||
			isApostrophe(r) && isLetter(next) && clitic(text[i+size:]) == 0
		if !inside {
			break
		}
		i, pos = i+size, pos+1
	}
	return i, pos, k
}

// clitic gives the length of the ending after an apostrophe that is a word of
// its own, or 0.
func clitic(rest string) int {
	for _, c := range [...]string{"s", "ll", "d", "re", "ve", "m", "S"} {
		if strings.HasPrefix(rest, c) {
			next, _ := utf8.DecodeRuneInString(rest[len(c):])
			if len(rest) == len(c) || !isLetter(next) && !unicode.IsDigit(next) {
				return len(c)
			}
		}
	}
	return 0
}

func wordBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return isLetter(r) || unicode.IsDigit(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

func isLetter(r rune) bool {
	return r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z') || r >= 0x80 && (unicode.IsLetter(r) || unicode.Is(unicode.M, r))
}

// isInvisible tells the characters that take no room: joiners, byte order
// marks, soft hyphens.
func isInvisible(r rune) bool { return r >= 0x80 && unicode.Is(unicode.Cf, r) }

// lower is the key under which the lexicons know a word.
func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return strings.ReplaceAll(strings.ToLower(s), "’", "'")
		}
	}
	return s
}
