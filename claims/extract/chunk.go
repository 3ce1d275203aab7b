package extract

import "strings"

// Words that end the name of a body, beside the groupWords.
var bodyWords = set(`inc corp ltd plc llc co group times post news journal herald tribune guardian telegraph gazette observer chronicle reuters press media partners holdings industries
	international systems technologies labs motors airlines airways railway railways bank capital ventures associates academy center centre project initiative academy works services
	administration republicans democrats brigades brotherhood corps guard reserve treasury exchange standards services league front movement congress states kingdom nations union rovers wanderers athletic albion fc afc rangers united hotspur university college church`)

// chunks finds the names in a paragraph.
func (d *doc) chunks(p piece) []chunk {
	var out []chunk
	for i := d.dateline(p.from, p.to); i < p.to; {
		if !d.nameStarts(i, p) {
			i++
			continue
		}
		run := d.nameRun(i, p.to)
		out = append(out, d.sortRun(run, p)...)
		i = max(run.to, i+1)
	}
	return out
}

// nameStarts reports whether a name may begin with token i.
func (d *doc) nameStarts(i int, p piece) bool {
	t := &d.toks[i]
	if t.kind != wordToken || !t.upper || t.low == "i" {
		return false
	}
	const small = determiner | possessive | preposition | conjunction | subordinate | complement | subject | object | auxiliary | modal | negation | monthDay
	initial := d.sentenceInitial(i)
	if t.class.any(small) || t.class.any(adverb) && !t.class.any(givenName) {
		// “Per Hansen”, “Will Smith”: a small word with a capital before a name.
		n := d.at(i + 1)
		return !initial && n != nil && n.upper && !n.class.any(small) && t.class.any(preposition|modal) && !d.is(i-1, honorific)
	}
	if !initial {
		return true
	}
	// The first word of a sentence is a name if nothing else is known of it.
	n := d.at(i + 1)
	if t.class.any(personWord|paperWord|groupWord|finite|timeWord|numeral) && (n == nil || !n.upper) && !t.class.any(roleWord|honorific) {
		return false
	}
	if t.form != nil && (n == nil || !n.upper) {
		return false
	}
	return true
}

func (d *doc) sentenceInitial(i int) bool {
	if i == 0 || d.toks[i-1].para != d.toks[i].para || d.ends(i-1) {
		return true
	}
	q := d.toks[i-1]
	return q.kind == markToken && strings.ContainsAny(q.low, "“\"‘") && (i < 2 || d.ends(i-2) || d.low(i-2) == "," || d.low(i-2) == ":" || d.toks[i-2].para != d.toks[i].para)
}

// nameRun reads capitals with the small words between them.
func (d *doc) nameRun(i, hi int) piece {
	k := i + 1
	for k < hi {
		t := &d.toks[k]
		n := d.at(k + 1)
		nextUpper := n != nil && k+1 < hi && n.upper && n.kind == wordToken
		switch {
		case t.kind == wordToken && t.upper && !t.class.any(monthDay) && !(t.class.any(determiner|preposition|conjunction|subject) && !t.class.any(numeral)):
			k++
		case t.abbrev && t.glued && (d.low(k-1) != "u.s" || nextUpper):
			k++
		case t.class.any(preposition) && (t.low == "of" || t.low == "for") && (d.is(k-1, groupWord|paperWord) || d.is(k-1, personWord) && k-i == 1 || bodyWords[d.low(k-1)] || d.low(k-1) == "house") && (nextUpper || d.low(k+1) == "the" && d.at(k+2) != nil && d.toks[k+2].upper):
			k += 2
		case t.low == "and" || t.low == "&":
			if !nextUpper || !d.bodyAfter(k+1, hi) || d.personal(piece{i, k}) {
				return piece{i, k}
			}
			k += 2
		case isApostrophe(rune0(t.low)) && t.glued && t.kind == markToken && nextUpper && strings.HasSuffix(d.low(k-1), "s") && d.bodyAfter(k+1, hi):
			k += 2
		case (t.low == "de" || t.low == "van" || t.low == "von" || t.low == "bin" || t.low == "al" || t.low == "der" || t.low == "la" || t.low == "da" || t.low == "el" || t.low == "ibn" || t.low == "del") && !t.upper && (nextUpper || n != nil && (n.low == "der" || n.low == "la")):
			k++
		default:
			return piece{i, k}
		}
	}
	return piece{i, min(k, hi)}
}

