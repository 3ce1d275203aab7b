package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// Account is a user with what the door has to know.
func (d *DB) Account(ctx context.Context, id claims.ID) (claims.Account, error) {
	var a claims.Account
	u, err := scanUser(d.reader.QueryRowContext(ctx, `SELECT `+userColumns+`, must_change,
		EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = users.id),
		EXISTS (SELECT 1 FROM second_factor_roles r WHERE r.role = users.role)
		FROM users WHERE id = ?`, id), &a.MustChange, &a.SecondFactor, &a.Required)
	a.User = u
	return a, explain(d.path, err)
}

// CloseAccount disables a user and hands the claims the user holds to another
// one, or back to the queue where to is 0. Each claim gets an event.
func (d *DB) CloseAccount(ctx context.Context, by claims.Person, id, to claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		var heir *claims.User
		if to != 0 {
			u, err := scanUser(t.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = ?`, to))
			if err != nil {
				return err
			}
			if u.ID == id || !u.May(claims.ActHold) {
				return claims.Invalid("to", "choose a colleague who may hold claims")
			}
			heir = &u
		}
		_, err := t.updateUser(ctx, by, id, heir, func(u *claims.User) (claims.Event, error) {
			u.Disabled = true
			return claims.Event{Action: "account closed"}, nil
		})
		return err
	})
}

// passClaims hands the claims a user holds to another one, or back to the queue.
func (t *tx) passClaims(ctx context.Context, by claims.Person, from claims.ID, to *claims.User) error {
	var ids []claims.ID
	err := each(ctx, t, func(rows *sql.Rows) error {
		var id claims.ID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM claims WHERE lease_user = ? AND state = 'researching' ORDER BY id`, from)
	if err != nil {
		return err
	}
	for _, id := range ids {
		before, err := t.d.claim(ctx, t, id)
		if err != nil {
			return err
		}
		after := before.Clone()
		e, err := after.Pass(by, to, t.now)
		if err != nil {
			return err
		}
		if _, err := t.saveClaim(ctx, before, after, e); err != nil {
			return err
		}
	}
	return nil
}

// Held is how many claims a user holds.
func (d *DB) Held(ctx context.Context, id claims.ID) (int, error) {
	var n int
	err := d.reader.QueryRowContext(ctx, `SELECT count(*) FROM claims WHERE lease_user = ? AND state = 'researching'`, id).Scan(&n)
	return n, explain(d.path, err)
}
