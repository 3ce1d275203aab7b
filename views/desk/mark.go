package desk

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/views/auth"
)

// place is one of several places where the marked words stand.
type place struct {
	N                   int
	Before, Words, Past string
}

// markByHand adds a claim that a person found in an article. The words are
// looked for in the text, so that the place is exact however they were typed.
func (d *Desk) markByHand(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	k, places, err := d.marked(c, v, id)
	if err == nil {
		k, err = d.db.CreateClaim(c.Request().Context(), auth.User(c), k)
	}
	if claims.KindOf(err) == claims.KindInvalid {
		f := form{Typed: v}
		f.Problems.Add(err)
		room, err := d.roomView(c, id, 0, f)
		if err != nil {
			return err
		}
		room.Places = places
		return renderRoom(c, http.StatusUnprocessableEntity, room)
	}
	if err != nil {
		return err
	}
	return see(c, articlePath(id)+"?c="+k.ID.String()+"&did=marked#current")
}

// marked makes the claim of what was typed.
func (d *Desk) marked(c echo.Context, v url.Values, id claims.ID) (*claims.Claim, []place, error) {
	ctx := c.Request().Context()
	article, err := d.db.Article(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	t := anchor.New(article.Text)
	span, places, badPlace := find(t, v.Get("quote"), v.Get("which"))
	kind, badKind := quoteKind(v.Get("kind"))
	on, badDate := claims.ParseDate("claimed_on", v.Get("claimed_on"))
	var who *claims.Speaker
	var badWho error
	if claims.Line(v.Get("speaker")) != "" {
		who, badWho = d.readSpeaker(ctx, v, nil)
	}
	if err := together(badPlace, badKind, badWho, badDate); err != nil {
		return nil, places, err
	}
	app, err := anchor.Appearance(t, []claims.Span{span}, kind)
	if err != nil {
		return nil, nil, err
	}
	app.ArticleID, app.Cue = id, claims.Line(v.Get("cue"))
	app.Finding = claims.Finding{Rule: byHand}
	k := &claims.Claim{
		Statement: claims.Line(v.Get("statement")), Language: article.Language, Speaker: who, SpeakerRole: v.Get("speaker_role"),
		ClaimedOn: on, Appearances: []claims.Appearance{app},
	}
	if k.Statement == "" {
		k.Statement = claims.Line(app.Quote)
	}
	return k, nil, k.Check()
}

func quoteKind(s string) (claims.QuoteKind, error) {
	switch k := claims.QuoteKind(s); k {
	case claims.Direct, claims.Mixed, claims.Indirect:
		return k, nil
	}
	return "", claims.Invalid("kind", "say whether the words are the speaker’s own")
}

// find gives the one place where the words stand, or the places to choose from.
func find(t *anchor.Text, quote, which string) (claims.Span, []place, error) {
	if claims.Line(quote) == "" {
		return claims.Span{}, nil, claims.Invalid("quote", "copy the words from the article into this field")
	}
	found := anchor.Find(t, quote)
	switch n, err := strconv.Atoi(which); {
	case len(found) == 0:
		return claims.Span{}, nil, claims.Invalid("quote", "these words do not stand in the article like this: copy them from the text, without leaving any out")
	case len(found) == 1:
		return found[0], nil, nil
	case err == nil && n >= 1 && n <= len(found):
		return found[n-1], nil, nil
	}
	var places []place
	for i, s := range found[:min(len(found), 20)] {
		places = append(places, place{i + 1, t.Slice(claims.Span{Start: s.Start - 60, End: s.Start}), t.Slice(s), t.Slice(claims.Span{Start: s.End, End: s.End + 60})})
	}
	return claims.Span{}, places, claims.Invalid("quote", "these words stand %d times in the article: choose the place, or copy more of the sentence", len(found))
}
