package export

import (
	"bytes"
	"encoding/json"

	"touchstone/claims"
)

// Record is the row of claims.csv that a claim makes, the same that the
// database reads row by row. scale is the one its verdict was given on.
func Record(c *claims.Claim, scale claims.Scale) claims.ClaimRecord {
	r := claims.ClaimRecord{
		ID: c.ID, Revision: c.Revision, Slug: claims.Slug(c.Statement), Statement: c.Statement, Language: c.Language,
		ClaimantRole: c.SpeakerRole, ClaimedOn: c.ClaimedOn, Place: c.Place, Appearances: len(c.Appearances), Topics: c.Topics,
		Summary: c.Summary, Sources: len(c.Evidence), PublishedAt: c.PublishedAt, UpdatedAt: c.UpdatedAt, Publication: c.Publication,
		Corrections: len(c.Corrections), State: c.State, Priority: c.Priority, RejectReason: c.RejectReason, RejectNote: c.StateNote,
	}
	if c.Speaker != nil {
		r.Claimant, r.ClaimantType, r.ClaimantSame = c.Speaker.Name, c.Speaker.Kind, c.Speaker.SameAs
	}
	if c.Lease != nil {
		r.Assignee = c.Lease.By.Name
	}
	if a := c.First(); a != nil {
		r.Quote, r.Kind, r.Verb, r.TextSHA256 = a.Quote, a.Kind, a.Cue, a.TextSHA256
		r.QuoteSpan = claims.Span{Start: a.Start(), End: a.End()}
		if a.Article != nil {
			r.Outlet, r.ArticleTitle, r.ArticleURL, r.ArticleOn, r.FirstURL = a.Article.Outlet, a.Article.Title, a.Article.URL, a.Article.PublishedOn, a.Article.URL
		}
	}
	for _, e := range c.Evidence {
		if e.Source.Kind.Primary() {
			r.Primary++
		}
		if e.Source.URL != "" {
			r.SourceURLs = append(r.SourceURLs, e.Source.URL)
		}
	}
	if n := len(c.Corrections); n > 0 {
		r.LastKind, r.LastCorrected = c.Corrections[n-1].Kind, c.Corrections[n-1].At
	}
	judge(&r, c, scale)
	return r
}

// judge adds who approved the rating and, unless the check was withdrawn, the
// rating.
func judge(r *claims.ClaimRecord, c *claims.Claim, scale claims.Scale) {
	if c.Verdict == nil {
		return
	}
	for _, p := range c.Reviews {
		for _, d := range p.Decisions {
			if d.Approve {
				r.ReviewedBy, r.ReviewedAt = d.By.Name, d.At
			}
		}
	}
	if c.Publication == claims.Withdrawn {
		return
	}
	v := c.Verdict.Rating
	r.Verdict, r.Scale = &v, c.Verdict.Scale
	if worst, best, ok := scale.Bounds(); ok && v.Value != nil {
		r.Worst, r.Best = &worst, &best
	}
}

// Sources are the rows of sources.csv that a claim makes.
func Sources(c *claims.Claim) []claims.SourceRecord {
	list := make([]claims.SourceRecord, len(c.Evidence))
	for i, e := range c.Evidence {
		list[i] = claims.SourceRecord{ClaimID: c.ID, Evidence: e}
	}
	return list
}

// Appearances are the rows of appearances.csv that a claim makes.
func Appearances(c *claims.Claim) []claims.AppearanceRecord {
	list := make([]claims.AppearanceRecord, len(c.Appearances))
	for i, a := range c.Appearances {
		list[i] = claims.AppearanceRecord{ClaimID: c.ID, Appearance: a}
	}
	return list
}

// Corrections are the rows of corrections.csv that a claim makes.
func Corrections(c *claims.Claim) []claims.CorrectionRecord {
	list := make([]claims.CorrectionRecord, len(c.Corrections))
	for i, k := range c.Corrections {
		list[i] = claims.CorrectionRecord{ClaimID: c.ID, Correction: k, Statement: c.Statement, Slug: claims.Slug(c.Statement)}
		if c.Verdict != nil && c.Publication != claims.Withdrawn {
			v := c.Verdict.Rating
			list[i].Rating = &v
		}
	}
	return list
}

// Object is one row as a JSON object: a line of JSONL without its end.
func Object[T any](cols []Column[T], row *T, o Options) (json.RawMessage, error) {
	var b bytes.Buffer
	_, err := JSONL(&b, cols, func(yield func(*T, error) bool) { yield(row, nil) }, o)
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), err
}

// Objects are rows as JSON objects.
func Objects[T any](cols []Column[T], rows []T, o Options) ([]json.RawMessage, error) {
	list := make([]json.RawMessage, len(rows))
	for i := range rows {
		var err error
		if list[i], err = Object(cols, &rows[i], o); err != nil {
			return nil, err
		}
	}
	return list, nil
}
