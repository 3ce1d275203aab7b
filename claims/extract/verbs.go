package extract

import (
	"strings"
	"sync"
)

// frame is a set of the ways in which a verb takes what was said.
type frame uint32

const (
	clause     frame = 1 << iota // C: said (that) it would
	quotes                       // Q: “…,” he said
	addressee                    // A: told them that
	noun                         // N: denied the report, accused them of lying
	infinitive                   // I: vowed to stay
	objectTo                     // O: urged them to stay
	as                           // S: described it as
	naming                       // K: called it a mistake
	oblique                      // P: referred to, called for
	paper                        // D: only a document or a body says it: the survey found
	weak                         // W: often no speech: needs a quotation or a clear clause
	thatOnly                     // T: a clause only behind that, whether, how
	attitude                     // X: thought or wanted, not said
	measure                      // M: put the cost at a million
)

// verb is an entry of the lexicon of speech verbs.
type verb struct {
	lemma    string
	frames   frame
	preps    []string // of the oblique frame: "to", "for"
	particle string   // point out, rule out
	trust    float64  // how often its hits are attributions, 0 to 1
	denies   bool     // the speaker says that the content is not so
	other    []*verb  // further entries with the same lemma: point out, point to
}

func (v *verb) has(f frame) bool { return v != nil && v.frames&f != 0 }

// any reports whether this or another entry of the lemma has the frame.
func (v *verb) any(f frame) bool {
	if v.has(f) {
		return true
	}
	for _, o := range v.other {
		if o.has(f) {
			return true
		}
	}
	return false
}

// tense is the form in which a verb stands.
type tense uint8

const (
	base       tense = 1 << iota // say
	third                        // says
	past                         // said
	participle                   // said, spoken
	progress                     // saying
)

// form is one written form of a speech verb.
type form struct {
	verb  *verb
	tense tense
	alone bool // the form is as often a noun: claims, reports
}

