package desk

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// importView is the page to send a table of claims.
type importView struct {
	Page    ui.Page
	Form    form
	Waiting []db.ImportFile
	Did     string
}

// tableView is a table that was sent: what importing it would do, and how its
// columns are read.
type tableView struct {
	Page    ui.Page
	File    db.ImportFile
	Columns []column
	Mapping export.Mapping
	Report  claims.ImportReport
	Form    form
}

// column is one of the file's.
type column struct {
	Name, Sample string // what stands over it, and in its first rows
	To           string // the column of ours
}

func (d *Desk) newImport(c echo.Context) error {
	return d.showImport(c, http.StatusOK, importView{Did: importDone[c.QueryParam("did")]})
}

var importDone = map[string]string{
	"discarded": "The table was thrown away. Nothing of it was imported.",
	"imported":  "Imported. The claims are new and wait for somebody to look at them.",
}

func (d *Desk) showImport(c echo.Context, status int, v importView) (err error) {
	if v.Page, err = d.page(c, "Import claims", ui.SectionArticles); err != nil {
		return err
	}
	if v.Waiting, err = d.db.ImportFiles(c.Request().Context(), auth.User(c)); err != nil {
		return err
	}
	return ui.Render(c, status, importPage(v))
}

// sendImport takes a table. A file that cannot be read at all is refused at
// once, with the place.
func (d *Desk) sendImport(c echo.Context) error {
	f, err := sent(c)
	if err == nil {
		f.ID, err = d.db.KeepImportFile(c.Request().Context(), auth.User(c), f)
	}
	if claims.KindOf(err) == claims.KindInvalid {
		var v importView
		v.Form.Problems.Add(err)
		return d.showImport(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return see(c, importPath(f.ID))
}

func importPath(id claims.ID) string { return "/desk/import/" + id.String() }

// sent is the file of the form, with the mapping that its header tells.
func sent(c echo.Context) (f db.ImportFile, err error) {
	h, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return f, claims.Invalid("file", "choose a CSV file")
	}
	if err != nil {
		return f, err
	}
	in, err := h.Open()
	if err != nil {
		return f, err
	}
	defer in.Close()
	f.Name = claims.Line(filepath.Base(h.Filename))
	if f.Body, err = io.ReadAll(in); err != nil {
		return f, err
	}
	r, err := export.NewReader(bytes.NewReader(f.Body))
	var bad *claims.Fault
	if errors.As(err, &bad) {
		return f, claims.Invalid("file", "%s: %s", f.Name, bad.Error())
	}
	if err != nil {
		return f, err
	}
	f.Mapping, err = json.Marshal(export.Guess(r.Header))
	return f, err
}

// importTable shows what importing a table would do.
func (d *Desk) importTable(c echo.Context) error { return d.showTable(c, http.StatusOK, form{}) }

func (d *Desk) showTable(c echo.Context, status int, f form) error {
	v := tableView{Form: f}
	var err error
	if v.File, err = d.importFile(c); err != nil {
		return err
	}
	if err := json.Unmarshal(v.File.Mapping, &v.Mapping); err != nil {
		return err
	}
	r, err := export.NewReader(bytes.NewReader(v.File.Body))
	if err != nil {
		return err
	}
	v.Columns = columns(v.File.Body, v.Mapping)
	if err := v.Mapping.Check(r.Header); err != nil && len(f.Problems) == 0 {
		v.Form.Problems.Add(err)
	} else if err == nil {
		if v.Report, err = d.db.TryImport(c.Request().Context(), v.File.Name, export.Claims(r, v.Mapping, v.File.Name)); err != nil {
			return err
		}
	}
	if v.Page, err = d.page(c, "Import "+v.File.Name, ui.SectionArticles); err != nil {
		return err
	}
	return ui.Render(c, status, tablePage(v))
}

func (d *Desk) importFile(c echo.Context) (db.ImportFile, error) {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return db.ImportFile{}, err
	}
	return d.db.ImportFile(c.Request().Context(), auth.User(c), id)
}

// columns are the file's, each with what stands in it first.
func columns(body []byte, m export.Mapping) []column {
	r, err := export.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	list := make([]column, len(r.Header))
	for i, name := range r.Header {
		list[i] = column{Name: name, To: m.Columns[name]}
	}
	for range 20 {
		row, err := r.Read()
		if err != nil {
			break
		}
		for i, cell := range row.Cells {
			if i < len(list) && list[i].Sample == "" {
				list[i].Sample = sample(cell)
			}
		}
	}
	return list
}

// sample is the beginning of a cell.
func sample(cell string) string {
	if r := []rune(claims.Line(cell)); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return claims.Line(cell)
}

