// Package anchor ties quotes to places in a text: it counts in Unicode code
// points, finds words again that were set in other type, and follows a quote
// into a newer version of its article or says that it is gone. It is pure.
package anchor

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"sync"
	"unicode/utf8"

	"touchstone/claims"
)

// stride is how many code points lie between two marks of the index.
const stride = 128

// Text is a text that can be cut by code points. Its index takes four bytes
// for every 128 code points, and none where a code point is a byte. A Text is
// safe for concurrent use.
type Text struct {
	s     string
	n     int     // code points
	marks []int32 // the byte where code point i*stride starts; nil when all is ASCII

	hash func() string
	fold func() folded
}

// New indexes a text, which should be NFC: the stored text of an article.
func New(s string) *Text {
	t := &Text{s: s, n: utf8.RuneCountInString(s)}
	if t.n != len(s) {
		t.marks = make([]int32, 0, t.n/stride+1)
		n := 0
		for i := range s {
			if n%stride == 0 {
				t.marks = append(t.marks, int32(i)) // #nosec G115 -- within an article, which has a limit
			}
			n++
		}
	}
	t.hash = sync.OnceValue(func() string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:])
	})
	t.fold = sync.OnceValue(func() folded { return foldText(s) })
	return t
}

// String is the whole text.
func (t *Text) String() string { return t.s }

// Len is the text's length in code points.
func (t *Text) Len() int { return t.n }

// Hash is the text's SHA-256 in lower-case hexadecimal.
func (t *Text) Hash() string { return t.hash() }

// Slice is the text of a span. What lies outside the text is left out.
func (t *Text) Slice(s claims.Span) string {
	from, to := t.Byte(s.Start), t.Byte(s.End)
	if from >= to {
		return ""
	}
	return t.s[from:to]
}

// Byte is where a code point starts; one before the text is 0, one after it
// the text's length.
func (t *Text) Byte(at int) int {
	switch {
	case at <= 0:
		return 0
	case at >= t.n:
		return len(t.s)
	case t.marks == nil:
		return at
	}
	b := int(t.marks[at/stride])
	for range at % stride {
		_, size := utf8.DecodeRuneInString(t.s[b:])
		b += size
	}
	return b
}

// At is the code point that a byte belongs to.
func (t *Text) At(b int) int {
	switch {
	case b <= 0:
		return 0
	case b >= len(t.s):
		return t.n
	case t.marks == nil:
		return b
	}
	i := sort.Search(len(t.marks), func(i int) bool { return int(t.marks[i]) > b }) - 1
	at, p := i*stride, int(t.marks[i])
	for {
		_, size := utf8.DecodeRuneInString(t.s[p:])
		if p+size > b {
			return at
		}
		p += size
		at++
	}
}

// Span is the span of the bytes from start up to end.
func (t *Text) Span(start, end int) claims.Span {
	return claims.Span{Start: t.At(start), End: t.At(end)}
}

// Whole is the span of the whole text.
func (t *Text) Whole() claims.Span { return claims.Span{Start: 0, End: t.n} }
