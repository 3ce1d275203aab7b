package public

import (
	"context"
	"html"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/feeds"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/words"
)

// feedSize is how many entries a feed has.
const feedSize = 50

// feed gives the newest checks that the filters of the address leave as Atom.
func (p *Public) feed(c echo.Context) error {
	ctx := c.Request().Context()
	f, err := publicFilter(c.QueryParams())
	if err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	out := &feeds.Feed{
		Title: words.T(ctx, "Checks by {0}", s.Organisation), Id: p.url("/feed.atom" + question(f)),
		Link: &feeds.Link{Href: p.url("/claims" + question(f))}, Author: &feeds.Author{Name: s.Organisation},
	}
	f.PageLimit = feedSize
	list, err := p.db.NewestRecords(ctx, f)
	if err != nil {
		return err
	}
	for _, r := range list {
		out.Items = append(out.Items, p.entry(ctx, r))
		out.Updated = later(out.Updated, r.UpdatedAt)
	}
	return atom(c, out)
}

// entry shows a check in a feed as the lists do: the verdict in sight of the
// statement, quotation marks only around the speaker's own words.
func (p *Public) entry(ctx context.Context, r *claims.ClaimRecord) *feeds.Item {
	it := &feeds.Item{
		Id: p.url("/claims/" + r.ID.String()), Link: &feeds.Link{Href: p.url(claimPath(r.ID, r.Statement))},
		Created: r.PublishedAt, Updated: r.UpdatedAt,
	}
	if r.Publication == claims.Withdrawn || r.Verdict == nil {
		it.Title = words.T(ctx, "Withdrawn: {0}", r.Statement)
		return it
	}
	it.Title = r.Verdict.Label + ": " + r.Statement
	if r.Kind == claims.Direct && strings.Contains(claims.Line(r.Quote), strings.TrimRight(r.Statement, ".")) {
		it.Title = r.Verdict.Label + ": " + words.T(ctx, "“{0}”", r.Statement)
	}
	who := r.Claimant
	if r.ClaimantRole != "" {
		who += ", " + r.ClaimantRole
	}
	it.Description = r.Summary
	it.Content = "<p>" + html.EscapeString(who) + ", " + html.EscapeString(words.Date(ctx, r.ClaimedOn)) + "</p><p>" + html.EscapeString(r.Summary) + "</p>"
	return it
}

// correctionsFeed gives the newest corrections as Atom.
func (p *Public) correctionsFeed(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	list, err := p.db.Corrections(ctx, feedSize)
	if err != nil {
		return err
	}
	out := &feeds.Feed{
		Title: words.T(ctx, "Corrections by {0}", s.Organisation), Id: p.url("/corrections.atom"),
		Link: &feeds.Link{Href: p.url("/corrections")}, Author: &feeds.Author{Name: s.Organisation},
	}
	for _, k := range list {
		out.Updated = later(out.Updated, k.At)
		out.Items = append(out.Items, &feeds.Item{
			Id:    p.url("/claims/" + k.ClaimID.String() + "/history#" + correctionID(k.Correction)),
			Title: words.T(ctx, correctionTitle(k.Correction)) + " (" + words.T(ctx, k.Kind.Label()) + "): " + k.Statement,
			Link:  &feeds.Link{Href: p.url(claimPath(k.ClaimID, k.Statement))}, Description: k.Note, Created: k.At, Updated: k.At,
		})
	}
	return atom(c, out)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// atom sends a feed. An empty one still needs a date, and 1970 says that
// nothing has happened.
func atom(c echo.Context, f *feeds.Feed) error {
	if f.Updated.IsZero() {
		f.Updated = time.Unix(0, 0).UTC()
	}
	doc, err := feeds.ToXML(withSelf{f})
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", []byte(doc))
}

// withSelf writes a feed with a link to itself beside the one to its page; the
// library knows one link alone (RFC 4287, 4.1.1).
type withSelf struct{ *feeds.Feed }

// FeedXml gives what is written.
func (f withSelf) FeedXml() any {
	a := (&feeds.Atom{Feed: f.Feed}).AtomFeed()
	a.Id = f.Id // the library takes the page's address
	return struct {
		*feeds.AtomFeed
		Links []feeds.AtomLink `xml:"link"` // stands before the one of the same name inside
	}{a, []feeds.AtomLink{{Href: f.Link.Href, Rel: "alternate"}, {Href: f.Id, Rel: "self"}}}
}
