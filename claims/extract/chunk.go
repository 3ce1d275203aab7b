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
	if t.kind != wordToken || !t.upper || t.low == "i" || (t.low == "former" || t.class.any(numeral) && d.sentenceInitial(i)) && d.capitalAt(i+1) {
		return false
	}
	const small = determiner | possessive | preposition | conjunction | subordinate | complement | subject | object | auxiliary | modal | negation | monthDay
	initial := d.sentenceInitial(i)
	if d.monthName(i) {
		return true
	}
	if t.class.any(small) || t.class.any(adverb) && !t.class.any(givenName) {
		// “Per Hansen”, “Will Smith”: a small word with a capital before a name.
		n := d.at(i + 1)
		return !initial && n != nil && n.upper && !n.class.any(small) && t.class.any(preposition|modal) && !d.is(i-1, honorific)
	}
	if !initial {
		return true
	}
	// The first word of a sentence is a name if nothing else is known of it.
	if t.class.any(placeWord | givenName | demonym) {
		return true
	}
	n := d.at(i + 1)
	if t.class.any(personWord) && (d.low(i+1) == "for" || d.low(i+1) == "without" || d.low(i+1) == "against") && (d.capitalAt(i+2) || d.low(i+2) == "the" && d.capitalAt(i+3)) {
		return true // “Doctors for the Valley”
	}
	if t.class.any(personWord|paperWord|groupWord|finite|timeWord|numeral) && (n == nil || !n.upper) && !t.class.any(roleWord|honorific) {
		return false
	}
	if (n == nil || !n.upper) && (t.form != nil || (strings.HasSuffix(t.low, "ing") || strings.HasSuffix(t.low, "s") && !strings.HasSuffix(t.low, "ss") || n != nil && n.class.any(preposition) && n.low != "of") && !d.capital(t.low)) {
		return false
	}
	return true
}

func (d *doc) capitalAt(i int) bool {
	t := d.at(i)
	return t != nil && t.upper && t.kind == wordToken
}

// capital reports whether a word stands with a capital within a sentence too.
func (d *doc) capital(w string) bool {
	if d.capitals == nil {
		d.capitals = map[string]bool{}
		for i := range d.toks {
			if t := &d.toks[i]; t.upper && t.kind == wordToken && !d.sentenceInitial(i) && d.paras[t.para].kind == Paragraph {
				d.capitals[t.low] = true
			}
		}
	}
	return d.capitals[w]
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
		nextUpper := n != nil && k+1 < hi && n.upper && n.kind == wordToken && !days.has(n.low)
		switch {
		case t.kind == wordToken && t.upper && !t.class.any(monthDay) && !(t.class.any(determiner|preposition|conjunction|subject) && !t.class.any(numeral)):
			k++
		case t.abbrev && t.glued && (d.low(k-1) != "u.s" || nextUpper):
			k++
		case t.class.any(preposition) && (t.low == "of" || t.low == "for" || t.low == "without" || t.low == "against") && (d.is(k-1, groupWord|paperWord) || d.is(k-1, personWord) && k-i == 1 || bodyWords.has(d.low(k-1)) || d.low(k-1) == "house") && (nextUpper || d.low(k+1) == "the" && d.at(k+2) != nil && d.toks[k+2].upper):
			k += 2
		case t.low == "of" && d.is(k-1, roleWord|honorific) && nextUpper && offices.has(d.low(k+1)):
			k += 2
		case t.low == "of" && d.is(k-1, roleWord) && d.low(k+1) == "the" && k+2 < hi && d.capitalAt(k+2) && offices.has(d.low(k+2)):
			k += 3
		case (t.low == "for" || t.low == "of" || t.low == "and") && nextUpper && d.spelt(i, k, hi):
			k += 2
		case t.low == "and" || t.low == "&":
			if !nextUpper || !d.bodyAfter(k+1, hi) || d.personal(piece{i, k}) {
				return piece{i, k}
			}
			k += 2
		case isApostrophe(rune0(t.low)) && t.glued && t.kind == markToken && nextUpper && strings.HasSuffix(d.low(k-1), "s") && d.bodyAfter(k+1, hi):
			k += 2
		case particles.has(t.low) && !t.upper && (nextUpper || n != nil && (n.low == "der" || n.low == "la")):
			k++
		default:
			return piece{i, k}
		}
	}
	return piece{i, min(k, hi)}
}

// particles stand in small letters within a name.
var particles = set("de van von bin al der la da el ibn del du des di do dos das le den ter ten zu af av")

// offices are what ministers are ministers of, where a name may follow.
var offices = set("state defense defence justice health education labor labour agriculture commerce energy interior foreign finance transport transportation homeland housing environment trade science culture economy opposition house assembly exchequer")

