package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

const replyColumns = `r.id, r.asked, r.channel, r.asked_day, r.deadline_day, r.answer, r.answered_day, r.none, r.public, r.by_user, u.name
	FROM replies r JOIN users u ON u.id = r.by_user`

func scanReply(rows *sql.Rows, r *claims.Reply, more ...any) error {
	err := rows.Scan(append([]any{&r.ID, &r.Asked, &r.Channel, &r.AskedOn.Day, &r.Deadline.Day, &r.Answer, &r.AnsweredOn.Day, &r.None, &r.Public, &r.By.ID, &r.By.Name}, more...)...)
	for _, d := range []*claims.Date{&r.AskedOn, &r.Deadline, &r.AnsweredOn} {
		*d = dayOf(d.Day)
	}
	return err
}

func loadReplies(ctx context.Context, q querier, c *claims.Claim) error {
	c.Replies = nil
	return each(ctx, q, func(rows *sql.Rows) error {
		var r claims.Reply
		err := scanReply(rows, &r)
		c.Replies = append(c.Replies, r)
		return err
	}, `SELECT `+replyColumns+` WHERE r.claim_id = ? ORDER BY r.id`, c.ID)
}

func (t *tx) saveReplies(ctx context.Context, before, after *claims.Claim) error {
	was := map[claims.ID]claims.Reply{}
	for _, r := range before.Replies {
		was[r.ID] = r
	}
	for i := range after.Replies {
		r := &after.Replies[i]
		if r.ID != 0 {
			if was[r.ID] == *r {
				continue
			}
			if _, err := t.ExecContext(ctx, `UPDATE replies SET answer = ?, answered_day = ?, none = ?, public = ? WHERE id = ?`, r.Answer, r.AnsweredOn.Day, r.None, r.Public, r.ID); err != nil {
				return err
			}
			continue
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO replies (claim_id, asked, channel, asked_day, deadline_day, answer, answered_day, none, public, by_user) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			after.ID, r.Asked, r.Channel, r.AskedOn.Day, r.Deadline.Day, r.Answer, r.AnsweredOn.Day, r.None, r.Public, r.By.ID); err != nil {
			return err
		}
	}
	return nil
}

// RepliesDue are the requests whose answers the desk waits for, the earliest
// deadline first.
func (d *DB) RepliesDue(ctx context.Context) ([]claims.ReplyDue, error) {
	var list []claims.ReplyDue
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var r claims.ReplyDue
		err := scanReply(rows, &r.Reply, &r.ClaimID, &r.Statement, &r.Verbatim, &r.Language)
		list = append(list, r)
		return err
	}, `SELECT `+prepend("c.id, c.statement, c.verbatim, c.language", replyColumns)+` JOIN claims c ON c.id = r.claim_id
		WHERE r.answer = '' AND r.none = 0 AND c.merged_into IS NULL AND c.state <> 'rejected' ORDER BY r.deadline_day, r.id`)
	return list, explain(d.path, err)
}
