package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

// hostile is text that tries to be more: markup, templates, the end of a
// script, and letters that turn, hide or pile up.
const hostile = `<script>alert(1)</script> "><img src=x onerror=alert(1)> {{7*7}} </script><script>alert(2)</script>`

var strange = "\u202eturned\u202c z\u200be\u200br\u200bo " + strings.Repeat("\u0301", 60) + "\u2028"

// hostileCheck puts a published and corrected check into a desk, every text of
// which is hostile, and gives its address.
func hostileCheck(t *testing.T, data string) (public, desk string) {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(data, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	person := func(name string) claims.User {
		u, _, err := d.Credentials(t.Context(), name+"@desk.example")
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	writer, other, editor := person("rae"), person("otto"), person("edda")
	day, err := claims.ParseDate("", "2026-03-14")
	if err != nil {
		t.Fatal(err)
	}
	statement := hostile + " rail fares"
	a, err := d.CreateArticle(t.Context(), writer, claims.Article{
		URL: "https://radio.example/1", Title: hostile, Outlet: hostile, Byline: hostile, PublishedOn: day, Language: "en", TextSHA256: "1", Text: statement + "\n\n" + hostile,
	}, nil, []claims.Claim{{
		Statement: statement, Language: "en", SpeakerRole: hostile, ClaimedOn: day, Place: hostile, Topics: []string{hostile[:60]},
		Speaker:     &claims.Speaker{Name: hostile, Kind: claims.IsPerson},
		Appearances: []claims.Appearance{{Quote: statement, Spans: []claims.Span{{End: len([]rune(statement))}}, Context: statement, Kind: claims.Direct, Cue: hostile[:20], Anchor: claims.Anchored, First: true}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	list, err := d.ArticleClaims(t.Context(), a.ID)
	if err != nil || len(list) != 1 {
		t.Fatalf("the article has %d claims, %v", len(list), err)
	}
	scale, err := d.Scale(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := hostile + " " + strange + " [1] [x](javascript:alert(1)) <svg onload=alert(1)>"
	second := "another answer " + text
	source := claims.Evidence{Stance: claims.Refutes, Passage: text, Note: text, Source: claims.Source{URL: "https://stats.example/x?a=%22%3E%3Cscript%3E", Title: hostile, Publisher: hostile, Kind: claims.DataSet}}
	c := list[0]
	for i, step := range []func(*claims.Claim) (claims.Event, error){
		func(c *claims.Claim) (claims.Event, error) { return c.Accept(writer, d.Now(), claims.Edit{}) },
		func(c *claims.Claim) (claims.Event, error) { return c.Hold(writer, d.Now()) },
		func(c *claims.Claim) (claims.Event, error) { return c.AddEvidence(writer, d.Now(), source) },
		func(c *claims.Claim) (claims.Event, error) {
			return c.Revise(writer, d.Now(), claims.Edit{Summary: &text, Explanation: &text})
		},
		func(c *claims.Claim) (claims.Event, error) { return c.Propose(writer, d.Now(), scale, "false", text) },
		func(c *claims.Claim) (claims.Event, error) { return c.Approve(other, d.Now(), text, "") },
		func(c *claims.Claim) (claims.Event, error) { return c.Publish(editor, d.Now()) },
		func(c *claims.Claim) (claims.Event, error) {
			return c.Correct(editor, d.Now(), claims.CorrectFactual, text, claims.Edit{Summary: &second}, nil, "four eyes were asleep "+hostile)
		},
	} {
		if c, err = d.UpdateClaim(t.Context(), c.ID, step); err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
	}
	return "/claims/" + c.ID.String() + "/" + claims.Slug(c.Statement), "/desk/claims/" + c.ID.String()
}

// TestCheck1HostileTextsAreTextOnEveryPage opens every page that shows a claim
// whose texts are hostile: they are shown as they are, no dialog opens, and the
// browser has nothing to report.
func TestCheck1HostileTextsAreTextOnEveryPage(t *testing.T) {
	var check, desk string
	base := startDeskWith(t, func(data string) { check, desk = hostileCheck(t, data) })
	browser := startBrowser(t)
	reader := visitor(t, browser, base)
	claim := strings.Join(strings.Split(check, "/")[:3], "/")
	for _, path := range []string{"/", "/claims", "/claims?q=rail+fares", "/claims?q=" + "%3Cscript%3Ealert(1)%3C/script%3E", check, claim + "/history", "/corrections", "/speakers", "/embed" + claim, "/stats", "/report?claim=" + claim[8:]} {
		reader.open(path)
		if strings.Contains(path, claim[8:]) || path == "/claims" {
			reader.sees("<script>alert(1)</script>")
		}
		reader.tame()
	}
	reader.open(check)
	reader.sees("{{7*7}}", "onerror=alert(1)")
	reader.lacks(`main img[src=x], main svg[onload], main a[href^="javascript"]`)
	// CHECKS 3: one script element, whose JSON has the statement as it is.
	var review struct {
		ItemReviewed  struct{ Text string }
		ClaimReviewed string
	}
	raw := fmt.Sprint(reader.evaluate(`document.querySelector('script[type="application/ld+json"]').textContent`))
	if err := json.Unmarshal([]byte(raw), &review); err != nil || review.ClaimReviewed+review.ItemReviewed.Text != hostile+" rail fares" && !strings.Contains(review.ItemReviewed.Text, hostile) {
		t.Errorf("JSON-LD: %v: %s", err, raw)
	}
	if n := reader.evaluate(`document.scripts.length`); n.(float64) > 3 {
		t.Errorf("the page has %v scripts", n)
	}
	edda := visitor(t, browser, base)
	edda.signIn("edda@desk.example")
	for _, path := range []string{"/desk", "/desk/claims", "/desk/claims?q=rail", desk, desk + "/history", desk + "/preview", "/desk/articles", "/desk/notices"} {
		edda.open(path)
		edda.tame()
	}
	edda.open("/desk/articles")
	edda.open(fmt.Sprint(edda.evaluate(`document.querySelector('main a[href^="/desk/articles/"]:not([href$="new"])').getAttribute("href")`)))
	edda.sees("<script>alert(1)</script>")
	edda.tame()
	reader.quiet()
	edda.quiet()
}

// tame wants that nothing of a page's texts became part of the page.
func (p *person) tame() {
	p.t.Helper()
	if p.evaluate(`[...document.querySelectorAll("main *")].some(e => [...e.attributes].some(a => a.name.startsWith("on")) || e.tagName === "SCRIPT" && e.type !== "application/ld+json" && !e.src)`) == true {
		p.t.Errorf("%s: a text became markup", p.path())
	}
	p.note()
}

// TestACheckStandsInPagesOfOthersAndNothingElseDoes frames the embed and the
// check's own page in a page of another origin: the browser shows the first and
// refuses the second.
func TestACheckStandsInPagesOfOthersAndNothingElseDoes(t *testing.T) {
	var check string
	base := startDeskWith(t, func(data string) { check, _ = hostileCheck(t, data) })
	claim := strings.Join(strings.Split(check, "/")[:3], "/")
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!doctype html><title>Elsewhere</title><iframe src="%s" width="600" height="400"></iframe>`, base+r.URL.Path)
	}))
	defer other.Close()
	browser := startBrowser(t)
	p := visitor(t, browser, other.URL)
	p.open("/embed" + claim)
	if got := p.refusals(); len(got) > 0 {
		t.Errorf("the embed in a page of another origin: %q", got)
	}
	for i, path := range []string{check, "/desk", "/login"} {
		p.open(path)
		for end := time.Now().Add(time.Minute); len(p.refusals()) <= i; time.Sleep(10 * time.Millisecond) { // what the console says comes after the page
			if time.Now().After(end) {
				t.Fatalf("%s is shown in a page of another origin", path)
			}
		}
	}
}

// refusals are what the browser would not show in a frame.
func (p *person) refusals() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.log), func(s string) bool { return !strings.Contains(s, "frame-ancestors") })
}
