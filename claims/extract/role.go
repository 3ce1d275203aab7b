package extract

import "strings"

// roleBefore walks left from a name over its role in small letters: “chief
// executive Sooah Brandt”. It gives i itself where there is none.
func (d *doc) roleBefore(i, lo int) int {
	if i-1 < lo || !d.is(i-1, roleWord|honorific) && !(d.toks[i-1].abbrev && d.is(i-2, honorific)) || d.toks[i-1].quote != d.toks[i].quote {
		return i
	}
	k := i - 1
	for k > lo && i-k < 9 {
		t := &d.toks[k-1]
		if t.kind == markToken && !t.abbrev || t.class.any(preposition|conjunction|subordinate|complement|auxiliary|modal|subject|object|determiner|finite) && t.low != "'s" && !t.class.any(roleWord) || t.class.any(possessive) || t.form != nil && !t.upper && t.form.tense&(past|third|progress) != 0 || d.ends(k-1) {
			break
		}
		k--
	}
	return k
}

// roleEdge adds small words that belong to a role in capitals: “state Sen.”,
// “former Secretary of State”.
func (d *doc) roleEdge(p piece) int {
	k := p.from
	for k > 0 && p.from-k < 3 && d.toks[k-1].para == d.toks[p.from].para {
		switch d.low(k - 1) {
		case "former", "state", "ex", "then", "acting", "deputy", "federal", "retired", "late", "assistant", "vice", "interim":
			k--
			continue
		}
		break
	}
	return k
}

// roleText gives a role as printed and the nouns it stands for. A title alone,
// such as Mr, is no role.
func (d *doc) roleText(p piece) (string, []string) {
	var nouns []string
	plain := true
	for i := p.from; i < p.to; i++ {
		w := d.low(i)
		if full, ok := titleNouns[w]; ok {
			nouns = append(nouns, strings.Fields(full)...)
		}
		if d.is(i, roleWord) {
			nouns = append(nouns, w)
		}
		if d.toks[i].kind == wordToken && !courtesy.has(w) {
			plain = false
		}
	}
	if plain {
		return "", nouns
	}
	for p.from < p.to && d.is(p.from, possessive) && d.low(p.from) != "'s" {
		p.from++ // “his first officer”: first officer
	}
	for p.to > p.from && (d.toks[p.to-1].kind == markToken || courtesy.has(d.low(p.to-1))) && !(d.toks[p.to-1].abbrev && !courtesy.has(d.low(p.to-2))) {
		p.to--
	}
	return d.words(p), nouns
}

var courtesy = set("mr mrs ms miss mx dr sir dame lord lady")

// titleNouns gives the common nouns that a title stands for.
var titleNouns = map[string]string{"dr": "doctor physician", "sen": "senator lawmaker", "senator": "lawmaker", "rep": "representative congressman congresswoman lawmaker", "gov": "governor", "cllr": "councillor",
	"incumbent": "mayor president governor senator", "prof": "professor academic", "judge": "judge", "justice": "justice judge", "gen": "general officer", "sgt": "sergeant officer", "rev": "reverend pastor", "lt": "lieutenant officer", "capt": "captain", "chancellor": "chancellor",
	"congressman": "lawmaker representative", "congresswoman": "lawmaker representative", "ceo": "executive boss", "executive": "boss", "mp": "lawmaker politician", "minister": "official politician", "secretary": "official", "spokesman": "spokesperson", "spokeswoman": "spokesperson",
	"commissioner": "official", "president": "leader", "chancellor ": "leader", "economist": "analyst", "premier": "leader", "pope": "pontiff", "king": "monarch"}

// sex reads the gender that titles and given names suggest.
func (d *doc) sex(name, whole piece) gender {
	for i := whole.from; i < name.from; i++ {
		switch d.low(i) {
		case "mr", "sir", "lord", "king", "prince", "spokesman", "chairman", "congressman", "father", "brother", "actor", "man", "boy", "husband", "son", "councilman", "pope", "businessman":
			return male
		case "mrs", "ms", "miss", "lady", "dame", "queen", "princess", "spokeswoman", "chairwoman", "congresswoman", "sister", "mother", "actress", "woman", "girl", "wife", "daughter", "councilwoman", "businesswoman":
			return female
		}
	}
	if name.to-name.from > 1 || whole.from < name.from {
		first := d.low(name.from)
		switch {
		case womens.has(first) && !mens.has(first):
			return female
		case mens.has(first) && !womens.has(first):
			return male
		}
	}
	return unknownGender
}

// sexOf reads the gender of a common noun.
func (d *doc) sexOf(i int) gender { return d.sex(piece{i + 1, i + 1}, piece{i, i + 1}) }

