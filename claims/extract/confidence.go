package extract

import "math"

// ruleTrust is how often what a rule finds is an attributed statement with
// about these bounds and this speaker, in round numbers, from reading the
// misses of each rule.
var ruleTrust = map[string]float64{
	"“…,” he said": .95, "said: quotation": .92, "said: paragraph": .9, "“….” He said.": .85, "Name: “…”": .85, "a quotation by itself": .5,
	"said that": .9, "said": .87, "told": .86, "…, she said": .82, "according to": .86, "quoted as saying": .87, "said on Monday": .75, "said: words": .7, "told by": .75,
	"vowed to": .75, "described as": .75, "denied": .68, "called": .68, "spoke of": .65, "put at": .75, "told to": .65, "urged to": .6, "told of": .6, "described by": .65,
	"…: “…”": .7, "as he said, …": .7, "said “part”": .62, "who it said": .6, "transcript": .85, "his claim that": .7, "Name: headline": .7,
}

// highTier is the confidence from which a candidate may be shown without a
// second thought.
const highTier = .86

// plainVerbs say nothing but that something was said.
var plainVerbs = set("say tell write add note reply respond announce state explain argue warn insist claim admit acknowledge confirm tweet declare testify recall stress predict allege suggest conclude continue")

// confidence weighs how an attribution was found.
func (d *doc) confidence(f *found, direct bool) float64 {
	c := ruleTrust[f.rule]
	if c == 0 {
		c = .6
	}
	if f.rule != "according to" && !plainVerbs.has(f.verb.lemma) && !direct {
		c -= .06
	}
	c -= d.sourceDoubt(f)
	switch f.use {
	case toUse, gerundUse:
		c -= .12
	case participleUse:
		c -= .04
	}
	words := 0
	for _, p := range f.content {
		words += d.wordCount(p)
	}
	switch {
	case words < 3:
		c -= .2
	case words < 5 && !direct:
		c -= .1
	case words > 8:
		c += .02
	}
	if f.hedge || f.negate && !f.verb.denies {
		c -= .05
	}
	if d.paras[d.toks[f.at].para].kind == Title {
		c -= .12
	}
	return math.Round(100*max(.05, min(.99, c))) / 100
}

// sourceDoubt is what the mention of the speaker takes from the confidence.
func (d *doc) sourceDoubt(f *found) float64 {
	switch {
	case f.source.empty():
		return .1
	case f.antecedent.to > 0:
		return .25 // “those who said”: often a group that nobody quotes
	case d.pronoun(f.source.from) && f.source.to-f.source.from == 1:
		if w := d.low(f.source.from); w == "i" || w == "we" || w == "you" {
			return .15
		}
		return 0
	}
	for i := f.source.from; i < f.source.to; i++ {
		if d.toks[i].upper && (i > f.source.from || !d.is(i, determiner)) && !(i == f.source.from && d.sentenceInitial(i) && d.is(i, personWord)) {
			return 0
		}
	}
	return .06 // nobody named
}
