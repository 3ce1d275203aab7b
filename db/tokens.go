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

// TokenPrefix begins every API token, so that one that leaked is recognised.
const TokenPrefix = "tsk_"

// tokenTouch is how often a token's use is written down.
const tokenTouch = 5 * time.Minute

const tokenColumns = `id, user_id, name, scopes, created_at, expires_at, used_at FROM api_tokens` // #nosec G101 -- names of columns

func scanToken(row interface{ Scan(...any) error }) (claims.Token, error) {
	var k claims.Token
	var scopes string
	var created, expires, used int64
	err := row.Scan(&k.ID, &k.Owner, &k.Name, &scopes, &created, &expires, &used)
	k.Scopes, k.CreatedAt, k.ExpiresAt, k.UsedAt = claims.SplitScopes(scopes), instant(created), instant(expires), instant(used)
	return k, err
}

// CreateToken makes an API token that works so many days. What it returns as
// the secret is not kept.
func (d *DB) CreateToken(ctx context.Context, owner claims.Person, k claims.Token, days int) (claims.Token, string, error) {
	secret := TokenPrefix + rand.Text()
	err := d.write(ctx, func(t *tx) error {
		if err := k.Check(days); err != nil {
			return err
		}
		var have int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM api_tokens WHERE user_id = ?`, owner.ID).Scan(&have); err != nil {
			return err
		}
		if have >= claims.MaxTokens {
			return claims.Invalid("token-name", "you have %d tokens already: revoke one first", have)
		}
		k.Owner, k.CreatedAt, k.ExpiresAt = owner.ID, t.now, t.now.AddDate(0, 0, days)
		err := t.QueryRowContext(ctx, `INSERT INTO api_tokens (user_id, name, token_hash, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			owner.ID, k.Name, tokenHash(secret), claims.JoinScopes(k.Scopes), millis(k.CreatedAt), millis(k.ExpiresAt)).Scan(&k.ID)
		if err != nil {
			return err
		}
		return t.record(ctx, tokenEvent(owner, k, "token made"))
	})
	return k, secret, err
}

func tokenEvent(by claims.Person, k claims.Token, action string) claims.Event {
	after, _ := json.Marshal(map[string]any{"token": int64(k.ID), "scopes": k.Scopes}) // numbers and strings always marshal
	return claims.Event{Actor: by, Subject: claims.OnUser, SubjectID: k.Owner, Action: action, After: after}
}

// Tokens are a user's API tokens, newest first, those that are over included.
func (d *DB) Tokens(ctx context.Context, owner claims.ID) ([]claims.Token, error) {
	var list []claims.Token
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		k, err := scanToken(rows)
		list = append(list, k)
		return err
	}, `SELECT `+tokenColumns+` WHERE user_id = ? ORDER BY id DESC`, owner)
	return list, explain(d.path, err)
}

// Token finds the one with this secret that still works. Any other is
// claims.KindSignIn.
func (d *DB) Token(ctx context.Context, secret string) (claims.Token, error) {
	k, err := scanToken(d.reader.QueryRowContext(ctx, `SELECT `+tokenColumns+` WHERE token_hash = ? AND expires_at > ?`, tokenHash(secret), millis(d.Now())))
	if errors.Is(err, sql.ErrNoRows) {
		err = &claims.Error{Kind: claims.KindSignIn, Message: "this token does not work: it is unknown, over or revoked"}
	}
	return k, explain(d.path, err)
}

// TouchToken notes that a token was used, unless that was done a moment ago.
func (d *DB) TouchToken(ctx context.Context, k claims.Token) error {
	if d.Now().Sub(k.UsedAt) < tokenTouch {
		return nil
	}
	_, err := d.changed(ctx, claims.Event{}, `UPDATE api_tokens SET used_at = ? WHERE id = ?`, millis(d.Now()), k.ID)
	return err
}

// RevokeToken ends one of the owner's tokens.
func (d *DB) RevokeToken(ctx context.Context, owner claims.Person, id claims.ID) error {
	e := tokenEvent(owner, claims.Token{ID: id, Owner: owner.ID}, "token revoked")
	did, err := d.changed(ctx, e, `DELETE FROM api_tokens WHERE id = ? AND user_id = ?`, id, owner.ID)
	if err == nil && !did {
		err = claims.NotFound("you have no such token")
	}
	return err
}
