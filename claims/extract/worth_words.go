package extract

import (
	"math"
	"strings"
)

// wordFields are groups of words that speak for or against a statement of fact.
// A sentence gets one feature for each group, never one for a word.
var wordFields = map[string]string{
	"i":            `i me my mine myself i'm i'd i'll i've`,
	"we":           `we us our ours ourselves`,
	"you":          `you your yours yourself`,
	"third":        `he she they him them his their her`,
	"thanks":       `thank thanks welcome hello goodbye sorry congratulations please applause laughter ladies gentlemen evening`,
	"opinion":      `think believe feel hope guess suppose wish opinion agree disagree understand know want like love hate`,
	"must":         `must should ought need needs let let's`,
	"future":       `will going gonna shall won't 'll tomorrow future`,
	"if":           `if unless would could might may whether suppose`,
	"rise":         `increase increased increases increasing rise risen rose rising grew grow grown growing doubled tripled up raised raise gained gain added expand expanded climbed soared surged`,
	"fall":         `decrease decreased decline declined fall fallen fell falling lost lose losing cut cuts reduced reduce reduction dropped drop down shrank shrunk slashed eliminated eliminate halved`,
	"vote":         `vote voted votes voting opposed oppose supported support sponsored proposed proposal vetoed veto signed passed pass bill legislation amendment endorsed`,
	"money-word":   `tax taxes budget deficit debt spending spend spent dollars dollar cents income wages wage pay paid price prices cost costs money billionaire fund funds funded funding revenue salary surplus trade tariffs tariff euros pounds`,
	"public":       `jobs job unemployment employment health insurance medicare medicaid welfare crime police schools school education teachers students energy oil gas nuclear weapons troops military army war soldiers immigrants immigration border veterans security poverty homeless prison drugs abortion gun guns terrorism economy economic inflation manufacturing workers union climate pollution housing hospital hospitals court`,
	"share":        `half third quarter majority minority rate percent percentage average per thirds fifth fourth two-thirds double twice triple`,
	"always":       `all every never always none nobody everyone any only ever no`,
	"many":         `many most several few more fewer less some thousands millions lots much`,
	"cause":        `because caused cause led result resulted due thanks therefore reason`,
	"said-that":    `said says told called claimed promised stated wrote`,
	"record-word":  `record history historic ever since first last`,
	"office":       `president senator governor congress senate administration government minister party democrats republicans democrat republican secretary court house federal state mayor parliament`,
	"moral":        `great good bad terrible wonderful best better worse wrong right fair proud important strong weak leadership values faith freedom dream america's`,
	"time-word":    `year years month months week weeks decade decades ago day days today century recently currently`,
	"done":         `done did made created built gave given took taken sent brought put went came got became began stopped started ended received paid passed worked`,
	"is":           `is are 's 're`,
	"there":        `there`,
	"now":          `now today currently already still right`,
	"fact":         `fact facts actually truth true really in-fact evidence record records report reports study numbers statistics figures`,
	"against":      `against under oppose opposed blocked refused failed fought`,
	"since":        `since during before after between until`,
	"policy":       `plan plans program programs law laws agreement agreements treaty policy policies act relief sanctions reform regulation regulations deal order rule rules subsidies loans interest rates security code system project`,
	"business":     `business businesses company companies corporation corporations bank banks industry industries firm firms factory factories farmers wall street insurance`,
	"next":         `next future tomorrow century generation chance opportunity opportunities challenge challenges commitment way step try trying invest help make`,
	"people-word":  `people american americans family families children child country nation man woman`,
	"world":        `world war wars iraq iran china russia soviet cuba mexico vietnam israel europe nato allies enemy terrorists isis`,
	"number-of":    `number amount total size population`,
	"single":       `single even only any whole entire`,
	"stance":       `supported opposed voted said did promised signed proposed called fought worked served`,
	"drug":         `drug drugs medical doctors patients cancer disease water air clean`,
	"vague":        `something somebody anything thing things stuff kind sort way someone everybody somewhere`,
	"ask":          `ask asked question wonder why how what who`,
	"look":         `look listen well now okay yes no uh sir mr oh so but and`,
	"question-mod": `question answer debate minute time issue point respond talk tell ask say mean`,
}