// verbTable is the lexicon: lemma, frames, then p=prepositions or +particle.
// A star marks forms that are as often nouns. The verbs are those that grammars
// and style books list as verbs of saying, with the frames of their dictionary
// entries.
const verbTable = `
say CQ; tell CQAOT; state* CQ; add CQ; note* CQN; remark* CQ p=on,upon; observe CQN; comment* Q,CP p=on,about; declare CQNIK; announce CQNI; report* CQNW; explain CQN; claim* CQIN; argue CQP p=for,against
assert CQN; allege CQ; maintain CQW; insist CQP p=on,upon; contend CQ; affirm CQN; aver CQ; avow CQ; acknowledge CQN; admit CQP p=to N; concede CQN; confess CQP p=to; confirm CQN; deny CN; dispute* NC; refute N; rebut N
reject N; dismiss NS; disavow N; rubbish* NS; repudiate N; downplay N; minimize NW; minimise NW; doubt*; warn CQAOP p=of,about,against; caution* CQAOP p=against; predict CQ; forecast* CNW; estimate* CNW; calculate CW; project* CW
promise* CQINA; vow* CQIN; pledge* CQI; swear CIQ; threaten I,CQW; guarantee* CIW; assure CQA; reassure CQA; convince; inform CA,QP p=of,about; notify CAP p=of; remind CQAOP p=of,about; advise CQAOP p=against; brief*
ask CQAOP p=for,about; inquire CQP p=about; enquire CQP p=about; wonder* CQ; query* QC; question* CQN; request* NOCW; demand* CQNI; urge* CQON; call* KSOP p=for,on Q; implore OQ; beg OQ; plead QP p=for; appeal* P p=for,to; exhort OQ; 
 propose CNIW; recommend CNO; suggest CQN; advocate* NP p=for; back* W; support* W; oppose NW; defend NW; justify NW; praise* NSQ; hail* NS; laud NS; applaud NW; commend N; salute* NW; congratulate NQ; thank NQW; credit* NW; welcome* NW; celebrate NW
criticize NSQ; criticise NSQ; condemn NSQ; denounce NSQ; decry NSQ; deplore NQ; lament* NCQ; bemoan NC; blast* NSQ; slam* NSQ; attack* NSW; assail NS; lambaste NSQ; lambast NSQ; castigate NS; chastise NS; chide NQ; scold NQ; rebuke* NSQ; reprimand* N; admonish NOQ; berate N; bash* NSW; rip* NSW
mock NSQ; ridicule* NS; deride NS; taunt* NQ; tease* QW; jab* QW; belittle N; disparage N; insult* N; vilify N; malign N; smear* N; knock* NW; fault* N; blame* N; accuse NF; charge* CQNW; indict W; implicate NW; hit+back QP p=at; hit+out P p=at; lash+out P p=at Q; fire+back Q,C; shoot+back Q; shoot+down NW; hold+forth P p=on;  brush+off N
describe NSC,TQ; qualify SW; characterize NS; characterise NS; portray NS; depict NS;  frame* NSW; label* KS; brand* KS; dub K; term* KSW; pronounce KW; declare+off; proclaim CQKN; tout* NSC,T; bill* NSW; cite NSQ; quote* N; mention* NC,TS; list* NW; enumerate N; detail* NC,TW; outline* NC,TW; summarize NQ,CT; summarise NQCT; recount NCQ; narrate N; relate CNW; recall CQ; reminisce QP p=about; recollect CQN; remember CX
reveal CNQ; disclose CN; divulge CN; leak* NW; expose NW; uncover NW; release* W; publish W; issue* W; unveil NW; present* NW; introduce W; submit CQW; testify CQP p=to,about; attest CP p=to; depose CW; vouch P p=for; certify CNW; verify CNW; clarify CQN; specify CNQ; stipulate CN; stress* CQN; emphasize CQT; emphasise CQT; underline NCT; underscore NCTW; highlight* NCTW; reiterate CQNI; repeat* CQN; restate NC; echo* NQCW; parrot N; point+out CQN; point+to N; point P p=to CW; single+out NW
reply* CQ; respond CQ; answer* CQNW; retort* CQ; counter* CQW; rejoin QW; shoot W; react QP p=to; interject CQ; interrupt QW; chime+in Q; break+in QW; continue CQW; go+on Q; begin QW; conclude CQNW; finish QW; resume QW; proceed W; start QW; close QW; sum+up QN; wrap+up QW; follow+up QW; kick+off QW
speak P p=of,about,against Q; talk* P p=about,of,up QW; discuss CT; debate* NW; address* NW; discourse; lecture* QW; preach CQNW; sermonize Q; speak+out P p=against,about,on; speak+up P p=for; weigh+in Q P p=on; chat Q P p=about W; rail P p=against,about; rant* QP p=about; rave QP p=about; inveigh P p=against; fulminate P p=against Q; campaign P p=against; protest* CQN; object CQP p=to; complain CQP p=of,about; grumble CQP p=about; gripe* CQP p=about; whine CQP p=about; moan* CQP p=about; carp QP p=about; quibble P p=with; balk P p=at W; bristle P p=at QW; vent QW; fume Q,C; rage QW; storm QW; thunder Q; bellow Q; roar QW; shout* Q,CT; yell* Q,CT; scream* QCTW; shriek Q; cry* QW; cry+out QW; exclaim Q,C; cheer* QW; chant* QN; sing QW; whisper* Q,C; murmur* Q,C; mutter* Q,C; mumble Q; stammer Q; stutter Q; sigh* Q; groan Q; laugh* Q; chuckle Q; giggle Q; snicker Q; smile QW; grin QW; nod QW; shrug QW; sniff QW; snap* Q; bark* Q; snarl Q; hiss Q; growl Q; scoff QP p=at; sneer* QP p=at; jeer Q; joke* CQP p=about; quip* CQ; crack* QW; deadpan Q; tease QW; gush QP p=about; enthuse QC; marvel CQ,P p=at; muse CQP p=about,on; reflect QCW; opine CQ; philosophize Q; speculate CQP p=about,on; theorize CQ; hypothesize CQ; posit C; postulate C; surmise CW; reason CQW; deduce CW; infer CW; boast* CQP p=of,about; brag CQP p=of,about; crow QCW; gloat QP p=about,over; trumpet* NW; confide CQ; volunteer CQW; venture* CQW; offer* QW; suggest Q; hint* CQP p=at; imply CNW; insinuate CN; intimate CW; signal* CIP p=to W; indicate CNQ; mean W; allude P p=to; refer P p=to SW; touch P p=on,upon W; gesture W; liken N; equate N; contrast NW; attribute N; ascribe N; chalk+up NW; put M; peg M; estimate* M; value* M
write CQP p=of,about; pen* NW; tweet* CQP p=about,at; retweet NW; post* CQW; blog* CQP p=about; text QAW; email QAW; cable* CQW; wire* QW; telegraph W; type QW; jot W; scrawl QW; sign* W; read Q; record* W; log* W; file* W; print QW; broadcast W; air W; podcast W; livestream W; phone W; fax W
find CD; show* CDNTW; determine CDW; demonstrate CDTW; prove CDTW; establish CDTW; conclude CD; document* NDTCW; track W; measure W; see W; hear W; learn CXW; discover CXW; rule* CDW; decide CXW; hold CDTW; decree CND; mandate CDNW; provide CDTW; agree CQW; disagree QP p=with; differ W; accept CNW; grant CW; allow CTW; recognize CNTW; recognise CNTW; credit W; sustain W; uphold W; overrule W; affirm CN; reaffirm CN; ratify W; back+down W; back+up NW; stand+by NW; walk+back NW; take+back NW; retract N; withdraw W; recant NQ; disown N; renounce N; forswear N; abjure N; apologize QP p=for,to; apologise QP p=for,to; regret* CNW; repent W; forgive W; excuse W; plead QW; profess CIN; pretend CIW; feign W; purport I; posture W; swear+off N; rule+out NC; call+out NS; set+out NCTW; lay+out NCTW; spell+out NCT; make+clear CNT; make+known CN; play+down NC; play+up NW; talk+up N; tear+into NW; lay+into NW; take+issue NW; take+aim P p=at; take+exception P p=to; pile+on QW; double+down P p=on QW; push+back QP p=on,against; fight+back QW; bite+back Q; snipe Q P p=at; swipe Q P p=at; hammer NW; pummel NW; skewer NS; savage NSW; trash* NSW; pan NW; nix W; rap NW; flay N; pillory N; excoriate NS; eviscerate N; upbraid N; reproach N; censure* N; impugn N; challenge* NCTW; contest NW; confront NW; grill NW; quiz NAW; interview W; interrogate W; probe W; press NW; pressure OW; lobby PW p=for; petition OW; entreat OQ; beseech OQ; coax W; goad W; encourage Q; persuade W;  invoke NW; ban W; forbid OW; bar W; prohibit W; authorize W; approve W;  undertake IX; resolve IX; bid W; tip N W; bet CQW; wager CQ; gamble W; reckon CQ; guess CX; figure CX; suppose CX; presume CX; assume CX; suspect CX; fear CX; believe CX; think CX; hope CIX; expect CIX; want IOX; wish CIX; plan IX; feel CX; intend IX; consider KCX; know CX; view NSX; regard NSX; seek IX; understand CX; worry CW; refuse IX; decline IX
inform Q; stipulate CD; clarify Q; term K; assure Q; relay CN; convey CNT; communicate CN; impart N; transmit W; broach N; bring+up N; pose NW; voice* N; express W; articulate NCT; verbalize N; utter N; exude W; foretell CN; prophesy CN; forewarn C; augur W; portend W; foresee CX; envision CX; envisage CX; contemplate X; moot N; float NW; pitch NW; peddle N; tout C; hype N; extol N; glorify N; romanticize N; eulogize N; toast NW; congratulate N; compliment* N; flatter W; curse* NQW; swear Q; damn NW; forswear N; quash W; confute N; debunk N; disprove NW; discredit NW; negate W; gainsay N; belie W; undercut W; deflect NW; dodge NW; sidestep NW; evade NW; field NW; entertain W; admonish C; counsel* OCQ; lecture A; tutor W; preach N; moralize Q; evangelize W; propagandize W; proselytize W
`

