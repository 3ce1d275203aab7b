package public

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// listView is a list of checks with everything that narrows it.
type listView struct {
	Page     ui.Page
	Heading  string
	Lead     string // a sentence under the heading of a topic or an outlet
	Filter   claims.Filter
	Asked    string // the search as it was typed, where it was read otherwise
	List     claims.Page
	Facets   []facet
	Active   []active
	Problems claims.Problems
	Way      []wayOut // what would find something, where nothing was found
}

// facet is a group of filters in the margin.
type facet struct {
	Title    string
	Lines    []ui.FacetLine
	All      string // where all of them stand, and the words for it
	AllWords string
}

// active is a filter in use, with the address without it.
type active struct{ Label, Name, Without string } // Name says what looking without it is called

// wayOut is a filter to leave out, with what that would find.
type wayOut struct {
	Label, Href string
	N           int
}

// list shows the checks that the address asks for.
func (p *Public) list(c echo.Context) error {
	return p.listing(c, words.T(c.Request().Context(), "Checks"), "", "/claims", func(*claims.Filter) {})
}

// topic shows the checks on one topic.
func (p *Public) topic(c echo.Context) error {
	slug := param(c, "slug")
	name, err := p.db.Topic(c.Request().Context(), slug)
	if err != nil {
		return err
	}
	return p.listing(c, name, words.Key("Everything we have checked on this topic."), "/topics/"+url.PathEscape(slug), func(f *claims.Filter) { f.Topic = slug })
}

// outlet shows the checks of what appeared at one outlet.
func (p *Public) outlet(c echo.Context) error {
	host := param(c, "host")
	name, err := p.db.Outlet(c.Request().Context(), host)
	if err != nil {
		return err
	}
	return p.listing(c, name, words.Key("Statements we have checked that appeared here. The outlet reported them; it did not make them, unless it is named as the speaker."),
		outletPath(host), func(f *claims.Filter) { f.Outlet = host })
}

// public reads the address and drops what is the desk's own.
func publicFilter(v url.Values) (claims.Filter, error) {
	f, err := claims.ParseFilter(v)
	f.Public, f.State, f.Holder, f.Due = true, "", "", ""
	if f.Sort == claims.Urgent {
		f.Sort = claims.Newest
	}
	return f, err
}

// listing draws a list. A mistake in the address is shown above what the rest
// of it finds.
func (p *Public) listing(c echo.Context, heading, lead, path string, fix func(*claims.Filter)) error {
	ctx := c.Request().Context()
	f, err := publicFilter(c.QueryParams())
	v := listView{Heading: heading, Lead: words.T(ctx, lead)}
	status := http.StatusOK
	if err != nil {
		if !errors.As(err, &v.Problems) {
			return err
		}
		status, f.After, f.Before = http.StatusBadRequest, "", ""
	}
	fix(&f)
	var counts claims.Facets
	if v.List, counts, err = p.db.Listed(ctx, f); err != nil {
		return err
	}
	if v.List.Total == 0 {
		mended, err := p.db.Mend(ctx, f)
		if err != nil {
			return err
		}
		if mended != f.Query {
			v.Asked, f.Query = f.Query, mended
			if v.List, counts, err = p.db.Listed(ctx, f); err != nil {
				return err
			}
		}
	}
	v.Filter = f
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v.Facets = facets(ctx, f, counts)
	v.Active = actives(ctx, f, counts)
	if v.List.Total == 0 {
		if v.Way, err = p.waysOut(c, f, v.Active); err != nil {
			return err
		}
	}
	v.Page = p.page(s, heading, ui.SectionChecks, path)
	if f.Query != "" {
		v.Page.Title = words.T(ctx, "Checks about “{0}”", f.Query)
	}
	v.Page.Description = words.T(ctx, "{0}: what was said, who said it, and what we found.", heading)
	v.Page.Feed = "/feed.atom" + question(f)
	v.Page.NoIndex = f.Query != "" || f.After != "" || f.Before != ""
	return ui.Render(c, status, listPage(v))
}

// question is the filter as the tail of an address.
func question(f claims.Filter) string {
	if q := f.Values().Encode(); q != "" {
		return "?" + q
	}
	return ""
}

// with is the list's address after a change to its filter; the place in the
// pages is given up.
func with(f claims.Filter, change func(*claims.Filter)) string {
	f.Ratings = slices.Clone(f.Ratings)
	change(&f)
	return "/claims" + question(f)
}

// turned is the address of the page before or after.
func turned(f claims.Filter, key, cursor string) string {
	if cursor == "" {
		return ""
	}
	v := f.Values()
	v.Set(key, cursor)
	return "/claims?" + v.Encode()
}

