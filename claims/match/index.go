package match

import (
	"cmp"
	"slices"
)

// Index holds a collection in memory and finds its own candidates: what a
// store does with its full-text index, for measuring and for small
// collections. It is not safe for concurrent writing.
type Index struct {
	Stats *Stats
	docs  []*Prepared // nil where one was removed
	where map[string]int
	posts map[uint32][]post
	total int // words of all texts
}

// post says that a word stands n times in a document.
type post struct{ doc, n int32 }

// NewIndex gives an empty index.
func NewIndex() *Index {
	return &Index{Stats: NewStats(), where: map[string]int{}, posts: map[uint32][]post{}}
}

// Add puts a document in, in place of the one with the same ID, and numbers
// it in the order of arrival.
func (x *Index) Add(d Doc) {
	x.Remove(d.ID)
	id := len(x.docs)
	d.Seq = int64(id)
	p := Prepare(d)
	x.docs = append(x.docs, p)
	x.where[d.ID] = id
	x.Stats.Add(p)
	x.total += p.length
	n := map[uint32]int32{}
	for _, field := range [][]term{p.head, p.body} {
		for _, t := range field {
			if !t.stop {
				n[t.hash]++
			}
		}
	}
	for h, k := range n {
		x.posts[h] = append(x.posts[h], post{int32(id), k}) // #nosec G115 -- the claims of one desk
	}
}

// Remove takes a document out. An unknown ID changes nothing.
func (x *Index) Remove(id string) {
	i, ok := x.where[id]
	if !ok {
		return
	}
	x.Stats.Remove(x.docs[i])
	x.total -= x.docs[i].length
	x.docs[i] = nil
	delete(x.where, id)
}

// Learn learns the table of related words from what is in the index.
func (x *Index) Learn() { x.Stats.Table = Learn(x.all()) }

func (x *Index) all() []*Prepared {
	return slices.DeleteFunc(slices.Clone(x.docs), func(p *Prepared) bool { return p == nil })
}

// Search gives the best matches of a query, at most top.
func (x *Index) Search(q Query, top int) []Match {
	return Rank(x.Stats, q, x.Candidates(q, Candidates), top)
}

// Candidates gives the n documents that share the most with the query by
// plain Okapi BM25 over all their words: the order a full-text index gives.
func (x *Index) Candidates(q Query, n int) []*Prepared {
	score := make([]float64, len(x.docs))
	var found []int32
	average := mean(x.total, x.Stats.docs)
	for _, h := range distinct(terms(words(q.Text + "\n" + q.Speaker))) {
		w := x.Stats.rarity(len(x.posts[h]))
		for _, p := range x.posts[h] {
			if x.docs[p.doc] == nil {
				continue
			}
			if score[p.doc] == 0 {
				found = append(found, p.doc)
			}
			score[p.doc] += w * saturate(float64(p.n), float64(x.docs[p.doc].length), average)
		}
	}
	slices.SortFunc(found, func(a, b int32) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b))
	})
	out := make([]*Prepared, min(n, len(found)))
	for i := range out {
		out[i] = x.docs[found[i]]
	}
	return out
}
