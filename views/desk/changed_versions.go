package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// versionsView is the texts an article had, and the difference of two of them.
type versionsView struct {
	Page     ui.Page
	User     claims.User
	Article  claims.Article
	Versions []claims.Version // newest first
	From, To claims.Version
	Pieces   []passage // the difference; nil where there is one version only
	Quotes   []lostQuote
	Changes  []claims.Change
	Look     string
	Did      string
}

// lostQuote is a quote that does not stand where it stood.
type lostQuote struct {
	Claim *claims.Claim
	App   claims.Appearance
}

func (d *Desk) versions(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v := versionsView{User: auth.User(c), Did: done[c.QueryParam("did")]}
	if v.Article, err = d.db.Article(ctx, id); err != nil {
		return err
	}
	if v.Versions, err = d.db.Versions(ctx, id); err != nil {
		return err
	}
	if v.Changes, err = d.db.ArticleChanges(ctx, id); err != nil {
		return err
	}
	at, problem, err := d.db.LastLook(ctx, id)
	if err != nil {
		return err
	}
	v.Look = lookWords(at, problem)
	list, err := d.db.ArticleClaims(ctx, id)
	if err != nil {
		return err
	}
	v.Quotes = lostQuotes(id, list)
	if len(v.Versions) > 1 {
		if err := d.compare(c, &v); err != nil {
			return err
		}
	}
	if v.Page, err = d.page(c, "Versions of "+v.Article.Title, ui.SectionArticles); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, versionsPage(v))
}

// compare finds the difference of the versions that the address names; without
// them, of the two newest.
func (d *Desk) compare(c echo.Context, v *versionsView) (err error) {
	newest := v.Versions[0].Number
	to, err := versionNumber(c.QueryParam("to"), newest)
	if err != nil {
		return err
	}
	from, err := versionNumber(c.QueryParam("from"), max(to-1, 1))
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if v.From, err = d.db.ArticleVersion(ctx, v.Article.ID, from); err != nil {
		return err
	}
	if v.To, err = d.db.ArticleVersion(ctx, v.Article.ID, to); err != nil {
		return err
	}
	v.Pieces = passages(anchor.Diff(v.From.Text, v.To.Text), marksIn(v.From, v.Quotes))
	return nil
}

func versionNumber(s string, otherwise int) (int, error) {
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, claims.Invalid("version", "this is not the number of a version: choose one from the list")
	}
	return n, nil
}

// lostQuotes are the quotes of an article that are gone or stand elsewhere,
// the gone ones first.
func lostQuotes(article claims.ID, list []*claims.Claim) []lostQuote {
	var gone, moved []lostQuote
	for _, k := range list {
		for _, a := range k.Appearances {
			switch {
			case a.ArticleID != article || k.MergedInto != 0:
			case a.Anchor == claims.Orphaned:
				gone = append(gone, lostQuote{k, a})
			case a.Anchor == claims.Moved:
				moved = append(moved, lostQuote{k, a})
			}
		}
	}
	return append(gone, moved...)
}

// marksIn are the places in a version of the quotes that were last seen there.
func marksIn(v claims.Version, quotes []lostQuote) []claims.Span {
	var list []claims.Span
	for _, q := range quotes {
		if q.App.Anchor == claims.Orphaned && q.App.TextSHA256 == v.TextSHA256 {
			list = append(list, q.App.Spans...)
		}
	}
	slices.SortFunc(list, func(a, b claims.Span) int { return a.Start - b.Start })
	return list
}

// passage is a paragraph of a difference, or how many were left out.
type passage struct {
	Parts   []part
	Skipped int
}

// part is a stretch that one thing happened to.
type part struct {
	Kind   anchor.OpKind
	Text   string
	Quoted bool // words of a quote that is gone
}

func (p passage) changed() bool {
	return slices.ContainsFunc(p.Parts, func(x part) bool { return x.Kind != anchor.Same || x.Quoted })
}

// passages divides a difference into paragraphs, and leaves out those that are
// the same, but for one on each side of a change.
func passages(ops []anchor.Op, quotes []claims.Span) []passage {
	all := []passage{{}}
	at := 0 // in the old text, in code points
	for _, op := range ops {
		for _, x := range quoted(op, at, quotes) {
			for i, text := range strings.Split(x.Text, "\n\n") {
				if i > 0 {
					all = append(all, passage{})
				}
				if text != "" {
					last := &all[len(all)-1]
					last.Parts = append(last.Parts, part{x.Kind, text, x.Quoted})
				}
			}
		}
		if op.Kind != anchor.Added {
			at += utf8.RuneCountInString(op.Text)
		}
	}
	return shortened(slices.DeleteFunc(all, func(p passage) bool { return len(p.Parts) == 0 }))
}

// quoted divides an operation where a quote begins or ends.
func quoted(op anchor.Op, at int, quotes []claims.Span) []part {
	whole := part{Kind: op.Kind, Text: op.Text}
	if op.Kind == anchor.Added {
		return []part{whole}
	}
	t := anchor.New(op.Text)
	var out []part
	from := 0
	add := func(end int, in bool) {
		if end = min(end, t.Len()); end > from {
			out = append(out, part{op.Kind, t.Slice(claims.Span{Start: from, End: end}), in})
			from = end
		}
	}
	for _, q := range quotes {
		if q.End > at && q.Start < at+t.Len() {
			add(q.Start-at, false)
			add(q.End-at, true)
		}
	}
	add(t.Len(), false)
	return out
}

func shortened(all []passage) []passage {
	near := func(i int) bool {
		return i >= 0 && i < len(all) && all[i].changed()
	}
	var out []passage
	for i, p := range all {
		switch n := len(out); {
		case near(i-1) || near(i) || near(i+1):
			out = append(out, p)
		case n > 0 && out[n-1].Skipped > 0:
			out[n-1].Skipped++
		default:
			out = append(out, passage{Skipped: 1})
		}
	}
	return out
}

func comparePath(article claims.ID, from, to int) string {
	return versionsPath(article) + "?" + url.Values{"from": {strconv.Itoa(from)}, "to": {strconv.Itoa(to)}}.Encode()
}

func (v versionsView) options() []ui.Option {
	var list []ui.Option
	for _, x := range v.Versions {
		list = append(list, ui.Option{Value: strconv.Itoa(x.Number), Label: versionWords(x)})
	}
	return list
}

// versionWords is a version in a line.
func versionWords(v claims.Version) string {
	s := "Version " + strconv.Itoa(v.Number) + ", " + v.RetrievedAt.UTC().Format("2 January 2006, 15:04") + " UTC"
	if !v.Page {
		s += ", pasted"
	}
	return s
}
