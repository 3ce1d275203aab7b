package main

import (
	"math/rand/v2"
	"strings"
)

// vocabulary is as many invented words as a language has in the news, ranked:
// how often a word comes falls with its rank, as Zipf found.
type vocabulary struct{ words []string }

const (
	vocabularySize = 30_000
	zipfExponent   = 1.07
)

var (
	onsets = []string{"b", "br", "d", "dr", "f", "g", "gl", "h", "k", "kl", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w", "z"}
	cores  = []string{"a", "e", "i", "o", "u", "ai", "ea", "ou"}
	codas  = []string{"", "l", "m", "n", "r", "s", "t", "nd", "rk"}
)

// newVocabulary invents the words; the frequent ones are short.
func newVocabulary() *vocabulary {
	r := rand.New(rand.NewPCG(1, 1))
	v, seen := &vocabulary{}, map[string]bool{}
	for len(v.words) < vocabularySize {
		n := 1 + len(v.words)/400 + r.IntN(2)
		var b strings.Builder
		for range min(n, 3+r.IntN(2)) {
			b.WriteString(pick(r, onsets) + pick(r, cores))
		}
		b.WriteString(pick(r, codas))
		if w := b.String(); !seen[w] {
			seen[w] = true
			v.words = append(v.words, w)
		}
	}
	return v
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// author writes sentences of a vocabulary.
type author struct {
	*vocabulary
	r    *rand.Rand
	zipf *rand.Zipf
	b    []byte
}

func newAuthor(v *vocabulary, r *rand.Rand) *author {
	return &author{v, r, rand.NewZipf(r, zipfExponent, 4, vocabularySize-1), nil}
}

// words are n words, the first with a capital; now and then one is a figure.
func (a *author) sentence(n int) string {
	a.b = a.b[:0]
	for i := range n {
		if i > 0 {
			a.b = append(a.b, ' ')
		}
		if i > 2 && a.r.IntN(12) == 0 {
			a.b = append(a.b, figures[a.r.IntN(len(figures))]...)
			continue
		}
		a.b = append(a.b, a.words[a.zipf.Uint64()]...)
	}
	a.b[0] -= 'a' - 'A'
	return string(a.b)
}

var figures = []string{"12", "40", "7.5", "1,300", "2019", "2024", "65 per cent", "3 million"}

// name is a name of two words that nobody bears.
func (a *author) name(i int) string {
	first, last := a.words[400+i%997], a.words[1500+(i*7919)%(vocabularySize-1500)]
	return capital(first) + " " + capital(last)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
