package views

import (
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

// furnished is a house with something in every room: a published check, a claim
// nobody looked at, a feed, a logo and an invitation. Its second result puts
// names into a route's parameters that are there.
func furnished(t *testing.T, cfg Config) (*house, func(path string) string) {
	t.Helper()
	d := newHouse(t, cfg)
	f := &furniture{t: t, house: d, shown: d.found("Rail fares have fallen by a fifth.", "1"), hidden: d.found("The secret tunnel costs 9 billion.", "2")}
	f.publish()
	invited, token, err := d.d.Invite(t.Context(), d.user(claims.Admin).Person(), claims.Invitation{Email: "ines@ledger.example", Role: claims.Editor})
	if err != nil || invited.ID == 0 {
		t.Fatal(err)
	}
	f.invitation = token
	feed, err := d.d.AddFeed(t.Context(), d.user(claims.Admin), claims.Feed{URL: "https://news.site/feed", Every: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	f.feed = feed.ID
	logo := claims.Logo{Name: "0123456789abcdef", PNG: []byte("a picture")}
	if err := d.d.SaveLogo(t.Context(), d.user(claims.Admin).Person(), logo); err != nil {
		t.Fatal(err)
	}
	return d, f.fill
}

type furniture struct {
	t             *testing.T
	house         *house
	shown, hidden *claims.Claim
	invitation    string
	feed          claims.ID
}

// found is a claim as the extractor finds it in an article.
func (h *house) found(statement, n string) *claims.Claim {
	h.t.Helper()
	day, err := claims.ParseDate("", "2026-03-14")
	if err != nil {
		h.t.Fatal(err)
	}
	before := "Asked in the studio, the minister said: “"
	a, err := h.d.CreateArticle(h.t.Context(), h.user(claims.Reviewer), claims.Article{
		URL: "https://radio.site/" + n, Title: "The interview " + n, Outlet: "Harbour Radio", PublishedOn: day, Language: "en",
		TextSHA256: strings.Repeat(n, 64), Text: before + statement + "” And left. " + n,
	}, nil, []claims.Claim{{
		Statement: statement, Language: "en", SpeakerRole: "Minister", ClaimedOn: day, Topics: []string{"Transport"},
		Speaker: &claims.Speaker{Name: "Oona Talvik " + n, Kind: claims.IsPerson},
		Appearances: []claims.Appearance{{
			Quote: statement, Spans: []claims.Span{{Start: len([]rune(before)), End: len([]rune(before + statement))}}, Context: before + statement + "”",
			Kind: claims.Direct, Cue: "said", Anchor: claims.Anchored, First: true,
		}},
	}})
	if err != nil {
		h.t.Fatal(err)
	}
	list, err := h.d.ArticleClaims(h.t.Context(), a.ID)
	if err != nil || len(list) != 1 {
		h.t.Fatalf("the article has %d claims, %v", len(list), err)
	}
	return list[0]
}

// publish takes the claim that is to be seen the whole way.
func (f *furniture) publish() {
	f.t.Helper()
	d := f.house.d
	writer, editor := f.house.user(claims.Reviewer), f.house.user(claims.Editor)
	scale, err := d.Scale(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	text := "Fares fell by 4 per cent. [1]"
	source := claims.Evidence{Stance: claims.Refutes, Passage: "112.6, then 108.1", Source: claims.Source{URL: "https://stats.site/index", Title: "Index", Publisher: "Statistics Office", Kind: claims.DataSet}}
	for _, step := range []func(*claims.Claim) (claims.Event, error){
		func(c *claims.Claim) (claims.Event, error) { return c.Accept(writer, d.Now(), claims.Edit{}) },
		func(c *claims.Claim) (claims.Event, error) { return c.Hold(writer, d.Now()) },
		func(c *claims.Claim) (claims.Event, error) { return c.AddEvidence(writer, d.Now(), source) },
		func(c *claims.Claim) (claims.Event, error) {
			return c.Revise(writer, d.Now(), claims.Edit{Summary: &text, Explanation: &text})
		},
		func(c *claims.Claim) (claims.Event, error) {
			return c.Propose(writer, d.Now(), scale, "mostly_false", "The index says so.")
		},
		func(c *claims.Claim) (claims.Event, error) { return c.Approve(editor, d.Now(), "", "") },
		func(c *claims.Claim) (claims.Event, error) { return c.Publish(editor, d.Now()) },
	} {
		if f.shown, err = d.UpdateClaim(f.t.Context(), f.shown.ID, step); err != nil {
			f.t.Fatal(err)
		}
	}
}

// fill puts names that are there into a route's parameters.
func (f *furniture) fill(path string) string {
	f.t.Helper()
	claim, c := f.shown.ID.String(), f.shown
	if strings.HasPrefix(path, "/desk/claims/") {
		claim = f.hidden.ID.String() // the desk reads what the public may not
	}
	for prefix, id := range map[string]string{
		"/desk/articles/": c.Appearances[0].ArticleID.String(), "/api/v1/articles/": c.Appearances[0].ArticleID.String(),
		"/api/v1/appearances/": c.Appearances[0].ID.String(), "/admin/users/": f.house.user(claims.Editor).ID.String(), "/admin/feeds/": f.feed.String(),
	} {
		if strings.HasPrefix(path, prefix) {
			claim = id
		}
	}
	revision := "1"
	for _, r := range f.revisions() {
		revision = r
	}
	path = strings.NewReplacer(":id", claim, ":slug", c.Speaker.Slug, ":host", "radio.site", ":name", "0123456789abcdef.png", ":token", f.invitation, ":n", revision).Replace(path)
	path = strings.Replace(path, "/topics/"+c.Speaker.Slug, "/topics/transport", 1)
	path = strings.Replace(path, "/claims/"+f.shown.ID.String()+"/"+c.Speaker.Slug, "/claims/"+f.shown.ID.String()+"/"+claims.Slug(c.Statement), 1)
	switch path {
	case "/oembed":
		return path + "?url=" + f.house.base + "/claims/" + f.shown.ID.String()
	case `/v1alpha1/claims\:search`:
		return filled(path) + "?query=fares"
	case "/api/v1/search":
		return path + "?q=fares"
	}
	return filled(path)
}

// revisions are those of the public check.
func (f *furniture) revisions() []string {
	body := f.house.browser().get("/claims/" + f.shown.ID.String() + "/history").Body.String()
	var list []string
	for _, part := range strings.Split(body, "/revisions/")[1:] {
		n, _, _ := strings.Cut(part, `"`)
		list = append(list, strings.SplitN(n, "/", 2)[0])
	}
	return list
}
