package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"touchstone/claims"
)

// SetupTime is how long a setup link works.
const SetupTime = 30 * time.Minute

const userColumns = `id, email, name, role, disabled, created_at`

func scanUser(row interface{ Scan(...any) error }, more ...any) (claims.User, error) {
	var u claims.User
	var created int64
	err := row.Scan(append([]any{&u.ID, &u.Email, &u.Name, &u.Role, &u.Disabled, &created}, more...)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = claims.NotFound("there is no such user")
	}
	u.CreatedAt = instant(created)
	return u, err
}

// Users are all users, by name.
func (d *DB) Users(ctx context.Context) ([]claims.User, error) {
	list, err := users(ctx, d.reader)
	return list, explain(d.path, err)
}

func users(ctx context.Context, q querier) ([]claims.User, error) {
	var list []claims.User
	err := each(ctx, q, func(rows *sql.Rows) error {
		u, err := scanUser(rows)
		list = append(list, u)
		return err
	}, `SELECT `+userColumns+` FROM users ORDER BY name, id`)
	return list, err
}

// User finds a user by id.
func (d *DB) User(ctx context.Context, id claims.ID) (claims.User, error) {
	u, err := scanUser(d.reader.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = ?`, id))
	return u, explain(d.path, err)
}

// Credentials finds a user by e-mail address, with the hash of the password.
func (d *DB) Credentials(ctx context.Context, email string) (claims.User, string, error) {
	var hash string
	u, err := scanUser(d.reader.QueryRowContext(ctx, `SELECT `+userColumns+`, password_hash FROM users WHERE email = ?`, strings.ToLower(strings.TrimSpace(email))), &hash)
	return u, hash, explain(d.path, err)
}

// CreateUser adds a user. The same e-mail address twice is claims.KindExists.
func (d *DB) CreateUser(ctx context.Context, by claims.Person, u claims.User, hash string) (claims.User, error) {
	err := d.write(ctx, func(t *tx) (err error) {
		u, err = t.createUser(ctx, by, u, hash)
		return err
	})
	return u, err
}

// AddUser is CreateUser with a password to hand out: its owner has to change it
// before anything else.
func (d *DB) AddUser(ctx context.Context, by claims.Person, u claims.User, hash string) (claims.User, error) {
	err := d.write(ctx, func(t *tx) (err error) {
		if u, err = t.createUser(ctx, by, u, hash); err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `UPDATE users SET must_change = 1 WHERE id = ?`, u.ID)
		return err
	})
	return u, err
}

func (t *tx) createUser(ctx context.Context, by claims.Person, u claims.User, hash string) (claims.User, error) {
	if err := u.Check(); err != nil {
		return u, err
	}
	if err := t.freeEmail(ctx, u.Email); err != nil {
		return u, err
	}
	u.CreatedAt = t.now
	res, err := t.ExecContext(ctx, `INSERT INTO users (email, name, role, password_hash, disabled, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		u.Email, u.Name, u.Role, hash, u.Disabled, millis(t.now))
	if err != nil {
		return u, err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return u, err
	}
	u.ID = claims.ID(n)
	return u, t.record(ctx, claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: u.ID, Action: "user added", After: userJSON(u)})
}

// freeEmail refuses an address that has an account.
func (t *tx) freeEmail(ctx context.Context, email string) error {
	var have claims.ID
	err := t.QueryRowContext(ctx, `SELECT id FROM users WHERE email = ?`, email).Scan(&have)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return &claims.Error{Kind: claims.KindExists, Field: "email", Ref: have, Message: email + " has an account already: change that one instead"}
}

// userJSON is a user in the audit log: without name and address, which can be
// asked to be removed.
func userJSON(u claims.User) json.RawMessage {
	b, _ := json.Marshal(map[string]any{"role": u.Role, "disabled": u.Disabled}) // strings and booleans always marshal
	return b
}

// UpdateUser changes a user by a rule. The desk keeps one admin at least. A
// change of role or a disabled account ends the user's sessions; closing an
// account also ends the user's API tokens and lets go of the claims the user
// holds.
func (d *DB) UpdateUser(ctx context.Context, by claims.Person, id claims.ID, rule func(*claims.User) (claims.Event, error)) (claims.User, error) {
	var u claims.User
	err := d.write(ctx, func(t *tx) (err error) {
		u, err = t.updateUser(ctx, by, id, nil, rule)
		return err
	})
	return u, err
}

