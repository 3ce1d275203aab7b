package match

// features are what a candidate shares with a query, each as a share of what
// it could be: 0 is nothing, about 1 is all.
type features [featureCount]float64

const (
	inHead     = iota // words shared with statement, title, summary and speaker
	inBody            // words shared with the body
	repeated          // shared words that the query says more than once
	related           // words the head has another word for
	lettersOf         // runs of letters shared with the statement
	lettersIn         // runs of letters shared with the title
	quoted            // longest run of words that stands in the body, in a row
	names             // shared names and numbers
	fromPerson        // the query's speaker is named in the head
	featureCount
)

// FeatureNames are the names of the weights, in the order of Features.
var FeatureNames = [featureCount]string{
	"inHead", "inBody", "repeated", "related", "lettersOf", "lettersIn", "quoted", "names", "fromPerson",
}

func (f features) any() bool { return f[inHead]+f[inBody]+f[related] > 0 }

func (f features) score() float64 {
	s := 0.0
	for i, w := range weights {
		s += w * f[i]
	}
	return s
}

// Features gives the features of each candidate, for fitting the weights.
func Features(s *Stats, q Query, candidates []*Prepared) [][]float64 {
	a := s.ask(q)
	out := make([][]float64, len(candidates))
	for i, p := range candidates {
		f := a.features(p)
		out[i] = f[:]
	}
	return out
}

func (a *asked) features(p *Prepared) features {
	s := a.stats
	var f features
	head := a.counts(p.head)
	f[inHead] = a.okapi(head, content(p.head), mean(s.head, s.docs))
	for i, n := range head {
		if n > 0 {
			f[repeated] += a.idf[i] * a.again[i] / a.sum
			if a.name[i] {
				f[names] += a.idf[i] / a.sum
			}
		}
	}
	f[related] = a.otherWords(p.head, head)
	f[lettersOf] = a.sharedLetters(p.grams[0], mean(s.grams[0], s.docs))
	f[lettersIn] = a.sharedLetters(p.grams[1], mean(s.grams[1], s.docs))
	f[fromPerson] = a.person(p.head)
	if len(p.body) > 0 {
		f[inBody] = a.okapi(a.counts(p.body), content(p.body), mean(s.body, s.bodies))
		f[quoted] = a.longestRun(p.body)
	}
	return f
}

// counts gives how often each word of the query stands in a field.
func (a *asked) counts(field []term) []int {
	n := make([]int, len(a.idf))
	for _, t := range field {
		if !t.stop {
			if i, ok := a.index[t.hash]; ok {
				n[i]++
			}
		}
	}
	return n
}

// k1 and b are the usual values of Okapi BM25 (Robertson and Zaragoza, 2009);
// others did no better on the claims measured.
const (
	k1 = 1.2
	b  = 0.75
)

func saturate(n, length, average float64) float64 {
	return n / (n + k1*(1-b+b*length/average))
}

func (a *asked) okapi(n []int, length int, average float64) float64 {
	s := 0.0
	for i, n := range n {
		if n > 0 {
			s += a.idf[i] * saturate(float64(n), float64(length), average)
		}
	}
	return s / a.sum
}

// otherWords adds up the words that the head does not have but the field has
// another word for.
func (a *asked) otherWords(field []term, head []int) float64 {
	best := make([]float64, len(a.idf))
	for _, t := range field {
		for _, o := range a.related[t.hash] {
			best[o.word] = max(best[o.word], o.strength)
		}
	}
	s := 0.0
	for i, x := range best {
		if head[i] == 0 {
			s += a.idf[i] * x
		}
	}
	return s / a.sum
}

func (a *asked) sharedLetters(field []uint32, average float64) float64 {
	n := map[uint32]int{}
	for _, g := range field {
		if _, ok := a.grams[g]; ok {
			n[g]++
		}
	}
	s := 0.0
	for _, g := range field { // in the field's order, so that the sum is always the same
		if k := n[g]; k > 0 {
			s += a.grams[g] * saturate(float64(k), float64(len(field)), average)
			n[g] = 0
		}
	}
	return s / a.letters
}
