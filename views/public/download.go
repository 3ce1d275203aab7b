package public

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
)

// files are the downloads by name: each table as CSV and as JSON lines.
func (p *Public) files() map[string]echo.HandlerFunc {
	files := map[string]echo.HandlerFunc{}
	both(p, files, "claims", export.ClaimColumns, (*db.DB).ClaimRecords, claimsThen)
	both(p, files, "sources", export.SourceColumns, (*db.DB).SourceRecords, sourcesThen)
	both(p, files, "appearances", export.AppearanceColumns, (*db.DB).AppearanceRecords, appearancesThen)
	both(p, files, "corrections", export.CorrectionColumns, (*db.DB).CorrectionRecords, correctionsThen)
	both(p, files, "status-history", export.StatusColumns, (*db.DB).StatusRecords, statusThen)
	return files
}

// reader gives the rows of a table as they are, and then one as they were at an
// instant.
type (
	reader[T any] = func(*db.DB, context.Context, claims.Filter, bool) export.Rows[T]
	then[T any]   = func(time.Time) reader[T]
)

func both[T any](p *Public, files map[string]echo.HandlerFunc, name string, cols []export.Column[T], now reader[T], at then[T]) {
	add := func(ext string, write func(io.Writer, []export.Column[T], export.Rows[T], export.Options) (int, error)) {
		files[name+ext] = func(c echo.Context) error {
			t, err := p.asOf(c)
			if err != nil {
				return err
			}
			if t.IsZero() {
				return download(p, c, name+ext, write, cols, now)
			}
			return download(p, c, name+"-"+t.Format(time.DateOnly)+ext, write, cols, at(t))
		}
	}
	add(".csv", export.CSV[T])
	add(".jsonl", export.JSONL[T])
}

// download streams the rows that the filters of the address leave. An error on
// the way is returned after the first bytes are out, and the door of errors
// cuts the connection then, so that half a file does not look like a whole one.
func download[T any](p *Public, c echo.Context, name string,
	write func(io.Writer, []export.Column[T], export.Rows[T], export.Options) (int, error),
	cols []export.Column[T],
	rows reader[T],
) error {
	f, err := publicFilter(c.QueryParams())
	if err != nil {
		return err
	}
	o := export.Options{BaseURL: p.base, BOM: c.QueryParam("bom") == "1", Unsafe: c.QueryParam("safe") == "0"}
	leave, err := p.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	attach(c, name)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	_, err = write(&patient{w: c.Response(), rc: http.NewResponseController(c.Response())}, cols, rows(p.db, db.Lengthy(c.Request().Context()), f, false), o)
	detach(c, err)
	return err
}

// attach says that the answer is a file.
func attach(c echo.Context, name string) {
	h := c.Response().Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
}

// detach makes room for an error page where nothing of the file is out yet.
func detach(c echo.Context, err error) {
	if err == nil || c.Response().Committed {
		return
	}
	for _, k := range []string{"Content-Type", "Content-Disposition"} {
		c.Response().Header().Del(k)
	}
}

// enter takes a place among the downloads that may run at once, and gives the
// way to leave it.
func (p *Public) enter(c echo.Context) (leave func(), err error) {
	select {
	case p.exports <- struct{}{}:
		return func() { <-p.exports }, nil
	default:
		c.Response().Header().Set("Retry-After", "30")
		return nil, &claims.Error{Kind: claims.KindTooMany, Message: "other downloads are running: try again in half a minute"}
	}
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".jsonl":
		return "application/x-ndjson; charset=utf-8"
	case ".zip":
		return "application/zip"
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
