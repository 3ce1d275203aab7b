package db

import (
	"context"
	"database/sql"
	"time"

	"touchstone/claims"
)

// toldAtOnce is how many claims one transaction tells of.
const toldAtOnce = 100

// TellTime writes the notices that the time brings, each once, and says how
// many it wrote. It is to be called once a minute or so; where there is nothing
// to tell, nothing is written.
func (d *DB) TellTime(ctx context.Context) (n int, err error) {
	due, err := timely(ctx, d.reader, d.Now().UTC())
	if err != nil || len(due) == 0 {
		return 0, explain(d.path, err)
	}
	err = d.write(ctx, func(t *tx) error {
		people, err := t.everybody(ctx)
		if err != nil {
			return err
		}
		n = 0
		for _, id := range due[:min(len(due), toldAtOnce)] {
			c, err := d.claim(ctx, t, id)
			if err != nil {
				return err
			}
			for _, x := range c.Timely(t.now, people) {
				told, err := t.tellOnce(ctx, x)
				if err != nil {
					return err
				}
				n += told
			}
		}
		return nil
	})
	return n, err
}

// tellOnce writes the notices of something that was not told yet.
func (t *tx) tellOnce(ctx context.Context, x claims.Timely) (int, error) {
	res, err := t.ExecContext(ctx, `INSERT INTO notices_told (kind, subject_id, mark) VALUES (?, ?, ?)
		ON CONFLICT (kind, subject_id) DO UPDATE SET mark = excluded.mark WHERE mark <> excluded.mark`, x.Kind, x.Subject, x.Mark)
	if err != nil {
		return 0, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return 0, err
	}
	for _, n := range x.Notices {
		if err := t.notify(ctx, n); err != nil {
			return 0, err
		}
	}
	return len(x.Notices), nil
}

// timely finds the claims about which the time may have something new to tell.
func timely(ctx context.Context, q querier, now time.Time) ([]claims.ID, error) {
	seen := map[claims.ID]bool{}
	var list []claims.ID
	add := func(id claims.ID) {
		if !seen[id] {
			seen[id] = true
			list = append(list, id)
		}
	}
	err := each(ctx, q, func(rows *sql.Rows) error {
		var id claims.ID
		var since, until int64
		err := rows.Scan(&id, &since, &until)
		if !now.Before(claims.LeaseWarning(instant(since), instant(until))) {
			add(id)
		}
		return err
	}, `SELECT c.id, c.updated_at, c.lease_until FROM claims c INDEXED BY claims_lease WHERE c.lease_user IS NOT NULL AND c.lease_until > ? AND c.state = 'researching'
		AND NOT EXISTS (SELECT 1 FROM notices_told x WHERE x.kind = 'lease_ends' AND x.subject_id = c.id AND x.mark = CAST(c.lease_until AS TEXT))`, millis(now))
	// The others one after another: to unite them, SQLite would read every claim.
	for _, query := range []string{
		`SELECT c.id FROM claims c INDEXED BY claims_review_by WHERE c.review_by_day <> '' AND c.review_by_day <= ? AND c.merged_into IS NULL AND c.publication <> 'withdrawn' AND c.state <> 'rejected'
		AND NOT EXISTS (SELECT 1 FROM notices_told x WHERE x.kind = 'review_by' AND x.subject_id = c.id AND x.mark = c.review_by_day)`,
		`SELECT c.id FROM replies r JOIN claims c ON c.id = r.claim_id WHERE r.answer = '' AND r.none = 0 AND r.deadline_day < ? AND c.merged_into IS NULL AND c.publication <> 'withdrawn' AND c.state <> 'rejected'
		AND NOT EXISTS (SELECT 1 FROM notices_told x WHERE x.kind = 'reply_overdue' AND x.subject_id = r.id AND x.mark = r.deadline_day)`,
	} {
		if err != nil {
			return nil, err
		}
		err = each(ctx, q, func(rows *sql.Rows) error {
			var id claims.ID
			err := rows.Scan(&id)
			add(id)
			return err
		}, query, now.Format(time.DateOnly))
	}
	return list, err
}
