package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

// record appends an event to the audit log, sealed with the row before it. The
// one instant of the transaction is the event's, unless it has its own.
func (t *tx) record(ctx context.Context, e claims.Event) error {
	var prev string
	var seq int64
	err := t.QueryRowContext(ctx, `SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1`).Scan(&seq, &prev)
	if errors.Is(err, sql.ErrNoRows) {
		prev, err = claims.Genesis, nil
	}
	if err != nil {
		return err
	}
	if e.At.IsZero() {
		e.At = t.now
	}
	e.Seq, e.Prev = seq+1, prev
	t.seq = e.Seq
	e.Hash = e.Seal(prev)
	if _, err = t.ExecContext(ctx, `INSERT INTO events (`+eventInsert+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, eventRow(&e)...); err != nil {
		return err
	}
	return t.keepHead(ctx, &e)
}

// keepHead notes the newest event as the log's head of the day.
func (t *tx) keepHead(ctx context.Context, e *claims.Event) error {
	_, err := t.ExecContext(ctx, `INSERT INTO audit_heads (day, seq, hash, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (day) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at`,
		t.now.Format(time.DateOnly), e.Seq, e.Hash, millis(e.At))
	return err
}

const eventInsert = `seq, at, actor_id, subject, subject_id, revision, action, note, public, before, after, prev, hash`

// eventRow is an event as eventInsert has it.
func eventRow(e *claims.Event) []any {
	return []any{e.Seq, millis(e.At), e.Actor.ID, e.Subject, e.SubjectID, e.Revision, e.Action, e.Note, e.Public, string(e.Before), string(e.After), e.Prev, e.Hash}
}

const eventColumns = `e.seq, e.at, e.actor_id, coalesce(u.name, ''), e.subject, e.subject_id, e.revision, e.action, e.note, e.public, e.before, e.after, e.prev, e.hash
	FROM events e LEFT JOIN users u ON u.id = e.actor_id`

func scanEvent(rows *sql.Rows, e *claims.Event) error {
	var at int64
	var before, after string
	if err := rows.Scan(&e.Seq, &at, &e.Actor.ID, &e.Actor.Name, &e.Subject, &e.SubjectID, &e.Revision, &e.Action, &e.Note, &e.Public, &before, &after, &e.Prev, &e.Hash); err != nil {
		return err
	}
	e.At = instant(at)
	e.Before, e.After = nil, nil
	if before != "" {
		e.Before = []byte(before)
	}
	if after != "" {
		e.After = []byte(after)
	}
	return nil
}

func (d *DB) events(ctx context.Context, where string, args ...any) ([]claims.Event, error) {
	var list []claims.Event
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var e claims.Event
		err := scanEvent(rows, &e)
		list = append(list, e)
		return err
	}, `SELECT `+eventColumns+` WHERE `+where, args...)
	for i := range list {
		if err == nil {
			list[i].Note, err = withNames(ctx, d.reader, list[i].Note)
		}
	}
	return list, explain(d.path, err)
}

// ClaimEvents is everything that happened to a claim, newest first.
func (d *DB) ClaimEvents(ctx context.Context, id claims.ID) ([]claims.Event, error) {
	return d.events(ctx, `e.subject = 'claim' AND e.subject_id = ? ORDER BY e.seq DESC`, id)
}

// PublicEvents is what readers may know of a claim's history, newest first.
func (d *DB) PublicEvents(ctx context.Context, id claims.ID) ([]claims.Event, error) {
	return d.events(ctx, `e.subject = 'claim' AND e.subject_id = ? AND e.public <> '' ORDER BY e.seq DESC`, id)
}

// AuditHead is the end of the audit log. Kept elsewhere, it later shows whether
// the log's end was cut off.
func (d *DB) AuditHead(ctx context.Context) (claims.Head, error) {
	h := claims.Head{Hash: claims.Genesis}
	var at int64
	err := d.reader.QueryRowContext(ctx, `SELECT seq, hash, at FROM events ORDER BY seq DESC LIMIT 1`).Scan(&h.Seq, &h.Hash, &at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	h.At = instant(at)
	return h, explain(d.path, err)
}

// AuditHash is the hash of an event, or "" where the log has no such event.
func (d *DB) AuditHash(ctx context.Context, seq int64) (hash string, err error) {
	err = d.reader.QueryRowContext(ctx, `SELECT hash FROM events WHERE seq = ?`, seq).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return hash, explain(d.path, err)
}

// DayHead is the end of the audit log on a day.
type DayHead struct {
	Day string // YYYY-MM-DD in UTC
	claims.Head
}

// AuditDays are the ends of the audit log on the days that had events, newest
// first.
func (d *DB) AuditDays(ctx context.Context) ([]DayHead, error) {
	list, err := auditDays(ctx, d.reader)
	return list, explain(d.path, err)
}

func auditDays(ctx context.Context, q querier) ([]DayHead, error) {
	var list []DayHead
	err := each(ctx, q, func(rows *sql.Rows) error {
		var h DayHead
		var at int64
		err := rows.Scan(&h.Day, &h.Seq, &h.Hash, &at)
		h.At = instant(at)
		list = append(list, h)
		return err
	}, `SELECT day, seq, hash, at FROM audit_heads ORDER BY day DESC`)
	return list, err
}