// irregular lists base, past and participle of the irregular verbs, and those
// that double their last letter.
const irregularForms = `say said said|tell told told|write wrote written|speak spoke spoken|swear swore sworn|put put put|read read read|begin began begun|go went gone|hold held held|find found found
show showed shown|make made made|take took taken|bring brought brought|set set set|lay laid laid|spell spelled spelt|shoot shot shot|fight fought fought|fire fired fired|break broke broken|hit hit hit|cast cast cast|broadcast broadcast broadcast|forecast forecast forecast
sing sang sung|hear heard heard|think thought thought|feel felt felt|know knew known|see saw seen|mean meant meant|tear tore torn|stand stood stood|walk walked walked|understand understood understood|foresee foresaw foreseen|foretell foretold foretold|withdraw withdrew withdrawn
bid bid bid|forbid forbade forbidden|bet bet bet|beseech besought besought|uphold upheld upheld|undertake undertook undertaken|bite bit bitten|learn learned learnt|forgive forgave forgiven|repay repaid repaid|overrule overruled overruled|undercut undercut undercut
admit admitted admitted|refer referred referred|quip quipped quipped|slam slammed slammed|rip ripped ripped|blog blogged blogged|regret regretted regretted|brag bragged bragged|infer inferred inferred|submit submitted submitted|chat chatted chatted|rap rapped rapped
beg begged begged|jab jabbed jabbed|dub dubbed dubbed|pen penned penned|pan panned panned|rebut rebutted rebutted|sum summed summed|wrap wrapped wrapped|tip tipped tipped|pin pinned pinned|snap snapped snapped|label labeled labelled|signal signaled signalled
counsel counseled counselled|permit permitted permitted|commit committed committed|log logged logged|grin grinned grinned|nod nodded nodded|shrug shrugged shrugged|crow crowed crowed|plan planned planned|peg pegged pegged|compel compelled compelled|abhor abhorred abhorred|defer deferred deferred|concur concurred concurred|extol extolled extolled|ban banned banned|bar barred barred|trek trekked trekked|spin spun spun`