func rune0(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// bodyAfter reports whether the run of capitals from i on ends with a word for
// a body: “and Hauliers Union”.
func (d *doc) bodyAfter(i, hi int) bool {
	k := i
	for k < hi && d.toks[k].upper && d.toks[k].kind == wordToken {
		k++
	}
	return k > i && (d.is(k-1, groupWord) || bodyWords[d.low(k-1)])
}

func (d *doc) personal(p piece) bool {
	return d.is(p.from, givenName|honorific) || p.to-p.from > 2
}

// postNominals stand behind a name and are no part of it.
var postNominals = set("qc kc mp msp obe mbe cbe phd md mep mla td sc")

// sortRun tells the role, the name and the body in a run of capitals.
func (d *doc) sortRun(run, para piece) []chunk {
	for run.to > run.from && d.toks[run.to-1].kind == markToken && !d.toks[run.to-1].abbrev || run.to-run.from > 1 && postNominals[d.low(run.to-1)] {
		run.to--
	}
	if run.empty() {
		return nil
	}
	// The last title or role word before the name.
	r := -1
	for k := run.from; k < run.to; k++ {
		if d.is(k, honorific|roleWord) && !(k > run.from && d.is(k-1, givenName) && k == run.to-1) {
			r = k
		}
	}
	last := run.to - 1
	for last > run.from && d.toks[last].kind == markToken {
		last--
	}
	body := d.is(last, groupWord) || bodyWords[d.low(last)]
	switch {
	case body && last > run.from && !(d.is(run.from, givenName) && last == run.from+1):
		return []chunk{d.body(run, para)}
	case r >= 0 && r < last:
		from := r + 1
		for from < run.to && d.toks[from].kind == markToken {
			from++
		}
		return []chunk{d.person(piece{from, run.to}, run, true, r)}
	case r == last:
		return nil // “the Chief Military Representative”: a role, no name
	}
	name := run
	low := strings.ToLower(d.words(run))
	if c := byCountry[strings.TrimSuffix(low, ".")]; c != nil {
		return []chunk{{name: run, whole: run, kind: placeKind}}
	}
	if c := byCapital[low]; c != nil {
		return []chunk{{name: run, whole: run, kind: placeKind}}
	}
	if d.is(run.from, demonym) && run.to-run.from == 1 {
		return nil
	}
	if d.is(run.from, demonym|placeWord) && run.to-run.from > 1 && d.is(run.from+1, givenName) {
		name.from++
	}
	if run.to-run.from == 1 && allCaps(d.words(run)) && len(d.words(run)) < 8 {
		return []chunk{d.body(run, para)}
	}
	if k := d.roleBefore(name.from, para.from); k < name.from {
		return []chunk{d.person(name, piece{k, name.to}, true, name.from-1)}
	}
	if d.is(name.from, givenName) && name.to-name.from > 1 {
		return []chunk{d.person(name, run, false, -1)}
	}
	return []chunk{d.open(name, para)}
}

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

// person makes the chunk of a person with the role before the name.
func (d *doc) person(name, whole piece, title bool, r int) chunk {
	c := chunk{name: name, whole: whole, title: title, kind: personKind, sex: d.sex(name, whole)}
	if k := d.roleBefore(whole.from, d.paras[d.toks[whole.from].para].from); k < whole.from {
		c.whole.from = k
	} else if k := d.roleEdge(whole); k < whole.from {
		c.whole.from = k
	}
	if c.whole.from < name.from {
		c.role, c.nouns = d.roleText(piece{c.whole.from, name.from})
	}
	d.readAround(&c)
	return c
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
		if d.toks[i].kind == wordToken && !courtesy[w] {
			plain = false
		}
	}
	if plain {
		return "", nouns
	}
	for p.from < p.to && d.is(p.from, possessive) && d.low(p.from) != "'s" {
		p.from++ // “his first officer”: first officer
	}
	for p.to > p.from && (d.toks[p.to-1].kind == markToken || courtesy[d.low(p.to-1)]) && !(d.toks[p.to-1].abbrev && !courtesy[d.low(p.to-2)]) {
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
		case "mr", "sir", "lord", "king", "prince", "spokesman", "chairman", "congressman", "father", "brother", "actor", "husband", "son", "councilman", "pope", "businessman":
			return male
		case "mrs", "ms", "miss", "lady", "dame", "queen", "princess", "spokeswoman", "chairwoman", "congresswoman", "sister", "mother", "actress", "wife", "daughter", "councilwoman", "businesswoman":
			return female
		}
	}
	if name.to-name.from > 1 || whole.from < name.from {
		first := d.low(name.from)
		switch {
		case womens[first] && !mens[first]:
			return female
		case mens[first] && !womens[first]:
			return male
		}
	}
	return unknownGender
}