// updateUser is UpdateUser; the claims of a user whose account is closed go to
// heir, if there is one.
func (t *tx) updateUser(ctx context.Context, by claims.Person, id claims.ID, heir *claims.User, rule func(*claims.User) (claims.Event, error)) (claims.User, error) {
	u, err := scanUser(t.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = ?`, id))
	if err != nil {
		return u, err
	}
	before := u
	e, err := rule(&u)
	if err != nil {
		return u, err
	}
	if err := u.Check(); err != nil {
		return u, err
	}
	if u.Email != before.Email {
		if err := t.freeEmail(ctx, u.Email); err != nil {
			return u, err
		}
	}
	_, err = t.ExecContext(ctx, `UPDATE users SET email = ?, name = ?, role = ?, disabled = ? WHERE id = ?`, u.Email, u.Name, u.Role, u.Disabled, u.ID)
	if err != nil {
		return u, err
	}
	if err := t.keepAdmin(ctx, before); err != nil {
		return u, err
	}
	if u.Role != before.Role || u.Disabled {
		if _, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, u.ID); err != nil {
			return u, err
		}
	}
	e.Actor, e.Subject, e.SubjectID = by, claims.OnUser, u.ID
	e.Before, e.After = userJSON(before), userJSON(u)
	if err := t.record(ctx, e); err != nil || !u.Disabled || before.Disabled {
		return u, err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM api_tokens WHERE user_id = ?`, u.ID); err != nil {
		return u, err
	}
	return u, t.passClaims(ctx, by, u.ID, heir)
}

// keepAdmin refuses a change that leaves the desk without an admin.
func (t *tx) keepAdmin(ctx context.Context, before claims.User) error {
	var admins int
	if err := t.QueryRowContext(ctx, `SELECT count(*) FROM users WHERE role = 'admin' AND disabled = 0`).Scan(&admins); err != nil {
		return err
	}
	if admins == 0 && before.Role == claims.Admin {
		return claims.Conflict("%s is the only admin: make someone else admin first", before.Name)
	}
	return nil
}

// SetPassword replaces a user's password hash and ends all of the user's
// sessions.
func (d *DB) SetPassword(ctx context.Context, by claims.Person, id claims.ID, hash string) error {
	return d.write(ctx, func(t *tx) error { return t.setPassword(ctx, by, id, hash, false) })
}

// HandOutPassword is SetPassword for one that somebody else made: its owner has
// to change it before anything else.
func (d *DB) HandOutPassword(ctx context.Context, by claims.Person, id claims.ID, hash string) error {
	return d.write(ctx, func(t *tx) error { return t.setPassword(ctx, by, id, hash, true) })
}

func (t *tx) setPassword(ctx context.Context, by claims.Person, id claims.ID, hash string, mustChange bool) error {
	res, err := t.ExecContext(ctx, `UPDATE users SET password_hash = ?, must_change = ? WHERE id = ?`, hash, mustChange, id)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, claims.NotFound("there is no such user"))
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, id); err != nil {
		return err
	}
	action := "password changed"
	if mustChange {
		action = "password handed out"
	}
	return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: id, Action: action})
}

// UpgradeHash replaces a password's hash by one of newer parameters. The
// password is the same, so nothing ends and nothing is recorded.
func (d *DB) UpgradeHash(ctx context.Context, id claims.ID, from, to string) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?`, to, id, from)
		return err
	})
}

// NeedsSetup reports whether the desk has no user yet.
func (d *DB) NeedsSetup(ctx context.Context) (bool, error) {
	var n int
	err := d.reader.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM users LIMIT 1)`).Scan(&n)
	return n == 0, explain(d.path, err)
}

// NewSetup makes the one-time token with which the first admin is made. Earlier
// ones stop working. Only its hash is kept.
func (d *DB) NewSetup(ctx context.Context) (string, error) {
	token := rand.Text()
	err := d.write(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `DELETE FROM setup_links`); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `INSERT INTO setup_links (token_hash, expires_at) VALUES (?, ?)`, tokenHash(token), millis(t.now.Add(SetupTime)))
		return err
	})
	return token, err
}

// CheckSetup says whether a setup token works at this moment.
func (d *DB) CheckSetup(ctx context.Context, token string) error {
	return d.read(ctx, func(q *sql.Tx) error { return checkSetup(ctx, q, token, d.Now()) })
}

func checkSetup(ctx context.Context, q querier, token string, now time.Time) error {
	var users int
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM users LIMIT 1)`).Scan(&users); err != nil {
		return err
	}
	var expires int64
	err := q.QueryRowContext(ctx, `SELECT expires_at FROM setup_links WHERE token_hash = ?`, tokenHash(token)).Scan(&expires)
	switch {
	case users > 0:
		return &claims.Error{Kind: claims.KindGone, Message: "this desk is set up already: sign in instead"}
	case errors.Is(err, sql.ErrNoRows), err == nil && millis(now) >= expires:
		return &claims.Error{Kind: claims.KindGone, Message: "this setup link no longer works: start the program again and use the new link it prints"}
	}
	return err
}

// Setup makes the first admin and uses up the token. Of two at once, one wins.
func (d *DB) Setup(ctx context.Context, token string, u claims.User, hash string) (claims.User, error) {
	err := d.write(ctx, func(t *tx) (err error) {
		if err := checkSetup(ctx, t, token, t.now); err != nil {
			return err
		}
		u.Role = claims.Admin
		if u, err = t.createUser(ctx, claims.Person{}, u, hash); err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `DELETE FROM setup_links`)
		return err
	})
	return u, err
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
