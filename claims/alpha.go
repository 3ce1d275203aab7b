package claims

import (
	"math/rand/v2"
	"slices"
)

// Metric says how far apart two values of a scale are.
type Metric int

// The metrics.
const (
	Nominal Metric = iota // equal or not
	Ordinal               // by how many ratings lie between them
)

// Alpha is Krippendorff's alpha: 1 for perfect agreement, 0 for what chance
// gives, below 0 for less than that. Each unit holds the values, from 0 on, that
// people gave it, in any order; a value that somebody did not give is left out,
// and a unit with fewer than two is not counted. ok is false where alpha is not
// defined: without two values for a unit, or without any difference.
//
// Source: K. Krippendorff, Content Analysis, 2nd ed., 2004, chapter 11, and
// Computing Krippendorff's Alpha-Reliability, 2011, sections B to D.
func Alpha(units [][]int, m Metric) (alpha float64, ok bool) {
	n, coincidence := coincidences(units)
	if n == nil {
		return 0, false
	}
	var total, observed, expected float64
	for _, k := range n {
		total += k
	}
	for c := range n {
		for k := range n {
			d := distance(n, min(c, k), max(c, k), m)
			observed += coincidence[c][k] * d
			expected += n[c] * n[k] * d
		}
	}
	if expected == 0 {
		return 0, false
	}
	return 1 - (total-1)*observed/expected, true
}

// coincidences counts how often two people gave two values to one unit, each
// unit weighing as many values as it has. n are the sums of the rows; nil where
// no unit has two values.
func coincidences(units [][]int) (n []float64, o [][]float64) {
	size := 0
	for _, u := range units {
		if len(u) > 1 {
			size = max(size, slices.Max(u)+1)
		}
	}
	if size == 0 {
		return nil, nil
	}
	n, o = make([]float64, size), make([][]float64, size)
	for c := range o {
		o[c] = make([]float64, size)
	}
	for _, u := range units {
		if len(u) < 2 {
			continue
		}
		for i, c := range u {
			n[c]++
			for j, k := range u {
				if i != j {
					o[c][k] += 1 / float64(len(u)-1)
				}
			}
		}
	}
	return n, o
}

// distance is the squared difference of two values, c not above k. The ordinal
// one counts the values given from the one to the other, the ends by half.
func distance(n []float64, c, k int, m Metric) float64 {
	if c == k {
		return 0
	}
	if m == Nominal {
		return 1
	}
	between := -(n[c] + n[k]) / 2
	for g := c; g <= k; g++ {
		between += n[g]
	}
	return between * between
}

// Resamples is how often AlphaInterval draws, and alphaSeed makes it draw the
// same each time, so that a page shows the same interval to everybody.
const (
	Resamples = 2000
	alphaSeed = 20041
)

// AlphaInterval is the 95 per cent interval of Alpha by the percentile bootstrap:
// units are drawn with replacement, and the middle 95 per cent of the alphas are
// kept. ok is false with fewer than three units of two values, for which an
// interval says nothing.
//
// Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993,
// chapter 13. Krippendorff's own algorithm draws single pairs of values instead,
// which takes the pairs of one unit for independent.
func AlphaInterval(units [][]int, m Metric) (low, high float64, ok bool) {
	var paired [][]int
	for _, u := range units {
		if len(u) > 1 {
			paired = append(paired, u)
		}
	}
	if len(paired) < 3 {
		return 0, 0, false
	}
	r := rand.New(rand.NewPCG(alphaSeed, alphaSeed)) // #nosec G404 -- no secret hangs on it
	drawn := make([][]int, len(paired))
	var alphas []float64
	for range Resamples {
		for i := range drawn {
			drawn[i] = paired[r.IntN(len(paired))]
		}
		if a, ok := Alpha(drawn, m); ok {
			alphas = append(alphas, a)
		}
	}
	if len(alphas) < Resamples/2 {
		return 0, 0, false
	}
	slices.Sort(alphas)
	return alphas[len(alphas)*25/1000], alphas[(len(alphas)*975-1)/1000], true
}
