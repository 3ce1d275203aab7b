package extract

import (
	"strings"
	"sync"
)

// class is a set of the closed word classes and word fields a token belongs to.
type class uint64

const (
	determiner  class = 1 << iota
	possessive        // his, their
	preposition       //
	conjunction       // and, but, or
	subordinate       // because, while, although
	relative          // who, which, that
	complement        // that, whether, if, how, why
	subject           // he, they, I
	object            // him, them
	auxiliary         // has, is, did
	modal             // would, can
	adverb            // also, later
	negation          // not, n't, never
	timeWord          // Monday, yesterday, year
	numeral           // two, hundred
	honorific         // Mr, Dr, Sen
	roleWord          // president, spokesman
	personWord        // man, voters, residents
	groupWord         // ministry, company, police
	paperWord         // report, survey, letter
	placeWord         // Moscow, France
	demonym           // Russian
	finite            // an irregular or common past or present form, not a cue
	monthDay          // January, Monday
	givenName         // Anna, John
)

func (c class) any(o class) bool { return c&o != 0 }

// words is a list of words that becomes a set when it is first asked: a desk at
// rest, which reads no article, keeps none of the sets.
type words struct {
	list string
	once sync.Once
	set  map[string]bool
}

func set(list string) *words { return &words{list: list} }

func (w *words) has(word string) bool { return w.all()[word] }

func (w *words) all() map[string]bool {
	w.once.Do(func() {
		w.set = make(map[string]bool)
		for _, x := range strings.Fields(w.list) {
			w.set[x] = true
		}
	})
	return w.set
}

