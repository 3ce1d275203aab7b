package public_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
	"touchstone/views/public"
)

// desk is a database with people in it and a clock that goes on by itself.
type desk struct {
	t                testing.TB
	d                *db.DB
	now              time.Time
	writer, reviewer claims.User
	editor           claims.User
	e                *echo.Echo
	articles         int
}

func newDesk(t testing.TB) *desk {
	d := dbtest.New(t)
	k := &desk{t: t, d: d, now: time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)}
	d.Now = func() time.Time { k.now = k.now.Add(time.Minute); return k.now }
	k.writer = dbtest.User(t, d, "Jonas Brekke", claims.Reviewer)
	k.reviewer = dbtest.User(t, d, "Tove Almqvist", claims.Reviewer)
	k.editor = dbtest.User(t, d, "Ines Quillfeather", claims.Editor)
	k.serve(public.Config{BaseURL: "https://check.example"})
	return k
}

// serve puts the open site before the database.
func (k *desk) serve(cfg public.Config) {
	k.e = echo.New()
	k.e.HTTPErrorHandler = func(err error, c echo.Context) {
		if c.Response().Committed {
			panic(http.ErrAbortHandler)
		}
		status := map[claims.Kind]int{claims.KindNotFound: 404, claims.KindTooMany: 429, claims.KindInvalid: 400}[claims.KindOf(err)]
		if status == 0 {
			k.t.Errorf("%s: %v", c.Request().URL, err)
			status = 500
		}
		c.String(status, err.Error())
	}
	for _, r := range public.New(k.d, cfg).Routes() {
		k.e.Add(r.Method, r.Path, r.Handler)
		k.e.Add(http.MethodHead, r.Path, r.Handler)
	}
}

// check is what a published check is made from; the zero fields have defaults.
type check struct {
	statement, quote, lang, speaker, role, topic, rating, summary, explanation, outlet, day, short string
	kind                                                                                           claims.QuoteKind
	organisation                                                                                   bool
	evidence                                                                                       []claims.Evidence
}

