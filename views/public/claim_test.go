package public_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

func TestACheckShowsEverythingAReaderNeeds(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	page := k.page(k.address(c))
	has(t, page,
		`<q dir="auto" lang="en">Rail fares have fallen by a fifth.</q>`, "Mostly false", "Oona Talvik-Reyes", "Minister for Transport",
		"14 March 2026", "Interview, Harbour Radio", "Fares fell by 4 per cent", `<sup><a href="#s1" aria-label="Source 1">1</a></sup>`, `id="s1"`, `id="s2"`,
		"Refutes the claim", "Supports the claim", "https://archive.example/1", "No archived copy",
		"<mark>Rail fares have fallen by a fifth.</mark>", "Checked by</dt><dd dir=\"auto\">Jonas Brekke", `<span dir="auto">Tove Almqvist</span>, who neither wrote nor rated it`,
		"Published with the rating Mostly false.", "How to cite", `<link rel="canonical" href="https://check.example/claims/`, `property="og:title" content="Mostly false: “Rail fares have fallen by a fifth”"`,
		`aria-current="true">Mostly false</li>`,
	)
	hasNot(t, page, "evil.example", "A headline.", "style=", "onclick")
}

func TestACheckHasOneAddress(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	want := "/claims/" + c.ID.String() + "/rail-fares-have-fallen-by-a-fifth"
	if got := k.address(c); got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	for _, other := range []string{"/claims/" + c.ID.String(), "/claims/" + c.ID.String() + "/something-else", "/claims/" + c.ID.String() + "/%0d%0aSet-Cookie:x=1"} {
		if w := k.get(other); w.Code != 308 || w.Header().Get("Location") != want || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: got %d to %q", other, w.Code, w.Header().Get("Location"))
		}
	}
	if w := k.ask("HEAD", want, ""); w.Code != 200 {
		t.Errorf("HEAD: got %d, want 200", w.Code)
	}
}

func TestAPublicPageCanBeKept(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	path := k.address(c)
	w := k.get(path)
	tag := w.Header().Get("ETag")
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=0, s-maxage=60, stale-while-revalidate=600" || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("Cache-Control %q, Set-Cookie %q", got, w.Header().Get("Set-Cookie"))
	}
	if w.Header().Get("Last-Modified") == "" {
		t.Error("no Last-Modified")
	}
	if w := k.ask("GET", path, tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("unchanged: got %d with %d bytes, want 304", w.Code, w.Body.Len())
	}
	k.correct(c.ID, "misleading", "The ministry sent us its table.")
	if w := k.ask("GET", path, tag); w.Code != 200 || w.Header().Get("ETag") == tag {
		t.Errorf("after a correction: got %d, tag %s", w.Code, w.Header().Get("ETag"))
	}
	if w := k.get("/claims/zzzzzzz"); w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "" {
		t.Error("an error page may be kept")
	}
}

func TestACorrectionOfTheRatingStandsFirst(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	c = k.correct(c.ID, "misleading", "The ministry sent us its ticket table.")
	page := k.page(k.address(c))
	note, quote := strings.Index(page, `class="note"`), strings.Index(page, "<figure")
	if note < 0 || note > quote {
		t.Error("the correction does not stand before the statement")
	}
	has(t, page, "the rating changed", "The ministry sent us its ticket table.", "Changed by an editor without a second person: The table leaves no doubt.")
	history := k.page("/claims/" + c.ID.String() + "/history")
	has(t, history, "The ministry sent us its ticket table.", "/revisions/")
	has(t, k.page("/corrections"), "The ministry sent us its ticket table.", "Rail fares have fallen")

	t.Run("the earlier revision is kept", func(t *testing.T) {
		then := k.page("/claims/" + c.ID.String() + "/revisions/" + itoa(c.Revision-1))
		has(t, then, "It was changed since", "Mostly false", "noindex")
	})
	t.Run("what a revision changed is named", func(t *testing.T) {
		now := k.page("/claims/" + c.ID.String() + "/revisions/" + itoa(c.Revision))
		has(t, now, "the present revision", "Changed from revision", "<del>Mostly false</del> <ins>Misleading</ins>")
	})
}

func TestAWithdrawnCheckKeepsItsPageWithoutAVerdict(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Withdraw(k.editor, k.d.Now(), "A caller was taken for the minister.")
	})
	page := k.page(k.address(c))
	has(t, page, "A caller was taken for the minister.", "Withdrawn", "noindex", "Rail fares have fallen by a fifth",
		"We no longer stand by this text", "Fares fell by 4 per cent", "That is a fall", "Rail fare index")
	hasNot(t, page, `class="verdict`, `class="chip`, "ld+json", "og:description\" content=\"Fares")
	has(t, k.page("/claims"), "Withdrawn")
	hasNot(t, k.page("/sitemap.xml"), c.ID.String())
	has(t, k.page("/claimreview.json"), "dateDeleted", c.ID.String())
	hasNot(t, k.page("/claimreview.json"), "reviewRating", "Mostly false")
}