// Forms that look like a speech verb and almost never are one.
var notForms = set(`saw seen back backed backs support supported aired hears mean means meant sees see mandates records`)

// forms finds the verb of a written form.
var forms = sync.OnceValue(buildForms)

// trustWeak is how much a weak verb's hit is worth beside that of a plain one.
const trustWeak = 0.5

func buildForms() map[string]*form {
	irregular := map[string][]string{}
	for _, l := range strings.Split(strings.ReplaceAll(irregularForms, "\n", "|"), "|") {
		f := strings.Fields(l)
		irregular[f[0]] = f
	}
	m := make(map[string]*form)
	entries := strings.FieldsFunc(verbTable, func(r rune) bool { return r == ';' || r == '\n' })
	byLemma := map[string]*verb{}
	for _, e := range entries {
		f := strings.Fields(e)
		if len(f) < 2 {
			continue
		}
		v, alone := parseVerb(f)
		if v.frames&^(weak|paper) == 0 || v.has(attitude) {
			continue
		}
		if first := byLemma[v.lemma]; first != nil {
			if v.particle == "" && first.particle == "" {
				merge(first, v)
			} else {
				first.other = append(first.other, v)
			}
			continue
		}
		byLemma[v.lemma] = v
		addForms(m, v, alone, irregular[v.lemma])
	}
	for w := range notForms.all() {
		delete(m, w)
	}
	return m
}

