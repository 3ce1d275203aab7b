package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"touchstone/claims"
)

const invitationColumns = `i.id, i.email, i.role, i.invited_by, coalesce(u.name, ''), i.created_at, i.expires_at FROM invitations i LEFT JOIN users u ON u.id = i.invited_by`

func scanInvitation(row interface{ Scan(...any) error }) (claims.Invitation, error) {
	var i claims.Invitation
	var created, expires int64
	err := row.Scan(&i.ID, &i.Email, &i.Role, &i.By.ID, &i.By.Name, &created, &expires)
	i.CreatedAt, i.ExpiresAt = instant(created), instant(expires)
	return i, err
}

// Invite makes the token of a link with which a person makes an account. An
// earlier one for the same address stops working. Only its hash is kept.
func (d *DB) Invite(ctx context.Context, by claims.Person, i claims.Invitation) (claims.Invitation, string, error) {
	token := rand.Text()
	err := d.write(ctx, func(t *tx) error {
		if err := i.Check(); err != nil {
			return err
		}
		if err := t.freeEmail(ctx, i.Email); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM invitations WHERE email = ? OR expires_at <= ?`, i.Email, millis(t.now)); err != nil {
			return err
		}
		i.By, i.CreatedAt, i.ExpiresAt = by, t.now, t.now.Add(claims.InvitationTime)
		err := t.QueryRowContext(ctx, `INSERT INTO invitations (email, role, token_hash, invited_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			i.Email, i.Role, tokenHash(token), by.ID, millis(i.CreatedAt), millis(i.ExpiresAt)).Scan(&i.ID)
		if err != nil {
			return err
		}
		return t.record(ctx, invitationEvent(by, i, "invited"))
	})
	return i, token, err
}

// invitationEvent names the role and the number, not the address, which can be
// asked to be removed.
func invitationEvent(by claims.Person, i claims.Invitation, action string) claims.Event {
	after, _ := json.Marshal(map[string]any{"invitation": int64(i.ID), "role": i.Role}) // numbers and strings always marshal
	return claims.Event{Actor: by, Subject: claims.OnDesk, Action: action, After: after}
}

// Invitations are those that still work, newest first.
func (d *DB) Invitations(ctx context.Context) ([]claims.Invitation, error) {
	var list []claims.Invitation
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		i, err := scanInvitation(rows)
		list = append(list, i)
		return err
	}, `SELECT `+invitationColumns+` WHERE i.expires_at > ? ORDER BY i.id DESC`, millis(d.Now()))
	return list, explain(d.path, err)
}

// RevokeInvitation makes an invitation's link useless.
func (d *DB) RevokeInvitation(ctx context.Context, by claims.Person, id claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		i, err := scanInvitation(t.QueryRowContext(ctx, `SELECT `+invitationColumns+` WHERE i.id = ?`, id))
		if errors.Is(err, sql.ErrNoRows) {
			return claims.NotFound("there is no such invitation: it was used or revoked already")
		}
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM invitations WHERE id = ?`, id); err != nil {
			return err
		}
		return t.record(ctx, invitationEvent(by, i, "invitation revoked"))
	})
}

// Invitation finds the one whose link carries the token.
func (d *DB) Invitation(ctx context.Context, token string) (claims.Invitation, error) {
	i, err := invitation(ctx, d.reader, token, d.Now())
	return i, explain(d.path, err)
}

func invitation(ctx context.Context, q querier, token string, now time.Time) (claims.Invitation, error) {
	i, err := scanInvitation(q.QueryRowContext(ctx, `SELECT `+invitationColumns+` WHERE i.token_hash = ?`, tokenHash(token)))
	if errors.Is(err, sql.ErrNoRows) || err == nil && !now.Before(i.ExpiresAt) {
		err = &claims.Error{Kind: claims.KindGone, Message: "this invitation no longer works: ask an admin of the desk for a new one"}
	}
	return i, err
}

// Join makes the account of somebody who was invited and uses up the token. Of
// two at once, one wins.
func (d *DB) Join(ctx context.Context, token, name, hash string) (claims.User, error) {
	var u claims.User
	err := d.write(ctx, func(t *tx) error {
		i, err := invitation(ctx, t, token, t.now)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM invitations WHERE id = ?`, i.ID); err != nil {
			return err
		}
		u, err = t.createUser(ctx, i.By, claims.User{Email: i.Email, Name: name, Role: i.Role}, hash)
		return err
	})
	return u, err
}
