package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
	"touchstone/claims/match"
)

// Limits of likenesses.
const (
	leastLike = .2  // what is less like is not kept
	maxJudged = 500 // decisions that are learnt from, the newest
)

// holdAgainst keeps, for each candidate of an article, the known claim that it
// is most like. Each is looked for again when the candidate is read, so what is
// missing here costs a hint in a list and nothing else.
func (d *DB) holdAgainst(ctx context.Context, article claims.ID) error {
	list, err := d.ArticleClaims(ctx, article)
	if err != nil {
		return err
	}
	type like struct {
		claim, known claims.ID
		score        float64
	}
	var found []like
	for _, c := range list {
		if c.State != claims.StateNew {
			continue
		}
		speaker := ""
		if c.Speaker != nil {
			speaker = c.Speaker.Name
		}
		known, err := d.Known(ctx, c.Statement, speaker, c.ID, 1)
		if err != nil {
			return err
		}
		if len(known) > 0 && known[0].Score >= leastLike {
			found = append(found, like{c.ID, known[0].ID, known[0].Score})
		}
	}
	if len(found) == 0 {
		return nil
	}
	return d.write(ctx, func(t *tx) error {
		for _, l := range found {
			if _, err := t.ExecContext(ctx, `INSERT INTO likenesses (claim_id, known_id, confidence, at) VALUES (?, ?, ?, ?)
				ON CONFLICT (claim_id) DO UPDATE SET known_id = excluded.known_id, confidence = excluded.confidence, at = excluded.at`, l.claim, l.known, l.score, millis(t.now)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Likenesses are what undecided candidates were found to be most like as they
// were imported, by their identifiers, as confident as least; what a person
// said is not the same is left out.
func (d *DB) Likenesses(ctx context.Context, candidates []claims.ID, least float64) (map[claims.ID]claims.Known, error) {
	out := map[claims.ID]claims.Known{}
	err := d.read(ctx, func(q *sql.Tx) error {
		c, err := d.calibration(ctx, q)
		if err != nil {
			return err
		}
		var mine, theirs []claims.ID
		var scores []float64
		err = each(ctx, q, func(rows *sql.Rows) error {
			var a, b claims.ID
			var score float64
			err := rows.Scan(&a, &b, &score)
			if c.Apply(score) >= least {
				mine, theirs, scores = append(mine, a), append(theirs, b), append(scores, score)
			}
			return err
		}, `SELECT l.claim_id, coalesce(k.merged_into, k.id), l.confidence FROM json_each(?) j CROSS JOIN likenesses l ON l.claim_id = j.value
			JOIN claims c ON c.id = l.claim_id AND c.state = 'new' JOIN claims k ON k.id = l.known_id
			WHERE NOT EXISTS (SELECT 1 FROM match_decisions m WHERE m.claim_id = l.claim_id AND m.known_id = l.known_id AND m.same = 0)`, listed(candidates))
		if err != nil {
			return err
		}
		for i, id := range theirs {
			items, err := d.itemsOf(ctx, q, []claims.ID{id}, "")
			if err != nil {
				return err
			}
			for _, it := range items {
				out[mine[i]] = claims.Known{Item: it, Score: scores[i], Confidence: c.Apply(scores[i])}
			}
		}
		return nil
	})
	return out, err
}

// calibration is what the desk's decisions on likenesses say of their scores;
// nothing where the settings leave the scores as shipped.
func (d *DB) calibration(ctx context.Context, q querier) (match.Calibration, error) {
	s, err := settings(ctx, q)
	if err != nil || s.LikenessFixed {
		return match.Calibration{}, err
	}
	var list []match.Judged
	err = each(ctx, q, func(rows *sql.Rows) error {
		var j match.Judged
		err := rows.Scan(&j.Confidence, &j.Same)
		list = append(list, j)
		return err
	}, `SELECT confidence, same FROM match_decisions ORDER BY at DESC LIMIT ?`, maxJudged)
	return match.Calibrate(list), err
}

// Judged is what people decided on likenesses so far, and the score that counts
// as an even chance because of it.
func (d *DB) Judged(ctx context.Context) (same, different int, even float64, err error) {
	err = d.read(ctx, func(q *sql.Tx) error {
		err := q.QueryRowContext(ctx, `SELECT coalesce(sum(same), 0), coalesce(sum(1 - same), 0) FROM match_decisions`).Scan(&same, &different)
		if err != nil {
			return err
		}
		c, err := d.calibration(ctx, q)
		even = c.Even()
		return err
	})
	return same, different, even, err
}
