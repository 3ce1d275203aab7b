// Package match answers "is this claim already known?". It scores known
// claims against a sentence by the words they share, by the words that mean
// the same in this desk's own collection, by the letters, names and numbers
// in them, and says why. It is pure: what it knows of a collection stands in
// Stats, which the store keeps and updates as the collection grows.
//
// The store finds candidates by their words (200 are plenty) and Rank orders
// them. Index does both in memory, for measuring and for small collections.
package match

import (
	"cmp"
	"slices"
)

// Doc is a known claim as it is matched.
type Doc struct {
	ID        string
	Statement string // the claim
	Title     string // its short form or headline: the same in other words
	Summary   string // the short answer
	Body      string // the explanation; its head is enough
	Speaker   string // the name of who said it
	Seq       int64  // its place in the order of arrival; of equal claims the older comes first
}

// Query is what may be known already.
type Query struct {
	Text    string
	Speaker string // who said it, where that is known
}

// Match is one known claim that may be the same.
type Match struct {
	ID         string
	Score      float64  // orders the matches of one query; not comparable between queries
	Confidence float64  // 0 to 1: how likely it is that this is the claim; comparable between queries
	Why        []string // in words, the strongest first
}

// Candidates is how many candidates a store should give to Rank.
const Candidates = 200

// Rank scores candidates against a query and gives the best of them, at most
// top. Equal scores stand in the order of their ids, so that the result does
// not depend on the order of the candidates. A candidate that shares nothing
// with the query is left out.
func Rank(s *Stats, q Query, candidates []*Prepared, top int) []Match {
	a := s.ask(q)
	all := a.rank(candidates)
	matches := make([]Match, 0, max(0, min(top, len(all))))
	second, sure := runnerUp(all), 1.0
	for _, c := range all[:cap(matches)] {
		rival := all[0].score
		if c.score == rival {
			rival = second
		}
		sure = min(sure, a.signals(c, rival).confidence())
		matches = append(matches, Match{ID: c.p.Doc.ID, Score: c.score, Confidence: sure, Why: a.why(c.p)})
	}
	return matches
}

func (a *asked) rank(candidates []*Prepared) []scored {
	all := make([]scored, 0, len(candidates))
	for _, p := range candidates {
		if f := a.features(p); f.any() {
			all = append(all, scored{p, f.score(), f})
		}
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.p.Doc.Seq, b.p.Doc.Seq), cmp.Compare(a.p.Doc.ID, b.p.Doc.ID))
	})
	return all
}

// runnerUp is the best score below the best. A copy of the best claim is no
// rival to it.
func runnerUp(all []scored) float64 {
	for _, c := range all {
		if c.score < all[0].score {
			return c.score
		}
	}
	return 0
}

type scored struct {
	p     *Prepared
	score float64
	f     features
}
