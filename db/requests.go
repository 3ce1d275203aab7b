package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

// Requests with a key are remembered for requestTime. One that was never
// answered, because the program ended, may be sent again after requestLease.
const (
	requestTime  = 24 * time.Hour
	requestLease = time.Minute
)

// BeginRequest takes a program's request under its key. Where it was answered
// before, status and body are that answer; where it is new, status is 0. hash
// tells two requests apart.
func (d *DB) BeginRequest(ctx context.Context, by claims.Person, key, hash string) (status int, body string, err error) {
	err = d.write(ctx, func(t *tx) error {
		var was string
		var at int64
		err := t.QueryRowContext(ctx, `SELECT hash, status, body, at FROM api_requests WHERE user_id = ? AND key = ?`, by.ID, key).Scan(&was, &status, &body, &at)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case was != hash:
			return claims.Invalid("Idempotency-Key", "this key was used for another request: give each request a key of its own")
		case status > 0:
			return nil
		case t.now.Sub(instant(at)) < requestLease:
			return claims.Conflict("a request with this key is being worked on: ask again in a moment")
		}
		_, err = t.ExecContext(ctx, `INSERT INTO api_requests (user_id, key, hash, status, at) VALUES (?, ?, ?, 0, ?)
			ON CONFLICT (user_id, key) DO UPDATE SET at = excluded.at`, by.ID, key, hash, millis(t.now))
		return err
	})
	return status, body, err
}

// EndRequest keeps the answer to a request. Status 0 forgets the request, so
// that it can be sent again.
func (d *DB) EndRequest(ctx context.Context, by claims.Person, key string, status int, body string) error {
	return d.write(ctx, func(t *tx) error {
		query, args := `UPDATE api_requests SET status = ?, body = ? WHERE user_id = ? AND key = ?`, []any{status, body, by.ID, key}
		if status == 0 {
			query, args = `DELETE FROM api_requests WHERE user_id = ? AND key = ?`, args[2:]
		}
		_, err := t.ExecContext(ctx, query, args...)
		return err
	})
}