func rune0(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// spelt reports whether an acronym in brackets behind the run spells the words
// on both sides of the small word k: “Ferries for Eastmere (FfE)”.
func (d *doc) spelt(i, k, hi int) bool {
	e := k + 1
	for e < hi && d.toks[e].upper && d.toks[e].kind == wordToken {
		e++
	}
	if d.low(e) != "(" || e+2 >= len(d.toks) || d.low(e+2) != ")" || e == k+1 {
		return false
	}
	a := d.low(e + 1)
	return len(a) > 1 && len(a) < 9 && a[0] == d.low(i)[0] && a[len(a)-1] == d.low(e - 1)[0]
}

// bodyAfter reports whether the run of capitals from i on ends with a word for
// a body: “and Bakers Union”.
func (d *doc) bodyAfter(i, hi int) bool {
	k := i
	for k < hi && d.toks[k].upper && d.toks[k].kind == wordToken {
		k++
	}
	return k > i && (d.is(k-1, groupWord) || bodyWords.has(d.low(k-1)))
}

func (d *doc) personal(p piece) bool {
	return d.is(p.from, givenName|honorific)
}

// postNominals stand behind a name and are no part of it.
var postNominals = set("qc kc mp msp obe mbe cbe phd md mep mla td sc")

// sortRun tells the role, the name and the body in a run of capitals.
func (d *doc) sortRun(run, para piece) []chunk {
	for run.to > run.from && d.toks[run.to-1].kind == markToken && !d.toks[run.to-1].abbrev || run.to-run.from > 1 && postNominals.has(d.low(run.to-1)) {
		run.to--
	}
	if run.empty() {
		return nil
	}
	if p := d.paras[d.toks[run.from].para]; run.from == p.from && d.low(run.to) == ":" && run.to-run.from < 3 && !d.isTranscript() && d.toks[min(run.to+1, len(d.toks)-1)].quote == 0 {
		return []chunk{{name: run, whole: run, kind: placeKind}} // “PUNERI: The panel …”
	}
	// The last title or role word before the name.
	r := -1
	for k := run.from; k < run.to; k++ {
		if d.is(k, honorific|roleWord) && !(k > run.from && d.is(k-1, givenName) && k == run.to-1) {
			r = k
		}
	}
	if r >= 0 && d.low(r+1) == "of" && offices.has(d.low(r+2)) && r+2 < run.to {
		r += 2 // “Secretary of State Ellen Berg”
	} else if r >= 0 && d.low(r+1) == "of" && d.low(r+2) == "the" && offices.has(d.low(r+3)) && r+3 < run.to {
		r += 3 // “Leader of the Opposition Per Berg”
	}
	last := run.to - 1
	for last > run.from && d.toks[last].kind == markToken {
		last--
	}
	body := d.is(last, groupWord) || bodyWords.has(d.low(last))
	for k := run.from; k+1 < last; k++ {
		// “Marine Institute of Bergen”
		body = body || (d.low(k+1) == "of" || d.low(k+1) == "for") && (d.is(k, groupWord) && !d.is(k, roleWord) || bodyWords.has(d.low(k)))
	}
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
		return nil // “the Chief Harbour Master”: a role, no name
	}
	name := run
	low := strings.ToLower(d.words(run))
	if c := places().byName[strings.TrimSuffix(low, ".")]; c != nil {
		return []chunk{{name: run, whole: run, kind: placeKind}}
	}
	if c := places().byCapital[low]; c != nil {
		return []chunk{{name: run, whole: run, kind: placeKind}}
	}
	if run.to-run.from == 1 && (d.is(run.from, demonym) || partisans.has(low) || low == "mps" || low == "meps") {
		return nil
	}
	if d.is(run.from, demonym|placeWord) && run.to-run.from > 1 && d.is(run.from+1, givenName) || partisans.has(d.low(run.from)) && run.to-run.from > 2 {
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

// body makes the chunk of an organisation.
func (d *doc) body(run, para piece) chunk {
	c := chunk{name: run, whole: run, kind: groupKind}
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
	} else if d.is(name.from-1, personWord) && !d.toks[name.from-1].upper || (d.low(name.from-1) == "called" || d.low(name.from-1) == "named") && d.is(name.from-2, personWord|roleWord) && !d.is(name.from-2, groupWord) {
		c.kind = personKind
	} else if d.low(name.from-1) == "," && d.is(name.from-2, personWord) && d.is(name.from-3, possessive) {
		c.kind, c.sex = personKind, d.sex(name, piece{name.from - 2, name.from}) // “his wife, Ruth”
	} else if words == 1 && d.is(name.from, givenName) {
		c.kind = personKind
	}
	d.readAround(&c)
	if c.kind == unknownKind && d.low(name.to) == "," && d.low(name.to+1) == "which" {
		c.kind = groupKind
	}
	if c.kind == unknownKind && words > 1 && (d.low(name.to) == "," && d.at(name.to+1) != nil && d.toks[name.to+1].kind == numberToken || d.low(name.to) == "," && d.low(name.to+1) == "who") {
		c.kind = personKind
	}
	return c
}
