package extract

import (
	"strings"
	"testing"

	"touchstone/claims"
)

// said is an attribution as a test writes it.
type said struct{ source, cue, content, speaker string }

func TestSentencesGiveTheirAttributions(t *testing.T) {
	for text, want := range map[string][]said{
		"Berg said the bridge was safe.":                               {{"Berg", "said", "the bridge was safe", ""}},
		"The bridge was safe, Berg said.":                              {{"Berg", "said", "The bridge was safe", ""}},
		"“It is safe,” said Berg, who built it.":                       {{"Berg, who built it", "said", "“It is safe,”", ""}},
		"“It is,” Berg said, “as safe as a house.”":                    {{"Berg", "said", "“It is,” || “as safe as a house.”", ""}},
		"The bridge, Berg said, has stood since 1901.":                 {{"Berg", "said", "The bridge || has stood since 1901", ""}},
		"Berg said it was safe, but admitted that it shook.":           {{"Berg", "said", "it was safe", ""}, {"Berg", "admitted", "that it shook", ""}},
		"Berg said it was safe, adding that it had been tested.":       {{"Berg", "said", "it was safe", ""}, {"Berg", "adding", "that it had been tested", ""}},
		"Berg accused the town of hiding the report.":                  {{"Berg", "accused", "the town of hiding the report", ""}},
		"Berg described the plan as “a joke”.":                         {{"Berg", "described", "the plan as “a joke”", ""}},
		"Berg called the plan a waste of money.":                       {{"Berg", "called", "the plan a waste of money", ""}},
		"Berg told reporters in Oslo that the toll would rise.":        {{"Berg", "told", "that the toll would rise", ""}},
		"According to the town, 400 cars cross it every hour.":         {{"the town", "According to", "400 cars cross it every hour", ""}},
		"About 400 cars cross it every hour, according to Berg.":       {{"Berg", "according to", "About 400 cars cross it every hour", ""}},
		"The survey found that 61% wanted a new bridge.":               {{"The survey", "found", "that 61% wanted a new bridge", ""}},
		"Berg put the cost at 12 million crowns.":                      {{"Berg", "put", "the cost at 12 million crowns", ""}},
		"Berg was quoted by the Post as saying the bridge was old.":    {{"Berg", "saying", "the bridge was old", ""}},
		"Berg denied any delay.":                                       {{"Berg", "denied", "any delay", ""}},
		"Berg vowed to open it by May.":                                {{"Berg", "vowed", "to open it by May", ""}},
		"He was described by Berg as “a hermit”.":                      {{"Berg", "described", "He || as “a hermit”", ""}},
		"Cars, which it said were “too heavy”, are banned.":            {{"it", "said", "were “too heavy”", ""}},
		"Berg repeated his claim that the bridge was safe.":            {{"his", "claim", "that the bridge was safe", ""}},
		"Berg’s claim that it was safe could not be checked.":          {{"Berg", "claim", "that it was safe", ""}},
		"Berg promised not to raise the toll.":                         {{"Berg", "promised", "not to raise the toll", ""}},
		"The head of the port on Tuesday denied any delay.":            {{"The head of the port", "denied", "any delay", ""}},
		"A survey published Tuesday found that 61% were afraid.":       {{"A survey published Tuesday", "found", "that 61% were afraid", ""}},
		"Berg — no relation to the mayor — said it was safe.":          {{"Berg", "said", "it was safe", ""}},
		"Traffic fell by a third, census data show.":                   {{"census data", "show", "Traffic fell by a third", ""}},
		"The Post reported in May that it shook.":                      {{"The Post", "reported", "that it shook", ""}},
		"It was a move that Berg described as “a joke”.":               {{"Berg", "described", "“a joke”", ""}},
		"Berg told staff in a daily call that it was safe.":            {{"Berg", "told", "that it was safe", ""}},
		"Berg said it had cost a million, a figure the town disputes.": {{"Berg", "said", "it had cost a million", ""}},
		"Asked if she could promise that, Berg said nobody could.":     {{"Berg", "said", "nobody could", ""}},
		"The attack, which officials say killed six, was denied.":      {{"officials", "say", "killed six", ""}},
		"A toll was not planned, Berg said, but drivers fear it.":      {{"Berg", "said", "A toll was not planned", ""}},
		"The pledge, which Berg repeated three times, came late.":      nil,
	} {
		var got []string
		for _, c := range Find(text) {
			got = append(got, line(text, c))
		}
		var lines []string
		for _, w := range want {
			lines = append(lines, w.source+" | "+w.cue+" | "+w.content)
		}
		if strings.Join(got, "\n") != strings.Join(lines, "\n") {
			t.Errorf("%s\n got %q\nwant %q", text, got, lines)
		}
	}
}

func line(text string, c Candidate) string {
	cut := func(list []claims.Span) string {
		var out []string
		for _, s := range list {
			out = append(out, string([]rune(text)[s.Start:s.End]))
		}
		return strings.Join(out, " || ")
	}
	return cut(c.Source) + " | " + cut(c.Cue) + " | " + cut(c.Content)
}

