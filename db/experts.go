package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

const expertColumns = `x.id, x.claim_id, x.name, x.question, x.made_by, coalesce(u.name, ''), x.made_at, x.expires_at, x.revoked_at, x.answered_at, x.answer
	FROM expert_links x LEFT JOIN users u ON u.id = x.made_by`

func scanExpert(row interface{ Scan(...any) error }) (claims.ExpertLink, error) {
	var l claims.ExpertLink
	var made, expires, revoked, answered int64
	err := row.Scan(&l.ID, &l.ClaimID, &l.Name, &l.Question, &l.By.ID, &l.By.Name, &made, &expires, &revoked, &answered, &l.Answer)
	l.MadeAt, l.ExpiresAt, l.RevokedAt, l.AnsweredAt = instant(made), instant(expires), instant(revoked), instant(answered)
	return l, err
}

// ExpertLinks are the links to a claim's draft, oldest first.
func (d *DB) ExpertLinks(ctx context.Context, claim claims.ID) ([]claims.ExpertLink, error) {
	list, err := expertLinks(ctx, d.reader, claim)
	return list, explain(d.path, err)
}

func expertLinks(ctx context.Context, q querier, claim claims.ID) ([]claims.ExpertLink, error) {
	var list []claims.ExpertLink
	err := each(ctx, q, func(rows *sql.Rows) error {
		l, err := scanExpert(rows)
		list = append(list, l)
		return err
	}, `SELECT `+expertColumns+` WHERE x.claim_id = ? ORDER BY x.id`, claim)
	return list, err
}

// InviteExpert makes a link to a claim's draft, by the rule of package claims.
// What it returns as the token is not kept.
func (d *DB) InviteExpert(ctx context.Context, by claims.User, id claims.ID, name, question string, deadline claims.Date) (claims.ExpertLink, string, error) {
	token := rand.Text()
	var l claims.ExpertLink
	err := d.write(ctx, func(t *tx) error {
		c, err := d.claim(ctx, t, id)
		if err != nil {
			return err
		}
		have, err := expertLinks(ctx, t, id)
		if err != nil {
			return err
		}
		var e claims.Event
		if l, e, err = c.InviteExpert(by, t.now, name, question, deadline, have); err != nil {
			return err
		}
		if err := t.QueryRowContext(ctx, `INSERT INTO expert_links (claim_id, name, question, token_hash, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			l.ClaimID, l.Name, l.Question, tokenHash(token), l.By.ID, millis(l.MadeAt), millis(l.ExpiresAt)).Scan(&l.ID); err != nil {
			return err
		}
		return t.record(ctx, e)
	})
	return l, token, err
}

// RevokeExpert closes a link of a claim before its deadline.
func (d *DB) RevokeExpert(ctx context.Context, by claims.User, id, link claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		c, err := d.claim(ctx, t, id)
		if err != nil {
			return err
		}
		l, err := scanExpert(t.QueryRowContext(ctx, `SELECT `+expertColumns+` WHERE x.id = ? AND x.claim_id = ?`, link, id))
		if errors.Is(err, sql.ErrNoRows) {
			return claims.NotFound("this claim has no such link")
		}
		if err != nil {
			return err
		}
		e, err := c.RevokeExpert(by, t.now, &l)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE expert_links SET revoked_at = ? WHERE id = ?`, millis(l.RevokedAt), l.ID); err != nil {
			return err
		}
		return t.record(ctx, e)
	})
}

// ExpertDraft finds the link whose address carries the token, with the claim that
// it shows. One that does not work is claims.KindGone, whatever the reason.
func (d *DB) ExpertDraft(ctx context.Context, token string) (claims.ExpertLink, *claims.Claim, error) {
	var l claims.ExpertLink
	var c *claims.Claim
	err := d.read(ctx, func(q *sql.Tx) (err error) {
		if l, err = expertByToken(ctx, q, token); err != nil {
			return err
		}
		if err := l.Open(d.Now()); err != nil {
			return err
		}
		c, err = d.claim(ctx, q, l.ClaimID)
		return err
	})
	return l, c, err
}

func expertByToken(ctx context.Context, q querier, token string) (claims.ExpertLink, error) {
	l, err := scanExpert(q.QueryRowContext(ctx, `SELECT `+expertColumns+` WHERE x.token_hash = ?`, tokenHash(token)))
	if errors.Is(err, sql.ErrNoRows) {
		return l, claims.ExpertLink{}.Open(time.Time{})
	}
	return l, err
}

// AnswerExpert takes the one answer that a link allows. Of two at once, one wins.
func (d *DB) AnswerExpert(ctx context.Context, token, answer string) error {
	return d.write(ctx, func(t *tx) error {
		l, err := expertByToken(ctx, t, token)
		if err != nil {
			return err
		}
		c, err := d.claim(ctx, t, l.ClaimID)
		if err != nil {
			return err
		}
		e, err := c.ExpertAnswered(t.now, &l, answer)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE expert_links SET answer = ?, answered_at = ? WHERE id = ?`, l.Answer, millis(l.AnsweredAt), l.ID); err != nil {
			return err
		}
		return t.record(ctx, e)
	})
}
