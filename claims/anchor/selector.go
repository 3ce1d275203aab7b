package anchor

import "touchstone/claims"

// TextQuoteSelector names a piece of text by its words and the words around
// it (W3C Web Annotation Data Model, 4.2.4).
type TextQuoteSelector struct {
	Type   string `json:"type"` // always "TextQuoteSelector"
	Exact  string `json:"exact"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
}

// TextPositionSelector names a piece of text by its place, in code points, end
// exclusive (W3C Web Annotation Data Model, 4.2.5).
type TextPositionSelector struct {
	Type  string `json:"type"` // always "TextPositionSelector"
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Selection is one piece of a quotation, named in both ways.
type Selection struct {
	Quote    TextQuoteSelector
	Position TextPositionSelector
}

// Selectors gives a selection for each piece of the quotation.
func Selectors(a claims.Appearance) []Selection {
	c := New(a.Context)
	list := make([]Selection, len(a.Spans))
	for i, s := range a.Spans {
		in := claims.Span{Start: s.Start - a.ContextAt, End: s.End - a.ContextAt}
		q := TextQuoteSelector{Type: "TextQuoteSelector", Exact: c.Slice(in), Prefix: a.Prefix, Suffix: a.Suffix}
		if len(a.Spans) == 1 {
			q.Exact = a.Quote
		}
		if i > 0 {
			q.Prefix = c.Slice(claims.Span{Start: in.Start - Around, End: in.Start})
		}
		if i < len(a.Spans)-1 {
			q.Suffix = c.Slice(claims.Span{Start: in.End, End: in.End + Around})
		}
		list[i] = Selection{q, TextPositionSelector{"TextPositionSelector", s.Start, s.End}}
	}
	return list
}