// readAround reads the appositions: “Berg, the town's chief engineer,” and
// “the bridge’s owner, Per Dahl,”.
func (d *doc) readAround(c *chunk) {
	if d.low(c.name.to) == "," || d.low(c.name.to) == "(" && d.low(c.name.to+2) == ")" && d.low(c.name.to+3) == "," {
		k := c.name.to + 1
		if d.low(c.name.to) == "(" {
			k += 3
		}
		d.apposition(c, k)
	}
	if c.role != "" || d.low(c.whole.from-1) != "," {
		return
	}
	j := c.whole.from - 2
	if !d.is(j, roleWord|groupWord|personWord) && !d.roleNear(j) {
		return
	}
	np := d.nounLeft(j, d.sentence(c.name.from).from)
	for i := np.from + 1; i < np.to; i++ {
		if d.low(i) == "by" {
			np.from = i + 1 // “a report by the council’s finance director, Per Dahl”
		}
	}
	if np.empty() || np.to-np.from > 12 || d.toks[np.from].upper && !d.is(np.from, determiner|possessive|roleWord|placeWord|demonym) {
		return
	}
	after := d.at(c.name.to)
	if after != nil && (after.low == "," || after.kind == markToken) || d.is(np.from, possessive) {
		for np.from < np.to && d.is(np.from, determiner) {
			np.from++
		}
		var nouns []string
		role, nouns := d.roleText(np)
		if d.is(j, groupWord) && !d.is(j, roleWord) && c.kind == unknownKind && !d.roleIn(np) {
			c.kind = groupKind
			nouns = append(nouns, d.low(j))
		}
		if len(nouns) > 0 || c.kind == groupKind {
			c.role = role
			c.nouns = append(c.nouns, nouns...)
			if c.kind == unknownKind && (d.is(j, roleWord) || d.roleIn(np)) {
				c.kind = personKind
			}
		}
	}
}

// roleIn reports whether a noun phrase is about a person: a role stands before
// its first preposition, “the leader of the party”.
func (d *doc) roleIn(np piece) bool {
	for i := np.from; i < np.to && !d.is(i, preposition); i++ {
		if d.is(i, roleWord) && (i+1 == np.to || d.is(i+1, preposition)) {
			return true
		}
	}
	return false
}

func (d *doc) roleNear(j int) bool {
	return d.is(j-1, preposition) && d.is(j-2, roleWord) || d.is(j-2, preposition) && d.is(j-3, roleWord)
}

// roleVerbs tell in a relative clause what somebody is.
var roleVerbs = set("runs leads heads owns chairs represents founded directs manages teaches studies edits coaches captains oversees founded co-founded plays")

// apposition reads the words behind a name up to the next comma.
func (d *doc) apposition(c *chunk, k int) {
	hi := d.sentence(c.name.from).to
	e := k
	for e < hi && e < k+20 && !d.mark(e) && d.toks[e].quote == d.toks[c.name.from].quote {
		e++
	}
	if e == k || e >= hi+1 {
		return
	}
	first := &d.toks[k]
	if first.low == "who" && c.kind != groupKind {
		if c.kind == unknownKind {
			c.kind = personKind
		}
		if roleVerbs.has(d.low(k+1)) && c.role == "" && d.low(e) == "," {
			c.role = d.words(piece{k + 1, e})
		}
		return
	}
	if !first.class.any(determiner|roleWord|groupWord|possessive|personWord|honorific) && !d.is(k+1, roleWord) && !d.is(k+2, roleWord) || d.is(k, conjunction) || !d.wordsWithout(k, e) || first.upper && !first.class.any(roleWord|determiner) && !d.is(k+1, roleWord) {
		return
	}
	head := -1
	for i := k; i < e; i++ {
		if d.is(i, preposition) && i > k {
			break
		}
		if d.is(i, roleWord|groupWord) {
			head = i
		}
		if i == k+1 && strings.HasSuffix(d.low(i), "er") && head < 0 {
			head = i
		}
	}
	if head < 0 {
		return
	}
	if d.is(head, roleWord) && c.kind == unknownKind {
		c.kind = personKind
	}
	if d.is(head, groupWord) && !d.is(head, roleWord) && c.kind == unknownKind {
		c.kind = groupKind
	}
	p := piece{k, e}
	for p.from < p.to && d.is(p.from, determiner) {
		p.from++
	}
	role, nouns := d.roleText(p)
	if len(role) > 0 && (c.role == "" || len(nouns) > 0 && len(c.nouns) == 0) {
		c.role = role
	}
	c.nouns = append(c.nouns, append(nouns, d.low(head))...)
}
