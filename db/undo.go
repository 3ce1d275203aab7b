package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"touchstone/claims"
)

// undoable is the condition on events that the index of them has.
var undoable = `e.action IN ('` + strings.Join(claims.Undoable, `','`) + `')`

// maxActs bounds how many acts of a person are looked through for steps.
const maxActs = 1000

// Steps are the newest steps that a person can take back, newest first.
func (d *DB) Steps(ctx context.Context, by claims.User, limit int) ([]claims.Step, error) {
	acts, err := d.events(ctx, `e.actor_id = ? AND `+undoable+` AND e.at >= ? AND e.subject = 'claim' ORDER BY e.at DESC, e.seq LIMIT ?`,
		by.ID, millis(d.Now().Add(-claims.UndoTime)), maxActs)
	if err != nil {
		return nil, err
	}
	histories, err := d.histories(ctx, acts)
	if err != nil {
		return nil, err
	}
	list := claims.Steps(acts, histories)
	if list = list[:min(len(list), limit)]; len(list) > 0 {
		err = d.reader.QueryRowContext(ctx, `SELECT statement FROM claims WHERE id = ?`, list[0].Claims[0]).Scan(&list[0].First)
	}
	return list, explain(d.path, err)
}

// histories are what happened to the claims of some acts, in its order.
func (d *DB) histories(ctx context.Context, acts []claims.Event) (map[claims.ID][]claims.Event, error) {
	var ids []claims.ID
	for _, e := range acts {
		if !slices.Contains(ids, e.SubjectID) {
			ids = append(ids, e.SubjectID)
		}
	}
	all := map[claims.ID][]claims.Event{}
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var e claims.Event
		err := rows.Scan(&e.SubjectID, &e.Revision, &e.Action)
		all[e.SubjectID] = append(all[e.SubjectID], e)
		return err
	}, `SELECT e.subject_id, e.revision, e.action FROM json_each(?) j CROSS JOIN events e ON e.subject = 'claim' AND e.subject_id = j.value ORDER BY e.subject_id, e.seq`, listed(ids))
	return all, explain(d.path, err)
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
	histories, err := d.histories(ctx, acts)
	if err != nil {
		return nil, nil, err
	}
	ids, of := make([]claims.ID, len(acts)), map[claims.ID]claims.Event{}
	for i, e := range acts {
		ids[i], of[e.SubjectID] = e.SubjectID, e
	}
	done, left, err = d.Together(ctx, ids, func(c *claims.Claim, now time.Time) (claims.Event, error) {
		return c.Undo(by, now, of[c.ID], histories[c.ID])
	})
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