// body makes the chunk of an organisation.
func (d *doc) body(run, para piece) chunk {
	c := chunk{name: run, whole: run, kind: groupKind}
	if d.is(run.from, roleWord|groupWord|personWord) && run.to-run.from > 2 && false {
		c.name.from++
	}
	for k := run.from - 1; k >= para.from && k > run.from-4; k-- {
		t := &d.toks[k]
		if t.kind == markToken || t.class.any(preposition|conjunction|determiner) {
			break
		}
		if t.class.any(groupWord) || strings.HasSuffix(t.low, "ate") {
			c.nouns = append(c.nouns, t.low)
		}
	}
	d.readAround(&c)
	return c
}

// open makes the chunk of a name that may be a person's or a body's.
func (d *doc) open(name, para piece) chunk {
	c := chunk{name: name, whole: name}
	words := 0
	for i := name.from; i < name.to; i++ {
		if d.toks[i].kind == wordToken {
			words++
		}
	}
	if d.is(name.from-1, groupWord) || d.is(name.from-1, personWord) && strings.HasSuffix(d.low(name.from-1), "s") {
		c.kind = groupKind
		c.nouns = append(c.nouns, d.low(name.from-1))
	} else if d.is(name.from-1, personWord) && !d.toks[name.from-1].upper {
		c.kind = personKind
	} else if d.low(name.from-1) == "," && d.is(name.from-2, personWord) && d.is(name.from-3, possessive) {
		c.kind, c.sex = personKind, d.sex(name, piece{name.from - 2, name.from}) // “his wife, Ruth”
	} else if words == 1 && d.is(name.from, givenName) {
		c.kind = personKind
	}
	d.readAround(&c)
	if c.kind == unknownKind && words > 1 && (d.low(name.to) == "," && d.is(name.to+1, numeral) || d.low(name.to) == "," && d.low(name.to+1) == "who") {
		c.kind = personKind
	}
	return c
}

// readAround reads the appositions: “Dubcek, the group's chief economist,” and
// “the transport minister, Ruth Adebanjo,”.
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
	if np.empty() || np.to-np.from > 12 || d.toks[np.from].upper && !d.is(np.from, determiner|possessive|roleWord) {
		return
	}
	after := d.at(c.name.to)
	if after != nil && (after.low == "," || after.kind == markToken) || d.is(np.from, possessive) {
		for np.from < np.to && d.is(np.from, determiner) {
			np.from++
		}
		var nouns []string
		role, nouns := d.roleText(np)
		if len(nouns) > 0 || c.kind == groupKind {
			c.role = role
			c.nouns = append(c.nouns, nouns...)
			if c.kind == unknownKind && d.is(j, roleWord) {
				c.kind = personKind
			}
		}
	}
}

func (d *doc) roleNear(j int) bool {
	return d.is(j-1, preposition) && d.is(j-2, roleWord) || d.is(j-2, preposition) && d.is(j-3, roleWord)
}

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
		if d.low(k+1) != "has" && d.low(k+1) != "was" && d.low(k+1) != "is" && c.role == "" && d.low(e) == "," {
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
