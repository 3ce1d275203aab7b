package views

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"touchstone/claims"
)

// Words that stand in unpublished claims alone, where each is looked for, and
// one that stands nowhere at all.
const (
	hiddenWord    = "quibblefax"  // in statements
	hiddenSpeaker = "Murgatroyd"  // a speaker
	hiddenOutlet  = "whisperwick" // an outlet and its host
	hiddenTopic   = "Snorkeling"  // a topic
	hiddenWork    = "grimblesnip" // summaries, explanations, sources, comments
	nowhere       = "plonkerdood"
)

// hiddenIn are the parameters that any route takes, and what to ask for in them.
var hiddenIn = map[string][]string{
	"q": {hiddenWord, hiddenSpeaker, hiddenOutlet, hiddenTopic, hiddenWork}, "query": {hiddenWord, hiddenSpeaker}, "text": {hiddenWord},
	"speaker": {strings.ToLower(hiddenSpeaker)}, "topic": {strings.ToLower(hiddenTopic)}, "outlet": {hiddenOutlet + ".site"}, "host": {hiddenOutlet + ".site"}, "url": {hiddenOutlet + ".site"},
}

// hide adds a claim to the house and takes it some steps along, short of
// publishing it.
func (h *house) hide(name string, steps ...func(*claims.Claim) (claims.Event, error)) *claims.Claim {
	h.t.Helper()
	statement := "The " + hiddenWord + " of the " + name + " costs 9 billion."
	day, err := claims.ParseDate("", "2026-03-14")
	if err != nil {
		h.t.Fatal(err)
	}
	a, err := h.d.CreateArticle(h.t.Context(), h.user(claims.Reviewer), claims.Article{
		URL: "https://" + hiddenOutlet + ".site/" + name, Title: "The " + hiddenWork + " " + name, Outlet: hiddenOutlet, PublishedOn: day, Language: "en",
		TextSHA256: strings.Repeat(name, 64)[:64], Text: statement + " " + name,
	}, nil, []claims.Claim{{
		Statement: statement, Language: "en", ClaimedOn: day, Topics: []string{hiddenTopic}, Speaker: &claims.Speaker{Name: hiddenSpeaker, Kind: claims.IsPerson},
		Appearances: []claims.Appearance{{Quote: statement, Spans: []claims.Span{{End: len([]rune(statement))}}, Context: statement, Kind: claims.Direct, Cue: "said", Anchor: claims.Anchored, First: true}},
	}})
	if err != nil {
		h.t.Fatal(err)
	}
	list, err := h.d.ArticleClaims(h.t.Context(), a.ID)
	if err != nil || len(list) != 1 {
		h.t.Fatalf("the article has %d claims, %v", len(list), err)
	}
	c := list[0]
	for _, step := range steps {
		if c, err = h.d.UpdateClaim(h.t.Context(), c.ID, step); err != nil {
			h.t.Fatalf("%s: %v", name, err)
		}
	}
	return c
}

