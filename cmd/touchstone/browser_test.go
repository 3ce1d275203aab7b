package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestTwoPeopleTakeAnArticleToAPublishedCheck drives the whole path in real
// browsers: a contributor adds an article, a reviewer reads, accepts, edits,
// rejects, researches and proposes, cannot approve, a second reviewer approves,
// an editor publishes; and the public page and the CSV say so.
func TestTwoPeopleTakeAnArticleToAPublishedCheck(t *testing.T) {
	base := startDesk(t)
	browser := startBrowser(t)
	article, err := os.ReadFile(filepath.Join("testdata", "ferry.article"))
	if err != nil {
		t.Fatal(err)
	}

	cora := visitor(t, browser, base)
	cora.signIn("cora@desk.example")
	cora.open("/desk/articles/new")
	cora.press(`main button.go`)
	cora.sees("There is a problem")
	cora.fill("#text", string(article))
	cora.fill("#title", "Island suspends the ferry after a dispute over crews")
	cora.fill("#outlet", "The Skarrow Lantern")
	cora.fill("#url", "https://skarrow-lantern.example/2026/ferry")
	cora.fill("#published", "2026-10-12")
	cora.press(`main button.go`)
	room := cora.location()

	rae := visitor(t, browser, base)
	rae.signIn("rae@desk.example")
	rae.open(strings.TrimPrefix(room, base))
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
	claim := rae.location()

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
	otto.open(strings.TrimPrefix(claim, base))
	otto.lacks(`textarea#summary, input#statement`) // who approves does not edit
	otto.press(`button[value=approve]`)
	otto.sees("Approved")

	edda := visitor(t, browser, base)
	edda.signIn("edda@desk.example")
	edda.open(strings.TrimPrefix(claim, base))
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

// startDesk serves a desk with four people, as the program does.
func startDesk(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "desk")
	none := func(string) (string, bool) { return "", false }
	for _, p := range []struct{ name, role string }{{"Cora Contributor", "contributor"}, {"Rae Reviewer", "reviewer"}, {"Otto Other", "reviewer"}, {"Edda Editor", "editor"}} {
		email := strings.ToLower(strings.Fields(p.name)[0]) + "@desk.example"
		var stderr strings.Builder
		if code := run(t.Context(), []string{"user", "add", "--data", data, "--email", email, "--name", p.name, "--role", p.role}, none, strings.NewReader(password+"\n"), io.Discard, &stderr); code != 0 {
			t.Fatalf("add %s: %s", p.name, &stderr)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	out, done := &console{}, make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--data", data}, none, strings.NewReader(""), out, io.Discard)
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("the server ended with exit code %d", code)
		}
	})
	for range 600 {
		if m := atAddress.FindStringSubmatch(out.String()); m != nil && up(m[1]) {
			return m[1]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the server did not start: %s", out)
	return ""
}

const password = "four words in a row"

// startBrowser starts the machine's Chromium. Without one the test is skipped,
// which .ci/run refuses.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true), chromedp.WSURLReadTimeout(time.Minute))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return ctx
}

// person is someone in a browser session of their own.
type person struct {
	t    *testing.T
	ctx  context.Context
	base string
	log  []string
}

func visitor(t *testing.T, browser context.Context, base string) *person {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &person{t: t, ctx: ctx, base: base}
	p.run(chromedp.EmulateViewport(1280, 900))
	return p
}

// run does an action within a minute, or ends the test with the page's text.
func (p *person) run(a chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx); err != nil { // the tab must not be bound to the minute
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, a); err != nil {
		p.t.Fatalf("%v, on the page\n%s", err, p.text())
	}
}

func (p *person) open(path string) {
	p.t.Helper()
	p.run(chromedp.Navigate(p.base + path))
}

// press activates what leads to another page, and waits for that. The element
// has to be visible and enabled; it is pressed as the keyboard does it, because
// a pointer misses what moves while the page settles.
func (p *person) press(selector string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	script := fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus(); e.click() })()`, selector)
	if _, err := chromedp.RunResponse(ctx, chromedp.WaitEnabled(selector), chromedp.WaitVisible(selector), chromedp.Evaluate[chromedp.Void](script)); err != nil {
		p.t.Fatalf("press %s: %v, on the page\n%s", selector, err, p.text())
	}
	p.note()
}

// fill writes a value into a field as if it were typed at once.
func (p *person) fill(selector, value string) {
	p.t.Helper()
	if got := p.evaluate(fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (!e) return "missing"; e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); return e.value === %q ? "" : "not taken: " + e.value })()`, selector, value, value)); got != "" {
		p.t.Fatalf("fill %s: %v, on the page\n%s", selector, got, p.text())
	}
}

