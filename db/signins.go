package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// How many sign-ins are kept: of those that failed, guessing makes many.
const (
	failedKept    = 2000
	succeededKept = 10_000
)

// RecordSignIn notes a try to sign in. One that succeeded stands in the audit
// log as well. The rows are bounded: the oldest go.
func (d *DB) RecordSignIn(ctx context.Context, s claims.SignIn) error {
	return d.write(ctx, func(t *tx) error {
		t.after = append(t.after, func() { d.signIns.add(string(s.Outcome)) })
		if _, err := t.ExecContext(ctx, `INSERT INTO sign_ins (at, user_id, network, outcome) VALUES (?, ?, ?, ?)`,
			millis(t.now), s.Person.ID, s.Network, s.Outcome); err != nil {
			return err
		}
		if s.Outcome != claims.SignedIn {
			return t.keepSignIns(ctx, `outcome <> 'in'`, failedKept)
		}
		if err := t.keepSignIns(ctx, `outcome = 'in'`, succeededKept); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: s.Person, Subject: claims.OnUser, SubjectID: s.Person.ID, Action: "signed in"})
	})
}

// keepSignIns removes the oldest of some sign-ins.
func (t *tx) keepSignIns(ctx context.Context, which string, n int) error {
	_, err := t.ExecContext(ctx, `DELETE FROM sign_ins WHERE `+which+` AND id <= (SELECT id FROM sign_ins WHERE `+which+` ORDER BY id DESC LIMIT 1 OFFSET ?)`, n)
	return err
}

// SignInsPage is how many sign-ins stand on one page.
const SignInsPage = 100

// SignIns are the newest tries to sign in, before the one numbered so, or of
// all where before is 0; older is the number to go on with, or 0 at the end.
func (d *DB) SignIns(ctx context.Context, failed bool, before int64) (list []claims.SignIn, older int64, err error) {
	var id int64
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var s claims.SignIn
		var at int64
		if len(list) == SignInsPage {
			older = id
			return nil
		}
		if err := rows.Scan(&id, &at, &s.Person.ID, &s.Person.Name, &s.Network, &s.Outcome); err != nil {
			return err
		}
		s.At = instant(at)
		list = append(list, s)
		return nil
	}, `SELECT s.id, s.at, s.user_id, coalesce(u.name, ''), s.network, s.outcome FROM sign_ins s LEFT JOIN users u ON u.id = s.user_id
		WHERE (?1 = 0 OR s.id < ?1) AND (?2 = 0 OR s.outcome <> 'in') ORDER BY s.id DESC LIMIT ?3`, before, failed, SignInsPage+1)
	return list, older, explain(d.path, err)
}