// closed lists the small words by class.
var closed = []struct {
	class class
	words string
}{
	{determiner, `the a an this that these those some any no every each all both half another either neither several many most few more much such other what which whose`},
	{possessive, `his her its their our my your whose 's '`},
	{preposition, `of in on at by for with from to into onto about over under against between among through during before after since until till within without
		near behind beyond beside besides despite amid amidst across around along upon toward towards via per like unlike off out outside inside above below
		than as regarding concerning including following according throughout past beneath alongside atop versus ahead`},
	{conjunction, `and but or nor yet plus &`},
	{subordinate, `because while although though since unless whereas if when whenever where wherever after before until once as so lest whilst even`},
	{relative, `who whom which that whose`},
	{complement, `that whether if how why what who when where`},
	{subject, `he she it they i we you who one everyone everybody someone somebody nobody anyone others many some both neither all none those most`},
	{object, `him her them me us it you himself herself themselves itself myself ourselves`},
	{auxiliary, `has have had having is are was were be been being am do does did hasn't haven't hadn't isn't aren't wasn't weren't don't doesn't didn't 's 've 're 'm 'd ain't`},
	{modal, `will would could should may might must can cannot shall can't won't wouldn't couldn't shouldn't mustn't 'll 'd needn't mightn't`},
	{negation, `not never n't no neither nor hardly hasn't haven't hadn't isn't aren't wasn't weren't don't doesn't didn't can't won't wouldn't couldn't shouldn't cannot`},
	{adverb, `also then later again still already even now repeatedly often always never once further once soon just only too ago thus hence instead meanwhile however
		moreover nevertheless nonetheless perhaps maybe rather quite almost nearly twice not further earlier previously recently here there once first so far
		likewise otherwise afterwards afterward today tonight yesterday tomorrow long ever simply famously indeed well back sometimes`},
	{timeWord, `today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday week month year day morning afternoon evening night weekend
		weeks months years days hours minutes hour minute decade decades century centuries january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter quarter noon midnight mondays tuesdays wednesdays thursdays fridays saturdays sundays earlier later recently ago`},
	{monthDay, `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec today yesterday tomorrow tonight`},
	{numeral, `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty
		sixty seventy eighty ninety hundred thousand million billion trillion hundreds thousands millions billions dozen dozens half third quarter quarters thirds fifth lakh crore`},
	{honorific, `mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father sister sen senator rep representative gov governor gen general col colonel
		lt lieutenant sgt sergeant capt captain cmdr commander adm admiral maj major cllr councillor councilor judge justice president king queen prince princess
		pope bishop archbishop cardinal imam rabbi sheikh ayatollah messrs inspector detective officer constable secretary chancellor premier ambassador congressman congresswoman attorney`},
	{roleWord, `moderator presenter newsreader striker midfielder defender winger goalkeeper keeper forward batsman batter bowler pitcher quarterback sprinter swimmer boxer golfer jockey president chairman chairwoman chairperson chair chief director manager head leader minister premier chancellor secretary spokesman spokeswoman spokesperson
		spokespeople senator governor mayor congressman congresswoman lawmaker legislator councillor councilor councilman councilwoman commissioner ambassador envoy diplomat
		judge justice magistrate prosecutor attorney lawyer solicitor barrister sheriff officer detective inspector superintendent constable sergeant captain colonel general commander
		admiral major lieutenant analyst economist strategist adviser advisor aide consultant expert professor lecturer researcher scientist historian author writer
		journalist reporter editor columnist correspondent host anchor commentator pundit critic founder co-founder owner operator executive ceo cfo coo cto boss partner
		coach manager captain player athlete driver pilot doctor physician surgeon nurse midwife teacher headteacher principal dean rector student pupil parent
		candidate nominee challenger incumbent leader opponent rival frontrunner contender activist campaigner organizer organiser advocate lobbyist volunteer supporter donor
		farmer fisherman shopkeeper trader broker banker investor entrepreneur engineer architect builder worker employee miner teacher
		priest pastor bishop archbishop cardinal imam rabbi pope king queen prince princess witness survivor victim neighbor neighbour resident official
		treasurer deputy vice-president vice undersecretary counsel counselor counsellor coordinator co-ordinator chairlady delegate member representative
		whistleblower informant insider source receptionist clerk accountant auditor inspector ombudsman regulator pathologist coroner paramedic firefighter
		singer actor actress artist musician filmmaker producer comedian composer novelist poet conservationist biologist chemist physicist meteorologist epidemiologist
		speaker whip backbencher mp mep congressperson statesman warden ranger keeper curator librarian landlord tenant guest customer shopper passenger fan
		defendant plaintiff applicant complainant suspect patient widow widower heir retiree pensioner veteran soldier`},
	{personWord, `man woman boy girl men women people person persons voters voter residents resident neighbors neighbours officials experts analysts critics supporters opponents lawyers prosecutors
		investigators inspectors police lawmakers senators ministers leaders members activists campaigners organizers organisers advocates economists scientists researchers doctors nurses teachers
		students parents workers employees farmers growers buyers sellers brokers traders investors drivers passengers witnesses survivors victims families relatives friends colleagues
		aides advisers advisors sources diplomats reporters journalists editors authors commentators observers historians attorneys judges jurors republicans democrats conservatives liberals
		progressives socialists americans europeans britons christians muslims jews delegates donors strategists pollsters spokesmen spokeswomen executives bosses managers owners
		firms companies manufacturers retailers banks unions agencies governments countries nations states allies rebels militants troops soldiers
		mother father brother sister son daughter wife husband uncle aunt cousin friend colleague widow grandmother grandfather mum mom dad partner fiancee fiance teenager
		others someone somebody one everyone everybody nobody many some both most guy guys kid kids child children fans players coaches officers detectives firefighters paramedics crews crew
		immigrants refugees veterans lobbyists skeptics sceptics proponents backers donors consumers customers users readers viewers respondents participants scholars academics`},
	{groupWord, `guard coastguard government ministry department agency administration office bureau commission committee council court parliament congress senate house cabinet party union league
		association federation alliance bloc coalition group organisation organization body company firm corporation bank fund foundation trust institute institution university college school
		hospital police army navy military force forces campaign team club newspaper paper magazine network station channel broadcaster publication website blog agency outlet
		board panel authority authorities watchdog regulator inspectorate charity nonprofit ngo think-tank startup manufacturer maker retailer airline utility operator
		embassy consulate kremlin pentagon palace treasury delegation mission secretariat society forum chamber cooperative co-operative confederation guild syndicate
		leadership management staff opposition prosecution defence defense family jury tribunal mission service unit division branch brigade state city county town village country nation
		republic kingdom island capital borough district province region consortium partnership venture developer publisher studio label venue church diocese mosque synagogue temple`},
	{paperWord, `calculation calculations report survey study poll research analysis audit review inquiry investigation letter email e-mail memo statement document documents filing complaint lawsuit suit
		indictment affidavit ruling judgment judgement verdict decision opinion brief petition article story editorial column post tweet message note notice book memoir transcript recording
		data figures statistics numbers records estimates estimate forecast census index paper briefing dossier newsletter bulletin release website page ad advertisement video caption headline sign
		banner constitution law bill amendment act text email emails polls surveys studies reports results findings evidence test tests graph chart table model models
		invitation leaflet flyer brochure manifesto platform charter treaty agreement contract account accounts`},
}

