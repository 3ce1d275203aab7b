package db

import (
	"context"
	"database/sql"
	"time"

	"touchstone/claims"
)

// tell writes the notices that an event causes, in the event's transaction, and
// puts those away that it settles.
func (t *tx) tell(ctx context.Context, e claims.Event, before, after *claims.Claim) error {
	people, err := t.everybody(ctx)
	if err != nil {
		return err
	}
	e.Seq, e.At = t.seq, t.now
	for _, kind := range claims.Settled(before, after) {
		if _, err := t.ExecContext(ctx, `UPDATE notices SET read_at = ? WHERE claim_id = ? AND kind = ? AND read_at = 0`, millis(t.now), after.ID, kind); err != nil {
			return err
		}
	}
	for _, n := range claims.Notices(e, before, after, people) {
		if err := t.notify(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// everybody are the desk's accounts, read once a transaction.
func (t *tx) everybody(ctx context.Context) ([]claims.User, error) {
	var err error
	if t.people == nil {
		t.people, err = users(ctx, t)
	}
	return t.people, err
}

// notify writes one notice in the way its reader chose.
func (t *tx) notify(ctx context.Context, n claims.Notice) error {
	chosen, err := noticeChoices(ctx, t, n.User)
	if err != nil {
		return err
	}
	way := chosen.Way(n.Kind)
	if way == claims.WayNone {
		return nil
	}
	mail, err := t.mailFor(ctx, n.User, way)
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO notices (user_id, kind, claim_id, event_seq, by_user, detail, at, mail_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		n.User, n.Kind, n.Claim, n.Event, n.By.ID, n.Detail, millis(n.At), null(mail))
	return err
}

// UnreadNotices counts a person's unread notices, to 100 at most.
func (d *DB) UnreadNotices(ctx context.Context, user claims.ID) (n int, err error) {
	err = d.reader.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM notices WHERE user_id = ? AND read_at = 0 LIMIT 100)`, user).Scan(&n)
	return n, explain(d.path, err)
}

// Told is a notice with what a page or a mail says of it.
type Told struct {
	claims.Notice
	Statement string
	Verbatim  bool
	Language  string
	Note      string // of the event, for the desk alone
}

const toldColumns = `n.id, n.user_id, n.kind, n.claim_id, n.event_seq, n.by_user, coalesce(b.name, ''), n.detail, n.at, n.read_at > 0, c.statement, c.verbatim, c.language, coalesce(e.note, '')
	FROM notices n JOIN claims c ON c.id = n.claim_id LEFT JOIN users b ON b.id = n.by_user LEFT JOIN events e ON e.seq = n.event_seq`

func told(ctx context.Context, q querier, where string, args ...any) ([]Told, error) {
	var list []Told
	err := each(ctx, q, func(rows *sql.Rows) error {
		var n Told
		var at int64
		err := rows.Scan(&n.ID, &n.User, &n.Kind, &n.Claim, &n.Event, &n.By.ID, &n.By.Name, &n.Detail, &at, &n.Read, &n.Statement, &n.Verbatim, &n.Language, &n.Note)
		n.At = instant(at)
		list = append(list, n)
		return err
	}, `SELECT `+toldColumns+` WHERE `+where, args...)
	for i := range list {
		if err == nil {
			list[i].Note, err = withNames(ctx, q, list[i].Note)
		}
	}
	return list, err
}

// Notices are a person's notices, unread ones first, then newest first.
func (d *DB) Notices(ctx context.Context, user claims.ID, limit int) ([]Told, error) {
	list, err := told(ctx, d.reader, `n.user_id = ? ORDER BY n.read_at > 0, n.id DESC LIMIT ?`, user, limit)
	return list, explain(d.path, err)
}

// ReadNotice marks one of a person's notices as read.
func (d *DB) ReadNotice(ctx context.Context, user, id claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `UPDATE notices SET read_at = ? WHERE id = ? AND user_id = ? AND read_at = 0`, millis(t.now), id, user)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n > 0 {
			return err
		}
		var there int
		err = t.QueryRowContext(ctx, `SELECT count(*) FROM notices WHERE id = ? AND user_id = ?`, id, user).Scan(&there)
		if err == nil && there == 0 {
			err = claims.NotFound("this notice is not here any more")
		}
		return err
	})
}

// ReadNotices marks a person's notices as read, up to the newest one that the
// page showed.
func (d *DB) ReadNotices(ctx context.Context, user, upTo claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `UPDATE notices SET read_at = ? WHERE user_id = ? AND id <= ? AND read_at = 0`, millis(t.now), user, upTo)
		return err
	})
}

// NoticeChoices are a person's own ways of being told.
func (d *DB) NoticeChoices(ctx context.Context, user claims.ID) (claims.Choices, error) {
	c, err := noticeChoices(ctx, d.reader, user)
	return c, explain(d.path, err)
}

func noticeChoices(ctx context.Context, q querier, user claims.ID) (claims.Choices, error) {
	c := claims.Choices{}
	err := each(ctx, q, func(rows *sql.Rows) error {
		var k claims.NoticeKind
		var w claims.Way
		err := rows.Scan(&k, &w)
		c[k] = w
		return err
	}, `SELECT kind, way FROM notice_choices WHERE user_id = ?`, user)
	return c, err
}

// SetNoticeChoices keeps how a person wants to be told.
func (d *DB) SetNoticeChoices(ctx context.Context, user claims.ID, c claims.Choices) error {
	if err := c.Check(); err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		for k, w := range c {
			if _, err := t.ExecContext(ctx, `INSERT INTO notice_choices (user_id, kind, way) VALUES (?, ?, ?) ON CONFLICT (user_id, kind) DO UPDATE SET way = excluded.way`, user, k, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// How long notices stay, and how many of one person.
const (
	readTime   = 30 * 24 * time.Hour
	unreadTime = 180 * 24 * time.Hour
	maxNotices = 500
)

// sweepNotices forgets what was read a while ago, what nobody read for long, and
// a person's oldest beyond a number. What time brought is remembered as told.
func (t *tx) sweepNotices(ctx context.Context) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`DELETE FROM notices WHERE read_at > 0 AND read_at < ?`, []any{millis(t.now.Add(-readTime))}},
		{`DELETE FROM notices WHERE at < ?`, []any{millis(t.now.Add(-unreadTime))}},
		{`DELETE FROM notices WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY id DESC) AS n FROM notices) WHERE n > ?)`, []any{maxNotices}},
		{`DELETE FROM mails WHERE done_at > 0 AND done_at < ? AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.mail_id = mails.id)`, []any{millis(t.now.Add(-jobMemory))}},
		{`DELETE FROM notices_told WHERE kind = 'reply_overdue' AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.id = subject_id AND r.answer = '' AND r.none = 0)`, nil},
	} {
		if _, err := t.ExecContext(ctx, q.text, q.args...); err != nil {
			return err
		}
	}
	return nil
}
