package desk

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/views/ui"
)

const statsPath = "/desk/stats"

// statsTime is how long counts of the desk's work are kept: counting a million
// claims takes a second.
const statsTime = time.Minute

// counted keeps the newest counts.
type counted struct {
	mu    sync.Mutex
	at    time.Time // zero: never
	stats claims.DeskStatistics
}

func (k *counted) of(ctx context.Context, d *Desk) (claims.DeskStatistics, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := time.Now(); k.at.IsZero() || now.Sub(k.at) > statsTime {
		s, err := d.db.DeskStatistics(ctx)
		if err != nil {
			return s, err
		}
		k.at, k.stats = now, s
	}
	return k.stats, nil
}

// statsView is how the desk's own work goes.
type statsView struct {
	Page     ui.Page
	Stats    claims.DeskStatistics
	Months   []claims.Opinions // the newest that are shown
	Ages     ui.Bars           // of everything that waits
	Opinions ui.Bars           // which part was approved at once
}

// shownMonths is how many months are shown; the CSV has them all.
const shownMonths = 24

func (d *Desk) stats(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := d.counts.of(ctx, d)
	if err != nil {
		return err
	}
	v := statsView{Stats: s}
	var all []claims.Delay
	for _, w := range s.Waiting {
		all = append(all, w.Ages...)
	}
	v.Ages = ui.StretchBars(ctx, all)
	v.Months = s.Opinions[max(0, len(s.Opinions)-shownMonths):]
	for _, o := range v.Months {
		v.Opinions.Add(monthWords(o), "", ui.Share(ctx, o.AtOnce, o.Decided), o.AtOnce, o.Decided)
	}
	if v.Page, err = d.page(c, "The desk in numbers", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, statsPage(v))
}

// aged is a row of waiting.csv.
type aged struct {
	State  claims.State
	Days   int
	Claims int
}

var agedColumns = []export.Column[aged]{
	{Name: "state", Doc: "State of the claims.", Type: export.String, Write: func(c *export.Cell, r *aged) { c.Text(string(r.State)) }},
	{Name: "days", Doc: "Days in that state.", Type: export.Integer, Write: func(c *export.Cell, r *aged) { c.Int(r.Days) }},
	{Name: "claims", Doc: "Claims that wait so long.", Type: export.Integer, Write: func(c *export.Cell, r *aged) { c.Int(r.Claims) }},
}

var opinionColumns = []export.Column[claims.Opinions]{
	{Name: "month", Doc: "Month of the first proposal.", Type: export.String, Write: func(c *export.Cell, r *claims.Opinions) { c.Text(r.Month) }},
	{Name: "decided", Doc: "First proposals that were decided or taken back.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Opinions) { c.Int(r.Decided) }},
	{Name: "approved_at_once", Doc: "Of those, approved by a second person.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Opinions) { c.Int(r.AtOnce) }},
	{Name: "changes_requested", Doc: "Of those, sent back for changes.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Opinions) { c.Int(r.Changes) }},
	{Name: "approved_alone", Doc: "Of those, approved by an editor alone.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Opinions) { c.Int(r.Alone) }},
	{Name: "taken_back", Doc: "Of those, taken back by whoever proposed.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Opinions) { c.Int(r.Back) }},
}

// statsCSV sends the numbers behind a chart.
func (d *Desk) statsCSV(c echo.Context) error {
	s, err := d.counts.of(c.Request().Context(), d)
	if err != nil {
		return err
	}
	var b strings.Builder
	name := c.Param("name")
	switch name {
	case "waiting.csv":
		var rows []aged
		for _, w := range s.Waiting {
			for _, a := range w.Ages {
				rows = append(rows, aged{w.State, a.Days, a.N})
			}
		}
		_, err = export.CSV(&b, agedColumns, export.RowsOf(rows), export.Options{})
	case "agreement.csv":
		var list []claims.Agreement
		if list, err = d.agreements(c.Request().Context()); err == nil {
			_, err = export.CSV(&b, export.AgreementColumns, export.RowsOf(list), export.Options{})
		}
	case "opinions.csv":
		_, err = export.CSV(&b, opinionColumns, export.RowsOf(s.Opinions), export.Options{})
	default:
		return claims.NotFound("there are no numbers called %q: see %s", clip(name, 40), statsPath)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="desk-`+name+`"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8; header=present", []byte(b.String()))
}

// half says how long the middle one of those waits that wait in a state.
func half(w claims.Waiting) string {
	days, _ := claims.Median(w.Ages)
	return ui.Plural(days, "day", "days")
}

// monthWords is a month as it is read.
func monthWords(o claims.Opinions) string {
	t, err := time.Parse("2006-01", o.Month)
	if err != nil {
		return o.Month
	}
	return t.Format("January 2006")
}
