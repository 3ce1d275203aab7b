package public

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
)

// verdictCount is a row of the tables by verdict.
type verdictCount struct {
	claims.Tally
	Rating claims.Rating
	Checks int
}

// The columns of the statistics. Names are added to and never changed.
func verdictColumns(key, keyDoc, label string) []export.Column[verdictCount] {
	cols := []export.Column[verdictCount]{
		{Name: key, Doc: keyDoc, Type: export.String, Write: func(c *export.Cell, r *verdictCount) { c.Text(r.Key) }},
	}
	if label != "" {
		cols = append(cols, export.Column[verdictCount]{Name: label, Doc: "Its name.", Type: export.String, Write: func(c *export.Cell, r *verdictCount) { c.Text(r.Label) }})
	}
	return append(cols, []export.Column[verdictCount]{
		{Name: "verdict", Doc: "Key of the rating.", Type: export.String, Write: func(c *export.Cell, r *verdictCount) { c.Text(r.Rating.Key) }},
		{Name: "verdict_label", Doc: "The rating as readers see it.", Type: export.String, Write: func(c *export.Cell, r *verdictCount) { c.Text(r.Rating.Label) }},
		{Name: "checks", Doc: "Checks that stand.", Type: export.Integer, Write: func(c *export.Cell, r *verdictCount) { c.Int(r.Checks) }},
	}...)
}

var delayColumns = []export.Column[claims.Delay]{
	{Name: "days", Doc: "Days from the claim to its check.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Delay) { c.Int(r.Days) }},
	{Name: "checks", Doc: "Checks that took so long.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Delay) { c.Int(r.N) }},
}

var wrongColumns = []export.Column[claims.Tally]{
	{Name: "month", Doc: "Month of publication.", Type: export.String, Write: func(c *export.Cell, r *claims.Tally) { c.Text(r.Key) }},
	{Name: "published", Doc: "Checks published then.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Tally) { c.Int(r.N + r.Withdrawn) }},
	{Name: "corrected", Doc: "Of those, corrected in any way.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Tally) { c.Int(r.Corrected) }},
	{Name: "rating_changed", Doc: "Of the corrected, with another rating.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Tally) { c.Int(r.Rerated) }},
	{Name: "withdrawn", Doc: "Of the published, withdrawn.", Type: export.Integer, Write: func(c *export.Cell, r *claims.Tally) { c.Int(r.Withdrawn) }},
}

// statsCSV sends the numbers behind one chart.
func (p *Public) statsCSV(c echo.Context) error {
	name := param(c, "name")
	s, err := p.counted.of(c.Request().Context(), p)
	if err != nil {
		return err
	}
	var b strings.Builder
	switch name {
	case "verdicts.csv":
		_, err = export.CSV(&b, verdictColumns("month", "Month of publication.", ""), byVerdict(s.Months, s.Ratings), export.Options{})
	case "topics.csv":
		_, err = export.CSV(&b, verdictColumns("topic", "Key of the topic.", "topic_label"), byVerdict(s.Topics, s.Ratings), export.Options{})
	case "outlets.csv":
		_, err = export.CSV(&b, verdictColumns("outlet", "Host of the outlet.", "outlet_label"), byVerdict(s.Outlets, s.Ratings), export.Options{})
	case "delays.csv":
		_, err = export.CSV(&b, delayColumns, rowsOf(s.Delays), export.Options{})
	case "corrections.csv":
		_, err = export.CSV(&b, wrongColumns, rowsOf(s.Months), export.Options{})
	default:
		return claims.NotFound("there are no numbers called %q: see /stats", clip(name, 40))
	}
	if err != nil {
		return err
	}
	attach(c, "statistics-"+name)
	return c.Blob(http.StatusOK, contentType(name), []byte(b.String()))
}

// byVerdict gives a row for each heading and verdict that occurs.
func byVerdict(list []claims.Tally, ratings []claims.Rating) export.Rows[verdictCount] {
	return func(yield func(*verdictCount, error) bool) {
		for _, t := range list {
			for _, r := range ratings {
				if n := t.Verdicts[r.Key]; n > 0 && !yield(&verdictCount{t, r, n}, nil) {
					return
				}
			}
		}
	}
}

func rowsOf[T any](list []T) export.Rows[T] {
	return func(yield func(*T, error) bool) {
		for i := range list {
			if !yield(&list[i], nil) {
				return
			}
		}
	}
}
