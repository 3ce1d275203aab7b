package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// countRepeats brings a published claim back to the desk when it has been
// repeated often enough since somebody looked at it.
func (t *tx) countRepeats(ctx context.Context, before, after *claims.Claim) error {
	if !after.Publication.Public() || after.MergedInto != 0 {
		return nil
	}
	if !before.Publication.Public() {
		_, err := t.ExecContext(ctx, `INSERT INTO repeats (claim_id, seen) VALUES (?, ?) ON CONFLICT (claim_id) DO UPDATE SET seen = excluded.seen, due_at = 0`, after.ID, len(after.Appearances))
		return err
	}
	if after.Publication == claims.Withdrawn || len(after.Appearances) <= len(before.Appearances) {
		return nil
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO repeats (claim_id, seen) VALUES (?, ?) ON CONFLICT DO NOTHING`, after.ID, len(before.Appearances)); err != nil {
		return err
	}
	var seen int
	if err := t.QueryRowContext(ctx, `SELECT seen FROM repeats WHERE claim_id = ?`, after.ID).Scan(&seen); err != nil {
		return err
	}
	s, err := settings(ctx, t)
	if err != nil || !claims.RepeatsDue(len(after.Appearances), seen, s.RepeatsDue) {
		return err
	}
	_, err = t.ExecContext(ctx, `UPDATE repeats SET due_at = ? WHERE claim_id = ? AND due_at = 0`, millis(t.now), after.ID)
	return err
}

// CountRepeated is how many published claims wait for another look because they
// are repeated.
func (d *DB) CountRepeated(ctx context.Context) (n int, err error) {
	err = d.reader.QueryRowContext(ctx, `SELECT count(*) FROM repeats r JOIN claims c ON c.id = r.claim_id WHERE r.due_at > 0 AND c.merged_into IS NULL AND c.publication <> 'withdrawn'`).Scan(&n)
	return n, explain(d.path, err)
}

// Repeated are the published claims that wait for another look because they are
// repeated, those that wait longest first.
func (d *DB) Repeated(ctx context.Context) (list []claims.Repeated, err error) {
	err = d.read(ctx, func(q *sql.Tx) error {
		var ids []claims.ID
		err := each(ctx, q, func(rows *sql.Rows) error {
			var r claims.Repeated
			var seen, times int
			var due int64
			err := rows.Scan(&r.ID, &seen, &times, &due, &r.Last.Day, &r.Last.Precision)
			r.New, r.Since = times-seen, instant(due)
			ids, list = append(ids, r.ID), append(list, r)
			return err
		}, `SELECT c.id, r.seen, c.appearances, r.due_at, coalesce(a.published_day, ''), coalesce(a.published_precision, '')
			FROM repeats r JOIN claims c ON c.id = r.claim_id
			LEFT JOIN articles a ON a.id = (SELECT x.id FROM appearances p JOIN articles x ON x.id = p.article_id WHERE p.claim_id = c.id ORDER BY x.published_day DESC LIMIT 1)
			WHERE r.due_at > 0 AND c.merged_into IS NULL AND c.publication <> 'withdrawn' ORDER BY r.due_at, c.id`)
		if err != nil {
			return err
		}
		items, err := d.itemsOf(ctx, q, ids, "")
		for i := range items {
			list[i].Item = items[i]
		}
		return err
	})
	return list, err
}

// LookedAgain says that somebody looked again at a claim that is repeated. It
// comes back after as many repetitions as before. Twice is once.
func (d *DB) LookedAgain(ctx context.Context, by claims.User, id claims.ID) error {
	if err := by.Need(claims.ActTriage); err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `UPDATE repeats SET due_at = 0, seen = (SELECT appearances FROM claims WHERE id = claim_id) WHERE claim_id = ? AND due_at > 0`, id)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		if n == 0 {
			_, err := d.claim(ctx, t, id) // one that is there was looked at before
			return err
		}
		return t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnClaim, SubjectID: id, Action: "looked at again", Note: "it was repeated"})
	})
}

// loadRepeats counts how often a speaker's published claims were made, year by
// year, and when last.
func loadRepeats(ctx context.Context, q querier, r *claims.SpeakerRecord) error {
	err := each(ctx, q, func(rows *sql.Rows) error {
		var y claims.YearCount
		var last claims.Date
		if err := rows.Scan(&y.Year, &y.N, &last.Day, &last.Precision); err != nil {
			return err
		}
		r.Said += y.N
		if last.Day > r.LastSaid.Day {
			r.LastSaid = last
		}
		if y.Year != "" {
			r.Years = append(r.Years, y)
		}
		return nil
	}, `SELECT substr(a.published_day, 1, 4) AS year, count(*), max(a.published_day), a.published_precision
		FROM claims c JOIN appearances p ON p.claim_id = c.id JOIN articles a ON a.id = p.article_id
		WHERE c.speaker_id = ? AND c.publication NOT IN ('private', 'withdrawn') AND c.merged_into IS NULL GROUP BY year ORDER BY year`, r.ID)
	if err != nil {
		return err
	}
	r.Repeated, err = counts(ctx, q, `SELECT CAST(c.id AS TEXT), c.statement, c.appearances FROM claims c
		WHERE c.speaker_id = ? AND c.publication NOT IN ('private', 'withdrawn') AND c.merged_into IS NULL AND c.appearances > 1 ORDER BY c.appearances DESC, c.id DESC LIMIT 5`, r.ID)
	return err
}
