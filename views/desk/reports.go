package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// reportsView is what readers say is wrong.
type reportsView struct {
	Page     ui.Page
	Open     []claims.Report // that wait, the oldest first
	Settled  []claims.Report // the newest first
	Did      string
	Problems claims.Problems
	Note     string // typed for the report At, and not taken
	At       claims.ID
}

// reportsShown is how many settled reports are listed.
const reportsShown = 50

// reports lists what readers wrote.
func (d *Desk) reports(c echo.Context) error {
	return d.showReports(c, http.StatusOK, reportsView{Did: done[c.QueryParam("did")]})
}

func (d *Desk) showReports(c echo.Context, status int, v reportsView) (err error) {
	ctx := c.Request().Context()
	if v.Open, err = d.db.Reports(ctx, false, claims.MaxReportsOpen); err != nil {
		return err
	}
	if v.Settled, err = d.db.Reports(ctx, true, reportsShown); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Reports from readers", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, status, reportsPage(v))
}

// settleReport takes a report off the list, with a note on what came of it.
func (d *Desk) settleReport(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	err = d.db.SettleReport(c.Request().Context(), auth.User(c), id, v.Get("note"))
	if claims.KindOf(err) == claims.KindInvalid {
		return d.showReports(c, http.StatusUnprocessableEntity, reportsView{Problems: claims.Problems{claims.Invalid(noteField(id), "write what came of it, in at most %s characters", ui.Number(claims.MaxNote))}, Note: v.Get("note"), At: id})
	}
	if err != nil {
		return err
	}
	return see(c, "/desk/reports?did=settled")
}

// noteField is the field of one report among all of them.
func noteField(id claims.ID) string { return "note-" + id.String() }
