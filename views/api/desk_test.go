package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/db"
	"touchstone/db/dbtest"
	"touchstone/views/api"
)

// desk is a database with people in it, a clock that goes on by itself, and the
// interfaces over it.
type desk struct {
	t                        testing.TB
	d                        *db.DB
	e                        *echo.Echo
	now                      time.Time
	writer, reviewer, editor claims.User
	articles                 int
}

func newDesk(t testing.TB) *desk {
	d := dbtest.New(t)
	k := &desk{t: t, d: d, e: echo.New(), now: time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)}
	d.Now = func() time.Time { k.now = k.now.Add(time.Minute); return k.now }
	k.writer = dbtest.User(t, d, "Jonas Brekke", claims.Reviewer)
	k.reviewer = dbtest.User(t, d, "Tove Almqvist", claims.Reviewer)
	k.editor = dbtest.User(t, d, "Ines Quillfeather", claims.Editor)
	k.e.HTTPErrorHandler = func(err error, c echo.Context) {
		status := map[claims.Kind]int{claims.KindNotFound: 404, claims.KindInvalid: 400, claims.KindGone: 410}[claims.KindOf(err)]
		if status == 0 {
			t.Errorf("%s: %v", c.Request().URL, err)
			status = 500
		}
		c.String(status, err.Error())
	}
	for _, r := range api.New(d, api.Config{BaseURL: "https://www.check.example"}).Routes() {
		k.e.Add(r.Method, r.Path, r.Handler)
	}
	return k
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *desk) do(id claims.ID, rule func(*claims.Claim) (claims.Event, error)) *claims.Claim {
	k.t.Helper()
	c, err := k.d.UpdateClaim(k.t.Context(), id, rule)
	k.must(err)
	return c
}

// add puts a claim by a speaker into the database, as the extractor finds it on
// a day of March 2026.
func (k *desk) add(statement, speaker, outlet string, day int) *claims.Claim {
	k.t.Helper()
	k.articles++
	text := anchor.New(fmt.Sprintf("Interview number %d.\n\n“%s,” the minister said. “It is known.”", k.articles, statement))
	start := strings.Index(text.String(), statement)
	start = len([]rune(text.String()[:start]))
	a, err := anchor.Appearance(text, []claims.Span{{Start: start, End: start + len([]rune(statement))}}, claims.Direct)
	k.must(err)
	a.Cue, a.First = "said", true
	on := claims.Date{Day: fmt.Sprintf("2026-03-%02d", day), Precision: claims.DayPrecision}
	made, err := k.d.CreateArticle(k.t.Context(), k.writer, claims.Article{
		URL: fmt.Sprintf("https://%s.example/%d", strings.ToLower(strings.ReplaceAll(outlet, " ", "-")), k.articles), Title: outlet + " interview", Outlet: outlet,
		PublishedOn: on, Language: "en", Text: text.String(), TextSHA256: text.Hash(),
	}, nil, []claims.Claim{{
		Statement: statement, Language: "en", ClaimedOn: on, SpeakerRole: "Minister", Topics: []string{"Topic of " + speaker},
		Speaker: &claims.Speaker{Name: speaker, Kind: claims.IsPerson, Role: "Minister"}, Appearances: []claims.Appearance{a},
	}})
	k.must(err)
	list, err := k.d.ArticleClaims(k.t.Context(), made.ID)
	k.must(err)
	return list[0]
}

// research takes a claim as far as an approved rating.
func (k *desk) research(id claims.ID, source string, edit claims.Edit) {
	k.t.Helper()
	k.do(id, func(x *claims.Claim) (claims.Event, error) { return x.Accept(k.writer, k.d.Now(), edit) })
	k.do(id, func(x *claims.Claim) (claims.Event, error) { return x.Hold(k.writer, k.d.Now()) })
	k.do(id, func(x *claims.Claim) (claims.Event, error) {
		return x.AddEvidence(k.writer, k.d.Now(), claims.Evidence{Stance: claims.Refutes, Passage: "Table 4.", Source: claims.Source{
			URL: "https://stats.example/" + claims.Slug(source), Title: source, Publisher: "Statistics Office", Kind: claims.DataSet}})
	})
	summary, explanation := "Not so.", "The table says otherwise. [1]"
	k.do(id, func(x *claims.Claim) (claims.Event, error) {
		return x.Revise(k.writer, k.d.Now(), claims.Edit{Summary: &summary, Explanation: &explanation})
	})
	scale, err := k.d.Scale(k.t.Context())
	k.must(err)
	k.do(id, func(x *claims.Claim) (claims.Event, error) {
		return x.Propose(k.writer, k.d.Now(), scale, "mostly_false", "Reasons for colleagues alone.")
	})
	k.do(id, func(x *claims.Claim) (claims.Event, error) {
		return x.Approve(k.reviewer, k.d.Now(), "Comment for colleagues alone.", "")
	})
}

// publish takes a new claim the whole way.
func (k *desk) publish(statement, speaker string, day int) *claims.Claim {
	k.t.Helper()
	c := k.add(statement, speaker, "Harbour Radio", day)
	k.research(c.ID, "Index of "+statement, claims.Edit{})
	return k.do(c.ID, func(x *claims.Claim) (claims.Event, error) { return x.Publish(k.editor, k.d.Now()) })
}

func (k *desk) correct(id claims.ID, rating, note string) *claims.Claim {
	k.t.Helper()
	scale, err := k.d.Scale(k.t.Context())
	k.must(err)
	r, err := scale.Rating(rating)
	k.must(err)
	return k.do(id, func(x *claims.Claim) (claims.Event, error) {
		return x.Correct(k.editor, k.d.Now(), claims.CorrectRating, note, claims.Edit{}, &r, "The table leaves no doubt.")
	})
}

func (k *desk) get(path string) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "evil.example"
	w := httptest.NewRecorder()
	k.e.ServeHTTP(w, r)
	return w
}

// answer reads what an address gives as JSON into v.
func (k *desk) answer(path string, v any) {
	k.t.Helper()
	w := k.get(path)
	if w.Code != 200 {
		k.t.Fatalf("%s: got %d: %s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		k.t.Fatalf("%s: %v: %s", path, err, w.Body)
	}
}
