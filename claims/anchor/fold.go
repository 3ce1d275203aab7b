package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"touchstone/claims"
)

// folded is a text with its typography taken out, and the code point of the
// original for each of its bytes.
type folded struct {
	s  string
	at []int32
}

// Fold takes the typography out of a text, so that the same words set twice
// compare equal: quotation marks and apostrophes become straight, dashes and
// hyphens one hyphen, an ellipsis three full stops, white space of any length
// one space; invisible characters go. Letters stay as they are.
func Fold(s string) string { return strings.TrimSpace(foldText(norm.NFC.String(s)).s) }

func foldText(s string) folded {
	var b strings.Builder
	b.Grow(len(s))
	f := folded{at: make([]int32, 0, len(s))}
	var pos int32
	space, hyphen := false, false // what the last one written was
	for _, r := range s {
		n := b.Len()
		r = foldRune(r)
		switch {
		case r < 0 || r == ' ' && space || r == '-' && hyphen:
		case r == '…':
			b.WriteString("...")
		default:
			b.WriteRune(r)
		}
		if b.Len() > n {
			space, hyphen = r == ' ', r == '-'
		}
		for range b.Len() - n {
			f.at = append(f.at, pos)
		}
		pos++
	}
	f.s = b.String()
	return f
}

// foldRune gives the plain form of a character; -1 where it is to be left out.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		switch {
		case r == ' ' || r >= '\t' && r <= '\r':
			return ' '
		case r == '`':
			return '\''
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}
	switch r {
	case '‘', '’', '‚', '‛', '′', '´', 'ʼ', '‹', '›':
		return '\''
	case '“', '”', '„', '‟', '″', '«', '»':
		return '"'
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹘', '－':
		return '-'
	case 0x200c, 0x200d: // they change the spelling in Persian and Hindi
		return r
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
		return -1
	}
	return r
}

// span is the place in the original of the folded bytes from start up to end.
// ok is false where they do not start and end with whole characters of it.
func (f folded) span(start, end int) (s claims.Span, ok bool) {
	if start >= end || end > len(f.at) {
		return s, false
	}
	ok = (start == 0 || f.at[start-1] != f.at[start]) && (end == len(f.at) || f.at[end-1] != f.at[end])
	if ok && end < len(f.s) {
		r, _ := utf8.DecodeRuneInString(f.s[end:])
		ok = !unicode.Is(unicode.Mn, r) // the mark belongs to the last letter
	}
	return claims.Span{Start: int(f.at[start]), End: int(f.at[end-1]) + 1}, ok
}

// all calls yield with the folded position of each occurrence of a folded
// pattern, overlapping ones included, until it answers false.
func (f folded) all(pattern string, yield func(at int) bool) {
	if pattern == "" {
		return
	}
	for from := 0; from <= len(f.s)-len(pattern); {
		i := strings.Index(f.s[from:], pattern)
		if i < 0 || !yield(from+i) {
			return
		}
		_, size := utf8.DecodeRuneInString(f.s[from+i:])
		from += i + size
	}
}
