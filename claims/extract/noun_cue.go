package extract

import "strings"

// reportNouns are the nouns that stand for an act of speaking, with a “that”
// for what was said: “his claim that”, “the union’s warning that”.
var reportNouns = set(`claim claims allegation allegations accusation accusations assertion assertions statement statements argument contention
	warning warnings promise promises pledge prediction suggestion suggestions complaint complaints comment comments remark remarks announcement
	admission denial insistence acknowledgment acknowledgement boast confession testimony vow`)

// nounVerb stands for the verb that such a noun is made of.
var nounVerb = &verb{lemma: "claim", frames: clause, trust: .8}

// nounCues finds what somebody’s claim, warning or promise says.
func (d *doc) nounCues(cs []*cue, s piece) []*found {
	var out []*found
	for i := s.from + 1; i+3 < s.to; i++ {
		if d.toks[i].quote != 0 {
			i = min(d.quoted(i).to, s.to) - 1
			continue
		}
		if !reportNouns.has(d.low(i)) {
			continue
		}
		np := d.possessor(i, s)
		that := i + 1
		if d.low(that) == "by" {
			np = d.nounRight(that+1, s.to)
			that = np.to
		}
		if np.empty() || d.low(that) != "that" || that+2 >= s.to || d.verbAt(that+1) || !d.clauseAfter(that+1, s.to) {
			continue
		}
		f := &found{source: np, cue: piece{i, i + 1}, verb: nounVerb, rule: "his claim that", at: i}
		f.content = []piece{d.trimContent(piece{that, d.nounClauseEnd(cs, s, i, that)})}
		if f = valid(f); f != nil && d.wordCount(f.content[0]) > 3 {
			out = append(out, f)
		}
	}
	return out
}

// possessor gives whose act of speaking the noun i names: “his repeated claim”,
// “the union’s claim”.
func (d *doc) possessor(i int, s piece) piece {
	k := i - 1
	for k > s.from && k > i-4 && (isAdjective(d.low(k)) || d.is(k, numeral|adverb)) && !d.is(k, possessive) {
		k--
	}
	if k < s.from || d.toks[k].quote != 0 {
		return piece{}
	}
	switch d.low(k) {
	case "his", "her", "their", "its":
		return piece{k, k + 1}
	case "'s", "'", "’":
		if k > s.from && d.toks[k].glued {
			return d.ownerLeft(k-1, s.from)
		}
	}
	return piece{}
}

// ownerLeft reads the words for an owner that end with token j: a name, or a
// noun with what stands before it up to its article.
func (d *doc) ownerLeft(j, lo int) piece {
	k := j
	for k > lo {
		t := &d.toks[k-1]
		if t.kind != wordToken && !t.abbrev || t.quote != 0 || d.toks[j].upper && !t.upper && !t.class.any(determiner|roleWord) && t.low != "'s" ||
			t.class.any(preposition|conjunction|relative|complement|auxiliary|modal) && !t.class.any(determiner) && t.low != "'s" || d.verbLike(k-1) || strings.HasSuffix(t.low, "ing") && !t.upper {
			break
		}
		k--
		if t.class.any(determiner|possessive) && t.low != "'s" {
			break
		}
	}
	for k < j && d.is(k, adverb|conjunction) {
		k++
	}
	if k > j || d.nameless(piece{k, j + 1}) {
		return piece{}
	}
	return piece{k, j + 1}
}

// nounClauseEnd finds the end of the clause behind a noun. Where the noun is
// the subject of the sentence, its verb ends the clause.
func (d *doc) nounClauseEnd(cs []*cue, s piece, noun, that int) int {
	k := lastBefore(cs, noun)
	end := d.clauseEnd(cs, k, s, that)
	for i := s.from; i < noun; i++ {
		if d.toks[i].quote == 0 && d.verbAt(i) {
			return end // the noun is an object
		}
	}
	verbs := 0
	for i := that + 1; i < end; i++ {
		if d.toks[i].quote != 0 {
			i = min(d.quoted(i).to, end) - 1
			continue
		}
		if !d.verbAt(i) || d.is(i-1, relative) {
			continue
		}
		if verbs++; verbs == 2 {
			return i
		}
		for i+1 < end && (d.is(i+1, adverb|auxiliary|negation) || d.verbLike(i+1)) {
			i++
		}
	}
	return end
}