// fields gives the groups of a word.
var fields = buildFields()

func buildFields() map[string][]string {
	m := map[string][]string{}
	for name, words := range wordFields {
		for _, w := range strings.Fields(words) {
			m[w] = append(m[w], name)
		}
	}
	return m
}

var (
	superlatives    = set("most least worst highest lowest biggest largest smallest first fewest longest record")
	notSuperlatives = set("interest honest request forest contest protest invest suggest harvest arrest modest manifest conquest digest ingest")
	comparatives    = set("more less fewer higher lower bigger larger smaller better worse greater faster slower longer shorter further earlier later older younger stronger weaker cheaper richer poorer")
	participles     = set("been done made taken given seen gone had come become grown lost cut put built brought left kept held spent sent met paid won run shown known fallen risen begun broken chosen driven drawn written sold led")
	pastForms       = set("became began broke brought built bought came caught chose cost cut died drew drove fell fought found flew forgot gave went grew had heard held hit kept knew led left let lost made meant met paid put ran rose saw sold sent shot spent stood stole took taught thought understood won wrote got said told spoke")
)

// feature names with how their counts are scaled and told.
var worthTable = []struct {
	name, from string
	cap        float64
	why        string // before the words in brackets
}{
	{"number", "number", 2, "a number"}, {"numeral", "numeral", 2, "a number"}, {"magnitude", "magnitude", 1, "an amount"}, {"money", "money", 1, "an amount of money"},
	{"percent", "percent", 1, "a percentage"}, {"year", "year", 1, "a year"}, {"share", "share", 2, "a share or an average"}, {"superlative", "superlative", 1, "a superlative"},
	{"comparison", "comparison", 1, "a comparison"}, {"rise", "rise", 2, "a rise"}, {"fall", "fall", 2, "a fall"}, {"past", "past", 3, "a past fact"}, {"perfect", "perfect", 1, "what has been done"},
	{"record", "record-word", 1, "a comparison over time"}, {"time", "time-word", 2, "a time"}, {"vote", "vote", 2, "a vote or a law"}, {"money-word", "money-word", 2, "public money"},
	{"public", "public", 2, "a public matter"}, {"office", "office", 2, ""}, {"cause", "cause", 1, "a cause"}, {"said", "said-that", 1, "somebody's words"}, {"done", "done", 2, ""},
	{"always", "always", 2, ""}, {"many", "many", 2, ""}, {"name", "name", 3, "a name"}, {"people", "people", 2, ""}, {"modal", "modal", 1, ""}, {"can", "can", 1, ""},
	{"i", "i", 2, ""}, {"we", "we", 2, ""}, {"you", "you", 1, ""}, {"third", "third", 2, ""}, {"thanks", "thanks", 1, ""}, {"opinion", "opinion", 1, "an opinion"}, {"must", "must", 1, "a demand"},
	{"future", "future", 1, "a prediction"}, {"if", "if", 1, "a condition"}, {"question", "question", 1, "a question"}, {"exclamation", "exclamation", 1, ""}, {"negation", "negation", 1, ""},
	{"moral", "moral", 2, "a judgement of value"}, {"now", "now", 1, "the present"}, {"fact", "fact", 2, "a claim to be a fact"}, {"against", "against", 1, ""}, {"since", "since", 2, "a comparison over time"},
	{"policy", "policy", 2, "a law or a plan"}, {"business", "business", 2, ""}, {"next", "next", 2, ""}, {"people-word", "people-word", 2, ""}, {"world", "world", 2, ""}, {"number-of", "number-of", 1, "a quantity"},
	{"single", "single", 1, ""}, {"stance", "stance", 2, "what somebody did"}, {"drug", "drug", 2, ""}, {"vague", "vague", 1, ""}, {"ask", "ask", 1, ""}, {"obligation", "obligation", 1, "a demand"},
	{"progressive", "progressive", 2, "what is going on"}, {"infinitive", "infinitive", 3, ""}, {"preposition", "preposition", 6, ""}, {"article", "article", 5, ""}, {"place", "place", 2, "a country"}, {"is", "is", 1, ""}, {"there", "there", 1, ""}, {"look", "look", 2, ""}, {"question-mod", "question-mod", 2, ""},
}

