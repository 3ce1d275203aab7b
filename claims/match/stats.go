package match

import (
	"encoding/binary"
	"errors"
	"math"
)

// Stats is what is known of a collection as a whole: in how many documents
// each word and each run of letters stands, how long the documents are, and
// which words mean the same. It takes the same room however large the
// collection is. It is not safe for concurrent writing; Rank only reads.
type Stats struct {
	docs   int
	bodies int // documents with a body
	head   int // words in all heads
	body   int // words in all bodies
	grams  [2]int
	words  counts
	runs   counts
	Table  *Table // nil until it is learnt
}

// buckets is how many counters there are. Words that share one count as
// commoner than they are, which at this size is rare enough not to be seen.
const buckets = 1 << 18

type counts []uint32

// NewStats gives the statistics of an empty collection.
func NewStats() *Stats { return &Stats{words: make(counts, buckets), runs: make(counts, buckets)} }

// Docs is the number of documents counted.
func (s *Stats) Docs() int { return s.docs }

// Add counts a document.
func (s *Stats) Add(p *Prepared) { s.count(p, 1) }

// Remove takes back a document that was added exactly as it is.
func (s *Stats) Remove(p *Prepared) { s.count(p, -1) }

func (s *Stats) count(p *Prepared, by int) {
	s.docs += by
	s.head += by * content(p.head)
	if n := content(p.body); n > 0 {
		s.bodies += by
		s.body += by * n
	}
	seen := map[uint32]bool{}
	for _, t := range p.head {
		s.words.once(seen, t.hash, by)
	}
	clear(seen)
	for i, g := range p.grams {
		s.grams[i] += by * len(g)
		for _, h := range g {
			s.runs.once(seen, h, by)
		}
	}
}

func (c counts) once(seen map[uint32]bool, h uint32, by int) {
	h = (h ^ h>>18) % buckets
	if !seen[h] {
		seen[h] = true
		c[h] = uint32(max(0, int(c[h])+by)) // #nosec G115 -- the claims of one desk
	}
}

// weight is how much it says that a word is shared: the inverse document
// frequency in the form of Robertson and Sparck Jones that is never negative.
func (s *Stats) weight(c counts, h uint32) float64 { return s.rarity(c.of(h)) }

// of is in how many documents something stands.
func (c counts) of(h uint32) int { return int(c[(h^h>>18)%buckets]) }

func (s *Stats) rarity(docs int) float64 {
	df := float64(min(docs, s.docs))
	return math.Log(1 + (float64(s.docs)-df+0.5)/(df+0.5))
}

func mean(sum, n int) float64 { return max(1, float64(sum)/max(1, float64(n))) }

const statsVersion = 1

// MarshalBinary writes the statistics for keeping.
func (s *Stats) MarshalBinary() ([]byte, error) {
	b := []byte{statsVersion}
	for _, n := range []int{s.docs, s.bodies, s.head, s.body, s.grams[0], s.grams[1]} {
		b = binary.AppendUvarint(b, uint64(n)) // #nosec G115 -- a count
	}
	for _, c := range []counts{s.words, s.runs} {
		for _, n := range c {
			b = binary.AppendUvarint(b, uint64(n)) // #nosec G115 -- a count
		}
	}
	return s.Table.append(b), nil
}

// errStats is the answer to bytes that are no statistics of this version: the
// store then counts its collection anew.
var errStats = errors.New("match: not the statistics of this version")

// UnmarshalBinary reads what MarshalBinary wrote.
func (s *Stats) UnmarshalBinary(b []byte) error {
	r := reader{b: b}
	if r.byte() != statsVersion {
		return errStats
	}
	n := NewStats()
	for _, p := range []*int{&n.docs, &n.bodies, &n.head, &n.body, &n.grams[0], &n.grams[1]} {
		*p = int(r.uint()) // #nosec G115 -- it was written from one
	}
	for _, c := range []counts{n.words, n.runs} {
		for i := range c {
			c[i] = uint32(r.uint()) // #nosec G115 -- it was written from one
		}
	}
	n.Table = readTable(&r)
	if r.failed || len(r.b) > 0 {
		return errStats
	}
	*s = *n
	return nil
}

// reader takes numbers off the front of b.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.failed = true
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > math.MaxInt32*2 {
		r.failed = true
		return 0
	}
	r.b = r.b[n:]
	return v
}
