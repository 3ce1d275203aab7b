package match

import (
	"cmp"
	"slices"
	"strings"
)

// Rare are the n words of a query that say most about it in this collection,
// lower case and rarest first: what a store asks its full-text index for, so
// that words which stand everywhere cost nothing.
func (s *Stats) Rare(q Query, n int) []string {
	type rated struct {
		form   string
		weight float64
	}
	var list []rated
	seen := map[uint32]bool{}
	for _, w := range words(q.Text + "\n" + q.Speaker) {
		h := hash(w.stem)
		if w.stop || seen[h] {
			continue
		}
		seen[h] = true
		list = append(list, rated{strings.ToLower(w.form), s.weight(s.words, h)})
	}
	slices.SortStableFunc(list, func(a, b rated) int { return cmp.Compare(b.weight, a.weight) })
	out := make([]string, 0, n)
	for _, r := range list[:min(n, len(list))] {
		out = append(out, r.form)
	}
	return out
}
