package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"touchstone/claims"
)

// KeepDraft keeps what a person typed into a form about a claim; what was kept
// of the same form before is replaced.
func (d *DB) KeepDraft(ctx context.Context, user, claim claims.ID, x claims.Draft) error {
	if err := x.Check(); err != nil {
		return err
	}
	fields, err := json.Marshal(x.Fields)
	if err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		var n int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM claims WHERE id = ?`, claim).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return claims.NotFound("there is no claim with the identifier %s", claim)
		}
		_, err := t.ExecContext(ctx, `INSERT INTO drafts (user_id, claim_id, form, revision, at, fields) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (user_id, claim_id, form) DO UPDATE SET revision = excluded.revision, at = excluded.at, fields = excluded.fields`,
			user, claim, x.Form, x.Revision, millis(t.now), string(fields))
		return err
	})
}

// DropDraft forgets a draft, because it was sent or is not wanted.
func (d *DB) DropDraft(ctx context.Context, user, claim claims.ID, form string) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `DELETE FROM drafts WHERE user_id = ? AND claim_id = ? AND form = ?`, user, claim, form)
		return err
	})
}

// Drafts are what a person typed about a claim and has not sent.
func (d *DB) Drafts(ctx context.Context, user, claim claims.ID) ([]claims.Draft, error) {
	var list []claims.Draft
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var x claims.Draft
		var at int64
		var fields string
		if err := rows.Scan(&x.Form, &x.Revision, &at, &fields); err != nil {
			return err
		}
		x.At = instant(at)
		if err := json.Unmarshal([]byte(fields), &x.Fields); err != nil {
			return fmt.Errorf("read the draft of claim %s: %w", claim, err)
		}
		list = append(list, x)
		return nil
	}, `SELECT form, revision, at, fields FROM drafts WHERE user_id = ? AND claim_id = ? ORDER BY form`, user, claim)
	return list, explain(d.path, err)
}
