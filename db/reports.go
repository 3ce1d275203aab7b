package db

import (
	"context"
	"database/sql"
	"errors"

	"touchstone/claims"
)

// AddReport keeps what a reader says is wrong. Where too many wait for an
// editor, it is refused; the oldest settled ones make room.
func (d *DB) AddReport(ctx context.Context, r claims.Report) error {
	if err := r.Check(); err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		var waiting int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM reports WHERE settled_at = 0`).Scan(&waiting); err != nil {
			return err
		}
		if waiting >= claims.MaxReportsOpen {
			return &claims.Error{Kind: claims.KindTooMany, Message: "more reports wait at the desk than it can read: write to us another way, or try again in some days"}
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM reports WHERE id IN (SELECT id FROM reports WHERE settled_at > 0 ORDER BY settled_at DESC, id DESC LIMIT -1 OFFSET ?)`, claims.MaxReportsKept-1); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `INSERT INTO reports (claim_id, at, text, contact) VALUES (?, ?, ?, ?)`, null(r.ClaimID), millis(t.now), r.Text, r.Contact)
		return err
	})
}

const reportColumns = `r.id, coalesce(r.claim_id, 0), coalesce(c.statement, ''), r.at, r.text, r.contact, r.settled_at, coalesce(r.settled_by, 0), coalesce(u.name, ''), r.note
	FROM reports r LEFT JOIN claims c ON c.id = r.claim_id LEFT JOIN users u ON u.id = r.settled_by`

func scanReport(row interface{ Scan(...any) error }) (r claims.Report, err error) {
	var at, settled int64
	err = row.Scan(&r.ID, &r.ClaimID, &r.Statement, &at, &r.Text, &r.Contact, &settled, &r.SettledBy.ID, &r.SettledBy.Name, &r.Note)
	r.At, r.Settled = instant(at), instant(settled)
	return r, err
}

// Reports are those that wait for an editor, the oldest first, or those that
// are settled, the newest first.
func (d *DB) Reports(ctx context.Context, settled bool, limit int) ([]claims.Report, error) {
	rest := ` WHERE r.settled_at = 0 ORDER BY r.id LIMIT ?`
	if settled {
		rest = ` WHERE r.settled_at > 0 ORDER BY r.settled_at DESC, r.id DESC LIMIT ?`
	}
	var list []claims.Report
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		r, err := scanReport(rows)
		list = append(list, r)
		return err
	}, `SELECT `+reportColumns+rest, limit)
	return list, explain(d.path, err)
}

// ReportsWaiting is how many reports wait for an editor.
func (d *DB) ReportsWaiting(ctx context.Context) (n int, err error) {
	err = d.reader.QueryRowContext(ctx, `SELECT count(*) FROM reports WHERE settled_at = 0`).Scan(&n)
	return n, explain(d.path, err)
}

// SettleReport closes a report. The contact goes with it.
func (d *DB) SettleReport(ctx context.Context, by claims.User, id claims.ID, note string) error {
	return d.write(ctx, func(t *tx) error {
		r, err := scanReport(t.QueryRowContext(ctx, `SELECT `+reportColumns+` WHERE r.id = ?`, id))
		if errors.Is(err, sql.ErrNoRows) {
			return claims.NotFound("there is no such report")
		}
		if err != nil {
			return err
		}
		if err := r.Settle(by, t.now, note); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE reports SET settled_at = ?, settled_by = ?, note = ?, contact = '' WHERE id = ?`, millis(r.Settled), null(by.ID), r.Note, id); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnDesk, SubjectID: id, Action: "report settled", Note: r.Note})
	})
}
