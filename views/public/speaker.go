package public

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// speakersView is the list of everybody we have checked.
type speakersView struct {
	Page ui.Page
	List []claims.SpeakerRecord
}

// speakers lists who has been checked.
func (p *Public) speakers(c echo.Context) error {
	ctx := c.Request().Context()
	list, err := p.db.Speakers(ctx)
	if err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	page := p.page(s, words.T(ctx, "Speakers"), ui.SectionSpeakers, "/speakers")
	page.Description = words.T(ctx, "The people and organisations whose statements we have checked.")
	return ui.Render(c, http.StatusOK, speakersPage(speakersView{page, list}))
}

// speakerView is one speaker's record.
type speakerView struct {
	Page   ui.Page
	Record claims.SpeakerRecord
	Chart  ui.Lanes
	List   claims.Page
	Filter claims.Filter
	Path   string
}

// speaker shows what we found of one speaker's statements.
func (p *Public) speaker(c echo.Context) error {
	ctx := c.Request().Context()
	slug := param(c, "slug")
	r, err := p.db.Speaker(ctx, slug)
	if err != nil {
		return err
	}
	scale, err := p.db.Scale(ctx)
	if err != nil {
		return err
	}
	v := speakerView{Record: r, Chart: ui.NewLanes(r.Marks, scale), Path: "/speakers/" + url.PathEscape(r.Slug)}
	v.Filter, err = claims.ParseFilter(url.Values{"after": c.QueryParams()["after"], "before": c.QueryParams()["before"]})
	if err != nil {
		return err
	}
	v.Filter.Public, v.Filter.Speaker = true, r.Slug
	if v.List, err = p.db.Claims(ctx, v.Filter); err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v.Page = p.page(s, words.N(ctx, r.Checks, "{1}: {0} check", "{1}: {0} checks", r.Name), ui.SectionSpeakers, v.Path)
	v.Page.Description = words.T(ctx, "Statements of {0} that we have checked, and what we found.", r.Name)
	v.Page.Feed = "/feed.atom?speaker=" + url.QueryEscape(r.Slug)
	v.Page.NoIndex = v.Filter.After != "" || v.Filter.Before != ""
	return ui.Render(c, http.StatusOK, speakerPage(v))
}

// turn is the address of another page of the record.
func (v speakerView) turn(key, cursor string) string {
	if cursor == "" {
		return ""
	}
	return v.Path + "?" + url.Values{key: {cursor}}.Encode()
}

func kindWord(k claims.SpeakerKind) string {
	if k == claims.IsOrganisation {
		return words.Key("organisation")
	}
	return words.Key("person")
}

// years are those in which the statements were made.
func years(ctx context.Context, r claims.SpeakerRecord) string {
	if !r.First.Known() {
		return words.T(ctx, "a year not known")
	}
	first, last := r.First.Day[:4], r.Last.Day[:4]
	if first == last {
		return first
	}
	return first + "–" + last
}
