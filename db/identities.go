package db

import (
	"context"
	"database/sql"
	"errors"

	"touchstone/claims"
)

// Identified finds the user to whom a provider's identity is linked.
func (d *DB) Identified(ctx context.Context, i claims.Identity) (claims.User, error) {
	u, err := scanUser(d.reader.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users
		WHERE id = (SELECT user_id FROM identities WHERE issuer = ? AND subject = ?)`, i.Issuer, i.Subject))
	return u, explain(d.path, err)
}

// LinkIdentity lets a user sign in as a provider's identity. A user who is
// linked to another person at that provider stays so: a new owner of an old
// address gets nothing that was the former one's.
func (d *DB) LinkIdentity(ctx context.Context, by claims.Person, user claims.ID, i claims.Identity) error {
	return d.write(ctx, func(t *tx) error { return t.linkIdentity(ctx, by, user, i) })
}

func (t *tx) linkIdentity(ctx context.Context, by claims.Person, user claims.ID, i claims.Identity) error {
	res, err := t.ExecContext(ctx, `INSERT INTO identities (issuer, subject, user_id, linked_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		i.Issuer, i.Subject, user, millis(t.now))
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		var same bool // a second click was quicker
		err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM identities WHERE issuer = ? AND subject = ? AND user_id = ?)`, i.Issuer, i.Subject, user).Scan(&same)
		if err != nil || same {
			return err
		}
		return claims.Forbidden("this account belongs to another person at the sign-in service: ask an admin of the desk to unlink it")
	}
	return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: user, Action: "single sign-on linked"})
}

// UnlinkIdentities ends a user's single sign-on, and the sessions with it.
func (d *DB) UnlinkIdentities(ctx context.Context, by claims.Person, user claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `DELETE FROM identities WHERE user_id = ?`, user)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, claims.Conflict("there is no single sign-on to unlink"))
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, user); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: user, Action: "single sign-on unlinked"})
	})
}

// Issuers are the providers at which a user signs in.
func (d *DB) Issuers(ctx context.Context, user claims.ID) ([]string, error) {
	var list []string
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		list = append(list, s)
		return err
	}, `SELECT issuer FROM identities WHERE user_id = ? ORDER BY issuer`, user)
	return list, explain(d.path, err)
}

// JoinIdentity makes the account of somebody who comes from a provider for the
// first time: with the role of their invitation, which is used up, or with the
// one that everybody from there gets; where that is none, it is refused. The
// hash is one that no password has.
func (d *DB) JoinIdentity(ctx context.Context, i claims.Identity, everybody claims.Role, hash string) (claims.User, error) {
	var u claims.User
	err := d.write(ctx, func(t *tx) error {
		u = claims.User{Email: i.Email, Name: i.Name, Role: everybody}
		if claims.Line(u.Name) == "" {
			u.Name = i.Email
		}
		var by claims.Person
		err := t.QueryRowContext(ctx, `DELETE FROM invitations WHERE email = ? AND expires_at > ? RETURNING role, invited_by`, i.Email, millis(t.now)).Scan(&u.Role, &by.ID)
		switch {
		case errors.Is(err, sql.ErrNoRows) && everybody == claims.Anonymous:
			return claims.Forbidden("%s has no account at this desk: ask an admin to invite you", i.Email)
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if u, err = t.createUser(ctx, by, u, hash); err != nil {
			return err
		}
		return t.linkIdentity(ctx, u.Person(), u.ID, i)
	})
	return u, err
}
