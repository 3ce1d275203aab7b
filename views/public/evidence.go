package public

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
	"touchstone/views/words"
)

// evidenceView is what an assessor reads of a desk's work in a period: what it
// says of itself, and what it did.
type evidenceView struct {
	Settings claims.Settings
	Period   claims.Period
	Scale    claims.Scale
	Stats    claims.Statistics
	Total    claims.Tally
	Median   int
	Made     time.Time
	Site     string // its address
	Files    []string
}

// evidence sends a desk's work in a period as an archive: a page to read, and
// the tables behind it, of one moment.
func (p *Public) evidence(c echo.Context) error {
	period, err := claims.ParsePeriod(c.QueryParam("period"))
	if err != nil {
		return err
	}
	leave, err := p.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	name := "evidence.zip"
	if !period.Whole() {
		name = "evidence-" + period.Name + ".zip"
	}
	attach(c, name)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	out := &patient{w: c.Response(), rc: http.NewResponseController(c.Response())}
	err = p.db.AtOnce(db.Lengthy(c.Request().Context()), func(ctx context.Context) error {
		return p.writeEvidence(ctx, out, period)
	})
	detach(c, err)
	return err
}

func (p *Public) writeEvidence(ctx context.Context, out io.Writer, period claims.Period) (err error) {
	v := evidenceView{Period: period, Made: p.db.Now(), Site: p.base}
	if v.Settings, err = p.db.Settings(ctx); err != nil {
		return err
	}
	if v.Scale, err = p.db.Scale(ctx); err != nil {
		return err
	}
	if v.Stats, err = p.db.Statistics(ctx, period); err != nil {
		return err
	}
	v.Total = v.Stats.Total()
	v.Median, _ = v.Stats.MedianDelay()
	z := zip.NewWriter(out)
	for _, t := range p.evidenceTables(ctx, v) {
		v.Files = append(v.Files, t.name)
		w, err := entry(z, t.name, v.Made)
		if err != nil {
			return err
		}
		if err := t.write(w); err != nil {
			return err
		}
	}
	var page bytes.Buffer
	if err := evidencePage(v).Render(ctx, &page); err != nil {
		return err
	}
	w, err := entry(z, "index.html", v.Made)
	if err != nil {
		return err
	}
	if _, err := w.Write(page.Bytes()); err != nil {
		return err
	}
	return z.Close()
}

// evidenceTable is a file of the archive.
type evidenceTable struct {
	name  string
	write func(io.Writer) error
}

func (p *Public) evidenceTables(ctx context.Context, v evidenceView) []evidenceTable {
	o := export.Options{BaseURL: p.base}
	in := func(at time.Time) bool {
		return v.Period.Whole() || !at.Before(v.Period.From) && at.Before(v.Period.To)
	}
	verdicts := func(key, doc, label string, list []claims.Tally) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := export.CSV(w, export.VerdictColumns(key, doc, label), export.ByVerdict(list, v.Stats.Ratings), o)
			return err
		}
	}
	return []evidenceTable{
		{"by-month.csv", verdicts("month", "Month of publication.", "", v.Stats.Months)},
		{"by-speaker.csv", verdicts("speaker", "Key of the speaker.", "speaker_name", v.Stats.Speakers)},
		{"by-party.csv", verdicts("party", "The party or camp, as the desk counts it.", "", v.Stats.Parties)},
		{"by-topic.csv", verdicts("topic", "Key of the topic.", "topic_label", v.Stats.Topics)},
		{"by-outlet.csv", verdicts("outlet", "Host of the outlet.", "outlet_label", v.Stats.Outlets)},
		{"correction-rate.csv", func(w io.Writer) error {
			_, err := export.CSV(w, export.CorrectionRateColumns, export.RowsOf(v.Stats.Months), o)
			return err
		}},
		{"corrections.csv", func(w io.Writer) error {
			rows := p.db.CorrectionRecords(ctx, claims.Filter{Public: true}, false)
			_, err := export.CSV(w, export.CorrectionColumns, only(rows, func(r *claims.CorrectionRecord) bool { return in(r.At) }), o)
			return err
		}},
		{"checks.csv", func(w io.Writer) error {
			rows := p.db.ClaimRecords(ctx, claims.Filter{Public: true}, false)
			_, err := export.CSV(w, export.ClaimColumns, only(rows, func(r *claims.ClaimRecord) bool { return in(r.PublishedAt) }), o)
			return err
		}},
	}
}

// only are the rows that a condition holds for.
func only[T any](rows export.Rows[T], keep func(*T) bool) export.Rows[T] {
	return func(yield func(*T, error) bool) {
		for r, err := range rows {
			if err == nil && !keep(r) {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// periodWords name the period.
func (v evidenceView) periodWords(ctx context.Context) string {
	switch {
	case v.Period.Whole():
		return words.T(ctx, "All time")
	case len(v.Period.Name) == len("2026-Q1") && v.Period.Name[5] == 'Q':
		return words.T(ctx, "Quarter {0} of {1}", v.Period.Name[6:], v.Period.Name[:4])
	case len(v.Period.Name) == len("2026-03"):
		return words.Month(ctx, v.Period.From)
	}
	return v.Period.Name
}

// statement is what the desk says of itself under one heading.
type statement struct{ Title, Text string }

func (v evidenceView) statements(ctx context.Context) []statement {
	return []statement{
		{words.T(ctx, "Who we are"), v.Settings.About},
		{words.T(ctx, "How we check"), v.Settings.Method},
		{words.T(ctx, "On nobody’s side"), v.Settings.NonPartisanship},
		{words.T(ctx, "Who pays"), v.Settings.Funding},
		{words.T(ctx, "How we correct"), v.Settings.Corrections},
	}
}