func or(s, d string) string {
	if s == "" {
		return d
	}
	return s
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// add puts a claim into the database as the extractor finds it.
func (k *desk) add(c check) *claims.Claim {
	k.t.Helper()
	k.articles++
	quote := or(c.quote, c.statement)
	before := "Asked about it in the studio, the speaker said: “Look at the record. "
	text := "A headline.\n\n" + before + quote + "”, and left."
	start := len([]rune("A headline.\n\n" + before))
	day, err := claims.ParseDate("day", or(c.day, "2026-03-14"))
	k.must(err)
	kind := claims.IsPerson
	if c.organisation {
		kind = claims.IsOrganisation
	}
	topic := or(c.topic, "Transport")
	found := claims.Claim{
		Statement: c.statement, ShortForm: c.short, Language: or(c.lang, "en"), SpeakerRole: or(c.role, "Minister for Transport"), ClaimedOn: day, Place: "Interview",
		Speaker: &claims.Speaker{Name: or(c.speaker, "Oona Talvik-Reyes"), Kind: kind, Role: or(c.role, "Minister for Transport")}, Topics: []string{topic},
		Appearances: []claims.Appearance{{
			Quote: quote, Spans: []claims.Span{{Start: start, End: start + len([]rune(quote))}}, Context: before + quote + "”, and left.", ContextAt: len([]rune("A headline.\n\n")),
			Kind: claims.QuoteKind(or(string(c.kind), "direct")), Cue: "said", Anchor: claims.Anchored, First: true,
		}},
	}
	a, err := k.d.CreateArticle(k.t.Context(), k.writer, claims.Article{
		URL: "https://harbour-radio.example/" + strings.Repeat("a", k.articles), Title: "The morning interview", Outlet: or(c.outlet, "Harbour Radio"), PublishedOn: day, TextSHA256: fmt.Sprintf("%064d", k.articles), Language: or(c.lang, "en"), Text: fmt.Sprintf("%s\n\nInterview %d.", text, k.articles),
	}, nil, []claims.Claim{found})
	k.must(err)
	list, err := k.d.ArticleClaims(k.t.Context(), a.ID)
	k.must(err)
	return list[0]
}

func (k *desk) do(id claims.ID, rule func(*claims.Claim) (claims.Event, error)) *claims.Claim {
	k.t.Helper()
	c, err := k.d.UpdateClaim(k.t.Context(), id, rule)
	k.must(err)
	return c
}

// publish takes a check the whole way.
func (k *desk) publish(c check) *claims.Claim {
	k.t.Helper()
	n := k.add(c)
	k.do(n.ID, func(x *claims.Claim) (claims.Event, error) { return x.Accept(k.writer, k.d.Now(), claims.Edit{}) })
	k.do(n.ID, func(x *claims.Claim) (claims.Event, error) { return x.Hold(k.writer, k.d.Now()) })
	evidence := c.evidence
	if evidence == nil {
		read, _ := claims.ParseDate("", "2026-03-28")
		evidence = []claims.Evidence{
			{Stance: claims.Refutes, Passage: "All tickets: 112.6 (September 2023), 108.1 (February 2026).", Note: "The index covers all 41 lines and all ticket types.",
				Source: claims.Source{URL: "https://stats.example/index", Title: "Rail fare index, monthly, to February 2026", Publisher: "National Statistics Office", Kind: claims.DataSet, AccessedOn: read, Archived: "https://archive.example/1"}},
			{Stance: claims.Supports, Passage: "Mean price 15.80, against 20.00 for the Day Return it replaced.", Note: "Received on 8 April.",
				Source: claims.Source{URL: "https://ministry.example/saver", Title: "Saver Return: price table by line", Publisher: "Ministry for Transport", Kind: claims.ClaimantReply, AccessedOn: read}},
		}
	}
	for _, e := range evidence {
		k.do(n.ID, func(x *claims.Claim) (claims.Event, error) { return x.AddEvidence(k.writer, k.d.Now(), e) })
	}
	summary := or(c.summary, "Fares fell by 4 per cent, not by a fifth. The larger figure holds only for one off-peak ticket.")
	explanation := or(c.explanation, "The index went from 112.6 to 108.1. That is a fall of 4.0 per cent. [1]\n\nThe ministry pointed us to the *Saver Return*. [2]")
	k.do(n.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Revise(k.writer, k.d.Now(), claims.Edit{Summary: &summary, Explanation: &explanation})
	})
	scale, err := k.d.Scale(k.t.Context())
	k.must(err)
	k.do(n.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Propose(k.writer, k.d.Now(), scale, or(c.rating, "mostly_false"), "The index says so.")
	})
	k.do(n.ID, func(x *claims.Claim) (claims.Event, error) { return x.Approve(k.reviewer, k.d.Now(), "", "") })
	return k.do(n.ID, func(x *claims.Claim) (claims.Event, error) { return x.Publish(k.editor, k.d.Now()) })
}

// correct changes the rating of a published check.
func (k *desk) correct(id claims.ID, key, note string) *claims.Claim {
	k.t.Helper()
	scale, err := k.d.Scale(k.t.Context())
	k.must(err)
	r, err := scale.Rating(key)
	k.must(err)
	return k.do(id, func(x *claims.Claim) (claims.Event, error) {
		return x.Correct(k.editor, k.d.Now(), claims.CorrectRating, note, claims.Edit{}, &r, "The table leaves no doubt.")
	})
}

func (k *desk) get(path string) *httptest.ResponseRecorder { return k.ask("GET", path, "") }

func (k *desk) ask(method, path, etag string) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequest(method, path, nil)
	r.Host = "evil.example"
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	w := httptest.NewRecorder()
	k.e.ServeHTTP(w, r)
	return w
}

// page gets an address that must be there.
func (k *desk) page(path string) string {
	k.t.Helper()
	w := k.get(path)
	if w.Code != 200 {
		k.t.Fatalf("%s: got %d, want 200: %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// address is a check's own page.
func (k *desk) address(c *claims.Claim) string {
	k.t.Helper()
	w := k.get("/claims/" + c.ID.String())
	if w.Code != http.StatusPermanentRedirect {
		k.t.Fatalf("the short address: got %d, want 308", w.Code)
	}
	return w.Header().Get("Location")
}

func has(t *testing.T, page string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("missing %q in:\n%.3000s", w, page)
		}
	}
}

func hasNot(t *testing.T, page string, bad ...string) {
	t.Helper()
	for _, w := range bad {
		if i := strings.Index(page, w); i >= 0 {
			t.Errorf("%q must not stand in the page: …%s…", w, page[max(0, i-80):min(len(page), i+80)])
		}
	}
}
