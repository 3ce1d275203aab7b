package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"touchstone/claims"
)

// Reanchor follows an appearance into a newer version of its article. In the
// same text it stays as it is. In another it is taken to stand where its words,
// together with the words kept before and after them, stand exactly once:
// Anchored at the same place, Moved at another, with quote, context and hash of
// the new text. Otherwise it is Orphaned and keeps what it had, because a
// sentence that only looks alike is not the one that was checked.
func Reanchor(old claims.Appearance, t *Text) claims.Appearance {
	if old.TextSHA256 == t.Hash() {
		return old
	}
	spans := again(old, t)
	if spans == nil {
		old.Anchor = claims.Orphaned
		return old
	}
	a, err := Appearance(t, spans, old.Kind)
	if err != nil {
		old.Anchor = claims.Orphaned
		return old
	}
	if a.Start() != old.Start() || a.End() != old.End() {
		a.Anchor = claims.Moved
	}
	a.ID, a.ArticleID, a.Article = old.ID, old.ArticleID, old.Article
	a.Cue, a.Chain, a.First, a.Finding = old.Cue, old.Chain, old.First, old.Finding
	return a
}

// again finds the one place for an appearance, or nil.
func again(old claims.Appearance, t *Text) []claims.Span {
	whole, pieces, ok := printed(old)
	if !ok {
		return nil
	}
	prefix, suffix := strings.TrimLeftFunc(old.Prefix, unicode.IsSpace), strings.TrimRightFunc(old.Suffix, unicode.IsSpace)
	shift := utf8.RuneCountInString(prefix)
	pattern, text := foldText(prefix+whole+suffix), t.fold()
	var found []claims.Span
	times := 0
	text.all(pattern.s, func(at int) bool {
		times++
		found = locate(pattern, text, at, shift, pieces)
		return times < 2
	})
	if times != 1 {
		return nil
	}
	return found
}

// printed is the text from the first to the last word of the quote, the words
// of the reporter between the pieces included, and the pieces over it.
func printed(a claims.Appearance) (string, []claims.Span, bool) {
	if len(a.Spans) == 0 || a.Quote == "" {
		return "", nil, false
	}
	if len(a.Spans) == 1 {
		q := norm.NFC.String(a.Quote)
		return q, []claims.Span{{Start: 0, End: utf8.RuneCountInString(q)}}, true
	}
	c, first := New(a.Context), a.Start()
	whole := claims.Span{Start: first - a.ContextAt, End: a.End() - a.ContextAt}
	if whole.Start < 0 || whole.End > c.Len() {
		return "", nil, false
	}
	pieces := make([]claims.Span, len(a.Spans))
	for i, s := range a.Spans {
		pieces[i] = claims.Span{Start: s.Start - first, End: s.End - first}
	}
	return c.Slice(whole), pieces, Fold(Quote(New(c.Slice(whole)), pieces)) == Fold(a.Quote)
}

// locate turns the pieces over a pattern that was found at a folded byte of
// the text into spans of the text; nil where they do not fall on whole letters.
func locate(pattern, text folded, at, shift int, pieces []claims.Span) []claims.Span {
	spans := make([]claims.Span, 0, len(pieces))
	from := 0
	for _, p := range pieces {
		for from < len(pattern.at) && int(pattern.at[from]) < p.Start+shift {
			from++
		}
		to := from
		for to < len(pattern.at) && int(pattern.at[to]) < p.End+shift {
			to++
		}
		s, ok := text.span(at+from, at+to)
		if !ok {
			return nil
		}
		spans = append(spans, s)
		from = to
	}
	return spans
}
