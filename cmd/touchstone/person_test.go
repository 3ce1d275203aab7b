package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// startDesk serves a desk with four people, as the program does.
func startDesk(t *testing.T) string {
	t.Helper()
	return startDeskWith(t, func(string) {})
}

// startDeskWith fills the desk's folder before it is served.
func startDeskWith(t *testing.T, fill func(data string)) string {
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
	fill(data)
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

	mu  sync.Mutex
	log []string // what went wrong on the way
}

func visitor(t *testing.T, browser context.Context, base string) *person {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &person{t: t, ctx: ctx, base: base}
	if err := chromedp.Listen(ctx, p.heard); err != nil {
		t.Fatal(err)
	}
	p.run(chromedp.EmulateViewport(1280, 900))
	return p
}

// heard keeps what a page did that no page of ours does: a dialog, or something
// that its own policy forbids.
func (p *person) heard(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ev := ev.(type) {
	case *page.EventJavascriptDialogOpening:
		p.log = append(p.log, "a dialog: "+ev.Message+" at "+ev.URL)
		go chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	case *log.EventEntryAdded:
		if ev.Entry.Source == log.EntrySourceSecurity || strings.Contains(ev.Entry.Text, "Content Security Policy") {
			p.log = append(p.log, "the console: "+ev.Entry.Text)
		}
	}
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

// goesBy presses a key that leads to another page, and sees texts there.
func (p *person) goesBy(key string, texts ...string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(key)); err != nil {
		p.t.Fatalf("the key %s: %v, on the page\n%s", key, err, p.text())
	}
	p.note()
	p.sees(texts...)
}

// waits until a condition holds on the page.
func (p *person) waits(condition string) {
	p.t.Helper()
	for range 200 {
		if p.evaluate(condition) == true {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatalf("%s does not become true, on the page\n%s", condition, p.text())
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

// path is where the person is on the site.
func (p *person) path() string {
	p.t.Helper()
	return fmt.Sprint(p.evaluate(`location.pathname + location.search`))
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
		path := p.path()
		p.mu.Lock()
		p.log = append(p.log, "scrolls sideways: "+path)
		p.mu.Unlock()
	}
}

// quiet wants that nothing went wrong on any page on the way.
func (p *person) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.log {
		p.t.Error(s)
	}
}
