package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"touchstone/claims"
)

// MergeClaims merges one claim into another, by the rule of package claims; both
// are named with the revision they were looked at. It gives the claim that is
// left.
func (d *DB) MergeClaims(ctx context.Context, by claims.User, id, into claims.ID, revision, intoRevision int) (*claims.Claim, error) {
	var left *claims.Claim
	err := d.write(ctx, func(t *tx) error {
		mineBefore, theirsBefore, err := t.pair(ctx, id, into)
		if err != nil {
			return err
		}
		if err := errors.Join(mineBefore.Based(revision), theirsBefore.Based(intoRevision)); err != nil {
			return claims.Conflict("one of the two claims was changed meanwhile: look at them again")
		}
		mine, theirs := mineBefore.Clone(), theirsBefore.Clone()
		m, mineEvent, theirsEvent, err := mine.Merge(by, t.now, theirs)
		if err != nil {
			return err
		}
		// The one that is left first: it takes what moves before the other lets it go.
		if left, err = t.saveClaim(ctx, theirsBefore, theirs, theirsEvent); err != nil {
			return err
		}
		if _, err := t.saveClaim(ctx, mineBefore, mine, mineEvent); err != nil {
			return err
		}
		return t.keepMerger(ctx, m)
	})
	return left, err
}

// UnmergeClaim undoes a merge. It gives the claim that stands on its own again.
func (d *DB) UnmergeClaim(ctx context.Context, by claims.User, id claims.ID, revision int) (*claims.Claim, error) {
	var again *claims.Claim
	err := d.write(ctx, func(t *tx) error {
		list, err := mergers(ctx, t, `m.claim_id = ?`, id)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return claims.Conflict("this claim is not merged into another, or it was in a way that cannot be undone here")
		}
		mineBefore, theirsBefore, err := t.pair(ctx, id, list[0].Into)
		if err != nil {
			return err
		}
		if err := mineBefore.Based(revision); err != nil {
			return err
		}
		mine, theirs := mineBefore.Clone(), theirsBefore.Clone()
		mineEvent, theirsEvent, err := mine.Unmerge(by, t.now, theirs, list[0])
		if err != nil {
			return err
		}
		if again, err = t.saveClaim(ctx, mineBefore, mine, mineEvent); err != nil {
			return err
		}
		if _, err := t.saveClaim(ctx, theirsBefore, theirs, theirsEvent); err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `DELETE FROM merges WHERE claim_id = ?`, id)
		return err
	})
	return again, err
}

func (t *tx) pair(ctx context.Context, id, other claims.ID) (*claims.Claim, *claims.Claim, error) {
	a, err := t.d.claim(ctx, t, id)
	if err != nil {
		return nil, nil, err
	}
	b, err := t.d.claim(ctx, t, other)
	return a, b, err
}

func (t *tx) keepMerger(ctx context.Context, m claims.Merger) error {
	appearances, err := json.Marshal(append([]claims.ID{}, m.Appearances...))
	if err != nil {
		return err
	}
	sources, err := json.Marshal(append([]claims.MovedLink{}, m.Sources...))
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO merges (claim_id, into_id, at, by_user, appearances, sources, state, publication, reject_reason, state_note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.Claim, m.Into, millis(m.At), m.By.ID, string(appearances), string(sources), m.State, m.Publication, m.RejectReason, m.StateNote)
	return err
}

// Mergers are the claims that were merged into one and can stand on their own
// again, newest first.
func (d *DB) Mergers(ctx context.Context, into claims.ID) ([]claims.Merger, error) {
	list, err := mergers(ctx, d.reader, `m.into_id = ? ORDER BY m.at DESC, m.claim_id DESC`, into)
	return list, explain(d.path, err)
}

func mergers(ctx context.Context, q querier, where string, id claims.ID) ([]claims.Merger, error) {
	var list []claims.Merger
	err := each(ctx, q, func(rows *sql.Rows) error {
		var m claims.Merger
		var at int64
		var appearances, sources string
		if err := rows.Scan(&m.Claim, &m.Into, &m.Statement, &m.Verbatim, &m.Language, &m.Revision, &at, &m.By.ID, &m.By.Name, &appearances, &sources, &m.State, &m.Publication, &m.RejectReason, &m.StateNote); err != nil {
			return err
		}
		m.At = instant(at)
		if err := errors.Join(json.Unmarshal([]byte(appearances), &m.Appearances), json.Unmarshal([]byte(sources), &m.Sources)); err != nil {
			return fmt.Errorf("read the merge of claim %s: %w", m.Claim, err)
		}
		list = append(list, m)
		return nil
	}, `SELECT m.claim_id, m.into_id, c.statement, c.verbatim, c.language, c.revision, m.at, m.by_user, u.name, m.appearances, m.sources, m.state, m.publication, m.reject_reason, m.state_note
		FROM merges m JOIN claims c ON c.id = m.claim_id JOIN users u ON u.id = m.by_user WHERE `+where, id)
	return list, err
}
