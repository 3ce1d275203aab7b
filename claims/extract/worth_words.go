package extract

import (
	"strings"
	"sync"
)

// field is a group of words, or a form of words, that is counted in a statement.
type field uint8

// The fields. The first are recognised by grammar, those behind them by a
// list of words.
const (
	fNumber field = iota
	fNumeral
	fMagnitude
	fMoney
	fPercent
	fYear
	fPast
	fPerfect
	fName
	fPeople
	fModal
	fCan
	fQuestion
	fExclamation
	fNegation
	fSuperlative
	fComparison
	fPlace
	fPreposition
	fArticle
	fObligation
	fInfinitive
	fProgressive
	fI
	fWe
	fYou
	fThird
	fThanks
	fOpinion
	fMust
	fFuture
	fIf
	fRise
	fFall
	fVote
	fMoneyWord
	fPublic
	fShare
	fAlways
	fMany
	fCause
	fSaidThat
	fRecordWord
	fOffice
	fMoral
	fTimeWord
	fDone
	fIs
	fThere
	fNow
	fFact
	fAgainst
	fSince
	fPolicy
	fBusiness
	fNext
	fPeopleWord
	fWorld
	fNumberOf
	fSingle
	fStance
	fDrug
	fVague
	fAsk
	fLook
	fQuestionMod
	maxFields
)

// wordFields are groups of words that speak for or against a statement of fact.
// A statement gets one feature for each group, never one for a word.
var wordFields = map[field]string{
	fI:           `i me my mine myself i'm i'd i'll i've`,
	fWe:          `we us our ours ourselves`,
	fYou:         `you your yours yourself`,
	fThird:       `he she they him them his their her`,
	fThanks:      `thank thanks welcome hello goodbye sorry congratulations please applause laughter ladies gentlemen evening`,
	fOpinion:     `think believe feel hope guess suppose wish opinion agree disagree understand know want like love hate`,
	fMust:        `must should ought need needs let let's`,
	fFuture:      `will going gonna shall won't 'll tomorrow future`,
	fIf:          `if unless would could might may whether suppose`,
	fRise:        `increase increased increases increasing rise risen rose rising grew grow grown growing doubled tripled up raised raise gained gain added expand expanded climbed soared surged`,
	fFall:        `decrease decreased decline declined fall fallen fell falling lost lose losing cut cuts reduced reduce reduction dropped drop down shrank shrunk slashed eliminated eliminate halved`,
	fVote:        `vote voted votes voting opposed oppose supported support sponsored proposed proposal vetoed veto signed passed pass bill legislation amendment endorsed`,
	fMoneyWord:   `tax taxes budget deficit debt spending spend spent dollars dollar cents income wages wage pay paid price prices cost costs money billionaire fund funds funded funding revenue salary surplus trade tariffs tariff euros pounds`,
	fPublic:      `jobs job unemployment employment health insurance medicare medicaid welfare crime police schools school education teachers students energy oil gas nuclear weapons troops military army war soldiers immigrants immigration border veterans security poverty homeless prison drugs abortion gun guns terrorism economy economic inflation manufacturing workers union climate pollution housing hospital hospitals court`,
	fShare:       `half third quarter majority minority rate percent percentage average per thirds fifth fourth two-thirds double twice triple`,
	fAlways:      `all every never always none nobody everyone any only ever no`,
	fMany:        `many most several few more fewer less some thousands millions lots much`,
	fCause:       `because caused cause led result resulted due thanks therefore reason`,
	fSaidThat:    `said says told called claimed promised stated wrote`,
	fRecordWord:  `record history historic ever since first last`,
	fOffice:      `president senator governor congress senate administration government minister party democrats republicans democrat republican secretary court house federal state mayor parliament`,
	fMoral:       `great good bad terrible wonderful best better worse wrong right fair proud important strong weak leadership values faith freedom dream america's`,
	fTimeWord:    `year years month months week weeks decade decades ago day days today century recently currently`,
	fDone:        `done did made created built gave given took taken sent brought put went came got became began stopped started ended received paid passed worked`,
	fIs:          `is are 's 're`,
	fThere:       `there`,
	fNow:         `now today currently already still right`,
	fFact:        `fact facts actually truth true really in-fact evidence record records report reports study numbers statistics figures`,
	fAgainst:     `against under oppose opposed blocked refused failed fought`,
	fSince:       `since during before after between until`,
	fPolicy:      `plan plans program programs law laws agreement agreements treaty policy policies act relief sanctions reform regulation regulations deal order rule rules subsidies loans interest rates security code system project`,
	fBusiness:    `business businesses company companies corporation corporations bank banks industry industries firm firms factory factories farmers wall street insurance`,
	fNext:        `next future tomorrow century generation chance opportunity opportunities challenge challenges commitment way step try trying invest help make`,
	fPeopleWord:  `people american americans family families children child country nation man woman`,
	fWorld:       `world war wars iraq iran china russia soviet cuba mexico vietnam israel europe nato allies enemy terrorists isis`,
	fNumberOf:    `number amount total size population`,
	fSingle:      `single even only any whole entire`,
	fStance:      `supported opposed voted said did promised signed proposed called fought worked served`,
	fDrug:        `drug drugs medical doctors patients cancer disease water air clean`,
	fVague:       `something somebody anything thing things stuff kind sort way someone everybody somewhere`,
	fAsk:         `ask asked question wonder why how what who`,
	fLook:        `look listen well now okay yes no uh sir mr oh so but and`,
	fQuestionMod: `question answer debate minute time issue point respond talk tell ask say mean`,
}

// fields gives the groups of a word.
var fields = sync.OnceValue(buildFields)

func buildFields() map[string][]field {
	m := map[string][]field{}
	for f := range maxFields {
		for _, w := range strings.Fields(wordFields[f]) {
			m[w] = append(m[w], f)
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