var attack = `<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}` + "\u2028" + `</script><script>alert(2)</script>`

func TestTextFromOutsideIsShownAsText(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: attack, speaker: attack, role: attack, topic: "Transport " + attack[:20], summary: attack, explanation: attack + "\n\n[x](javascript:alert(1)) [1]", outlet: attack,
		evidence: []claims.Evidence{{Stance: claims.Refutes, Passage: attack, Note: attack, Source: claims.Source{URL: "https://a.example/?q=\"><script>", Title: attack, Publisher: attack, Kind: claims.DataSet}}}})
	c = k.correct(c.ID, "false", attack)
	path := k.address(c)
	for _, p := range []string{path, "/", "/claims", "/claims?q=script", "/claims/" + c.ID.String() + "/history", "/speakers", "/speakers/" + c.Speaker.Slug, "/corrections",
		"/claims/" + c.ID.String() + "/revisions/" + itoa(c.Revision), "/claims?q=" + "%3Cscript%3Ealert(1)%3C/script%3E", "/claims?speaker=%22%3E%3Cscript%3E", "/claims?sort=%3Cscript%3E"} {
		w := k.get(p)
		body := strings.ReplaceAll(w.Body.String(), `<script type="application/ld+json">`, "")
		for _, bad := range []string{"<script", "<img", "49", `href="javascript`} {
			if strings.Contains(body, bad) && !(bad == "49" && !strings.Contains(attack, "49") && !strings.Contains(body, ">49<")) {
				t.Errorf("%s: %q stands in the page", p, bad)
			}
		}
	}
	for _, p := range []string{"/feed.atom", "/corrections.atom", "/sitemap.xml"} {
		hasNot(t, k.page(p), "<script", "<img")
	}
	t.Run("JSON-LD is one element that parses back", func(t *testing.T) {
		page := k.page(path)
		all := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindAllStringSubmatch(page, -1)
		if len(all) != 1 || strings.Count(page, "</script>") != 1 {
			t.Fatalf("got %d elements and %d ends, want 1 and 1", len(all), strings.Count(page, "</script>"))
		}
		var got struct{ ClaimReviewed string }
		if err := json.Unmarshal([]byte(all[0][1]), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.Statement, got.ClaimReviewed); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if strings.ContainsAny(all[0][1], "<>\u2028") {
			t.Error("a sign that could end the element stands in it")
		}
	})
}

func TestARightToLeftStatementIsShownRightToLeft(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "أسعار تذاكر القطار ارتفعت أقل من الأجور منذ عام 2020", lang: "ar", speaker: "Samir Haddoun", rating: "mostly_true"})
	page := k.page(k.address(c))
	has(t, page, `<h1 dir="rtl">`, `lang="ar">أسعار`)
	has(t, k.page("/claims"), `<p dir="rtl">`, `lang="ar"`)
}

func TestReportedSpeechHasNoQuotationMarks(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "The night train was cancelled to please the airline", quote: "the night train was cut to please an airline", kind: claims.Indirect, rating: "unproven"})
	page := k.page(k.address(c))
	has(t, page, "In our words", "indirect, in the reporter’s words", `content="Unproven: The night train was cancelled to please the airline"`)
	hasNot(t, page, "<q ", `class="scale`)
	has(t, k.page("/claims"), "in our words")
}

func TestTheHistoryShowsWhatEachStepChangedWordByWord(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth"})
	summary, long := "Fares fell by 4 per cent, not by a sixth. The larger figure holds only for one off-peak ticket.", strings.Repeat("The index is made each month. ", 20)+"[1] [2]"
	day, err := claims.ParseDate("", "2026-03")
	k.must(err)
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Correct(k.editor, k.d.Now(), claims.CorrectFactual, "It is a sixth.", claims.Edit{Summary: &summary, Explanation: &long, ClaimedOn: &day}, nil, "")
	})
	again := strings.Replace(long, "month. The index is made each month. [1]", "month. The index is made each week. [1]", 1)
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Correct(k.editor, k.d.Now(), claims.CorrectClarification, "Each week.", claims.Edit{Explanation: &again}, nil, "")
	})
	page := k.page("/claims/" + c.ID.String() + "/history")
	has(t, page, "not by a <del>fifth</del><ins>sixth</ins>.", "<del>14 </del>March 2026", "each <del>month</del><ins>week</ins>.", " … ")
	if n := strings.Count(page, "The index is made each month."); n > 25 {
		t.Errorf("words that stayed stand %d times on the page", n)
	}
}
