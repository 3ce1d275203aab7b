package match

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"
)

// Table says which words stand for each other in a collection, learnt from
// texts that say the same in different words.
type Table struct {
	related map[uint32][]relation // by the hash of a stem; strongest first
}

// relation is a word and how strongly it stands for another, 0 to 1.
type relation struct {
	hash     uint32
	strength float64
}

// Limits of a table: weaker relations are noise, and more of them cost time.
const (
	minStrength  = 0.02
	maxRelations = 12
	maxPairs     = 50000 // the newest; about three seconds of work
)

// Learn builds a table from documents whose statement and title say the same.
// It is the first model of Brown and others (The Mathematics of Statistical
// Machine Translation, 1993), once in each direction; a pair of words is as
// strong as the geometric mean of both, so that words that merely stand in
// many texts do not count. Run it aside as the collection grows by a tenth.
func Learn(docs []*Prepared) *Table {
	if len(docs) > maxPairs {
		docs = docs[len(docs)-maxPairs:]
	}
	var from, to [][]uint32
	for _, p := range docs {
		if a, b := distinct(p.title), distinct(p.statement); len(a) > 0 && len(b) > 0 {
			from, to = append(from, a), append(to, b)
		}
	}
	there, back := translate(from, to), translate(to, from)
	t := &Table{related: map[uint32][]relation{}}
	for a, row := range there {
		for b, p := range row {
			if s := math.Sqrt(p * back[b][a]); a != b && s >= minStrength {
				t.relate(a, b, s)
				t.relate(b, a, s)
			}
		}
	}
	for h, list := range t.related {
		slices.SortFunc(list, func(a, b relation) int {
			return cmp.Or(cmp.Compare(b.strength, a.strength), cmp.Compare(a.hash, b.hash))
		})
		t.related[h] = list[:min(len(list), maxRelations)]
	}
	return t
}

// relate keeps the stronger of two relations between the same words.
func (t *Table) relate(a, b uint32, s float64) {
	s = math.Round(s*1000) / 1000
	list := t.related[a]
	for i := range list {
		if list[i].hash == b {
			list[i].strength = max(list[i].strength, s)
			return
		}
	}
	t.related[a] = append(list, relation{b, s})
}

// translate gives the probability that a word of from stands as a word of to,
// by five rounds of expectation and maximisation.
func translate(from, to [][]uint32) map[uint32]map[uint32]float64 {
	p := map[uint32]map[uint32]float64{}
	for i, words := range from {
		for _, v := range words {
			if p[v] == nil {
				p[v] = map[uint32]float64{}
			}
			for _, w := range to[i] {
				p[v][w] = 1
			}
		}
	}
	for range 5 {
		counted := make(map[uint32]map[uint32]float64, len(p))
		for v, row := range p {
			counted[v] = make(map[uint32]float64, len(row))
		}
		for i, words := range from {
			for _, w := range to[i] {
				sum := 0.0
				for _, v := range words {
					sum += p[v][w]
				}
				for _, v := range words {
					if x := p[v][w]; x > 0 {
						counted[v][w] += x / sum
					}
				}
			}
		}
		for _, row := range counted {
			share(row)
		}
		p = counted
	}
	return p
}

// share turns counts into probabilities. Half a count is kept back, so that a
// word seen once is not sure of anything.
func share(row map[uint32]float64) {
	sum := 0.5
	for _, w := range slices.Sorted(maps.Keys(row)) {
		sum += row[w]
	}
	for w, n := range row {
		if row[w] = n / sum; n/sum < 0.001 {
			delete(row, w)
		}
	}
}

// distinct gives the words of a text that are not stop-words, each once.
func distinct(ts []term) []uint32 {
	var out []uint32
	for _, t := range ts {
		if !t.stop && !slices.Contains(out, t.hash) {
			out = append(out, t.hash)
		}
	}
	return out
}

func (t *Table) of(h uint32) []relation {
	if t == nil {
		return nil
	}
	return t.related[h]
}

// append writes the table, strengths in thousandths.
func (t *Table) append(b []byte) []byte {
	if t == nil {
		return binary.AppendUvarint(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(t.related)))
	for _, h := range slices.Sorted(maps.Keys(t.related)) {
		b = binary.LittleEndian.AppendUint32(b, h)
		b = append(b, byte(len(t.related[h]))) // #nosec G115 -- a table made here keeps fewer
		for _, r := range t.related[h] {
			b = binary.LittleEndian.AppendUint32(b, r.hash)
			b = binary.AppendUvarint(b, uint64(math.Round(r.strength*1000)))
		}
	}
	return b
}

func readTable(r *reader) *Table {
	n := r.uint()
	if n == 0 {
		return nil
	}
	t := &Table{related: map[uint32][]relation{}}
	for ; n > 0 && !r.failed; n-- {
		h := r.fixed()
		for k := r.byte(); k > 0 && !r.failed; k-- {
			t.related[h] = append(t.related[h], relation{r.fixed(), float64(r.uint()) / 1000})
		}
	}
	return t
}

func (r *reader) fixed() uint32 {
	if len(r.b) < 4 {
		r.failed = true
		return 0
	}
	v := binary.LittleEndian.Uint32(r.b)
	r.b = r.b[4:]
	return v
}
