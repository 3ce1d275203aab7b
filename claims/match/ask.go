package match

import (
	"math"
	"unicode"
	"unicode/utf8"
)

// asked is a query made ready to be held against many candidates.
type asked struct {
	stats   *Stats
	words   []word             // as they stand in the text
	weight  []float64          // of each word in words
	index   map[uint32]int     // the distinct words that count, by their stems
	idf     []float64          // of each distinct word
	again   []float64          // how often it is repeated, as a logarithm
	name    []bool             // whether it is a name or a number
	at      map[uint32][]int   // where each stem stands in words
	related map[uint32][]other // words that stand for one of the query
	grams   map[uint32]float64
	speaker map[uint32]float64 // words of the query's speaker
	surname uint32             // the last of them
	sum     float64            // of idf: what a candidate could reach
	whole   float64            // of weight
	letters float64            // of grams
}

// other is a distinct word of the query and how strongly something stands for it.
type other struct {
	word     int
	strength float64
}

func (s *Stats) ask(q Query) *asked {
	a := &asked{
		stats: s, words: words(q.Text),
		index: map[uint32]int{}, at: map[uint32][]int{}, related: map[uint32][]other{},
		grams: map[uint32]float64{}, speaker: map[uint32]float64{},
	}
	for i, w := range a.words {
		a.add(i, w)
	}
	for h, i := range a.index {
		a.again[i] = math.Log2(a.again[i])
		for _, r := range s.Table.of(h) {
			a.related[r.hash] = append(a.related[r.hash], other{i, r.strength})
		}
	}
	for _, g := range grams(a.words) {
		if _, seen := a.grams[g]; !seen {
			a.grams[g] = s.weight(s.runs, g)
			a.letters += a.grams[g]
		}
	}
	for _, t := range terms(words(q.Speaker)) {
		if !t.stop {
			a.speaker[t.hash] = s.weight(s.words, t.hash)
			a.surname = t.hash
		}
	}
	a.sum, a.whole, a.letters = max(a.sum, 1), max(a.whole, 1), max(a.letters, 1)
	return a
}

// add counts the word at i.
func (a *asked) add(i int, w word) {
	h := hash(w.stem)
	idf := a.stats.weight(a.stats.words, h)
	a.at[h] = append(a.at[h], i)
	a.weight = append(a.weight, idf)
	a.whole += idf
	if w.stop {
		return
	}
	k, seen := a.index[h]
	if !seen {
		k = len(a.idf)
		a.index[h] = k
		a.idf, a.again, a.name = append(a.idf, idf), append(a.again, 0), append(a.name, false)
		a.sum += idf
	}
	a.again[k]++
	first, _ := utf8.DecodeRuneInString(w.form)
	a.name[k] = a.name[k] || w.num || unicode.IsUpper(first)
}
