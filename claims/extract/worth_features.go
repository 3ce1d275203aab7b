package extract

import "math"

// worthTable lists the features that are counts: from which field, at what
// count the feature is full, and what a reviewer is told.
var worthTable = [...]struct {
	name string
	from field
	full float64
	why  string
}{
	{"number", fNumber, 2, "a number"},
	{"numeral", fNumeral, 2, "a number"},
	{"magnitude", fMagnitude, 1, "an amount"},
	{"money", fMoney, 1, "an amount of money"},
	{"percent", fPercent, 1, "a percentage"},
	{"year", fYear, 1, "a year"},
	{"share", fShare, 2, "a share or an average"},
	{"superlative", fSuperlative, 1, "a superlative"},
	{"comparison", fComparison, 1, "a comparison"},
	{"rise", fRise, 2, "a rise"},
	{"fall", fFall, 2, "a fall"},
	{"past", fPast, 3, "a past fact"},
	{"perfect", fPerfect, 1, "what has been done"},
	{"record", fRecordWord, 1, "a comparison over time"},
	{"time", fTimeWord, 2, "a time"},
	{"vote", fVote, 2, "a vote or a law"},
	{"money-word", fMoneyWord, 2, "public money"},
	{"public", fPublic, 2, "a public matter"},
	{"office", fOffice, 2, ""},
	{"cause", fCause, 1, "a cause"},
	{"said", fSaidThat, 1, "somebody's words"},
	{"done", fDone, 2, ""},
	{"always", fAlways, 2, ""},
	{"many", fMany, 2, ""},
	{"name", fName, 3, "a name"},
	{"people", fPeople, 2, ""},
	{"modal", fModal, 1, ""},
	{"can", fCan, 1, ""},
	{"i", fI, 2, ""},
	{"we", fWe, 2, ""},
	{"you", fYou, 1, ""},
	{"third", fThird, 2, ""},
	{"thanks", fThanks, 1, ""},
	{"opinion", fOpinion, 1, "an opinion"},
	{"must", fMust, 1, "a demand"},
	{"future", fFuture, 1, "a prediction"},
	{"if", fIf, 1, "a condition"},
	{"question", fQuestion, 1, "a question"},
	{"exclamation", fExclamation, 1, ""},
	{"negation", fNegation, 1, ""},
	{"moral", fMoral, 2, "a judgement of value"},
	{"now", fNow, 1, "the present"},
	{"fact", fFact, 2, "a claim to be a fact"},
	{"against", fAgainst, 1, ""},
	{"since", fSince, 2, "a comparison over time"},
	{"policy", fPolicy, 2, "a law or a plan"},
	{"business", fBusiness, 2, ""},
	{"next", fNext, 2, ""},
	{"people-word", fPeopleWord, 2, ""},
	{"world", fWorld, 2, ""},
	{"number-of", fNumberOf, 1, "a quantity"},
	{"single", fSingle, 1, ""},
	{"stance", fStance, 2, "what somebody did"},
	{"drug", fDrug, 2, ""},
	{"vague", fVague, 1, ""},
	{"ask", fAsk, 1, ""},
	{"obligation", fObligation, 1, "a demand"},
	{"progressive", fProgressive, 2, "what is going on"},
	{"infinitive", fInfinitive, 3, ""},
	{"preposition", fPreposition, 6, ""},
	{"article", fArticle, 5, ""},
	{"place", fPlace, 2, "a country"},
	{"is", fIs, 1, ""},
	{"there", fThere, 1, ""},
	{"look", fLook, 2, ""},
	{"question-mod", fQuestionMod, 2, ""},
}

// combined are the features that join others, in the order of values.
var combined = [...]string{
	"length",
	"short",
	"long",
	"quantity",
	"quantity-past",
	"we-past",
	"third-past",
	"i-past",
	"name-past",
	"public-quantity",
	"change-past",
	"starts-i",
	"starts-we",
	"starts-third",
	"starts-the",
	"starts-filler",
	"starts-verb",
	"starts-number",
	"past-public",
	"vote-past",
	"negated-past",
	"we-future",
	"i-opinion",
	"third-present",
	"rise-quantity",
	"office-past",
	"world-past",
	"share-of",
	"length-square",
	"numbers-two",
	"superlative-past",
	"present-fact",
	"plain-present",
}

