package match

import (
	"cmp"
	"slices"
	"strings"
)

// Rare are the words of a query that say most about it in this collection,
// lower case and rarest first: what a store asks its full-text index for, so
// that words which stand everywhere cost nothing. There are at most n, and no
// more than stand in about most documents together, but always one if there is
// any; docs is that number of documents.
func (s *Stats) Rare(q Query, n, most int) (list []string, docs int) {
	type rated struct {
		form string
		docs int
	}
	var all []rated
	seen := map[uint32]bool{}
	for _, w := range words(q.Text + "\n" + q.Speaker) {
		h := hash(w.stem)
		if w.stop || seen[h] {
			continue
		}
		seen[h] = true
		all = append(all, rated{strings.ToLower(w.form), s.words.of(h)})
	}
	slices.SortStableFunc(all, func(a, b rated) int { return cmp.Compare(a.docs, b.docs) })
	for _, r := range all {
		if len(list) == n || len(list) > 0 && docs+r.docs > most {
			break
		}
		list, docs = append(list, r.form), docs+r.docs
	}
	return list, docs
}
