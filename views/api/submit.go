package api

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/claims/ingest"
	"touchstone/views/auth"
)

// newArticle is an article as a program sends it.
type newArticle struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	Outlet      string `json:"outlet"`
	Byline      string `json:"byline"`
	PublishedOn string `json:"published_on"`
	Text        string `json:"text"`
}

// taken is an article that the desk has.
type taken struct {
	ID         string  `json:"article_id"`
	URL        *string `json:"url"`
	Title      string  `json:"title"`
	Outlet     string  `json:"outlet"`
	TextSHA256 string  `json:"text_sha256"`
	Found      int     `json:"claims_found"`
	Desk       string  `json:"desk_url"`
}

func (a *API) taken(x claims.Article) taken {
	return taken{x.ID.String(), or(x.URL), x.Title, x.Outlet, x.TextSHA256, x.Candidates, a.base + "/desk/articles/" + x.ID.String()}
}

// submitArticle takes an article and finds the claims in it. One that is here
// already, by its address or its text, is answered with 200.
func (a *API) submitArticle(c echo.Context, body []byte) (int, any, error) {
	ctx := c.Request().Context()
	var in newArticle
	if err := read(body, &in); err != nil {
		return 0, nil, err
	}
	on, err := claims.ParseDate("published_on", in.PublishedOn)
	if err != nil {
		return 0, nil, err
	}
	x, raw, err := ingest.Submit(ctx, a.fetch, claims.Article{URL: in.URL, Title: in.Title, Outlet: in.Outlet, Byline: in.Byline, PublishedOn: on, Text: in.Text})
	if err != nil {
		return 0, nil, err
	}
	x, found, err := ingest.Prepare(x)
	if err != nil {
		return 0, nil, err
	}
	x, err = a.db.CreateArticle(ctx, auth.User(c), x, raw, found)
	var here *claims.Error
	if errors.As(err, &here) && here.Kind == claims.KindExists && here.Ref != 0 {
		x, err = a.db.Article(ctx, here.Ref)
		return http.StatusOK, a.taken(x), err
	}
	return http.StatusCreated, a.taken(x), err
}

// newClaim is a claim as a program sends it: words of an article that is here.
type newClaim struct {
	Article   string   `json:"article_id"`
	Quote     string   `json:"quote"`
	Start     *int     `json:"quote_start"`
	Kind      string   `json:"attribution_kind"`
	Cue       string   `json:"attribution_verb"`
	Statement string   `json:"statement"`
	Speaker   string   `json:"claimant_name"`
	Type      string   `json:"claimant_type"`
	Role      string   `json:"claimant_role"`
	On        string   `json:"claim_date"`
	Place     string   `json:"claim_place"`
	Topics    []string `json:"topics"`
}

// noted is a claim that the desk has.
type noted struct {
	ID        string       `json:"claim_id"`
	Statement string       `json:"statement"`
	State     claims.State `json:"state"`
	Start     int          `json:"quote_start"`
	End       int          `json:"quote_end"`
	Desk      string       `json:"desk_url"`
}

func (a *API) noted(k *claims.Claim, at claims.Appearance) noted {
	return noted{k.ID.String(), k.Statement, k.State, at.Start(), at.End(), a.base + "/desk/claims/" + k.ID.String()}
}

// submitClaim notes words of an article as a claim, new like one that a person
// marked. The same words of the same article again are answered with 200.
func (a *API) submitClaim(c echo.Context, body []byte) (int, any, error) {
	ctx := c.Request().Context()
	var in newClaim
	if err := read(body, &in); err != nil {
		return 0, nil, err
	}
	id, err := claims.ParseID(in.Article)
	if err != nil {
		return 0, nil, claims.Invalid("article_id", "say which article it stands in: send that first, to /api/v1/articles")
	}
	article, err := a.db.Article(ctx, id)
	if claims.KindOf(err) == claims.KindNotFound {
		return 0, nil, claims.Invalid("article_id", "there is no article with the identifier %s", id)
	}
	if err != nil {
		return 0, nil, err
	}
	k, err := a.marked(c, in, article)
	if err != nil {
		return 0, nil, err
	}
	have, err := a.db.ArticleClaims(ctx, id)
	if err != nil {
		return 0, nil, err
	}
	for _, x := range have {
		i := slices.IndexFunc(x.Appearances, func(p claims.Appearance) bool {
			return p.ArticleID == id && slices.Equal(p.Spans, k.Appearances[0].Spans)
		})
		if i >= 0 {
			return http.StatusOK, a.noted(x, x.Appearances[i]), nil
		}
	}
	if k, err = a.db.CreateClaim(ctx, auth.User(c), k); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, a.noted(k, k.Appearances[0]), nil
}

// marked makes the claim of what was sent.
func (a *API) marked(c echo.Context, in newClaim, article claims.Article) (*claims.Claim, error) {
	var p claims.Problems
	t := anchor.New(article.Text)
	span, err := stands(t, in)
	p.Add(err)
	kind := claims.QuoteKind(in.Kind)
	if !slices.Contains([]claims.QuoteKind{claims.Direct, claims.Mixed, claims.Indirect}, kind) {
		p.Add(claims.Invalid("attribution_kind", "say whose words they are: direct, mixed or indirect"))
	}
	on, err := claims.ParseDate("claim_date", in.On)
	p.Add(err)
	k := &claims.Claim{Statement: in.Statement, Language: article.Language, SpeakerRole: in.Role, ClaimedOn: on, Place: in.Place, Topics: in.Topics}
	if claims.Line(k.Statement) == "" {
		k.Statement = in.Quote
	}
	if name := claims.Line(in.Speaker); name != "" {
		if k.Speaker, err = a.db.ResolveSpeaker(c.Request().Context(), name); err != nil {
			return nil, err
		}
		if k.Speaker == nil {
			k.Speaker = &claims.Speaker{Name: name, Kind: claims.SpeakerKind(in.Type), Role: in.Role}
		}
	}
	for _, e := range problems(k.Check()) {
		p.Add(&claims.Error{Kind: e.Kind, Message: e.Message, Field: ours(e.Field)})
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	app, err := anchor.Appearance(t, []claims.Span{span}, kind)
	if err != nil {
		return nil, err
	}
	app.ArticleID, app.Cue, app.Finding = article.ID, claims.Line(in.Cue), claims.Finding{Rule: "sent by a program"}
	k.Appearances = []claims.Appearance{app}
	return k, nil
}

// stands finds the one place where the words stand in the article.
func stands(t *anchor.Text, in newClaim) (claims.Span, error) {
	if claims.Line(in.Quote) == "" {
		return claims.Span{}, claims.Invalid("quote", "copy the words from the article")
	}
	found := anchor.Find(t, in.Quote)
	for _, s := range found {
		if len(found) == 1 && in.Start == nil || in.Start != nil && s.Start == *in.Start {
			return s, nil
		}
	}
	switch {
	case len(found) == 0:
		return claims.Span{}, claims.Invalid("quote", "these words do not stand in the article like this")
	case in.Start != nil:
		return claims.Span{}, claims.Invalid("quote_start", "these words do not stand at this place of the article")
	}
	return claims.Span{}, claims.Invalid("quote_start", "these words stand %d times in the article: say where, in code points, or send more of the sentence", len(found))
}

func problems(err error) (p claims.Problems) {
	p.Add(err)
	return p
}

// ours is the name that a field of package claims has here.
func ours(field string) string {
	names := map[string]string{"speaker": "claimant_name", "speaker_kind": "claimant_type", "speaker_role": "claimant_role", "place": "claim_place"}
	if n, ok := names[field]; ok {
		return n
	}
	return field
}
