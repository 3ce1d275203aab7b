package desk

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/claims/ingest"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const batchesPath = "/desk/imports"

// shownBatches is how many imports the page lists.
const shownBatches = 50

// shownItems is how many items of an import its page shows; the report has all.
const shownItems = 100

// batchesView is the page on which many articles are sent, and what became of
// those sent before.
type batchesView struct {
	Page ui.Page
	User claims.User
	Form form
	List []claims.Batch
	Now  time.Time
}

// batchView is one long import.
type batchView struct {
	Page  ui.Page
	Batch claims.Batch
	Items []claims.BatchItem // that are done, the newest first
	Now   time.Time
}

func batchPath(id claims.ID) string { return batchesPath + "/" + id.String() }

func (d *Desk) batches(c echo.Context) error { return d.showBatches(c, http.StatusOK, batchesView{}) }

func (d *Desk) showBatches(c echo.Context, status int, v batchesView) (err error) {
	v.User, v.Now = auth.User(c), d.db.Now()
	if v.List, err = d.db.Batches(c.Request().Context(), shownBatches); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Import articles", ui.SectionArticles); err != nil {
		return err
	}
	return ui.Render(c, status, batchesPage(v))
}

// sendBatch takes addresses and files, for the program to import.
func (d *Desk) sendBatch(c echo.Context) error {
	items, err := batchItems(c)
	var id claims.ID
	if err == nil {
		id, err = d.db.AddBatch(c.Request().Context(), auth.User(c), batchName(items), items)
	}
	if claims.KindOf(err) == claims.KindInvalid && err != nil {
		v := batchesView{Form: form{Typed: c.Request().PostForm}}
		v.Form.Problems.Add(err)
		return d.showBatches(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return see(c, batchPath(id))
}

// batchItems are the addresses and the files of the form.
func batchItems(c echo.Context) (list []claims.BatchItem, err error) {
	for line := range strings.Lines(c.FormValue("addresses")) {
		line = claims.Line(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if _, err := claims.WebURL("addresses", line); err != nil {
			return nil, claims.Invalid("addresses", "%q is not the address of a page: write one a line, as https://paper.example/article", clip(line, 80))
		}
		list = append(list, claims.BatchItem{Name: line})
	}
	f := c.Request().MultipartForm
	if f == nil {
		return list, nil
	}
	for _, h := range f.File["files"] {
		name := claims.Line(filepath.Base(h.Filename))
		if h.Size == 0 && (name == "" || name == ".") {
			continue // no file was chosen
		}
		if !ingest.IsArticle(name) {
			continue // of a folder: a picture, a style sheet
		}
		in, err := h.Open()
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(in)
		in.Close()
		if err != nil {
			return nil, err
		}
		list = append(list, claims.BatchItem{Name: name, Body: append([]byte{}, body...)})
	}
	return list, nil
}

// batchName says what was sent.
func batchName(items []claims.BatchItem) string {
	if len(items) == 0 {
		return ""
	}
	s := clip(items[0].Name, 60)
	if n := len(items) - 1; n > 0 {
		s += " and " + ui.Number(n) + " more"
	}
	return s
}

func (d *Desk) batch(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v := batchView{Now: d.db.Now()}
	if v.Batch, err = d.db.Batch(c.Request().Context(), id); err != nil {
		return err
	}
	if v.Items, err = d.db.BatchItems(c.Request().Context(), id); err != nil {
		return err
	}
	slices.Reverse(v.Items)
	v.Items = v.Items[:min(len(v.Items), shownItems)]
	if v.Page, err = d.page(c, "Import: "+v.Batch.Name, ui.SectionArticles); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, batchPage(v))
}

func (d *Desk) cancelBatch(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := d.db.CancelBatch(c.Request().Context(), auth.User(c), id); err != nil {
		return err
	}
	return see(c, batchPath(id))
}

// batchCSV is the report of an import.
func (d *Desk) batchCSV(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if _, err := d.db.Batch(c.Request().Context(), id); err != nil {
		return err
	}
	items, err := d.db.BatchItems(c.Request().Context(), id)
	if err != nil {
		return err
	}
	var b strings.Builder
	if _, err := export.CSV(&b, export.BatchColumns, export.RowsOf(items), export.Options{}); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="import-`+id.String()+`.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte(b.String()))
}

// told says how the import stands, in a sentence.
func (v batchView) told() string {
	b := v.Batch
	switch {
	case b.Cancelled && b.Table != 0:
		return "Called off. Nothing of the table was imported."
	case b.Cancelled:
		return "Called off after " + ui.Number(b.Imported+b.Here+b.Failed) + " of " + ui.Number(b.Total) + ". What was imported stays."
	case !b.Going() && b.Table != 0 && b.Failed > 0:
		return "Nothing was imported: the report says why."
	case !b.Going() && b.Table != 0:
		return "Imported. The claims are new and wait for somebody to look at them."
	case !b.Going():
		return fmt.Sprintf("Done: %s imported, %s here already, %s failed.", ui.Number(b.Imported), ui.Number(b.Here), ui.Number(b.Failed))
	case b.StartedAt.IsZero():
		return "It waits for the import before it."
	}
	return ui.Number(b.Done) + " of " + ui.Number(b.Total)
}

// pace is how fast it goes, and how long still; "" where nothing can be said.
func (v batchView) pace() string {
	rate, left := v.Batch.Pace(v.Now)
	if rate == 0 {
		return ""
	}
	s := fmt.Sprintf("%.0f a minute", rate*60)
	if rate >= 1 {
		s = fmt.Sprintf("%.0f a second", rate)
	}
	return s + ", " + ui.Lasts(left) + " left"
}

// stands is a batch in a list, in words.
func (v batchesView) stands(b claims.Batch) string { return batchView{Batch: b, Now: v.Now}.told() }
