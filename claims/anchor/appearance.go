package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/claims"
)

// Around is how many code points an appearance keeps before and after its
// quote to find it again.
const Around = 32

// MaxPieces bounds the pieces of a divided quotation.
const MaxPieces = 50

// Quote is the text of the spans, the pieces of a divided quotation joined by
// claims.QuoteGap.
func Quote(t *Text, spans []claims.Span) string {
	if len(spans) == 1 {
		return t.Slice(spans[0])
	}
	var b strings.Builder
	for i, s := range spans {
		if i > 0 {
			b.WriteString(claims.QuoteGap)
		}
		b.WriteString(t.Slice(s))
	}
	return b.String()
}

// Appearance makes the record of a quote that stands at the spans of the text.
// White space at the ends of a span is left out of it. The context is the
// sentence or sentences around the quote; where others are given too, such as
// the place of "he said", it reaches over those in the same paragraphs.
func Appearance(t *Text, spans []claims.Span, kind claims.QuoteKind, others ...claims.Span) (claims.Appearance, error) {
	spans, err := check(t, spans)
	if err != nil {
		return claims.Appearance{}, err
	}
	whole := claims.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
	a := claims.Appearance{
		Quote:      Quote(t, spans),
		Prefix:     t.Slice(claims.Span{Start: whole.Start - Around, End: whole.Start}),
		Suffix:     t.Slice(claims.Span{Start: whole.End, End: whole.End + Around}),
		Spans:      spans,
		Kind:       kind,
		Anchor:     claims.Anchored,
		TextSHA256: t.Hash(),
	}
	c := context(t, whole, others)
	a.Context, a.ContextAt = t.Slice(c), c.Start
	return a, nil
}

// check trims the spans and holds them against the text: inside it, in order,
// apart from each other, none of them empty.
func check(t *Text, spans []claims.Span) ([]claims.Span, error) {
	if len(spans) == 0 {
		return nil, claims.Invalid("spans", "select the words in the article")
	}
	if len(spans) > MaxPieces {
		return nil, claims.Invalid("spans", "a quotation in more than %d pieces cannot be kept: make it several claims", MaxPieces)
	}
	out := make([]claims.Span, len(spans))
	end := 0
	for i, s := range spans {
		if s.Start < end || s.End < s.Start || s.End > t.Len() {
			return nil, claims.Invalid("spans", "the place from character %d to %d is not in the article, which has %d, or it is out of order: select the words again", s.Start, s.End, t.Len())
		}
		out[i], end = Trim(t, s), s.End
		if out[i].Start == out[i].End {
			return nil, claims.Invalid("spans", "the selection from character %d to %d has no words: select some", s.Start, s.End)
		}
	}
	return out, nil
}

// Trim leaves white space at both ends out of a span.
func Trim(t *Text, s claims.Span) claims.Span {
	text := t.Slice(s)
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	both := strings.TrimRightFunc(left, unicode.IsSpace)
	s.Start += utf8.RuneCountInString(text) - utf8.RuneCountInString(left)
	s.End = s.Start + utf8.RuneCountInString(both)
	return s
}

// Verify says what is wrong where the quote of an appearance does not stand,
// letter for letter but for typography, at its spans of the text.
func Verify(t *Text, a claims.Appearance) error {
	spans, err := check(t, a.Spans)
	if err != nil {
		return err
	}
	if Fold(Quote(t, spans)) != Fold(a.Quote) {
		return claims.Invalid("quote", "the quote is not what the article says at this place: select the words in the article again")
	}
	return nil
}
