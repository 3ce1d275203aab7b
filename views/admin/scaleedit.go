package admin

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// scaleForm is a scale as it is being written.
type scaleForm struct {
	Page     ui.Page
	Base     claims.ID // the current scale it was made from
	Name     string
	Rows     []ratingRow
	Sample   *claims.Scale // as it would be, where there is something to see
	Problems claims.Problems
}

// ratingRow is a rating as it was typed.
type ratingRow struct {
	Was                    string // its key before; it cannot change
	Key, Label, Definition string
	Role                   string
	Value                  string
	Place                  string // in the order
	Out                    bool   // is to be left out
}

// blankRows are offered for further ratings.
const blankRows = 2

func (a *Admin) scaleEditPage(c echo.Context) error {
	current, err := a.d.Scale(c.Request().Context())
	if err != nil {
		return err
	}
	from, kept := current, true
	if key := c.QueryParam("preset"); key != "" {
		p, err := claims.PresetByKey(key)
		if err != nil {
			return err
		}
		from, kept = p.Scale, false
	}
	v := scaleForm{Base: current.ID, Name: from.Name, Sample: &from}
	for i, r := range from.Ratings {
		row := ratingRow{Key: r.Key, Label: r.Label, Definition: r.Definition, Role: strconv.Itoa(r.Role), Value: number(r), Place: strconv.Itoa(i + 1)}
		if kept {
			row.Was = r.Key
		}
		v.Rows = append(v.Rows, row)
	}
	return a.showScaleForm(c, http.StatusOK, v)
}

func (a *Admin) showScaleForm(c echo.Context, status int, v scaleForm) error {
	v.Page = page(c, "Change the rating scale", ui.SectionSettings)
	for range min(blankRows, claims.MaxRatings-len(v.Rows)) {
		v.Rows = append(v.Rows, ratingRow{Place: strconv.Itoa(len(v.Rows) + 1)})
	}
	return ui.Render(c, status, scaleEditPage(v))
}

// saveScale keeps what was typed as a new version, or only shows what it would
// look like.
func (a *Admin) saveScale(c echo.Context) error {
	v := scaleForm{Base: base(c), Name: c.FormValue("scale")}
	v.Rows = ratingRows(c.Request().PostForm)
	s, kept := v.scale()
	if len(v.Problems) == 0 {
		v.Problems.Add(s.Check())
	}
	if len(v.Problems) == 0 && c.FormValue("act") == "look" {
		v.Sample = &s
		return a.showScaleForm(c, http.StatusOK, v)
	}
	if len(v.Problems) == 0 {
		_, err := a.d.NewScale(c.Request().Context(), auth.User(c).Person(), v.Base, s, kept)
		switch claims.KindOf(err) {
		case claims.KindInvalid:
			v.Problems.Add(err)
		case claims.KindStale:
			v.Problems.Add(err)
			return a.staleScale(c, v)
		default:
			if err != nil {
				return err
			}
			return c.Redirect(http.StatusSeeOther, scalePath+"?saved=1")
		}
	}
	return a.showScaleForm(c, http.StatusUnprocessableEntity, v)
}

// staleScale keeps what was typed and shows the scale as it is now.
func (a *Admin) staleScale(c echo.Context, v scaleForm) error {
	current, err := a.d.Scale(c.Request().Context())
	if err != nil {
		return err
	}
	v.Base, v.Sample = current.ID, &current
	return a.showScaleForm(c, http.StatusConflict, v)
}

// ratingRows reads the rows of the form in the order of their places, what is
// off the scale last. Empty ones and those to be left out are not among them.
func ratingRows(form map[string][]string) []ratingRow {
	at := func(name string, i int) string {
		if i < len(form[name]) {
			return strings.TrimSpace(form[name][i])
		}
		return ""
	}
	var rows []ratingRow
	for i := range min(len(form["key"]), claims.MaxRatings+blankRows) {
		r := ratingRow{at("was", i), at("key", i), at("label", i), at("definition", i), at("role", i), at("value", i), at("place", i), false}
		r.Out = slices.Contains(form["out"], strconv.Itoa(i+1))
		if !r.Out && r.Key+r.Label+r.Definition != "" {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b ratingRow) int { return a.place() - b.place() })
	return rows
}

// place sorts a row: one without a number stays at the end, one off the scale
// comes after all on it.
func (r ratingRow) place() int {
	n, err := strconv.Atoi(r.Place)
	if err != nil || n < 0 || n > 1000 {
		n = 1000
	}
	if role, err := strconv.Atoi(r.Role); err == nil && role == 0 {
		n += 2000
	}
	return n
}

// scale is what the rows say, with the keys that were carried over. What cannot
// be read as a number is a problem of its field.
func (v *scaleForm) scale() (s claims.Scale, kept []string) {
	s.Name = v.Name
	for i := range v.Rows {
		row, n := &v.Rows[i], strconv.Itoa(i+1)
		row.Place = n
		r := claims.Rating{Key: row.Key, Label: row.Label, Definition: row.Definition}
		var err error
		if r.Role, err = strconv.Atoi(row.Role); err != nil {
			v.Problems.Add(claims.Invalid("role-"+n, "choose a colour"))
		}
		if row.Value != "" {
			f, err := strconv.ParseFloat(row.Value, 64)
			if err != nil || math.IsNaN(f) {
				v.Problems.Add(claims.Invalid("value-"+n, "write a number, or nothing"))
			}
			r.Value = &f
		}
		s.Ratings, kept = append(s.Ratings, r), append(kept, row.Was)
	}
	return s, kept
}

// number is a rating's number in writing; "" where it has none.
func number(r claims.Rating) string {
	if r.Value == nil {
		return ""
	}
	return strconv.FormatFloat(*r.Value, 'f', -1, 64)
}

// colours are the colour roles to choose from.
func colours() []ui.Option {
	return []ui.Option{
		{Value: "1", Label: "1, blue: true"}, {Value: "2", Label: "2, green"}, {Value: "3", Label: "3, olive"}, {Value: "4", Label: "4, orange"},
		{Value: "5", Label: "5, red"}, {Value: "6", Label: "6, wine: false"}, {Value: "0", Label: "grey: off the scale"},
	}
}
