package public

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// methodView says how the desk works.
type methodView struct {
	Page     ui.Page
	Settings claims.Settings
	Scale    claims.Scale
	Earlier  []claims.ScaleVersion // the others that checks were rated on
}

// methodology shows the scale and the method.
func (p *Public) methodology(c echo.Context) error {
	return p.method(c, words.Key("How we check"), "/methodology", ui.SectionMethod, methodologyPage)
}

// about shows who the desk is.
func (p *Public) about(c echo.Context) error {
	return p.method(c, words.Key("Who we are"), "/about", "", aboutPage)
}

func (p *Public) method(c echo.Context, title, path, section string, draw func(methodView) templ.Component) error {
	s, err := p.db.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	scales, err := p.db.Scales(c.Request().Context())
	if err != nil {
		return err
	}
	v := methodView{Page: p.page(s, words.T(c.Request().Context(), title), section, path), Settings: s}
	for _, x := range scales {
		if x.Current {
			v.Scale = x.Scale
		} else {
			v.Earlier = append(v.Earlier, x)
		}
	}
	v.Page.Description = v.Page.Title + ". " + words.T(c.Request().Context(), "The fact desk of {0}.", s.Organisation)
	return ui.Render(c, http.StatusOK, draw(v))
}

// dataView says what can be taken away.
type dataView struct {
	Page     ui.Page
	Settings claims.Settings
	Tables   []table
}

// table is one download with its columns.
type table struct {
	Path, Title, Doc string
	Also             string // the same as JSON lines
	Fields           []export.Field
}

var tables = []table{
	{"/claims.csv", words.Key("Checks"), words.Key("One row a published check."), "/claims.jsonl", open(export.Fields(export.ClaimColumns))},
	{"/sources.csv", words.Key("Sources"), words.Key("One row a source of a check."), "/sources.jsonl", open(export.Fields(export.SourceColumns))},
	{"/appearances.csv", words.Key("Appearances"), words.Key("One row an article in which a checked claim appeared."), "/appearances.jsonl", open(export.Fields(export.AppearanceColumns))},
	{"/corrections.csv", words.Key("Corrections"), words.Key("One row a public note on a check."), "/corrections.jsonl", open(export.Fields(export.CorrectionColumns))},
	{"/status-history.csv", words.Key("Status history"), words.Key("One row a public step of a check."), "/status-history.jsonl", open(export.Fields(export.StatusColumns))},
}

// open leaves the desk's own columns out.
func open(all []export.Field) []export.Field {
	var out []export.Field
	for _, f := range all {
		if !f.Desk {
			out = append(out, f)
		}
	}
	return out
}

// data shows the downloads and what their columns mean.
func (p *Public) data(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v := dataView{p.page(s, words.T(ctx, "Data"), ui.SectionData, "/data"), s, tables}
	v.Page.Description = words.T(ctx, "All checks, sources, appearances and corrections of {0} as CSV and JSON.", s.Organisation)
	return ui.Render(c, http.StatusOK, dataPage(v))
}
