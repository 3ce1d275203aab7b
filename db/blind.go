package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// RateBlind keeps what a person thinks of a claim without knowing what others
// do, by the rule of package claims. The claim's revision stays.
func (d *DB) RateBlind(ctx context.Context, by claims.User, id claims.ID, s claims.Scale, key string) error {
	return d.write(ctx, func(t *tx) error {
		c, err := d.claim(ctx, t, id)
		if err != nil {
			return err
		}
		have, err := d.blindRatings(ctx, t, `b.claim_id = ? AND b.user_id = ?`, id, by.ID)
		if err != nil {
			return err
		}
		r, e, err := c.RateBlind(by, t.now, s, key, len(have) > 0)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO blind_ratings (claim_id, user_id, scale_id, rating_key, at) VALUES (?, ?, ?, ?, ?)`,
			r.ClaimID, r.By.ID, r.ScaleID, r.Rating.Key, millis(r.At)); err != nil {
			return err
		}
		return t.record(ctx, e)
	})
}

// BlindRatings are all of a claim. Whoever shows them asks Claim.Blind first.
func (d *DB) BlindRatings(ctx context.Context, id claims.ID) ([]claims.BlindRating, error) {
	list, err := d.blindRatings(ctx, d.reader, `b.claim_id = ? ORDER BY b.at, b.user_id`, id)
	return list, explain(d.path, err)
}

// SettledRatings are the blind ratings of all claims on which a rating was
// proposed since, so that nothing is told too early.
func (d *DB) SettledRatings(ctx context.Context) ([]claims.BlindRating, error) {
	list, err := d.blindRatings(ctx, d.reader, `EXISTS (SELECT 1 FROM reviews r WHERE r.claim_id = b.claim_id) ORDER BY b.claim_id, b.at, b.user_id`)
	return list, explain(d.path, err)
}

func (d *DB) blindRatings(ctx context.Context, q querier, where string, args ...any) ([]claims.BlindRating, error) {
	var list []claims.BlindRating
	err := each(ctx, q, func(rows *sql.Rows) error {
		var r claims.BlindRating
		var at int64
		err := rows.Scan(&r.ClaimID, &r.By.ID, &r.By.Name, &r.ScaleID, &r.Rating.Key, &at)
		r.At = instant(at)
		list = append(list, r)
		return err
	}, `SELECT b.claim_id, b.user_id, u.name, b.scale_id, b.rating_key, b.at FROM blind_ratings b JOIN users u ON u.id = b.user_id WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		v, err := d.verdict(ctx, q, list[i].ScaleID, list[i].Rating.Key)
		if err != nil {
			return nil, err
		}
		list[i].Rating = v.Rating
	}
	return list, nil
}