// Common irregular and frequent verbs that are not cues, in their finite
// forms: they tell where a clause has a verb of its own.
const finiteForms = `sought fled hung dealt swept spread quit clung bent swung wept shrank strove withstood overcame arose burst proved owed joined became began broke brought built bought came caught chose cost cut did died drew drove ate fell felt fought flew forgot froze gave went grew had heard held hid hit hurt kept
	knew laid led left lent let lost made meant met paid put ran rang rose sang sank sat sold sent shook shot shut slept slid spent stood stole struck swam swore took taught tore threw
	thought understood woke won wore got gets has is are was were lies lay seems seem seemed becomes become remains remain remained makes make takes take gives give goes go comes come gets
	wants want wanted  need needed knows know thinks think believes believe believed feels feel   hoped expects expect expected plans planned      hate
	 work  live stands stand stays stay runs run keeps keep holds hold brings bring leads leaves leave means mean happens happen happened  start started begins begin
	continues continue  stop loses lose wins win pays pay sells sell buys buy  grows grow falls fall rises rise  move moved serves serve served  supported
	tends tend appears appear appeared  look looked sounds exists exist depends depend belongs belong contains contain includes include included involves involve requires require
	provides provide allows allow allowed creates create     helped tried tries try  used shows deserves deserve faces faced sees saw seen voted 
	died dies died joined joins opened opens closed closes won hits sits sit sat raised raises signed signs passed passes failed fails killed kills received receives produced
	employs employed owns owned spoke carries carried covers covered applies applied reaches reached visited   wore deals`

// classes is the lexicon of closed words.
var classes = sync.OnceValue(buildClasses)

func buildClasses() map[string]class {
	m := make(map[string]class)
	for _, l := range closed {
		for _, w := range strings.Fields(l.words) {
			m[w] |= l.class
			if l.class == roleWord {
				m[plural(w)] |= personWord
			}
		}
	}
	for _, w := range strings.Fields(finiteForms) {
		m[w] |= finite
	}
	addPlaces(m)
	for w := range givenNames() {
		m[w] |= givenName
	}
	return m
}

func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "man"):
		return strings.TrimSuffix(w, "man") + "men"
	case strings.HasSuffix(w, "y") && len(w) > 2 && !strings.ContainsAny(w[len(w)-2:len(w)-1], "aeiou"):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

// classify looks every token up.
func (d *doc) classify() {
	for i := range d.toks {
		t := &d.toks[i]
		if t.kind == markToken {
			continue
		}
		t.class = classes()[t.low]
		if t.upper && t.to-t.from > 1 && t.class.any(relative|subject|object|complement|auxiliary) && d.shouted(i) {
			t.class &= placeWord // WHO, US, IT: a name, not a pronoun
		}
		t.form = forms()[t.low]
		if t.low == "may" && t.upper && i > 0 && d.is(i-1, preposition|determiner|numeral|timeWord|adverb) {
			t.class &^= modal // the month
		}
		if t.kind == numberToken {
			t.class |= numeral
		}
		if len(t.low) > 4 && strings.HasSuffix(t.low, "ly") && !notAdverbs.has(t.low) {
			t.class |= adverb
		}
		if t.class == 0 {
			t.class = d.guess(t)
		}
	}
}

// shouted reports whether a word stands in capitals among words that do not.
func (d *doc) shouted(i int) bool {
	caps := func(k int) bool {
		t := d.at(k)
		return t != nil && t.kind == wordToken && t.to-t.from > 1 && allCaps(d.text[t.from:t.to])
	}
	word := d.text[d.toks[i].from:d.toks[i].to]
	return strings.ToUpper(word) == word && !caps(i-1) && !caps(i+1)
}

var notAdverbs = set(`family supply reply ally rally assembly bully belly jelly july italy daily weekly monthly apply rely comply early elderly friendly likely unlikely lovely
	holy multiply emily sally molly kelly billy beverly kimberly anomaly monopoly folly fly`)

// guess gives a class to compounds by their last part: ex-minister, vice-chair.
func (d *doc) guess(t *token) class {
	if i := strings.LastIndexByte(t.low, '-'); i > 0 {
		return classes()[t.low[i+1:]] & (roleWord | personWord | groupWord | paperWord)
	}
	return 0
}
