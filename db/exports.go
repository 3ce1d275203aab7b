package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"

	"touchstone/claims"
)

// stream runs a query in a read transaction of its own and yields its rows one
// by one, so that a download is one snapshot and never a slice of all. scan
// fills the one record that every row reuses.
func stream[T any](d *DB, ctx context.Context, scan func(q querier, rows *sql.Rows, r *T) error, query string, args ...any) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		stopped := false
		err := d.read(ctx, func(q *sql.Tx) error {
			rows, err := q.QueryContext(ctx, query, args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var r T
				if err := scan(q, rows, &r); err != nil {
					return err
				}
				if !yield(&r, nil) {
					stopped = true
					return nil
				}
			}
			return rows.Err()
		})
		if err != nil && !stopped {
			yield(nil, err)
		}
	}
}

// aheadBy is how many rows are handed over at once.
const aheadBy = 64

// ahead reads rows while those before them are drawn, a few dozen in advance.
// The reading has ended when it returns.
func ahead[T any](rows iter.Seq2[*T, error]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		batches, stop := make(chan []*T, 2), make(chan struct{})
		var failed error
		go func() {
			defer close(batches)
			batch := make([]*T, 0, aheadBy)
			hand := func() bool {
				select {
				case batches <- batch:
					batch = make([]*T, 0, aheadBy)
					return true
				case <-stop:
					return false
				}
			}
			first := true // goes out alone, so that a reader sees soon that it goes on
			for r, err := range rows {
				if err != nil {
					failed = err
					break
				}
				if batch = append(batch, r); first || len(batch) == aheadBy {
					if first = false; !hand() {
						return
					}
				}
			}
			hand()
		}()
		defer func() {
			close(stop)
			for range batches { // until the other side has seen it
			}
		}()
		for batch := range batches {
			for _, r := range batch {
				if !yield(r, nil) {
					return
				}
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

// exported is the selection of an export: the list's own, published unless all.
func (d *DB) exported(f claims.Filter, all bool) *selection {
	f.Public = !all
	return d.selectClaims(f)
}

// ClaimRecords yields the rows of claims.csv in the order of publication, or,
// with all, of creation.
func (d *DB) ClaimRecords(ctx context.Context, f claims.Filter, all bool) iter.Seq2[*claims.ClaimRecord, error] {
	return d.claimRecords(ctx, d.exported(f, all), all)
}

// NewestRecords are the first rows of claims.csv, as many as a page of the
// list has.
func (d *DB) NewestRecords(ctx context.Context, f claims.Filter) (list []*claims.ClaimRecord, err error) {
	f.Public, f.Sort, f.After, f.Before = true, claims.Newest, "", ""
	err = d.AtOnce(ctx, func(ctx context.Context) error {
		page, err := d.Claims(ctx, f)
		if err != nil {
			return err
		}
		ids := make([]claims.ID, len(page.Items))
		for i, it := range page.Items {
			ids[i] = it.ID
		}
		s := &selection{}
		s.and("c.id IN (SELECT value FROM json_each(?))", listed(ids))
		for r, err := range d.claimRecords(ctx, s, false) {
			if err != nil {
				return err
			}
			list = append(list, r)
		}
		return nil
	})
	return list, err
}

func (d *DB) claimRecords(ctx context.Context, s *selection, all bool) iter.Seq2[*claims.ClaimRecord, error] {
	rows := ahead(stream(d, ctx, scanRecordRow, selectRecords+s.where()+exportOrder(all), s.args...))
	return func(yield func(*claims.ClaimRecord, error) bool) {
		for r, err := range rows {
			if err == nil {
				err = d.complete(ctx, r)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(&r.ClaimRecord, nil) {
				return
			}
		}
	}
}

const newestFirst = ` ORDER BY c.published_at DESC, c.id DESC`

func exportOrder(all bool) string {
	if all {
		return ` ORDER BY c.id`
	}
	return newestFirst
}

const selectRecords = `SELECT c.id, c.revision, c.statement, coalesce(p.quote, ''), coalesce(p.kind, ''), coalesce(p.cue, ''), c.language,
		coalesce(s.name, ''), coalesce(s.kind, ''), c.speaker_role, coalesce(s.same_as, ''), c.claimed_day, c.claimed_precision, c.place,
		coalesce(a.outlet, ''), coalesce(a.title, ''), coalesce(a.url, ''), coalesce(a.published_day, ''), coalesce(a.published_precision, ''),
		coalesce(p.spans, '[]'), coalesce(p.text_sha256, ''), c.appearances,
		coalesce((SELECT json_group_array(name) FROM (SELECT t.name FROM claim_topics x JOIN topics t ON t.id = x.topic_id WHERE x.claim_id = c.id ORDER BY x.position)), '[]'),
		coalesce(c.scale_id, 0), c.rating_key, c.summary,
		(SELECT count(*) FROM claim_sources l WHERE l.claim_id = c.id),
		(SELECT count(*) FROM claim_sources l JOIN sources o ON o.id = l.source_id WHERE l.claim_id = c.id AND o.kind IN ('primary_document','official_record','data_set')),
		(SELECT json_group_array(url) FROM (SELECT o.url FROM claim_sources l JOIN sources o ON o.id = l.source_id WHERE l.claim_id = c.id AND o.url <> '' ORDER BY l.number)),
		coalesce(du.name, ''), coalesce(de.at, 0), c.published_at, c.updated_at, c.publication,
		(SELECT count(*) FROM corrections k WHERE k.claim_id = c.id), coalesce(lk.kind, ''), coalesce(lk.at, 0),
		c.state, c.priority, coalesce(lu.name, ''), c.reject_reason, c.state_note
		FROM claims c
		LEFT JOIN speakers s ON s.id = c.speaker_id
		LEFT JOIN appearances p ON p.id = (SELECT id FROM appearances WHERE claim_id = c.id ORDER BY first DESC, id LIMIT 1)
		LEFT JOIN articles a ON a.id = p.article_id
		LEFT JOIN decisions de ON c.rating_key <> '' AND de.id = (SELECT x.id FROM reviews r JOIN decisions x ON x.review_id = r.id WHERE r.claim_id = c.id AND x.approve = 1 ORDER BY x.id DESC LIMIT 1)
		LEFT JOIN users du ON du.id = de.by_user
		LEFT JOIN corrections lk ON lk.id = (SELECT id FROM corrections WHERE claim_id = c.id ORDER BY id DESC LIMIT 1)
		LEFT JOIN users lu ON lu.id = c.lease_user`

// ClaimRecordsQuery reads the rows of claims.csv, so that other programs can be
// measured at the same task.
const ClaimRecordsQuery = selectRecords + ` WHERE c.publication <> 'private'` + newestFirst

// recordRow is a row of claims.csv as it is read.
type recordRow struct {
	claims.ClaimRecord
	spans, topics, urls                     string // JSON
	scale                                   claims.ID
	rating                                  string // key
	reviewed, published, updated, corrected int64
}

func scanRecordRow(_ querier, rows *sql.Rows, r *recordRow) error {
	return rows.Scan(&r.ID, &r.Revision, &r.Statement, &r.Quote, &r.Kind, &r.Verb, &r.Language,
		&r.Claimant, &r.ClaimantType, &r.ClaimantRole, &r.ClaimantSame, &r.ClaimedOn.Day, &r.ClaimedOn.Precision, &r.Place,
		&r.Outlet, &r.ArticleTitle, &r.ArticleURL, &r.ArticleOn.Day, &r.ArticleOn.Precision,
		&r.spans, &r.TextSHA256, &r.Appearances, &r.topics, &r.scale, &r.rating, &r.Summary, &r.Sources, &r.Primary, &r.urls,
		&r.ReviewedBy, &r.reviewed, &r.published, &r.updated, &r.Publication, &r.Corrections, &r.LastKind, &r.corrected,
		&r.State, &r.Priority, &r.Assignee, &r.RejectReason, &r.RejectNote)
}

// complete makes of a row what it stands for.
func (d *DB) complete(ctx context.Context, r *recordRow) error {
	r.FirstURL = r.ArticleURL
	r.Slug = claims.Slug(r.Statement)
	r.ReviewedAt, r.PublishedAt, r.UpdatedAt, r.LastCorrected = instant(r.reviewed), instant(r.published), instant(r.updated), instant(r.corrected)
	var spans [][2]int
	for _, x := range [...]struct {
		what, text string
		into       any
	}{{"quote", r.spans, &spans}, {"topics", r.topics, &r.Topics}, {"sources", r.urls, &r.SourceURLs}} {
		if err := json.Unmarshal([]byte(x.text), x.into); err != nil {
			return fmt.Errorf("read the %s of claim %s: %w", x.what, r.ID, err)
		}
	}
	if n := len(spans); n > 0 {
		r.QuoteSpan = claims.Span{Start: spans[0][0], End: spans[n-1][1]}
	}
	if r.rating == "" || r.Publication == claims.Withdrawn {
		return nil
	}
	v, err := d.verdict(ctx, d.reader, r.scale, r.rating) // of a scale, which never changes
	if err != nil {
		return err
	}
	r.Verdict, r.Scale = &v.Rating, v.Scale
	full, err := d.scale(ctx, d.reader, r.scale)
	if err != nil {
		return err
	}
	if worst, best, ok := full.Bounds(); ok && v.Rating.Value != nil {
		r.Worst, r.Best = &worst, &best
	}
	return nil
}

// SourceRecords yields the rows of sources.csv.
func (d *DB) SourceRecords(ctx context.Context, f claims.Filter, all bool) iter.Seq2[*claims.SourceRecord, error] {
	s := d.exported(f, all)
	return stream(d, ctx, func(_ querier, rows *sql.Rows, r *claims.SourceRecord) error {
		return scanEvidence(rows, &r.Evidence, &r.ClaimID)
	}, `SELECT `+prepend("c.id", evidenceColumns)+` JOIN claims c ON c.id = l.claim_id`+s.where()+` ORDER BY c.id, l.number`, s.args...)
}

// AppearanceRecords yields the rows of appearances.csv.
func (d *DB) AppearanceRecords(ctx context.Context, f claims.Filter, all bool) iter.Seq2[*claims.AppearanceRecord, error] {
	s := d.exported(f, all)
	return stream(d, ctx, func(_ querier, rows *sql.Rows, r *claims.AppearanceRecord) error {
		r.Article = &claims.Article{}
		return scanAppearance(rows, &r.Appearance, &r.ClaimID)
	}, `SELECT `+prepend("c.id", appearanceColumns)+` JOIN claims c ON c.id = p.claim_id`+s.where()+` ORDER BY c.id, p.first DESC, p.id`, s.args...)
}

// CorrectionRecords yields the rows of corrections.csv, oldest first.
func (d *DB) CorrectionRecords(ctx context.Context, f claims.Filter, all bool) iter.Seq2[*claims.CorrectionRecord, error] {
	s := d.exported(f, all)
	return d.correctionRecords(ctx, s.where()+` ORDER BY k.at, k.id`, s.args...)
}

func (d *DB) correctionRecords(ctx context.Context, tail string, args ...any) iter.Seq2[*claims.CorrectionRecord, error] {
	return stream(d, ctx, func(q querier, rows *sql.Rows, r *claims.CorrectionRecord) error {
		var scale claims.ID
		var rating string
		var p claims.Publication
		if err := scanCorrection(rows, &r.Correction, &r.ClaimID, &r.Statement, &scale, &rating, &p); err != nil {
			return err
		}
		r.Slug = claims.Slug(r.Statement)
		if rating == "" || p == claims.Withdrawn {
			return nil
		}
		v, err := d.verdict(ctx, q, scale, rating)
		if err != nil {
			return err
		}
		r.Rating = &v.Rating
		return nil
	}, `SELECT `+prepend("c.id, c.statement, coalesce(c.scale_id, 0), c.rating_key, c.publication", correctionColumns)+` JOIN claims c ON c.id = k.claim_id `+tail, args...)
}

// StatusRecords yields the rows of status-history.csv: the public steps of
// published checks, or, with all, every step of every claim.
func (d *DB) StatusRecords(ctx context.Context, f claims.Filter, all bool) iter.Seq2[*claims.StatusRecord, error] {
	s := d.exported(f, all)
	if !all {
		s.and("e.public <> ''")
	}
	return d.statusRecords(ctx, s)
}

func (d *DB) statusRecords(ctx context.Context, s *selection) iter.Seq2[*claims.StatusRecord, error] {
	return stream(d, ctx, func(q querier, rows *sql.Rows, r *claims.StatusRecord) error {
		var at int64
		err := rows.Scan(&r.ClaimID, &r.Revision, &at, &r.Action, &r.Public, &r.Note, &r.Actor)
		if r.At = instant(at); err == nil {
			r.Note, err = withNames(ctx, q, r.Note)
		}
		return err
	}, `SELECT c.id, e.revision, e.at, e.action, e.public, e.note, coalesce(u.name, '') FROM claims c JOIN events e ON e.subject = 'claim' AND e.subject_id = c.id
		LEFT JOIN users u ON u.id = e.actor_id`+s.where()+` ORDER BY e.seq`, s.args...)
}

// prepend adds columns to a column list that scan functions share; they come
// last in the row, behind the shared ones.
func prepend(columns, shared string) string {
	for i := 0; i+5 <= len(shared); i++ {
		if shared[i:i+5] == "FROM " {
			return shared[:i] + ", " + columns + " " + shared[i:]
		}
	}
	return shared
}
