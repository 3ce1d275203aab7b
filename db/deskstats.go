package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// DeskStatistics counts the desk's own work as of one moment.
func (d *DB) DeskStatistics(ctx context.Context) (s claims.DeskStatistics, err error) {
	err = d.read(ctx, func(q *sql.Tx) error {
		ages := map[claims.State][]claims.Delay{}
		err := each(ctx, q, func(rows *sql.Rows) error {
			var state claims.State
			var a claims.Delay
			err := rows.Scan(&state, &a.Days, &a.N)
			ages[state] = append(ages[state], a)
			return err
		}, `SELECT c.state, max(0, (? - c.state_since) / 86400000) AS days, count(*) FROM claims c
			WHERE c.merged_into IS NULL AND c.publication = 'private' AND c.state <> 'rejected' GROUP BY c.state, days ORDER BY c.state, days`, millis(d.Now()))
		if err != nil {
			return err
		}
		for _, state := range claims.States {
			if list := ages[state]; list != nil {
				s.Waiting = append(s.Waiting, claims.Waiting{State: state, Ages: list})
			}
		}
		return each(ctx, q, func(rows *sql.Rows) error {
			var o claims.Opinions
			err := rows.Scan(&o.Month, &o.Decided, &o.AtOnce, &o.Changes, &o.Alone, &o.Back)
			s.Opinions = append(s.Opinions, o)
			return err
		}, `SELECT strftime('%Y-%m', r.at / 1000, 'unixepoch') AS month, count(*),
				sum(r.outcome = 'approved' AND NOT EXISTS (SELECT 1 FROM decisions x WHERE x.review_id = r.id AND x.override <> '')),
				sum(r.outcome = 'changes_requested'),
				sum(r.outcome = 'approved' AND EXISTS (SELECT 1 FROM decisions x WHERE x.review_id = r.id AND x.override <> '')),
				sum(r.outcome = 'taken_back')
			FROM reviews r WHERE r.outcome <> 'pending' AND NOT EXISTS (SELECT 1 FROM reviews p WHERE p.claim_id = r.claim_id AND p.id < r.id)
			GROUP BY month ORDER BY month`)
	})
	return s, err
}
