package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
	"touchstone/views/auth"
)

// claimsCSV is the desk's own export: every state, with the desk's columns. It
// takes the filters of the lists.
func (d *Desk) claimsCSV(c echo.Context) error {
	f, err := claims.ParseFilter(c.QueryParams())
	f.HolderID = auth.User(c).ID
	if err != nil {
		return err
	}
	select {
	case d.exports <- struct{}{}:
		defer func() { <-d.exports }()
	default:
		return &claims.Error{Kind: claims.KindTooMany, Message: "two exports are running already: try again in a minute"}
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8; header=present")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="touchstone-desk-`+d.db.Now().UTC().Format("2006-01-02")+`.csv"`)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	_, err = export.CSV(c.Response(), export.ClaimColumns, d.db.ClaimRecords(db.Lengthy(c.Request().Context()), f, true), export.Options{
		BaseURL: d.cfg.BaseURL, BOM: c.QueryParam("bom") == "1", Unsafe: c.QueryParam("safe") == "0", Desk: true,
	})
	if err != nil && !c.Response().Committed {
		h.Del(echo.HeaderContentDisposition)
	}
	return err
}