func TestOtherFormsGiveTheirAttributions(t *testing.T) {
	for text, want := range map[string][]string{
		"Bridge debate\n\n14:02 Berg says the bridge is safe.\n\n14:10 The vote is off, the speaker announced.": {
			"Berg | says | the bridge is safe", "the speaker | announced | The vote is off"},
		"The bridge\n\n“It is safe,” Berg said. “It shook,” said Dahl. She said it would stay. “We have no other.”": {
			"Berg | said | “It is safe,”", "Dahl | said | “It shook,”", "She | said | it would stay", "She |  | “We have no other.”"},
	} {
		var got []string
		for _, c := range Find(text) {
			got = append(got, line(text, c))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestNarrationIsAttributedToNobody(t *testing.T) {
	for _, text := range []string{
		"The bridge was closed in 2019.",
		"Berg did not respond to questions about the toll.",
		"Berg declined to say when it would open.",
		"The town is expected to decide in May.",
		"Berg wants a new bridge and believes it will come.",
		"Residents were angry about the “temporary” toll.",
		"The film, called “The Bridge”, runs for two hours.",
		"Visitors read “Keep out” on a sign.",
		"She was asked about the toll.",
		"The council could not be reached for comment.",
		"The police report named no one. State claims rose.",
	} {
		for _, c := range Find(text) {
			t.Errorf("%q gives %s", text, line(text, c))
		}
	}
}

func TestSpeakersAreResolved(t *testing.T) {
	for text, want := range map[string]string{
		"Mayor Tove Berg left early. She said the toll would rise.":            "Tove Berg",
		"Tove Berg and her brother Olav Berg own it. Mr Berg said it was old.": "Olav Berg",
		"Oslo said it would pay.": "Norway",
		"The Bridge Users League (BUL) met. The BUL said it was unsafe.":                                                                                      "Bridge Users League",
		"The Bridge Users League met on Monday. The league said it was unsafe.":                                                                               "Bridge Users League",
		"Tove Berg, the town’s engineer, spoke for an hour. The engineer said it was unsafe.":                                                                 "Tove Berg",
		"Tove Berg built it. Its owner, Per Dahl, said it was unsafe.":                                                                                        "Per Dahl",
		"Tove Berg and the Bridge Users League said it was unsafe.":                                                                                           "Tove Berg and Bridge Users League",
		"Two engineers familiar with the plan said it was unsafe.":                                                                                            "two engineers familiar with the plan",
		"A spokesman for the Bridge Users League said it was unsafe.":                                                                                         "Bridge Users League",
		"A survey by the Bridge Users League found that 61% were afraid.":                                                                                     "Bridge Users League",
		"NATO met in Oslo. The alliance said it would send engineers.":                                                                                        "NATO",
		"Tove Berg met Olav Dahl. She told him it was late. He said it was not.":                                                                              "Olav Dahl",
		"The Bridge Users League criticised the town, saying it had lied.":                                                                                    "Bridge Users League",
		"“It shook,” said Tove Berg. “It always shook.”\n\n“We ran.”":                                                                                         "Tove Berg",
		"“It is late,” U.S. Secretary of State Ann Holm wrote.":                                                                                               "Ann Holm",
		"A spokeswoman for the Toll Board, Ruth Lie, said it was late.":                                                                                       "Ruth Lie",
		"In Oslo, the leader of the Toll Party, Jorun Lie, spoke. She said it was late.":                                                                      "Jorun Lie",
		"Mayor Tove Berg spoke. The 61-year-old Democrat said it was late.":                                                                                   "Tove Berg",
		"Doctors for the Valley met in Oslo. Doctors for the Valley said it was late.":                                                                        "Doctors for the Valley",
		"Questions went to the national toll bureau. The bureau said it was late.":                                                                            "national toll bureau",
		"Oslo and Moscow have both said it was late.":                                                                                                         "Norway and Russia",
		"Toll: an interview with Dr. Anna Lie\n\nQ: Is it late, Dr. Lie?\n\nA: It is later than ever before.\n\nQ: Why is it?\n\nA: Nobody ever paid for it.": "Anna Lie",
		"Leader of the Opposition Ann Lie said it was late.":                                                                                                  "Ann Lie",
		"It was the job of Toll Towers, which owned it. The company said it was late.":                                                                        "Toll Towers",
		"Finance Minister Tove Berg met Trade Minister Olav Dahl. The trade minister said it was late.":                                                       "Olav Dahl",
	} {
		all := Find(text)
		if len(all) == 0 {
			t.Errorf("%q gives nothing", text)
			continue
		}
		c := all[len(all)-1]
		if c.Speaker != want {
			t.Errorf("%q: speaker %q (%s), want %q", text, c.Speaker, c.SpeakerWhy, want)
		}
		if c.SpeakerWhy == "" {
			t.Errorf("%q: no reason given", text)
		}
	}
}

func TestWhatCanBeLookedUpIsWorthMore(t *testing.T) {
	for _, pair := range [][2]string{
		{"The town spent 12 million crowns on the bridge last year.", "We are over the moon about it."},
		{"Unemployment fell to 3.1%, the lowest since 1974.", "I hope that you will join us."},
		{"He voted against the bill in 2019.", "What do you think about that?"},
	} {
		more, why := Worth(pair[0])
		less, _ := Worth(pair[1])
		if more <= less || len(why) == 0 {
			t.Errorf("%q %.2f %v, %q %.2f", pair[0], more, why, pair[1], less)
		}
	}
}

func TestTimeBoundWordingIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"Berg said tolls were the lowest since 1974.": "lowest since 1974",
		"Berg said tolls rose this year.":             "this year",
		"Berg said tolls rose in 1974.":               "",
	} {
		all := Find(text)
		if len(all) != 1 || all[0].TimeBound != want {
			t.Errorf("%q: %+v, want %q", text, all, want)
		}
	}
}
