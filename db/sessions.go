package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

// SessionStore keeps signed-in sessions for alexedwards/scs. The tokens it sees
// are hashes already.
type SessionStore struct {
	d *DB
	// Owner reads the user out of a session's data, so that sessions can be
	// ended by user; nil leaves them without an owner.
	Owner func(data []byte) claims.ID
}

// Sessions is the store of this database's sessions.
func (d *DB) Sessions() *SessionStore { return &SessionStore{d: d} }

// FindCtx gives a session's data; found is false for one that is unknown or over.
func (s *SessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.d.reader.QueryRowContext(ctx, `SELECT data FROM sessions WHERE token = ? AND expires_at > ?`, token, millis(s.d.Now())).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, explain(s.d.path, err)
}

// CommitCtx writes a session.
func (s *SessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	var owner claims.ID
	if s.Owner != nil {
		owner = s.Owner(data)
	}
	return s.d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO sessions (token, data, user_id, expires_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (token) DO UPDATE SET data = excluded.data, user_id = excluded.user_id, expires_at = excluded.expires_at`,
			token, data, owner, millis(expiry))
		return err
	})
}

// Touch prolongs a session that is there. One that was ended meanwhile stays
// ended.
func (s *SessionStore) Touch(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `UPDATE sessions SET data = ?, expires_at = ? WHERE token = ?`, data, millis(expiry), token)
		return err
	})
}

// DeleteCtx ends a session.
func (s *SessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE token = ?`, token)
		return err
	})
}

// StoredSession is a session as it is kept.
type StoredSession struct {
	Token   string // the hash
	Data    []byte
	Expires time.Time
}

// Of are the sessions of a user that are not over.
func (s *SessionStore) Of(ctx context.Context, user claims.ID) ([]StoredSession, error) {
	var list []StoredSession
	err := each(ctx, s.d.reader, func(rows *sql.Rows) error {
		var x StoredSession
		var expires int64
		err := rows.Scan(&x.Token, &x.Data, &expires)
		x.Expires = instant(expires)
		list = append(list, x)
		return err
	}, `SELECT token, data, expires_at FROM sessions WHERE user_id = ? AND expires_at > ?`, user, millis(s.d.Now()))
	return list, explain(s.d.path, err)
}

// EndOthers ends all sessions of a user but the one with this token.
func (s *SessionStore) EndOthers(ctx context.Context, user claims.ID, token string) error {
	return s.d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ? AND token <> ?`, user, token)
		return err
	})
}

// EndFor ends all sessions of a user.
func (s *SessionStore) EndFor(ctx context.Context, user claims.ID) error {
	return s.d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, user)
		return err
	})
}

// Find, Commit and Delete stand here for interfaces without a context.

// Find is FindCtx.
func (s *SessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (s *SessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx.
func (s *SessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
