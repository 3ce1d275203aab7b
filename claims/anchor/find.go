package anchor

import "touchstone/claims"

// maxFound bounds what Find returns: a quote that stands in a text so often is
// no quote.
const maxFound = 1000

// Find gives every place where the quote stands in the text, letter for letter
// but for typography (see Fold). The spans count over the text as it is. Two
// of them never overlap.
func Find(t *Text, quote string) []claims.Span {
	var spans []claims.Span
	f := t.fold()
	pattern := Fold(quote)
	f.all(pattern, func(at int) bool {
		s, ok := f.span(at, at+len(pattern))
		if ok && (len(spans) == 0 || s.Start >= spans[len(spans)-1].End) {
			spans = append(spans, s)
		}
		return len(spans) < maxFound
	})
	return spans
}
