package match

import "math"

// signals are what makes a match sure: how far it is ahead of the best other
// claim, and how much of the query and of the claim is shared.
type signals [signalCount]float64

const (
	always  = iota
	ahead   // of the best other claim, as a share of the score, by more than chance
	several // how far it is ahead, by more than one word
	said    // how much of the statement the query says, of a claim that is ahead
	signalCount
)

// few is the weight of about two rare words in a large collection, or of ten
// in a small one. Being ahead with no more than that is chance.
const few = 5

// SignalNames are the names of the confidence's weights, in the order of Signals.
var SignalNames = [signalCount]string{"always", "ahead", "several", "said"}

func (a *asked) signals(c scored, rival float64) signals {
	if a.repeats(c.p.statement) {
		return signals{1, 1, 1, 1}
	}
	lead := (c.score - rival) / max(c.score, 1e-9)
	shared := (c.f[inHead] + c.f[inBody]) * a.sum
	return signals{always: 1, ahead: lead * shared / (shared + few), several: lead * (1 - 1/float64(max(1, a.shares(c.p)))), said: lead * a.covered(c.p.statement)}
}

// repeats reports whether the query says a statement word for word, and in
// enough of them that it is no chance.
func (a *asked) repeats(statement []term) bool {
	if len(a.idf) < 3 || len(statement) != len(a.words) {
		return false
	}
	for i, t := range statement {
		if hash(a.words[i].stem) != t.hash {
			return false
		}
	}
	return true
}

// shares is how many of the query's distinct words a claim has.
func (a *asked) shares(p *Prepared) int {
	n, head := 0, a.counts(p.head)
	for i, k := range a.counts(p.body) {
		if head[i]+k > 0 {
			n++
		}
	}
	return n
}

// confidence is the chance that the match is right, by logistic regression.
func (x signals) confidence() float64 {
	z := 0.0
	for i, w := range certainty {
		z += w * x[i]
	}
	return 1 / (1 + math.Exp(-z))
}

// Signals gives the best candidate and what its confidence is made of, for
// fitting; nil where no candidate shares anything with the query.
func Signals(s *Stats, q Query, candidates []*Prepared) (best *Prepared, x []float64) {
	a := s.ask(q)
	all := a.rank(candidates)
	if len(all) == 0 {
		return nil, nil
	}
	v := a.signals(all[0], runnerUp(all))
	return all[0].p, v[:]
}
