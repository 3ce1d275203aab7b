package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// TestTwoPeopleTakeAnArticleToAPublishedCheck drives the whole path in real
// browsers: a contributor adds an article, a reviewer reads, accepts, edits,
// rejects, researches and proposes, cannot approve, a second reviewer approves,
// an editor publishes; and the public page and the CSV say so.
func TestTwoPeopleTakeAnArticleToAPublishedCheck(t *testing.T) {
	base := startDesk(t)
	browser := startBrowser(t)
	cora := visitor(t, browser, base)
	cora.signIn("cora@desk.example")
	room := cora.addsFerry()

	rae := visitor(t, browser, base)
	rae.signIn("rae@desk.example")
	rae.open(room)
	rae.sees("Sources of the harbour say", "Please enter your comment") // the article as it was pasted
	rae.hasCandidate("relations with the mainland as their worst since the end of the herring war")
	rae.hasNoCandidate("Please enter")
	rae.keys("x") // opens the reasons
	rae.press(`button[value=too_vague]`)
	rae.sees("Rejected as too vague")
	rae.pick("relations with the mainland as their worst")
	rae.unfold("#statement")
	rae.fill("#statement", "relations with the mainland are at their worst since the end of the herring war")
	rae.fill("#speaker_role", "Secretary of the Island Council")
	rae.press(`.card details button:not([name])`)
	rae.sees("Accepted")
	rae.openClaim("relations with the mainland are at their worst")
	claim := rae.path()

	rae.press(`form[action$="/hold"] button`)
	for i, stance := range []string{"refutes", "context"} {
		rae.unfold("#source_url")
		rae.fill("#source_url", fmt.Sprintf("https://records.example/%d", i+1))
		rae.fill("#source_title", fmt.Sprintf("Record %d", i+1))
		rae.fill("#source_publisher", []string{"Port Authority", "Statistics Office"}[i])
		rae.fill("#source_kind", "official_record")
		rae.fill("#source_stance", stance)
		rae.fill("#source_passage", "Talks were broken off in 1998 and again in 2011.")
		rae.press(`#add-source button[formaction$="/sources"]`)
	}
	rae.fill("#summary", "Talks were broken off twice since then, for longer than now.")
	rae.fill("#explanation", "The record of the port shows two longer breaks. [1]\n\nThe statistics agree. [2]")
	rae.evaluate(`document.querySelector('[name=rating][value=mostly_false]').click()`)
	rae.fill("#reasons", "Two longer breaks are on record.")
	rae.press(`button[value=propose]`)
	rae.sees("In review")
	rae.sees("someone else has to approve it")
	rae.lacks(`form[action$="/decide"] button[value=approve]:not([disabled])`)

	otto := visitor(t, browser, base)
	otto.signIn("otto@desk.example")
	otto.open(claim)
	otto.lacks(`textarea#summary, input#statement`) // who approves does not edit
	otto.press(`button[value=approve]`)
	otto.sees("Approved")

	edda := visitor(t, browser, base)
	edda.signIn("edda@desk.example")
	edda.open(claim)
	edda.press(`form[action$="/publish"] button`)
	edda.sees("Published")

	reader := visitor(t, browser, base)
	reader.open("/claims?q=herring")
	reader.press(`.hit a`)
	reader.sees("relations with the mainland are at their worst", "Mostly false", "Ingrid Solvang", "Secretary of the Island Council",
		"Talks were broken off twice since then", "Port Authority", "The Skarrow Lantern", "Published with the rating Mostly false")
	if got := reader.evaluate(`JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent)["@type"]`); got != "ClaimReview" {
		t.Errorf("JSON-LD: got %v", got)
	}
	checkCSV(t, base)
	cora.quiet()
	rae.quiet()
	otto.quiet()
	edda.quiet()
	reader.quiet()
}

