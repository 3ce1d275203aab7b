package ui

import "touchstone/claims"

// hits cuts a text into the words that were looked for and the rest.
func hits(text, query string) []piece {
	q, _ := claims.ParseQuery(query) // a mistake was named when the filter was read
	var out []piece
	at := 0
	for _, h := range claims.Hits(text, q.Terms) {
		if h.Start > at {
			out = append(out, piece{text[at:h.Start], false})
		}
		out = append(out, piece{text[h.Start:h.End], true})
		at = h.End
	}
	if at < len(text) {
		out = append(out, piece{text[at:], false})
	}
	return out
}
