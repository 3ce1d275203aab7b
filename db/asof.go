package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"touchstone/claims"
)

// ClaimsAsOf yields the public checks as readers saw them at an instant, from
// their public revisions, in the order of publication. The filter's words are
// not looked at: what was found by a search then is not kept.
func (d *DB) ClaimsAsOf(ctx context.Context, f claims.Filter, at time.Time) iter.Seq2[*claims.Claim, error] {
	all := stream(d, ctx, func(q querier, rows *sql.Rows, c *claims.Claim) error {
		var snapshot string
		if err := rows.Scan(&c.ID, &c.Revision, &snapshot); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(snapshot), c); err != nil {
			return fmt.Errorf("read revision %d of claim %s: %w", c.Revision, c.ID, err)
		}
		if c.Verdict != nil { // so that its scale is at hand
			if _, err := d.scale(ctx, q, c.Verdict.ScaleID); err != nil {
				return err
			}
		}
		return nameSigners(ctx, q, c)
	}, `SELECT r.claim_id, r.revision, r.snapshot FROM claims c JOIN revisions r ON r.claim_id = c.id
		WHERE c.publication <> 'private' AND r.revision = (SELECT max(x.revision) FROM revisions x WHERE x.claim_id = c.id AND x.at <= ?)
		ORDER BY c.published_at DESC, c.id DESC`, millis(at))
	return func(yield func(*claims.Claim, error) bool) {
		for c, err := range all {
			if err == nil && !keeps(f, c) {
				continue
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// keeps is the selection of a list over a claim that stands in no table.
func keeps(f claims.Filter, c *claims.Claim) bool {
	switch {
	case len(f.Ratings) > 0 && (c.Verdict == nil || c.Publication == claims.Withdrawn || !slices.Contains(f.Ratings, c.Verdict.Rating.Key)),
		f.Speaker != "" && (c.Speaker == nil || c.Speaker.Slug != f.Speaker),
		f.Topic != "" && !slices.ContainsFunc(c.Topics, func(t string) bool { return claims.Slug(t) == f.Topic }),
		f.Outlet != "" && !slices.ContainsFunc(c.Appearances, func(a claims.Appearance) bool { return a.Article != nil && a.Article.Host == f.Outlet }),
		f.From.Known() && c.ClaimedOn.Day < f.From.Day,
		f.To.Known() && (!c.ClaimedOn.Known() || c.ClaimedOn.Day > lastDay(f.To)):
		return false
	}
	return true
}

// StatusAsOf yields the public steps of checks that were public at an instant,
// up to it.
func (d *DB) StatusAsOf(ctx context.Context, f claims.Filter, at time.Time) iter.Seq2[*claims.StatusRecord, error] {
	s := d.exported(f, false)
	s.and("e.public <> '' AND e.at <= ? AND EXISTS (SELECT 1 FROM revisions r WHERE r.claim_id = c.id AND r.at <= ?)", millis(at), millis(at))
	return d.statusRecords(ctx, s)
}
