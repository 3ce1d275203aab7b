package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"touchstone/claims"
)

// undoable is the condition on events that claims.Undoable names, as the index
// has it.
const undoable = `e.action IN ('accepted','rejected','assigned','tagged')`

// Steps are the newest steps that a person can take back, newest first: acts on
// claims that nobody changed since.
func (d *DB) Steps(ctx context.Context, by claims.User, limit int) (list []claims.Step, err error) {
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var a claims.StepAct
		var at int64
		var action string
		if err := rows.Scan(&at, &action, &a.Claim, &a.Statement); err != nil {
			return err
		}
		if n := len(list); n == 0 || !list[n-1].At.Equal(instant(at)) {
			list = append(list, claims.Step{At: instant(at), Action: action})
		}
		last := &list[len(list)-1]
		last.Acts = append(last.Acts, a)
		return nil
	}, `SELECT e.at, e.action, c.id, c.statement FROM events e CROSS JOIN claims c ON c.id = e.subject_id AND c.revision = e.revision
		WHERE e.actor_id = ? AND `+undoable+` AND e.at >= ? AND e.subject = 'claim' AND c.publication = 'private' AND c.merged_into IS NULL
		ORDER BY e.at DESC, e.seq LIMIT ?`, by.ID, millis(d.Now().Add(-claims.UndoTime)), limit*claims.MaxTogether)
	return list[:min(len(list), limit)], explain(d.path, err)
}

// Undo takes back what a person did at one instant, by the rule of package
// claims, and gives the claims that are as they were. What somebody changed
// since is left; where that is all, it is an error.
func (d *DB) Undo(ctx context.Context, by claims.User, at time.Time) (done []*claims.Claim, left []claims.Left, err error) {
	acts, err := d.events(ctx, `e.actor_id = ? AND e.at = ? AND `+undoable+` ORDER BY e.seq`, by.ID, millis(at))
	if err != nil {
		return nil, nil, err
	}
	if len(acts) == 0 {
		return nil, nil, claims.NotFound("there is nothing of yours to undo here any more")
	}
	ids, of := make([]claims.ID, len(acts)), map[claims.ID]claims.Event{}
	for i, e := range acts {
		ids[i], of[e.SubjectID] = e.SubjectID, e
	}
	done, left, err = d.Together(ctx, ids, func(c *claims.Claim, now time.Time) (claims.Event, error) { return c.Undo(by, now, of[c.ID]) })
	if err == nil && len(done) == 0 {
		return nil, left, d.since(ctx, of[left[0].Claim], left[0].Why)
	}
	return done, left, err
}

// since says who changed a claim after an act, where that is why it stands.
func (d *DB) since(ctx context.Context, act claims.Event, why error) error {
	if claims.KindOf(why) != claims.KindStale {
		return why
	}
	list, err := d.events(ctx, `e.subject = 'claim' AND e.subject_id = ? AND e.seq > ? ORDER BY e.seq LIMIT 1`, act.SubjectID, act.Seq)
	if err != nil || len(list) == 0 {
		return why
	}
	who := list[0].Actor.Name
	if list[0].Actor.ID == act.Actor.ID {
		who = "you"
	}
	return claims.Conflict("this cannot be undone: the claim was changed since, by %s, %s", who, list[0].At.UTC().Format("2 January, 15:04 MST"))
}

// Together lets a rule change several claims in one transaction, at one
// instant. What the rule refuses is left as it was, and said; any other error
// changes nothing.
func (d *DB) Together(ctx context.Context, ids []claims.ID, rule func(c *claims.Claim, now time.Time) (claims.Event, error)) (done []*claims.Claim, left []claims.Left, err error) {
	if len(ids) > claims.MaxTogether {
		return nil, nil, claims.Invalid("claim", "%d claims were chosen, and %d at once are the most", len(ids), claims.MaxTogether)
	}
	err = d.write(ctx, func(t *tx) error {
		done, left = nil, nil
		seen := map[claims.ID]bool{}
		for _, id := range ids {
			if seen[id] {
				continue
			}
			seen[id] = true
			before, err := d.claim(ctx, t, id)
			if claims.KindOf(err) == claims.KindNotFound {
				left = append(left, claims.Left{Claim: id, Why: err})
				continue
			}
			if err != nil {
				return err
			}
			after := before.Clone()
			e, err := rule(after, t.now)
			switch claims.KindOf(err) {
			case claims.KindConflict, claims.KindStale, claims.KindInvalid, claims.KindForbidden, claims.KindExists:
				left = append(left, claims.Left{Claim: id, Statement: before.Statement, Why: err})
				continue
			}
			if err != nil {
				return fmt.Errorf("claim %s: %w", id, err)
			}
			saved, err := t.saveClaim(ctx, before, after, e)
			if err != nil {
				return err
			}
			done = append(done, saved)
		}
		return nil
	})
	return done, left, err
}
