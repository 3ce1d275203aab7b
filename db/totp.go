package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"touchstone/claims"
)

// SetSecondFactor turns a second factor on, or replaces it. Step is that of the
// code that confirmed it. The recovery codes are kept as hashes.
func (d *DB) SetSecondFactor(ctx context.Context, by claims.Person, user claims.ID, secret string, step int64, codes []string) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO second_factors (user_id, secret, last_step, created_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, created_at = excluded.created_at`,
			user, secret, step, millis(t.now))
		if err != nil {
			return err
		}
		if err := t.setCodes(ctx, user, codes); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, user); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: user, Action: "second factor on"})
	})
}

// SetRecoveryCodes replaces a user's recovery codes.
func (d *DB) SetRecoveryCodes(ctx context.Context, by claims.Person, user claims.ID, codes []string) error {
	return d.write(ctx, func(t *tx) error {
		if err := t.setCodes(ctx, user, codes); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: user, Action: "recovery codes made"})
	})
}

func (t *tx) setCodes(ctx context.Context, user claims.ID, codes []string) error {
	if _, err := t.ExecContext(ctx, `DELETE FROM recovery_codes WHERE user_id = ?`, user); err != nil {
		return err
	}
	for _, c := range codes {
		if _, err := t.ExecContext(ctx, `INSERT INTO recovery_codes (user_id, code_hash) VALUES (?, ?)`, user, tokenHash(c)); err != nil {
			return err
		}
	}
	return nil
}

// RemoveSecondFactor turns a user's second factor off. Somebody else who does it
// ends the user's sessions, because one of them may be a thief's.
func (d *DB) RemoveSecondFactor(ctx context.Context, by claims.Person, user claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `DELETE FROM second_factors WHERE user_id = ?`, user)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, claims.Conflict("there is no second factor to turn off"))
		}
		if err := t.setCodes(ctx, user, nil); err != nil {
			return err
		}
		if by.ID != user {
			if _, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, user); err != nil {
				return err
			}
		}
		return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: user, Action: "second factor off"})
	})
}

// SecondFactor gives the secret of a user's app and how many recovery codes are
// left. The secret is empty where there is no second factor.
func (d *DB) SecondFactor(ctx context.Context, user claims.ID) (secret string, left int, err error) {
	err = d.reader.QueryRowContext(ctx, `SELECT secret, (SELECT count(*) FROM recovery_codes r WHERE r.user_id = f.user_id) FROM second_factors f WHERE f.user_id = ?`, user).Scan(&secret, &left)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, nil
	}
	return secret, left, explain(d.path, err)
}

// UseStep uses up the code of a time step, and all older ones. It reports
// whether the step was still good; of two at once, one wins.
func (d *DB) UseStep(ctx context.Context, user claims.ID, step int64) (bool, error) {
	return d.changed(ctx, claims.Event{}, `UPDATE second_factors SET last_step = ? WHERE user_id = ? AND last_step < ?`, step, user, step)
}

// UseRecoveryCode uses up a recovery code. It reports whether there was one.
func (d *DB) UseRecoveryCode(ctx context.Context, user claims.Person, code string) (bool, error) {
	e := claims.Event{Actor: user, Subject: claims.OnUser, SubjectID: user.ID, Action: "recovery code used"}
	return d.changed(ctx, e, `DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?`, user.ID, tokenHash(code))
}

// changed runs a statement and reports whether it changed a row; if it did, the
// event is recorded, where there is one.
func (d *DB) changed(ctx context.Context, e claims.Event, query string, args ...any) (did bool, err error) {
	err = d.write(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if did = n > 0; err != nil || !did || e.Action == "" {
			return err
		}
		return t.record(ctx, e)
	})
	return did && err == nil, err
}

// SecondFactorRoles are the roles that have to use a second factor.
func (d *DB) SecondFactorRoles(ctx context.Context) ([]claims.Role, error) {
	list, err := secondFactorRoles(ctx, d.reader)
	return list, explain(d.path, err)
}

func secondFactorRoles(ctx context.Context, q querier) ([]claims.Role, error) {
	list := []claims.Role{}
	err := each(ctx, q, func(rows *sql.Rows) error {
		var r claims.Role
		err := rows.Scan(&r)
		list = append(list, r)
		return err
	}, `SELECT role FROM second_factor_roles ORDER BY role`)
	return list, err
}

// SaveSecondFactorRoles says which roles have to use a second factor.
func (d *DB) SaveSecondFactorRoles(ctx context.Context, by claims.Person, roles []claims.Role) error {
	return d.write(ctx, func(t *tx) error {
		before, err := secondFactorRoles(ctx, t)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM second_factor_roles`); err != nil {
			return err
		}
		for _, r := range roles {
			if _, err := t.ExecContext(ctx, `INSERT INTO second_factor_roles (role) VALUES (?) ON CONFLICT DO NOTHING`, r); err != nil {
				return err
			}
		}
		after, err := secondFactorRoles(ctx, t)
		if err != nil {
			return err
		}
		e := claims.Event{Actor: by, Subject: claims.OnDesk, Action: "second factor required"}
		e.Before, _ = json.Marshal(before) // lists of strings always marshal
		e.After, _ = json.Marshal(after)
		return t.record(ctx, e)
	})
}
