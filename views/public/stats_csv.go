package public

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
)

// statsCSV sends the numbers behind one chart.
func (p *Public) statsCSV(c echo.Context) error {
	name := param(c, "name")
	period, err := claims.ParsePeriod(c.QueryParam("period"))
	if err != nil {
		return err
	}
	s, err := p.counted.of(c.Request().Context(), p, period)
	if err != nil {
		return err
	}
	var b strings.Builder
	switch name {
	case "verdicts.csv":
		_, err = export.CSV(&b, export.VerdictColumns("month", "Month of publication.", ""), export.ByVerdict(s.Months, s.Ratings), export.Options{})
	case "topics.csv":
		_, err = export.CSV(&b, export.VerdictColumns("topic", "Key of the topic.", "topic_label"), export.ByVerdict(s.Topics, s.Ratings), export.Options{})
	case "outlets.csv":
		_, err = export.CSV(&b, export.VerdictColumns("outlet", "Host of the outlet.", "outlet_label"), export.ByVerdict(s.Outlets, s.Ratings), export.Options{})
	case "speakers.csv":
		_, err = export.CSV(&b, export.VerdictColumns("speaker", "Key of the speaker.", "speaker_name"), export.ByVerdict(s.Speakers, s.Ratings), export.Options{})
	case "parties.csv":
		_, err = export.CSV(&b, export.VerdictColumns("party", "The party or camp, as the desk counts it.", ""), export.ByVerdict(s.Parties, s.Ratings), export.Options{})
	case "delays.csv":
		_, err = export.CSV(&b, export.DelayColumns, export.RowsOf(s.Delays), export.Options{})
	case "corrections.csv":
		_, err = export.CSV(&b, export.CorrectionRateColumns, export.RowsOf(s.Months), export.Options{})
	default:
		return claims.NotFound("there are no numbers called %q: see /stats", clip(name, 40))
	}
	if err != nil {
		return err
	}
	attach(c, "statistics-"+name)
	return c.Blob(http.StatusOK, contentType(name), []byte(b.String()))
}
