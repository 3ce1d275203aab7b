package db

import (
	"context"
	"strings"

	"touchstone/claims"
)

// withNames puts names for the persons that a sealed text refers to, as they are
// called now.
func withNames(ctx context.Context, q querier, text string) (string, error) {
	if !strings.Contains(text, "{person ") {
		return text, nil
	}
	var failed error
	text = claims.Named(text, func(id claims.ID) string {
		u, err := scanUser(q.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = ?`, id))
		if claims.KindOf(err) == claims.KindNotFound {
			return claims.FormerColleague
		}
		if err != nil {
			failed = err
		}
		return u.Name
	})
	return text, failed
}

// RemovePerson takes the person out of a closed account: name, address, and all
// that is kept about signing in and being told. What the person did stays, under
// the account's number, so the audit log is as it was. Backups that were made
// before keep the person.
func (d *DB) RemovePerson(ctx context.Context, by claims.Person, id claims.ID) (claims.User, error) {
	var u claims.User
	err := d.erase(ctx, func(t *tx) (err error) {
		before, err := scanUser(t.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = ?`, id))
		if err != nil {
			return err
		}
		if u, err = t.updateUser(ctx, by, id, nil, (*claims.User).Remove); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM invitations WHERE email = ?`, before.Email); err != nil {
			return err
		}
		for _, q := range []string{
			`UPDATE users SET password_hash = '', must_change = 0 WHERE id = ?`,
			`DELETE FROM sessions WHERE user_id = ?`, `DELETE FROM api_tokens WHERE user_id = ?`, `DELETE FROM identities WHERE user_id = ?`,
			`DELETE FROM second_factors WHERE user_id = ?`, `DELETE FROM recovery_codes WHERE user_id = ?`, `DELETE FROM sign_ins WHERE user_id = ?`,
			`DELETE FROM notices WHERE user_id = ?`, `DELETE FROM notice_choices WHERE user_id = ?`,
			`UPDATE mails SET done_at = max(done_at, 1), fate = CASE WHEN done_at = 0 THEN 'dropped' ELSE fate END, answer = '' WHERE user_id = ?`,
		} {
			if _, err := t.ExecContext(ctx, q, id); err != nil {
				return err
			}
		}
		return nil
	})
	return u, err
}