// unfold opens what a field is folded away in.
func (p *person) unfold(selector string) {
	p.t.Helper()
	p.evaluate(fmt.Sprintf(`(() => { for (let e = document.querySelector(%q); e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true })()`, selector))
}

func (p *person) keys(keys string) {
	p.t.Helper()
	p.run(chromedp.KeyEvent(keys))
}

func (p *person) signIn(email string) {
	p.t.Helper()
	p.open("/login")
	p.fill("[name=email]", email)
	p.fill("[name=password]", password)
	p.press("main button")
}

func (p *person) evaluate(script string) any {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[any](script))
	if err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
	return v
}

func (p *person) text() string {
	s, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return s
}

func (p *person) location() string {
	p.t.Helper()
	return fmt.Sprint(p.evaluate(`location.href`))
}

// sees wants texts on the page, whatever their line breaks.
func (p *person) sees(texts ...string) {
	p.t.Helper()
	page := strings.Join(strings.Fields(p.text()), " ")
	for _, s := range texts {
		if !strings.Contains(page, s) {
			p.t.Fatalf("%q is not on the page\n%s", s, page)
		}
	}
	p.note()
}

func (p *person) lacks(selector string) {
	p.t.Helper()
	if n := p.evaluate(fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)); n != 0.0 {
		p.t.Fatalf("%s is on the page\n%s", selector, p.text())
	}
}

// selectWords selects words inside one node of text, as a pointer would.
func (p *person) selectWords(within, words string) {
	p.t.Helper()
	if p.evaluate(fmt.Sprintf(`(() => {
		const walk = document.createTreeWalker(document.querySelector(%q), NodeFilter.SHOW_TEXT);
		for (let n; n = walk.nextNode();) {
			const i = n.data.indexOf(%q);
			if (i < 0) continue;
			getSelection().setBaseAndExtent(n, i, n, i + %q.length);
			return true;
		}
		return false;
	})()`, within, words, words)) != true {
		p.t.Fatalf("%q is not in %s", words, within)
	}
}

const candidates = `[...document.querySelectorAll(".prose a.cand")]`

func (p *person) hasCandidate(words string) {
	p.t.Helper()
	if p.evaluate(fmt.Sprintf(candidates+`.some(a => a.textContent.includes(%q))`, words)) != true {
		p.t.Fatalf("no candidate has the words %q", words)
	}
}

func (p *person) hasNoCandidate(words string) {
	p.t.Helper()
	if p.evaluate(fmt.Sprintf(candidates+`.some(a => a.textContent.includes(%q))`, words)) != false {
		p.t.Fatalf("a candidate has the words %q", words)
	}
}

// pick opens a candidate by its words, openClaim the work page of a decided one.
func (p *person) pick(words string) {
	p.t.Helper()
	href := p.evaluate(fmt.Sprintf(candidates+`.find(a => a.textContent.includes(%q)).href`, words))
	p.run(chromedp.Navigate(fmt.Sprint(href)))
}

func (p *person) openClaim(words string) {
	p.t.Helper()
	p.open("/desk/claims")
	href := p.evaluate(fmt.Sprintf(`[...document.querySelectorAll("main a")].find(a => a.textContent.includes(%q)).href`, words))
	p.run(chromedp.Navigate(fmt.Sprint(href)))
}

// note keeps what a page put on the screen that it should not have.
func (p *person) note() {
	p.t.Helper()
	if p.evaluate(`document.documentElement.scrollWidth > document.documentElement.clientWidth`) == true {
		p.log = append(p.log, "scrolls sideways: "+p.location())
	}
}

// quiet wants that nothing went wrong on any page on the way.
func (p *person) quiet() {
	p.t.Helper()
	for _, s := range p.log {
		p.t.Error(s)
	}
}
