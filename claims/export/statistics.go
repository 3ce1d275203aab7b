package export

import "touchstone/claims"

// VerdictCount is a row of the tables by verdict.
type VerdictCount struct {
	claims.Tally
	Rating claims.Rating
	Checks int
}

// VerdictColumns are the columns of a table by verdict, under headings of one
// kind; label is "" where the key says it. Names are added to and never changed.
func VerdictColumns(key, keyDoc, label string) []Column[VerdictCount] {
	cols := []Column[VerdictCount]{
		{Name: key, Doc: keyDoc, Type: String, Write: func(c *Cell, r *VerdictCount) { c.Text(r.Key) }},
	}
	if label != "" {
		cols = append(cols, Column[VerdictCount]{Name: label, Doc: "Its name.", Type: String, Write: func(c *Cell, r *VerdictCount) { c.Text(r.Label) }})
	}
	return append(cols, []Column[VerdictCount]{
		{Name: "verdict", Doc: "Key of the rating.", Type: String, Write: func(c *Cell, r *VerdictCount) { c.Text(r.Rating.Key) }},
		{Name: "verdict_label", Doc: "The rating as readers see it.", Type: String, Write: func(c *Cell, r *VerdictCount) { c.Text(r.Rating.Label) }},
		{Name: "checks", Doc: "Checks that stand.", Type: Integer, Write: func(c *Cell, r *VerdictCount) { c.Int(r.Checks) }},
	}...)
}

// DelayColumns are the columns of the days from claim to check.
var DelayColumns = []Column[claims.Delay]{
	{Name: "days", Doc: "Days from the claim to its check.", Type: Integer, Write: func(c *Cell, r *claims.Delay) { c.Int(r.Days) }},
	{Name: "checks", Doc: "Checks that took so long.", Type: Integer, Write: func(c *Cell, r *claims.Delay) { c.Int(r.N) }},
}

// CorrectionRateColumns are the columns of how many checks were corrected or
// withdrawn, by the month of publication.
var CorrectionRateColumns = []Column[claims.Tally]{
	{Name: "month", Doc: "Month of publication.", Type: String, Write: func(c *Cell, r *claims.Tally) { c.Text(r.Key) }},
	{Name: "published", Doc: "Checks published then.", Type: Integer, Write: func(c *Cell, r *claims.Tally) { c.Int(r.N + r.Withdrawn) }},
	{Name: "corrected", Doc: "Of those, corrected in any way.", Type: Integer, Write: func(c *Cell, r *claims.Tally) { c.Int(r.Corrected) }},
	{Name: "rating_changed", Doc: "Of the corrected, with another rating.", Type: Integer, Write: func(c *Cell, r *claims.Tally) { c.Int(r.Rerated) }},
	{Name: "withdrawn", Doc: "Of the published, withdrawn.", Type: Integer, Write: func(c *Cell, r *claims.Tally) { c.Int(r.Withdrawn) }},
}

// ByVerdict gives a row for each heading and verdict that occurs.
func ByVerdict(list []claims.Tally, ratings []claims.Rating) Rows[VerdictCount] {
	return func(yield func(*VerdictCount, error) bool) {
		for _, t := range list {
			for _, r := range ratings {
				if n := t.Verdicts[r.Key]; n > 0 && !yield(&VerdictCount{t, r, n}, nil) {
					return
				}
			}
		}
	}
}

// RowsOf gives the rows of a list.
func RowsOf[T any](list []T) Rows[T] {
	return func(yield func(*T, error) bool) {
		for i := range list {
			if !yield(&list[i], nil) {
				return
			}
		}
	}
}

// BatchColumns are the columns of the report of a long import. Names are added
// to and never changed.
var BatchColumns = []Column[claims.BatchItem]{
	{Name: "number", Doc: "Its place in what was sent.", Type: Integer, Write: func(c *Cell, r *claims.BatchItem) { c.Int(r.N) }},
	{Name: "name", Doc: "An address, a file, or a row of a table.", Type: String, Write: func(c *Cell, r *claims.BatchItem) { c.Text(r.Name) }},
	{Name: "outcome", Doc: "What came of it.", Type: String, Write: func(c *Cell, r *claims.BatchItem) { c.Text(string(r.Outcome)) }},
	{Name: "detail", Doc: "More about it.", Type: String, Write: func(c *Cell, r *claims.BatchItem) { c.Text(r.Detail) }},
	{Name: "article_id", Doc: "The article it became.", Type: String, Write: func(c *Cell, r *claims.BatchItem) {
		if r.Article != 0 {
			c.Text(r.Article.String())
		}
	}},
}

// FeedColumns are the columns of what came of a feed's entries. Names are added
// to and never changed.
var FeedColumns = []Column[claims.FeedEntry]{
	{Name: "url", Doc: "The address that the feed named.", Type: String, Write: func(c *Cell, r *claims.FeedEntry) { c.Text(r.URL) }},
	{Name: "title", Doc: "Its title.", Type: String, Write: func(c *Cell, r *claims.FeedEntry) { c.Text(r.Title) }},
	{Name: "outcome", Doc: "What came of it.", Type: String, Write: func(c *Cell, r *claims.FeedEntry) { c.Text(string(r.Fate)) }},
	{Name: "detail", Doc: "More about it.", Type: String, Write: func(c *Cell, r *claims.FeedEntry) { c.Text(r.Note) }},
	{Name: "at", Doc: "When.", Type: DateTime, Write: func(c *Cell, r *claims.FeedEntry) { c.Instant(r.At) }},
}

// AgreementColumns are the columns of how far people agreed who rated the same
// claims blind. Names are added to and never changed.
var AgreementColumns = []Column[claims.Agreement]{
	{Name: "scale", Doc: "Name and version of the scale.", Type: String, Write: func(c *Cell, r *claims.Agreement) { c.Text(r.Scale.Title()) }},
	{Name: "period", Doc: "The quarter of the first rating; empty for all time.", Type: String, Write: func(c *Cell, r *claims.Agreement) { c.Text(r.Period) }},
	{Name: "claims", Doc: "Claims rated by two people or more.", Type: Integer, Write: func(c *Cell, r *claims.Agreement) { c.Int(r.Claims) }},
	{Name: "ratings", Doc: "Ratings of these claims.", Type: Integer, Write: func(c *Cell, r *claims.Agreement) { c.Int(r.Ratings) }},
	{Name: "people", Doc: "People who rated.", Type: Integer, Write: func(c *Cell, r *claims.Agreement) { c.Int(r.People) }},
	{Name: "alpha_ordinal", Doc: "Krippendorff’s alpha over the ratings on the scale, in their order.", Type: Number, Write: func(c *Cell, r *claims.Agreement) { c.Number(alpha(r.Ordinal)) }},
	{Name: "alpha_nominal", Doc: "Krippendorff’s alpha over all ratings, equal or not.", Type: Number, Write: func(c *Cell, r *claims.Agreement) { c.Number(alpha(r.Nominal)) }},
}

// alpha is a figure, or nil where there is none.
func alpha(f claims.Figure) *float64 {
	if !f.Known {
		return nil
	}
	return &f.Alpha
}