func facets(ctx context.Context, f claims.Filter, n claims.Facets) []facet {
	var verdicts []ui.FacetLine
	for _, r := range n.Ratings {
		on := slices.Contains(f.Ratings, r.Key)
		if r.N == 0 && !on {
			continue
		}
		verdicts = append(verdicts, ui.FacetLine{
			Label: r.Label, N: r.N, Active: on, Rating: &claims.Rating{Key: r.Key, Label: r.Label, Role: r.Role},
			Href: with(f, func(f *claims.Filter) { f.Ratings = toggled(f.Ratings, r.Key) }),
		})
	}
	one := func(list []claims.Count, now string, set func(*claims.Filter, string)) (lines []ui.FacetLine) {
		for _, k := range list {
			value := k.Key
			if k.Key == now {
				value = ""
			}
			lines = append(lines, ui.FacetLine{Label: k.Label, N: k.N, Active: k.Key == now,
				Href: with(f, func(f *claims.Filter) { set(f, value) })})
		}
		return lines
	}
	return []facet{
		{Title: words.T(ctx, "Verdict"), Lines: verdicts},
		{Title: words.T(ctx, "Topic"), Lines: one(n.Topics, f.Topic, func(f *claims.Filter, s string) { f.Topic = s })},
		{Title: words.T(ctx, "Speaker"), Lines: one(n.Speakers, f.Speaker, func(f *claims.Filter, s string) { f.Speaker = s }), All: "/speakers", AllWords: words.T(ctx, "All speakers")},
		{Title: words.T(ctx, "Outlet"), Lines: one(n.Outlets, f.Outlet, func(f *claims.Filter, s string) { f.Outlet = s })},
	}
}

// found says how many checks there are, and of how many where not all were
// looked through.
func (v listView) found(ctx context.Context) string {
	switch n := v.List.Newest; {
	case n == 0:
		if v.List.More {
			return words.N(ctx, v.List.Total, "{0}+ checks", "{0}+ checks")
		}
		return words.N(ctx, v.List.Total, "{0} check", "{0} checks")
	case v.List.Total >= n:
		return words.N(ctx, n, "{0}+ checks", "{0}+ checks")
	default:
		return words.N(ctx, v.List.Total, "{0} check among the newest", "{0} checks among the newest")
	}
}

// instead is the search as it was typed.
func (v listView) instead() string {
	return with(v.Filter, func(f *claims.Filter) { f.Query, f.Exact = v.Asked, true })
}

func toggled(list []string, key string) []string {
	if i := slices.Index(list, key); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return append(list, key)
}

// actives names the filters in use as a reader knows them.
func actives(ctx context.Context, f claims.Filter, n claims.Facets) []active {
	var out []active
	add := func(name, label string, change func(*claims.Filter)) {
		out = append(out, active{Label: label, Name: words.T(ctx, name), Without: with(f, change)})
	}
	if f.Query != "" {
		add(words.Key("Look without the search"), words.T(ctx, "“{0}”", f.Query), func(f *claims.Filter) { f.Query, f.Exact, f.Sort = "", false, claims.Newest })
	}
	for _, r := range f.Ratings {
		add(words.Key("Look without the verdict"), words.T(ctx, "Verdict: {0}", named(n.Ratings, r)), func(f *claims.Filter) { f.Ratings = toggled(f.Ratings, r) })
	}
	if f.Topic != "" {
		add(words.Key("Look without the topic"), words.T(ctx, "Topic: {0}", named(n.Topics, f.Topic)), func(f *claims.Filter) { f.Topic = "" })
	}
	if f.Speaker != "" {
		add(words.Key("Look without the speaker"), words.T(ctx, "Speaker: {0}", named(n.Speakers, f.Speaker)), func(f *claims.Filter) { f.Speaker = "" })
	}
	if f.Outlet != "" {
		add(words.Key("Look without the outlet"), words.T(ctx, "Outlet: {0}", named(n.Outlets, f.Outlet)), func(f *claims.Filter) { f.Outlet = "" })
	}
	if f.From.Known() {
		add(words.Key("Look without the first day"), words.T(ctx, "From {0}", f.From), func(f *claims.Filter) { f.From = claims.Date{} })
	}
	if f.To.Known() {
		add(words.Key("Look without the last day"), words.T(ctx, "To {0}", f.To), func(f *claims.Filter) { f.To = claims.Date{} })
	}
	return out
}

func named(list []claims.Count, key string) string {
	for _, k := range list {
		if k.Key == key {
			return k.Label
		}
	}
	return key
}

// waysOut counts what each filter hides, where together they hide everything.
// A search may find something without one of its words, or be a name.
func (p *Public) waysOut(c echo.Context, f claims.Filter, list []active) ([]wayOut, error) {
	var out []wayOut
	more, err := p.db.Suggest(c.Request().Context(), f)
	if err != nil {
		return nil, err
	}
	for _, s := range more {
		switch {
		case s.Speaker != "":
			out = append(out, wayOut{words.T(c.Request().Context(), "Statements of {0}", s.Name), "/speakers/" + url.PathEscape(s.Speaker), s.N})
		case s.Topic != "":
			out = append(out, wayOut{words.T(c.Request().Context(), "The topic {0}", s.Name), "/topics/" + url.PathEscape(s.Topic), s.N})
		default:
			out = append(out, wayOut{words.T(c.Request().Context(), "Look without “{0}”", s.Without), with(f, func(f *claims.Filter) { f.Query = s.Query }), s.N})
		}
	}
	for _, a := range list {
		u, err := url.Parse(a.Without)
		if err != nil {
			return nil, err
		}
		f, err := publicFilter(u.Query())
		if err != nil {
			continue
		}
		f.PageLimit = 1
		page, err := p.db.Claims(c.Request().Context(), f)
		if err != nil {
			return nil, err
		}
		if page.Total > 0 && f.Narrowed() {
			out = append(out, wayOut{a.Name, a.Without, page.Total})
		}
	}
	return out, nil
}
