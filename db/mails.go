package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

// MailKind sorts the mails to people of the desk.
type MailKind string

// The kinds of mail.
const (
	MailNotice MailKind = "notice" // what is told at once
	MailDigest MailKind = "digest" // the daily one
)

// MailFate is what became of a mail.
type MailFate string

// The fates.
const (
	MailSent    MailFate = "sent"
	MailRefused MailFate = "refused"  // the server says that it will never take it
	MailGivenUp MailFate = "given up" // it was too old to be of use
	MailDropped MailFate = "dropped"  // its reader had seen all of it
)

// Mail is one mail to a person of the desk.
type Mail struct {
	ID        claims.ID
	To        claims.User
	Kind      MailKind
	Token     string // the random part of its Message-ID
	CreatedAt time.Time
	Notices   []Told // those its reader has not seen and still wants by mail; oldest first
}

// mailFor finds or makes the mail that takes a notice of this way along; it is
// zero where none does. A mail that was tried already takes nothing more.
func (t *tx) mailFor(ctx context.Context, user claims.ID, way claims.Way) (claims.ID, error) {
	at := way.MailAt(t.now)
	if at.IsZero() {
		return 0, nil
	}
	if on, err := t.mailOn(ctx); err != nil || !on {
		return 0, err
	}
	kind := MailNotice
	if way == claims.WayDigest {
		kind = MailDigest
	}
	var id claims.ID
	err := t.QueryRowContext(ctx, `SELECT m.id FROM mails m JOIN jobs j ON j.kind = 'mail' AND j.key = printf('%d', m.id) AND j.done_at = 0
		WHERE m.user_id = ? AND m.done_at = 0 AND m.kind = ? AND j.attempts = 0 LIMIT 1`, user, kind).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	res, err := t.ExecContext(ctx, `INSERT INTO mails (user_id, kind, token, created_at) VALUES (?, ?, ?, ?)`, user, kind, rand.Text(), millis(t.now))
	if err != nil {
		return 0, err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	return claims.ID(n), t.enqueue(ctx, JobMail, about(claims.ID(n)), "", at)
}

func (t *tx) mailOn(ctx context.Context) (bool, error) {
	var address string
	err := t.QueryRowContext(ctx, `SELECT address FROM mail_server`).Scan(&address)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return address != "", err
}

// Mail loads a mail that waits. One that is gone or done is not found.
func (d *DB) Mail(ctx context.Context, id claims.ID) (Mail, error) {
	m := Mail{ID: id}
	err := d.read(ctx, func(q *sql.Tx) error {
		var user claims.ID
		var created int64
		err := q.QueryRowContext(ctx, `SELECT user_id, kind, token, created_at FROM mails WHERE id = ? AND done_at = 0`, id).Scan(&user, &m.Kind, &m.Token, &created)
		if errors.Is(err, sql.ErrNoRows) {
			return claims.NotFound("there is no such mail")
		}
		if err != nil {
			return err
		}
		m.CreatedAt = instant(created)
		if m.To, err = scanUser(q.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = ?`, user)); err != nil {
			return err
		}
		chosen, err := noticeChoices(ctx, q, user)
		if err != nil {
			return err
		}
		list, err := told(ctx, q, `n.mail_id = ? AND n.read_at = 0 ORDER BY n.id`, id)
		for _, n := range list {
			if !chosen.Way(n.Kind).MailAt(m.CreatedAt).IsZero() {
				m.Notices = append(m.Notices, n)
			}
		}
		return err
	})
	return m, err
}

// EndMail ends a mail and the job that carried it. answer is what the server
// said. A server that took or refused one works.
func (d *DB) EndMail(ctx context.Context, j Job, id claims.ID, fate MailFate, answer string) error {
	return d.write(ctx, func(t *tx) error {
		if err := t.finish(ctx, j); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE mails SET done_at = ?, fate = ?, answer = ? WHERE id = ? AND done_at = 0`, millis(t.now), fate, answer, id); err != nil {
			return err
		}
		if fate != MailSent && fate != MailRefused {
			return nil
		}
		_, err := t.ExecContext(ctx, `UPDATE mail_server SET good_at = ?, failed_at = 0, problem = ''`, millis(t.now))
		return err
	})
}

// PutOffMail gives a mail back that could not be sent, to be tried again later,
// and notes what is wrong with the server.
func (d *DB) PutOffMail(ctx context.Context, j Job, wait time.Duration, why string) error {
	return d.write(ctx, func(t *tx) error {
		if err := t.changeJob(ctx, j, `lease_until = 0, failures = failures + 1, run_at = ?, last_error = ?`, millis(t.now.Add(wait)), why); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `UPDATE mail_server SET failed_at = ?, problem = ?`, millis(t.now), why)
		return err
	})
}

// MailServer is where mail goes out, and how that goes.
type MailServer struct {
	Address  string    // host and port; empty where no mail is sent
	GoodAt   time.Time // when it last took a mail
	FailedAt time.Time // when it last failed; zero where it took one since
	Problem  string
	Waiting  int           // mails whose time has come
	Refused  []RefusedMail // the newest
}

// RefusedMail is a mail that did not reach its reader.
type RefusedMail struct {
	To     string // the person's name
	At     time.Time
	Fate   MailFate
	Answer string
}

// SetMailServer notes where mail goes out from now on; "" is nowhere.
func (d *DB) SetMailServer(ctx context.Context, address string) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO mail_server (id, address) VALUES (1, ?)
			ON CONFLICT (id) DO UPDATE SET address = excluded.address, failed_at = 0, problem = '' WHERE address <> excluded.address`, address)
		return err
	})
}

// MailServer says where mail goes out and how that goes.
func (d *DB) MailServer(ctx context.Context) (MailServer, error) {
	var m MailServer
	err := d.read(ctx, func(q *sql.Tx) error {
		var good, failed int64
		err := q.QueryRowContext(ctx, `SELECT address, good_at, failed_at, problem FROM mail_server`).Scan(&m.Address, &good, &failed, &m.Problem)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		m.GoodAt, m.FailedAt = instant(good), instant(failed)
		if err := q.QueryRowContext(ctx, `SELECT count(*) FROM jobs WHERE kind = 'mail' AND done_at = 0 AND (run_at <= ? OR failures > 0)`, millis(d.Now().UTC())).Scan(&m.Waiting); err != nil {
			return err
		}
		return each(ctx, q, func(rows *sql.Rows) error {
			var r RefusedMail
			var at int64
			err := rows.Scan(&r.To, &at, &r.Fate, &r.Answer)
			r.At = instant(at)
			m.Refused = append(m.Refused, r)
			return err
		}, `SELECT u.name, m.done_at, m.fate, m.answer FROM mails m JOIN users u ON u.id = m.user_id WHERE m.done_at > 0 AND m.fate IN ('refused', 'given up') ORDER BY m.done_at DESC LIMIT 10`)
	})
	return m, err
}
