package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// AddComment says something about a claim to colleagues, by the rule of package
// claims. The claim's revision stays, so that nobody who writes in it is
// disturbed.
func (d *DB) AddComment(ctx context.Context, by claims.User, id claims.ID, text string) error {
	return d.write(ctx, func(t *tx) error {
		c, err := d.claim(ctx, t, id)
		if err != nil {
			return err
		}
		users, err := users(ctx, t)
		if err != nil {
			return err
		}
		last, err := lastComment(ctx, t, id)
		if err != nil {
			return err
		}
		e, err := c.Comment(by, t.now, text, users, last)
		if err != nil {
			return err
		}
		if err := t.record(ctx, e); err != nil {
			return err
		}
		return t.tell(ctx, e, c, c)
	})
}

// lastComment is the newest comment on a claim; the zero one where there is none.
func lastComment(ctx context.Context, q querier, id claims.ID) (claims.Comment, error) {
	var events []claims.Event
	err := each(ctx, q, func(rows *sql.Rows) error {
		var e claims.Event
		err := scanEvent(rows, &e)
		events = append(events, e)
		return err
	}, `SELECT `+eventColumns+` WHERE e.subject = 'claim' AND e.subject_id = ? AND e.action = ? ORDER BY e.seq DESC LIMIT 1`, id, claims.Commented)
	if err != nil || len(events) == 0 {
		return claims.Comment{}, err
	}
	return claims.Thread(events)[0], nil
}