// addsFerry adds the article of the tests, the first time with nothing filled
// in, and gives the path of its reading room.
func (p *person) addsFerry() string {
	p.t.Helper()
	article, err := os.ReadFile(filepath.Join("testdata", "ferry.article"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.open("/desk/articles/new")
	p.press(`main button.go`)
	p.sees("There is a problem")
	p.fill("#text", string(article))
	p.fill("#title", "Island suspends the ferry after a dispute over crews")
	p.fill("#outlet", "The Skarrow Lantern")
	p.fill("#url", "https://skarrow-lantern.example/2026/ferry")
	p.fill("#published", "2026-10-12")
	p.press(`main button.go`)
	return p.path()
}

// TestCheckR5TwoColleaguesOnOneClaimLoseNothing has two reviewers at one claim
// in browsers of their own: the second save of one revision shows both
// versions, and who works on a claim is left alone.
func TestCheckR5TwoColleaguesOnOneClaimLoseNothing(t *testing.T) {
	base := startDesk(t)
	browser := startBrowser(t)
	rae := visitor(t, browser, base)
	rae.signIn("rae@desk.example")
	rae.open(rae.addsFerry())
	rae.pick("relations with the mainland as their worst")
	rae.press(`form[action$="/accept"] button.go`)
	rae.openClaim("with the mainland as their worst")
	claim := rae.path()
	otto := visitor(t, browser, base)
	otto.signIn("otto@desk.example")
	otto.open(claim)

	otto.unfold("#statement")
	otto.fill("#statement", "Relations with the mainland are at their worst since the herring war")
	otto.press(`form[action$="/edit"] button.go`)
	rae.unfold("#statement")
	rae.fill("#statement", "The Council calls relations with the mainland their worst since 1974")
	rae.press(`form[action$="/edit"] button.go`)
	rae.sees("Two versions", "Otto Other saved revision", "It said, when you opened the form")
	if got := rae.evaluate(`document.querySelector("#statement").value`); got != "The Council calls relations with the mainland their worst since 1974" {
		t.Errorf("what the second typed: got %q", got)
	}
	rae.press(`main form button.go`)
	rae.open(claim + "/history")
	rae.sees("at their worst since the herring war", "their worst since 1974")

	otto.open(claim)
	rae.open(claim)
	rae.press(`form[action$="/hold"] button`)
	otto.press(`form[action$="/hold"] button`) // on the page from before
	otto.sees("Rae Reviewer")
	otto.open(claim)
	otto.sees("Rae Reviewer is working on this")
	otto.lacks(`#statement, form[action$="/hold"] button:not([disabled])`)
	rae.quiet()
	otto.quiet()
}

// TestActsAreUndoneByKeyAndSeveralAreDecidedAtOnce accepts, undoes and decides
// together with the keys and boxes of the desk.
func TestActsAreUndoneByKeyAndSeveralAreDecidedAtOnce(t *testing.T) {
	base := startDesk(t)
	rae := visitor(t, startBrowser(t), base)
	rae.signIn("rae@desk.example")
	rae.open(rae.addsFerry())
	rae.goesBy(`a`, "Accepted. It is in the queue, open.")
	rae.goesBy(`a`, "2 decided")
	rae.goesBy(`u`, "Undone. It is as it was.", "1 decided")
	rae.goesBy(`u`, "Undone. It is as it was.", "0 decided")
	rae.lacks(`form[action="/desk/undo"]`)

	rae.open("/desk?state=new")
	all := rae.evaluate(`document.querySelectorAll("tbody input[name=claim]").length`)
	rae.evaluate(`document.querySelector("[data-selects=claim]").click()`)
	if got := rae.evaluate(`document.querySelectorAll("tbody input[name=claim]:checked").length`); got != all {
		t.Errorf("the box for all ticks %v of %v", got, all)
	}
	rae.evaluate(`document.querySelector("[data-selects=claim]").click()`)
	rae.evaluate(`(() => { const b = [...document.querySelectorAll("tbody input[name=claim]")]; b[0].click(); b[2].dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, shiftKey: true})) })()`)
	if got := rae.evaluate(`document.querySelectorAll("tbody input[name=claim]:checked").length`); got != 3.0 {
		t.Errorf("Shift ticks %v, want 3", got)
	}
	rae.fill("#all_reason", "prediction")
	rae.press(`button[value=reject]`)
	rae.sees("3 claims rejected.", "You rejected 3 claims together.")
	rae.goesBy(`u`, "3 claims put back as they were.")
	rae.quiet()
}

// TestTheQueueShowsWhatAColleagueDidWithoutLosingThePlace has two people at
// one queue: what the one does is counted for the other, and shown when asked
// for, with ticks and focus where they were.
func TestTheQueueShowsWhatAColleagueDidWithoutLosingThePlace(t *testing.T) {
	base := startDesk(t)
	browser := startBrowser(t)
	rae, otto := visitor(t, browser, base), visitor(t, startBrowser(t), base)
	rae.signIn("rae@desk.example")
	room := rae.addsFerry()
	otto.signIn("otto@desk.example")
	otto.open("/desk?state=new")
	rows := otto.evaluate(`document.querySelectorAll("tbody tr").length`).(float64)
	otto.evaluate(`(() => { const r = document.querySelectorAll("tbody tr"); r[1].querySelector("input").click(); r[1].querySelector("a").focus(); r[2].dataset.seen = "1" })()`)

	rae.open(room)
	rae.press(`form[action$="/accept"] button.go`)
	otto.waits(`document.querySelector("[data-live-note]").hidden === false`)
	otto.sees("1 change in this list.")
	otto.evaluate(`document.querySelector("[data-live-note] button").click()`)
	if got := otto.evaluate(`document.querySelectorAll("tbody tr").length`); got != rows-1 {
		t.Errorf("%v rows became %v, want one less", rows, got)
	}
	if got := otto.evaluate(`[document.querySelectorAll("tbody input:checked").length, document.activeElement.tagName, document.querySelectorAll("[data-seen]").length].join(" ")`); got != "1 A 1" {
		t.Errorf("ticks, focus and rows that stayed: got %v, want 1 A 1", got)
	}
	otto.sees("Open 1")
	rae.quiet()
	otto.quiet()
}

// TestSelectedWordsAreMarkedAlsoRightToLeft marks a claim in a language that is
// not searched, by selecting its words across a candidate's tag or none.
func TestSelectedWordsAreMarkedAlsoRightToLeft(t *testing.T) {
	base := startDesk(t)
	const words = "أسعار تذاكر القطار ارتفعت أقل من الأجور"
	rae := visitor(t, startBrowser(t), base)
	rae.signIn("rae@desk.example")
	rae.open("/desk/articles/new")
	rae.fill("#text", "قال النائب سمير حدّون إن "+words+" منذ عام 2020.\n\nلم يرد الوزير على الأسئلة.")
	rae.fill("#title", "جلسة البرلمان")
	rae.fill("#outlet", "صحيفة الميناء")
	rae.fill("#published", "2026-02-09")
	rae.press("main button.go")
	rae.sees("English texts only")
	rae.selectWords("#article-text", words)
	rae.press(`a[data-selection]`)
	if got := rae.evaluate(`document.querySelector("#quote").value`); got != words {
		t.Fatalf("the selected words: got %q, want %q", got, words)
	}
	rae.fill("#kind", "indirect")
	rae.fill("#speaker", "سمير حدّون")
	rae.press("#card button.go")
	rae.hasCandidate(words)
	if got := rae.evaluate(`getComputedStyle(document.querySelector("#article-text p")).direction`); got != "rtl" {
		t.Errorf("the article reads %v, want right to left", got)
	}
	rae.quiet()
}

// checkCSV reads the public table as a program would.
func checkCSV(t *testing.T, base string) {
	t.Helper()
	res, err := http.Get(base + "/claims.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	rows, err := csv.NewReader(res.Body).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("claims.csv: got %d rows, %v", len(rows), err)
	}
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	for name, want := range map[string]string{
		"statement":            "relations with the mainland are at their worst since the end of the herring war",
		"quote":                "relations with the mainland as their worst since the end of the herring war",
		"attribution_kind":     "indirect",
		"attribution_verb":     "described as",
		"claimant_name":        "Ingrid Solvang",
		"claimant_role":        "Secretary of the Island Council",
		"claim_date":           "2026-10-12",
		"verdict":              "mostly_false",
		"source_count":         "2",
		"primary_source_count": "2",
		"reviewed_by":          "Otto Other",
		"publication":          "published",
		"article_published_on": "2026-10-12",
		"first_appearance_url": "https://skarrow-lantern.example/2026/ferry",
		"quote_is_verbatim":    "false",
		"verdict_worst":        "1",
		"claim_date_precision": "day",
		"last_correction_kind": "",
		"appearance_count":     "1",
		"verdict_scale":        "Touchstone six-step, version 1",
		"outlet":               "The Skarrow Lantern",
		"language":             "en",
		"claimant_type":        "person",
		"verdict_label":        "Mostly false",
		"correction_count":     "0",
		"article_title":        "Island suspends the ferry after a dispute over crews",
		"source_urls":          "https://records.example/1|https://records.example/2",
		"summary":              "Talks were broken off twice since then, for longer than now.",
		"article_url":          "https://skarrow-lantern.example/2026/ferry",
		"verdict_value":        "2",
		"verdict_best":         "6",
	} {
		if got[name] != want {
			t.Errorf("claims.csv, %s: got %q, want %q", name, got[name], want)
		}
	}
}
