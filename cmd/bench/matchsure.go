package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"

	"touchstone/claims/match"
)

// deskSizes are how many claims the desks know on which confidences are fitted:
// most desks are small, and a word that is rare among a hundred claims says
// less than one that is rare among ten thousand. 0 is the whole collection.
var deskSizes = []int{100, 1000, 0}

// ranked is what the shipped weights put first, and whether it is right.
type ranked struct {
	signals []float64
	right   bool
}

// rankings asks the queries of a split on desks of each size. Most of what a
// desk reads is not known to it: of six queries five find their claim gone,
// except from the whole collection, where others say the same without a mark.
func rankings(dir, split, posts string) ([][]ranked, error) {
	docs, err := readClaims(dir)
	if err != nil {
		return nil, err
	}
	queries, err := readQueries(dir, split, posts)
	if err != nil {
		return nil, err
	}
	right, err := readRight(dir, split)
	if err != nil {
		return nil, err
	}
	queries = slices.DeleteFunc(queries, func(q matchQuery) bool { return len(right[q.ID]) == 0 })
	chance := rand.New(rand.NewPCG(1, 1))
	out := make([][]ranked, len(deskSizes))
	for i, size := range deskSizes {
		known, asked := len(queries), len(queries)
		if size > 0 {
			known = min(len(queries)/6, size/2)
			asked = 6 * known
		}
		for rounds := range len(queries) {
			if rounds > 0 && (size == 0 || len(out[i]) >= len(queries)) {
				break
			}
			chance.Shuffle(len(queries), func(a, b int) { queries[a], queries[b] = queries[b], queries[a] })
			chance.Shuffle(len(docs), func(a, b int) { docs[a], docs[b] = docs[b], docs[a] })
			desk := newDesk(docs, queries[:asked], right, known, size)
			for _, q := range queries[:asked] {
				if best, signals := match.Signals(desk.Stats, q.Query, desk.Candidates(q.Query, match.Candidates)); best != nil {
					out[i] = append(out[i], ranked{signals, slices.Contains(right[q.ID], best.Doc.ID)})
				}
			}
		}
	}
	return out, nil
}

// newDesk knows the claims that are right for the first of the queries, none
// that are right for the others, and so many in all.
func newDesk(docs []match.Doc, queries []matchQuery, right map[string][]string, known, size int) *match.Index {
	there := map[string]bool{}
	for i, q := range queries {
		for _, id := range right[q.ID] {
			there[id] = there[id] || i < known
		}
	}
	x := match.NewIndex()
	for _, d := range docs {
		if there[d.ID] {
			x.Add(d)
		}
	}
	for _, d := range docs {
		if _, asked := there[d.ID]; !asked && (size == 0 || x.Stats.Docs() < size) {
			x.Add(d)
		}
	}
	x.Learn()
	return x
}

// fitCertainty is logistic regression by gradient descent, each group counting
// the same. It holds for the weights that the product ships now: fit those
// first, write them down, and run the command again. The whole collections know
// every query, as no desk does: they have a constant of their own, which is
// left behind.
func fitCertainty(groups [][]ranked) []float64 {
	n := len(match.SignalNames)
	w := make([]float64, n+1)
	for range 20000 {
		slope := make([]float64, len(w))
		for i, g := range groups {
			own := make([]float64, len(w))
			used := slices.Clone(w[:n])
			whole := deskSizes[i%len(deskSizes)] == 0
			if whole {
				used[0] = w[n]
			}
			for _, r := range g {
				r.pull(used, own, 1/float64(len(g)*len(groups)))
			}
			if whole {
				own[0], own[n] = 0, own[0]
			}
			for k := range slope {
				slope[k] += own[k]
			}
		}
		for k := range w {
			if w[k] -= slope[k] + 1e-4*w[k]; k > 0 && k < n {
				w[k] = max(0, w[k]) // more of a signal never makes a match less sure
			}
		}
	}
	return w[:n]
}

// sure is how sure the weights make of what was put first.
func (r ranked) sure(w []float64) float64 {
	z := 0.0
	for k, x := range r.signals {
		z += w[k] * x
	}
	return 1 / (1 + math.Exp(-z))
}

// pull adds one ranking's part of the slope.
func (r ranked) pull(w, slope []float64, share float64) {
	miss := r.sure(w)
	if r.right {
		miss--
	}
	for k, x := range r.signals {
		slope[k] += share * miss * x
	}
}

// tellSure says how often an even chance or more was right, on desks of each size.
func tellSure(out io.Writer, name string, groups [][]ranked, w []float64) {
	for i, g := range groups {
		found, offered, good, wrong := 0, 0, 0, 0.0
		for _, r := range g {
			p := r.sure(w)
			if r.right {
				found++
				wrong += (1 - p) * (1 - p)
			} else {
				wrong += p * p
			}
			if p >= 0.5 {
				offered++
				if r.right {
					good++
				}
			}
		}
		slices.SortFunc(g, func(a, b ranked) int { return cmp.Compare(b.sure(w), a.sure(w)) })
		sure, surer := 0, len(g)*7/10
		for _, r := range g[:surer] {
			if r.right {
				sure++
			}
		}
		fmt.Fprintf(out, "%s, desks of %d: %d queries, %d rightly first, %d offered, %d of them right; of the surer 70 %% %.3f; Brier score %.3f\n",
			name, deskSizes[i], len(g), found, offered, good, float64(sure)/float64(max(1, surer)), wrong/float64(max(1, len(g))))
	}
}