// merge adds the frames of a second entry. What is weak in both stays weak.
func merge(v, o *verb) {
	w := v.frames & o.frames & (weak | paper)
	v.frames = (v.frames|o.frames)&^(weak|paper) | w
	v.preps = append(v.preps, o.preps...)
	v.trust = max(v.trust, o.trust)
}

func parseVerb(f []string) (*verb, bool) {
	lemma, alone := strings.CutSuffix(f[0], "*")
	lemma, particle, _ := strings.Cut(lemma, "+")
	v := &verb{lemma: lemma, particle: strings.TrimSuffix(particle, "*"), trust: 1}
	for _, c := range strings.Join(f[1:], " ") {
		if c == '=' {
			break
		}
		switch c {
		case 'C':
			v.frames |= clause
		case 'Q':
			v.frames |= quotes
		case 'A':
			v.frames |= addressee
		case 'N', 'F':
			v.frames |= noun
		case 'I':
			v.frames |= infinitive
		case 'O':
			v.frames |= objectTo
		case 'S':
			v.frames |= as
		case 'K':
			v.frames |= naming
		case 'P':
			v.frames |= oblique
		case 'D':
			v.frames |= paper
		case 'W':
			v.frames |= weak
		case 'X':
			v.frames |= attitude
		case 'M':
			v.frames |= measure
		case 'T':
			v.frames |= thatOnly
		}
	}
	for k, w := range f {
		if p, ok := strings.CutPrefix(w, "p="); ok {
			v.preps = strings.Split(p, ",")
			rest := strings.Join(f[k+1:], "")
			for c, fr := range map[string]frame{"Q": quotes, "N": noun, "W": weak, "S": as, "C": clause} {
				if strings.Contains(rest, c) {
					v.frames |= fr
				}
			}
		}
	}
	v.denies = lemma == "deny" || lemma == "refute" || lemma == "reject" || lemma == "dispute" || lemma == "rebut"
	if v.has(weak) {
		v.trust = trustWeak
	}
	return v, alone
}

// addForms enters the inflected forms of a verb.
func addForms(m map[string]*form, v *verb, alone bool, irr []string) {
	l := v.lemma
	enter := func(w string, t tense, noun bool) {
		if f := m[w]; f != nil && f.verb == v {
			f.tense |= t
			return
		} else if f != nil {
			return
		}
		m[w] = &form{verb: v, tense: t, alone: noun}
	}
	enter(l, base, alone)
	enter(plural(l), third, alone)
	if irr != nil {
		enter(irr[1], past, false)
		enter(irr[2], participle, false)
		if irr[1] == irr[2] {
			m[irr[1]].tense |= participle
		}
		if stem, ok := strings.CutSuffix(irr[1], "ed"); ok {
			enter(stem+"ing", progress, false)
			if irr[2] != irr[1] {
				stem2, _ := strings.CutSuffix(irr[2], "ed")
				enter(irr[2], past|participle, false)
				enter(stem2+"ing", progress, false)
			}
			return
		}
	} else {
		ed := l + "ed"
		if strings.HasSuffix(l, "e") {
			ed = l + "d"
		} else if strings.HasSuffix(l, "y") && !strings.ContainsAny(l[len(l)-2:len(l)-1], "aeiou") {
			ed = l[:len(l)-1] + "ied"
		}
		enter(ed, past|participle, false)
	}
	ing := l
	if strings.HasSuffix(l, "e") && !strings.HasSuffix(l, "ee") {
		ing = l[:len(l)-1]
	}
	switch l {
	case "begin", "bet", "put", "hit", "set", "bid", "forbid", "undercut":
		ing += l[len(l)-1:]
	}
	enter(ing+"ing", progress, false)
}