// hideAll adds a claim in every state that readers do not see.
func (h *house) hideAll() []*claims.Claim {
	h.t.Helper()
	writer, editor, now := h.user(claims.Reviewer), h.user(claims.Editor), h.d.Now
	scale, err := h.d.Scale(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	text := "The " + hiddenWork + " says otherwise. [1]"
	accept := func(c *claims.Claim) (claims.Event, error) { return c.Accept(writer, now(), claims.Edit{}) }
	hold := func(c *claims.Claim) (claims.Event, error) { return c.Hold(writer, now()) }
	source := func(c *claims.Claim) (claims.Event, error) {
		return c.AddEvidence(writer, now(), claims.Evidence{Stance: claims.Refutes, Passage: hiddenWork, Source: claims.Source{URL: "https://" + hiddenWork + ".site/" + c.ID.String(), Title: hiddenWork, Publisher: hiddenWork, Kind: claims.DataSet}})
	}
	write := func(c *claims.Claim) (claims.Event, error) {
		return c.Revise(writer, now(), claims.Edit{Summary: &text, Explanation: &text})
	}
	propose := func(c *claims.Claim) (claims.Event, error) {
		return c.Propose(writer, now(), scale, "mostly_false", text)
	}
	approve := func(c *claims.Claim) (claims.Event, error) { return c.Approve(editor, now(), text, "") }
	reject := func(c *claims.Claim) (claims.Event, error) { return c.Reject(writer, now(), "too_vague", text) }
	rest := func(c *claims.Claim) (claims.Event, error) { return c.PutOnHold(writer, now(), text) }
	all := []*claims.Claim{
		h.hide("new"), h.hide("rejected", reject), h.hide("open", accept), h.hide("researching", accept, hold, source, write), h.hide("waiting", accept, hold, source, write, rest),
		h.hide("proposed", accept, hold, source, write, propose), h.hide("approved", accept, hold, source, write, propose, approve),
	}
	var states []claims.State
	for _, c := range all {
		states = append(states, c.State)
	}
	want := []claims.State{claims.StateNew, claims.StateRejected, claims.StateOpen, claims.StateResearching, claims.StateOnHold, claims.StateInReview, claims.StateApproved}
	if !slices.Equal(states, want) {
		h.t.Fatalf("the claims are %v, want %v", states, want)
	}
	return all
}

// TestCheck29AnUnpublishedClaimIsNowhere asks every route as anybody may: with
// the identifiers of claims in each state that is not published, with words
// that stand in them alone, and with a word that stands nowhere, which has to
// be answered the same.
func TestCheck29AnUnpublishedClaimIsNowhere(t *testing.T) {
	d, fill := furnished(t, Config{BaseURL: "https://desk.example"})
	hidden := d.hideAll()
	shown, err := claims.ParseID(strings.Split(fill("/claims/:id"), "/")[2])
	if err != nil {
		t.Fatal(err)
	}
	b := d.browser()
	asked := 0
	for _, r := range d.e.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		path := fill(r.Path)
		if strings.Contains(r.Path, ":id") {
			for _, c := range hidden {
				other := strings.NewReplacer(shown.String(), c.ID.String(), claims.Slug("Rail fares have fallen by a fifth."), claims.Slug(c.Statement)).Replace(path)
				if strings.HasPrefix(path, "/api/v1/articles/") {
					other = "/api/v1/articles/" + c.Appearances[0].ArticleID.String()
				} else if strings.HasPrefix(path, "/api/v1/appearances/") {
					other = "/api/v1/appearances/" + c.Appearances[0].ID.String()
				}
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					w := b.send(httptest.NewRequest(method, other, nil))
					if w.Code != http.StatusNotFound && w.Code != http.StatusSeeOther || w.Header().Get("ETag") != "" {
						t.Errorf("%s %s: status %d with tag %q for a claim that is %s", method, other, w.Code, w.Header().Get("ETag"), c.State)
					}
					leaksNothing(t, other, w)
				}
			}
		}
		bare, given, _ := strings.Cut(path, "?")
		kind := b.get(path).Header().Get("Content-Type")
		for _, q := range []string{"", "as_of=2030-01-01", "all=1", "state=approved", "state=new", "held=nobody", "limit=100", "bom=1", "page=2", "sort=best", "q=billion", "query=billion"} {
			w := b.get(bare + "?" + strings.Trim(given+"&"+q, "&"))
			leaksNothing(t, path+" with "+q, w)
			asked++
		}
		if strings.HasPrefix(kind, "image/") || kind == "application/zip" {
			continue // whose bytes say when they were made
		}
		for name, words := range hiddenIn {
			for _, word := range words {
				other := nowhere
				if strings.HasSuffix(word, ".site") {
					other += ".site"
				}
				with, without := b.get(bare+"?"+name+"="+word), b.get(bare+"?"+name+"="+other)
				if got, want := plain(with.Body.Bytes(), word), plain(without.Body.Bytes(), other); with.Code != without.Code || got != want {
					t.Errorf("%s?%s=%s is answered otherwise than a word that stands nowhere:\n%s", bare, name, word, firstDifference(got, want))
				}
				asked++
			}
		}
	}
	for _, c := range hidden {
		for _, path := range []string{"/report?claim=" + c.ID.String(), "/oembed?url=https://desk.example/claims/" + c.ID.String()} {
			w := b.get(path)
			if w.Code != http.StatusNotFound {
				t.Errorf("%s: status %d, want 404", path, w.Code)
			}
			leaksNothing(t, path, w)
		}
	}
	for _, path := range []string{"/speakers/" + strings.ToLower(hiddenSpeaker), "/topics/" + strings.ToLower(hiddenTopic), "/outlets/" + hiddenOutlet + ".site", "/api/v1/speakers/" + strings.ToLower(hiddenSpeaker)} {
		if w := b.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, w.Code)
		}
	}
	if asked < 1000 {
		t.Errorf("only %d questions were asked", asked)
	}
}

// leaksNothing wants none of the words in an answer, also of what is packed in it.
func leaksNothing(t *testing.T, asked string, w *httptest.ResponseRecorder) {
	t.Helper()
	body := w.Body.Bytes()
	if z, err := zip.NewReader(bytes.NewReader(body), int64(len(body))); err == nil {
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			part, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			body = append(body, part...)
		}
	}
	low := strings.ToLower(string(body))
	for _, word := range []string{hiddenWord, hiddenSpeaker, hiddenOutlet, hiddenTopic, hiddenWork} {
		if strings.Contains(low, strings.ToLower(word)) {
			t.Errorf("%s: %q stands in the answer", asked, word)
		}
	}
}

// moment is what differs between two answers to one question.
var moment = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|[0-9a-zA-Z]{16,}`)

// plain is an answer without the question, which stands in it as it was asked.
func plain(body []byte, word string) string {
	s := regexp.MustCompile(`(?i)`+regexp.QuoteMeta(word)).ReplaceAllString(string(body), "")
	return moment.ReplaceAllString(s, "")
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-80):min(len(s), i+120)] }
	return around(a) + "\n---\n" + around(b)
}