// features scales the counts and adds the combinations that matter.
func (c *counts) features() []Feature {
	out := make([]Feature, 0, len(worthTable)+12)
	value := map[string]float64{}
	for _, w := range worthTable {
		v := min(c.n[w.from], w.cap) / w.cap
		value[w.name] = v
		f := Feature{Name: w.name, Value: v}
		if v > 0 && w.why != "" {
			f.Why = w.why
			if words := c.first[w.from]; words != "" && len(words) < 40 {
				f.Why += " (" + words + ")"
			}
		}
		out = append(out, f)
	}
	quantity := max(value["number"], value["numeral"], value["magnitude"], value["money"], value["percent"])
	past := max(value["past"], value["perfect"])
	plus := func(name string, v float64) { out = append(out, Feature{Name: name, Value: v}) }
	plus("length", math.Log1p(c.words)/4)
	plus("short", truth(c.words < 6))
	plus("long", truth(c.words > 25))
	plus("quantity", truth(quantity > 0))
	plus("quantity-past", truth(quantity > 0 && past > 0))
	plus("we-past", truth(value["we"] > 0 && past > 0))
	plus("third-past", truth(value["third"] > 0 && past > 0))
	plus("i-past", truth(value["i"] > 0 && past > 0))
	plus("name-past", truth(value["name"] > 0 && past > 0))
	plus("public-quantity", truth(quantity > 0 && max(value["public"], value["money-word"]) > 0))
	plus("change-past", truth(max(value["rise"], value["fall"]) > 0 && past > 0))
	first := c.d.low(c.p.from)
	plus("starts-i", truth(first == "i"))
	plus("starts-we", truth(first == "we"))
	plus("starts-third", truth(first == "he" || first == "she" || first == "they"))
	plus("starts-the", truth(first == "the" || first == "our" || first == "their"))
	plus("starts-filler", truth(first == "well" || first == "so" || first == "now" || first == "look" || first == "but"))
	plus("starts-verb", truth(first == "let" || first == "give" || first == "look" || first == "tell" || first == "take"))
	plus("starts-number", truth(first == "number"))
	plus("past-public", truth(past > 0 && max(value["public"], value["money-word"], value["policy"]) > 0))
	plus("vote-past", truth(past > 0 && value["vote"] > 0))
	plus("negated-past", truth(past > 0 && value["negation"] > 0))
	plus("we-future", truth(value["we"] > 0 && value["future"] > 0))
	plus("i-opinion", truth(value["i"] > 0 && value["opinion"] > 0))
	plus("third-present", truth(value["third"] > 0 && past == 0))
	plus("rise-quantity", truth(quantity > 0 && max(value["rise"], value["fall"]) > 0))
	plus("office-past", truth(past > 0 && value["office"] > 0))
	plus("world-past", truth(past > 0 && max(value["world"], value["place"]) > 0))
	plus("share-of", truth(value["share"] > 0 && value["preposition"] > 0))
	plus("length-square", math.Pow(math.Log1p(c.words)/4, 2))
	plus("numbers-two", truth(c.n["number"]+c.n["magnitude"]+c.n["percent"]+c.n["money"] > 2))
	plus("superlative-past", truth(past > 0 && value["superlative"] > 0))
	plus("present-fact", truth(value["is"] > 0 && max(value["public"], value["money-word"], value["policy"], value["business"]) > 0))
	plus("plain-present", truth(past == 0 && value["modal"] == 0 && value["future"] == 0))
	return out
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
