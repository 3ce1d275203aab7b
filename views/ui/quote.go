package ui

import "touchstone/claims"

// piece is a stretch of a quote's context; the speaker's words are marked.
type piece struct {
	text   string
	marked bool
}

// pieces cuts the context at the edges of the quote. Spans count over the whole
// article, the context begins somewhere inside it; what falls outside of the
// context is left out. Without a context the quote stands alone.
func pieces(a claims.Appearance) []piece {
	text := []rune(a.Context)
	var out []piece
	at := 0
	for _, s := range a.Spans {
		from, to := max(s.Start-a.ContextAt, at), min(s.End-a.ContextAt, len(text))
		if from >= to {
			continue
		}
		if from > at {
			out = append(out, piece{string(text[at:from]), false})
		}
		out = append(out, piece{string(text[from:to]), true})
		at = to
	}
	if len(out) == 0 {
		return []piece{{a.Quote, true}}
	}
	if at < len(text) {
		out = append(out, piece{string(text[at:]), false})
	}
	return out
}
