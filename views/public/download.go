package public

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
)

func (p *Public) claimsCSV(c echo.Context) error {
	return download(p, c, "claims.csv", export.CSV, export.ClaimColumns, (*db.DB).ClaimRecords)
}

func (p *Public) claimsJSONL(c echo.Context) error {
	return download(p, c, "claims.jsonl", export.JSONL, export.ClaimColumns, (*db.DB).ClaimRecords)
}

func (p *Public) sourcesCSV(c echo.Context) error {
	return download(p, c, "sources.csv", export.CSV, export.SourceColumns, (*db.DB).SourceRecords)
}

func (p *Public) appearancesCSV(c echo.Context) error {
	return download(p, c, "appearances.csv", export.CSV, export.AppearanceColumns, (*db.DB).AppearanceRecords)
}

func (p *Public) correctionsCSV(c echo.Context) error {
	return download(p, c, "corrections.csv", export.CSV, export.CorrectionColumns, (*db.DB).CorrectionRecords)
}

func (p *Public) statusCSV(c echo.Context) error {
	return download(p, c, "status-history.csv", export.CSV, export.StatusColumns, (*db.DB).StatusRecords)
}

// download streams the rows that the filters of the address leave. An error on
// the way is returned after the first bytes are out, and the door of errors
// cuts the connection then, so that half a file does not look like a whole one.
func download[T any](p *Public, c echo.Context, name string,
	write func(io.Writer, []export.Column[T], export.Rows[T], export.Options) (int, error),
	cols []export.Column[T],
	rows func(*db.DB, context.Context, claims.Filter, bool) export.Rows[T],
) error {
	f, err := publicFilter(c.QueryParams())
	if err != nil {
		return err
	}
	o := export.Options{BaseURL: p.base, BOM: c.QueryParam("bom") == "1", Unsafe: c.QueryParam("safe") == "0"}
	select {
	case p.exports <- struct{}{}:
		defer func() { <-p.exports }()
	default:
		c.Response().Header().Set("Retry-After", "30")
		return &claims.Error{Kind: claims.KindTooMany, Message: "other downloads are running: try again in half a minute"}
	}
	h := c.Response().Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	h.Set("Cache-Control", "no-cache")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	_, err = write(&patient{w: c.Response(), rc: http.NewResponseController(c.Response())}, cols, rows(p.db, c.Request().Context(), f, false), o)
	if err != nil && !c.Response().Committed {
		for _, k := range []string{"Content-Type", "Content-Disposition", "Cache-Control"} {
			h.Del(k) // nothing is out yet, so the answer can be an error page
		}
	}
	return err
}

func contentType(name string) string {
	if name == "claims.jsonl" {
		return "application/x-ndjson; charset=utf-8"
	}
	return "text/csv; charset=utf-8; header=present"
}

// patience is how long one write waits for a client that has stopped reading.
// Meanwhile the download keeps a read transaction open.
const patience = 60 * time.Second

// patient gives each write its own deadline and sends it at once, so that the
// first rows arrive before the last are read.
type patient struct {
	w  io.Writer
	rc *http.ResponseController
}

func (p *patient) Write(b []byte) (int, error) {
	_ = p.rc.SetWriteDeadline(time.Now().Add(patience)) // not every connection can
	n, err := p.w.Write(b)
	if err == nil {
		_ = p.rc.Flush()
	}
	return n, err
}