// mapTable keeps how the columns are read, and shows what that does.
func (d *Desk) mapTable(c echo.Context) error {
	file, err := d.importFile(c)
	if err != nil {
		return err
	}
	v, err := values(c)
	if err != nil {
		return err
	}
	m := export.Mapping{Columns: map[string]string{}, Dates: v.Get("dates"), Lists: v.Get("lists"), Raw: v.Get("raw") != ""}
	for i, col := range columns(file.Body, m) {
		if to := v.Get(columnField(i)); to != "" && col.Name != "" {
			m.Columns[col.Name] = to
		}
	}
	mapping, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := d.db.MapImportFile(c.Request().Context(), auth.User(c), file.ID, mapping); err != nil {
		return err
	}
	return see(c, importPath(file.ID))
}

func columnField(i int) string { return "column" + strconv.Itoa(i+1) }

// doImport imports a table that waits, and leads to what it brought.
func (d *Desk) doImport(c echo.Context) error {
	file, err := d.importFile(c)
	if err != nil {
		return err
	}
	var m export.Mapping
	if err := json.Unmarshal(file.Mapping, &m); err != nil {
		return err
	}
	r, err := export.NewReader(bytes.NewReader(file.Body))
	if err != nil {
		return err
	}
	if err := m.Check(r.Header); err != nil {
		return d.refused(c, err, nil, func(status int, f form) error { return d.showTable(c, status, f) })
	}
	rows := 0
	for range export.Claims(r, m, file.Name) {
		rows++
	}
	if rows >= claims.BatchFrom { // it takes long: it goes on by itself

		id, err := d.db.AddTableBatch(c.Request().Context(), auth.User(c), file, rows)
		if err != nil {
			return err
		}
		return see(c, batchPath(id))
	}
	if r, err = export.NewReader(bytes.NewReader(file.Body)); err != nil {
		return err
	}
	if _, err = d.db.ImportClaims(c.Request().Context(), auth.User(c), file.ID, file.Name, export.Claims(r, m, file.Name)); err != nil {
		return d.refused(c, err, nil, func(status int, f form) error { return d.showTable(c, status, f) })
	}
	return see(c, "/desk/import?did=imported")
}

func (d *Desk) discardTable(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := d.db.DropImportFile(c.Request().Context(), auth.User(c), id); err != nil {
		return err
	}
	return see(c, "/desk/import?did=discarded")
}

// targetOptions are what a column can become.
var targetOptions = func() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Not read"}}
	for _, t := range export.Targets {
		list = append(list, ui.Option{Value: t.Name, Label: t.Name})
	}
	return list
}()

var dateOrders = []ui.Option{
	{Value: "", Label: "Neither: such a date is a fault"},
	{Value: export.DayFirst, Label: "The day: 3 April 2026"},
	{Value: export.MonthFirst, Label: "The month: 4 March 2026"},
}

var listWays = []ui.Option{
	{Value: export.OurLists, Label: "A bar, as in our own files: rail | road"},
	{Value: export.AnyLists, Label: "A comma, a semicolon or a bar: rail, road"},
}

// told is what importing a table would do, in a sentence.
func (v tableView) told() string {
	r := v.Report
	switch {
	case r.Rows == 0 && r.Faults == 0:
		return "The table has no rows under its header."
	case r.Faults > 0:
		return "Nothing can be imported: " + ui.Plural(r.Faults, "fault", "faults") + " in " + ui.Plural(r.Rows, "row", "rows") + ". Put them right in the file and send it again, or read the columns differently."
	}
	s := ui.Plural(r.Rows, "row", "rows") + ": " + ui.Plural(r.New, "claim", "claims") + " would be added"
	if r.Repeats > 0 {
		s += ", " + ui.Number(r.Repeats) + " are here already and are left out"
	}
	return s + "."
}

// ready reports whether there is anything to import.
func (v tableView) ready() bool {
	return len(v.Form.Problems) == 0 && v.Report.Faults == 0 && v.Report.New > 0
}

func names(list []column) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.Name
	}
	return out
}

// ratedWords is a rating that is not on a scale of this desk.
func ratedWords(o *claims.Origin) string {
	if o.Label != "" {
		return o.Label
	}
	return o.Key
}

// ratedBy is who gave it, when and on which scale, as far as the file says.
func ratedBy(o *claims.Origin) string {
	s := "Rated"
	if o.ReviewedBy != "" {
		s += " by " + o.ReviewedBy
	}
	if o.ReviewedAt != "" {
		s += ", " + o.ReviewedAt
	}
	if o.Scale != "" {
		s += ". Scale: " + o.Scale
	}
	return s
}

// originLinks are the addresses that the file gave.
func originLinks(o *claims.Origin) []ui.Option {
	var list []ui.Option
	add := func(label, address string) {
		if address != "" {
			list = append(list, ui.Option{Value: address, Label: label})
		}
	}
	add("The check", o.URL)
	add("Where it was said", o.Article)
	for _, s := range o.Sources {
		add("Source", s)
	}
	return list
}