const maxFeatures = len(worthTable) + len(combined)

// featureNames and featureWeights go through worthTable, then combined.
var (
	featureNames   = nameFeatures()
	featureWeights = weighFeatures()
	worthBias      = worthWeights["bias"]
)

func nameFeatures() (names [maxFeatures]string) {
	for i, w := range worthTable {
		names[i] = w.name
	}
	copy(names[len(worthTable):], combined[:])
	return names
}

func weighFeatures() (weights [maxFeatures]float64) {
	for i, n := range nameFeatures() {
		weights[i] = worthWeights[n]
	}
	return weights
}

// values scales the counts and adds the combinations that matter.
func (c *counts) values() *[maxFeatures]float64 {
	var v [maxFeatures]float64
	for i, w := range worthTable {
		v[i] = min(c.n[w.from], w.full) / w.full
	}
	k := len(worthTable)
	plus := func(x float64) {
		v[k] = x
		k++
	}
	has := func(fs ...field) bool {
		for _, f := range fs {
			if c.n[f] > 0 {
				return true
			}
		}
		return false
	}
	quantity := has(fNumber, fNumeral, fMagnitude, fMoney, fPercent)
	past := has(fPast, fPerfect)
	first := c.d.low(c.p.from)
	length := math.Log1p(c.words) / 4
	plus(length)                                                                                            // length
	plus(truth(c.words < 6))                                                                                // short
	plus(truth(c.words > 25))                                                                               // long
	plus(truth(quantity))                                                                                   // quantity
	plus(truth(quantity && past))                                                                           // quantity-past
	plus(truth(has(fWe) && past))                                                                           // we-past
	plus(truth(has(fThird) && past))                                                                        // third-past
	plus(truth(has(fI) && past))                                                                            // i-past
	plus(truth(has(fName) && past))                                                                         // name-past
	plus(truth(quantity && has(fPublic, fMoneyWord)))                                                       // public-quantity
	plus(truth(has(fRise, fFall) && past))                                                                  // change-past
	plus(truth(first == "i"))                                                                               // starts-i
	plus(truth(first == "we"))                                                                              // starts-we
	plus(truth(first == "he" || first == "she" || first == "they"))                                         // starts-third
	plus(truth(first == "the" || first == "our" || first == "their"))                                       // starts-the
	plus(truth(first == "well" || first == "so" || first == "now" || first == "look" || first == "but"))    // starts-filler
	plus(truth(first == "let" || first == "give" || first == "look" || first == "tell" || first == "take")) // starts-verb
	plus(truth(first == "number"))                                                                          // starts-number
	plus(truth(past && has(fPublic, fMoneyWord, fPolicy)))                                                  // past-public
	plus(truth(past && has(fVote)))                                                                         // vote-past
	plus(truth(past && has(fNegation)))                                                                     // negated-past
	plus(truth(has(fWe) && has(fFuture)))                                                                   // we-future
	plus(truth(has(fI) && has(fOpinion)))                                                                   // i-opinion
	plus(truth(has(fThird) && !past))                                                                       // third-present
	plus(truth(quantity && has(fRise, fFall)))                                                              // rise-quantity
	plus(truth(past && has(fOffice)))                                                                       // office-past
	plus(truth(past && has(fWorld, fPlace)))                                                                // world-past
	plus(truth(has(fShare) && has(fPreposition)))                                                           // share-of
	plus(length * length)                                                                                   // length-square
	plus(truth(c.n[fNumber]+c.n[fMagnitude]+c.n[fPercent]+c.n[fMoney] > 2))                                 // numbers-two
	plus(truth(past && has(fSuperlative)))                                                                  // superlative-past
	plus(truth(has(fIs) && has(fPublic, fMoneyWord, fPolicy, fBusiness)))                                   // present-fact
	plus(truth(!past && !has(fModal) && !has(fFuture)))                                                     // plain-present
	return &v
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
