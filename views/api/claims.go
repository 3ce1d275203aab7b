package api

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
)

func (a *API) options() export.Options { return export.Options{BaseURL: a.base} }

// claims lists published checks, each a row as in claims.jsonl.
func (a *API) claims(c echo.Context) error {
	return a.checks(c, append(filterParameters[:len(filterParameters):len(filterParameters)], "sort"), func(f *claims.Filter) error {
		if f.Sort == claims.Urgent {
			return claims.Invalid("sort", "the order is newest or best")
		}
		return nil
	})
}

// search finds checks by words, the best matches first.
func (a *API) search(c echo.Context) error {
	return a.checks(c, filterParameters, func(f *claims.Filter) error {
		if f.Query == "" {
			return claims.Invalid("q", "say what to search for: q=words")
		}
		f.Sort = claims.BestMatch
		return nil
	})
}

func (a *API) checks(c echo.Context, parameters []string, fix func(*claims.Filter) error) error {
	v := c.QueryParams()
	limit, err := paging(v, parameters...)
	if err != nil {
		return err
	}
	f, err := claims.ParseFilter(v)
	if err != nil {
		return err
	}
	if f.After, f.PageLimit = v.Get("cursor"), limit; f.After != "" {
		if _, _, err := claims.ParseCursor(f.After); err != nil {
			return claims.Invalid("cursor", "the cursor is not one of ours: start from the first page")
		}
	}
	if err := fix(&f); err != nil {
		return err
	}
	found, page, err := a.db.PublicClaims(c.Request().Context(), f)
	if err != nil {
		return err
	}
	items := make([]json.RawMessage, len(found))
	for i, k := range found {
		if items[i], err = a.row(c, k); err != nil {
			return err
		}
	}
	out := list{Items: items, Total: &page.Total}
	if page.Older != "" {
		out.Next = a.next(c, page.Older)
	}
	return c.JSON(http.StatusOK, out)
}

// row is a check as claims.jsonl has it.
func (a *API) row(c echo.Context, k *claims.Claim) (json.RawMessage, error) {
	var scale claims.Scale
	if k.Verdict != nil {
		var err error
		if scale, err = a.db.ScaleByID(c.Request().Context(), k.Verdict.ScaleID); err != nil {
			return nil, err
		}
	}
	r := export.Record(k, scale)
	return export.Object(export.ClaimColumns, &r, a.options())
}

// parts are what a check has besides its row: the tables that belong to it.
type parts struct {
	ShortForm   *string           `json:"short_form"`
	Explanation *string           `json:"explanation"`
	Sources     []json.RawMessage `json:"sources"`
	Appearances []json.RawMessage `json:"appearances"`
	Corrections []json.RawMessage `json:"corrections"`
	History     []json.RawMessage `json:"history"`
}

// claim gives one check with everything that belongs to it. One that was merged
// away leads to the one it stands in.
func (a *API) claim(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	k, err := a.db.PublicClaim(c.Request().Context(), id)
	var e *claims.Error
	if errors.As(err, &e) && e.Ref != 0 {
		return c.Redirect(http.StatusPermanentRedirect, "/api/v1/claims/"+e.Ref.String())
	}
	if err != nil {
		return err
	}
	row, err := a.row(c, k)
	if err != nil {
		return err
	}
	p, err := a.parts(c, k)
	if err != nil {
		return err
	}
	more, err := json.Marshal(p)
	if err != nil {
		return err
	}
	whole := append(append(row[:len(row)-1], ','), more[1:]...) // both are objects with members
	return c.JSONBlob(http.StatusOK, whole)
}

func (a *API) parts(c echo.Context, k *claims.Claim) (p parts, err error) {
	p.ShortForm = or(k.ShortForm)
	if k.Publication != claims.Withdrawn {
		p.Explanation = or(k.Explanation)
	}
	events, err := a.db.PublicEvents(c.Request().Context(), k.ID)
	if err != nil {
		return p, err
	}
	steps := make([]claims.StatusRecord, len(events))
	for i, e := range events {
		steps[i] = claims.StatusRecord{ClaimID: k.ID, Revision: e.Revision, At: e.At, Action: e.Action, Public: e.Public}
	}
	o := a.options()
	for _, step := range []func() error{
		func() error { p.Sources, err = export.Objects(export.SourceColumns, export.Sources(k), o); return err },
		func() error {
			p.Appearances, err = export.Objects(export.AppearanceColumns, export.Appearances(k), o)
			return err
		},
		func() error {
			p.Corrections, err = export.Objects(export.CorrectionColumns, export.Corrections(k), o)
			return err
		},
		func() error { p.History, err = export.Objects(export.StatusColumns, steps, o); return err },
	} {
		if err := step(); err != nil {
			return p, err
		}
	}
	return p, nil
}

// sources lists the sources of published checks, as in sources.csv.
func (a *API) sources(c echo.Context) error {
	f, w, err := filter(c.QueryParams())
	if err != nil {
		return err
	}
	have, more, err := a.db.PublicSources(c.Request().Context(), f, w)
	if err != nil {
		return err
	}
	items, err := export.Objects(export.SourceColumns, have, a.options())
	if err != nil {
		return err
	}
	return rows(a, c, have, more, func(r claims.SourceRecord) claims.ID { return r.Evidence.ID }, items)
}

// corrections lists the public notes on checks, as in corrections.csv.
func (a *API) corrections(c echo.Context) error {
	f, w, err := filter(c.QueryParams())
	if err != nil {
		return err
	}
	have, more, err := a.db.PublicCorrections(c.Request().Context(), f, w)
	if err != nil {
		return err
	}
	items, err := export.Objects(export.CorrectionColumns, have, a.options())
	if err != nil {
		return err
	}
	return rows(a, c, have, more, func(r claims.CorrectionRecord) claims.ID { return r.Correction.ID }, items)
}
