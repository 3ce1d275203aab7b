package extract

import "math"

// Decision is what a desk decided on a statement that was found: worth checking
// or not.
type Decision struct {
	Statement string
	Accepted  bool
}

// Tuning is what a desk's own decisions add to the shipped weights of
// check-worthiness, by the name of the feature. An empty one changes nothing.
type Tuning map[string]float64

// How tuning is held back: a feature's weight moves only as far as the
// decisions carry it against a pull towards the shipped one. The pull counts
// like tuneRidge decisions; more rounds change nothing that a reader sees.
const (
	tuneRidge  = 8.0
	tuneRounds = 300
	tuneStep   = 1.0
)

const biasName = "bias"

// Tune learns from decisions how this desk differs from the shipped weights:
// logistic regression with a ridge penalty on the difference, by gradient
// descent from zero (Hastie, Tibshirani, Friedman, The Elements of Statistical
// Learning, 4.4). The same decisions in any order give the same tuning.
func Tune(list []Decision) Tuning {
	type sample struct {
		offset float64
		values [maxFeatures]float64
		label  float64
	}
	samples := make([]sample, 0, len(list))
	for _, x := range list {
		d := read(x.Statement)
		v, _ := d.worthValues(piece{0, len(d.toks)})
		s := sample{offset: worthBias, values: *v}
		for i, f := range v {
			s.offset += featureWeights[i] * f
		}
		if x.Accepted {
			s.label = 1
		}
		samples = append(samples, s)
	}
	var delta [maxFeatures]float64
	var bias float64
	n := float64(len(samples)) + tuneRidge
	for range tuneRounds {
		var grad [maxFeatures]float64
		var gradBias float64
		for i := range samples {
			s := &samples[i]
			sum := s.offset + bias
			for j, f := range s.values {
				sum += delta[j] * f
			}
			miss := s.label - sigmoid(sum)
			gradBias += miss
			for j, f := range s.values {
				grad[j] += miss * f
			}
		}
		bias += tuneStep * (gradBias - tuneRidge*bias) / n
		for j := range delta {
			delta[j] += tuneStep * (grad[j] - tuneRidge*delta[j]) / n / stepScale
		}
	}
	t := Tuning{}
	for j, w := range delta {
		if math.Abs(w) >= .005 {
			t[featureNames[j]] = round(w)
		}
	}
	if math.Abs(bias) >= .005 {
		t[biasName] = round(bias)
	}
	return t
}

// stepScale keeps the descent from overshooting: the features of a statement
// are counts and logarithms, whose squares add up to about this much.
const stepScale = 16

// Adjust moves a statement's worth, from 0 to 1, by what the desk has learnt.
func (t Tuning) Adjust(statement string, worth float64) float64 {
	if len(t) == 0 {
		return worth
	}
	d := read(statement)
	v, _ := d.worthValues(piece{0, len(d.toks)})
	worth = min(max(worth, .001), .999)
	sum := math.Log(worth/(1-worth)) + t[biasName]
	for i, f := range v {
		sum += t[featureNames[i]] * f
	}
	return sigmoid(sum)
}

// Weights are the shipped weights of check-worthiness by feature, with the
// reason a reviewer reads where the feature is one.
func Weights() []Weight {
	list := make([]Weight, 0, maxFeatures)
	for i, name := range featureNames {
		w := Weight{Name: name, Shipped: featureWeights[i]}
		if i < len(worthTable) {
			w.Why = worthTable[i].why
		}
		list = append(list, w)
	}
	return list
}

// Weight is one feature's part in check-worthiness.
type Weight struct {
	Name    string
	Why     string // in a reviewer's words; may be empty
	Shipped float64
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
