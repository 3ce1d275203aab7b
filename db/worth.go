package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"touchstone/claims"
	"touchstone/claims/extract"
)

// maxWorthDecisions bounds what is learnt from: the newest decisions say most
// about what the desk looks for now.
const maxWorthDecisions = 5000

// WorthVersions are what was learnt from decisions so far, newest first.
func (d *DB) WorthVersions(ctx context.Context) ([]claims.WorthVersion, error) {
	var list []claims.WorthVersion
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var v claims.WorthVersion
		var at int64
		var weights string
		if err := rows.Scan(&v.Version, &at, &v.By.ID, &v.By.Name, &v.Accepted, &v.Rejected, &weights, &v.Current); err != nil {
			return err
		}
		v.At = instant(at)
		list = append(list, v)
		return json.Unmarshal([]byte(weights), &list[len(list)-1].Weights)
	}, `SELECT w.version, w.at, coalesce(w.by_user, 0), coalesce(u.name, ''), w.accepted, w.rejected, w.weights, w.current
		FROM worth_versions w LEFT JOIN users u ON u.id = w.by_user ORDER BY w.version DESC`)
	return list, explain(d.path, err)
}

// WorthFeatures are the features that worth is judged by, with what the desk's
// decisions add to the shipped weights at present.
func (d *DB) WorthFeatures(ctx context.Context) ([]claims.WorthFeature, error) {
	tuning, err := d.tuning(ctx, d.reader)
	if err != nil {
		return nil, explain(d.path, err)
	}
	var list []claims.WorthFeature
	for _, w := range extract.Weights() {
		list = append(list, claims.WorthFeature{Name: w.Name, Why: w.Why, Shipped: w.Shipped, Desk: tuning[w.Name]})
	}
	return list, nil
}

// tuning is what the present version adds; nil for the shipped weights.
func (d *DB) tuning(ctx context.Context, q querier) (extract.Tuning, error) {
	var weights string
	err := q.QueryRowContext(ctx, `SELECT weights FROM worth_versions WHERE current = 1`).Scan(&weights)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var t extract.Tuning
	if err := json.Unmarshal([]byte(weights), &t); err != nil {
		return nil, fmt.Errorf("read what was learnt of worth: %w", err)
	}
	return t, nil
}

// LearnWorth learns from the desk's decisions on what was found, and judges by
// it from now on. Too few decisions are a conflict that says how many there are.
func (d *DB) LearnWorth(ctx context.Context, by claims.Person) error {
	list, accepted, err := d.decisions(ctx)
	if err != nil {
		return explain(d.path, err)
	}
	rejected := len(list) - accepted
	if len(list) < claims.MinWorthDecisions || min(accepted, rejected) < claims.MinWorthEach {
		return claims.Conflict("there are %d accepted and %d rejected candidates: it takes %d in all, and %d of each, to learn from them",
			accepted, rejected, claims.MinWorthDecisions, claims.MinWorthEach)
	}
	weights, err := json.Marshal(extract.Tune(list))
	if err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `UPDATE worth_versions SET current = 0 WHERE current = 1`); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO worth_versions (version, at, by_user, accepted, rejected, weights, current)
			SELECT coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, 1 FROM worth_versions`, millis(t.now), null(by.ID), accepted, rejected, string(weights)); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnDesk, Action: "worth learnt",
			Note: fmt.Sprintf("from %d accepted and %d rejected candidates", accepted, rejected), After: weights})
	})
}

// decisions are what people decided on the candidates that the program found,
// where the decision was about their worth.
func (d *DB) decisions(ctx context.Context) (list []extract.Decision, accepted int, err error) {
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var quote string
		var state claims.State
		var why claims.RejectReason
		if err := rows.Scan(&quote, &state, &why); err != nil {
			return err
		}
		if state == claims.StateRejected && !why.WorthJudges() {
			return nil
		}
		yes := state != claims.StateRejected
		if yes {
			accepted++
		}
		list = append(list, extract.Decision{Statement: quote, Accepted: yes})
		return nil
	}, `SELECT p.quote, c.state, c.reject_reason FROM claims c JOIN appearances p ON p.claim_id = c.id AND p.first = 1
		WHERE c.state <> 'new' AND c.merged_into IS NULL AND json_extract(p.finding, '$.confidence') > 0 ORDER BY c.id DESC LIMIT ?`, maxWorthDecisions)
	return list, accepted, err
}

// UseWorth goes back, or forward, to a version that was learnt; 0 is the
// shipped judgement.
func (d *DB) UseWorth(ctx context.Context, by claims.Person, version int) error {
	return d.write(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `UPDATE worth_versions SET current = 0 WHERE current = 1`); err != nil {
			return err
		}
		note := "as shipped"
		if version != 0 {
			note = fmt.Sprintf("version %d", version)
			res, err := t.ExecContext(ctx, `UPDATE worth_versions SET current = 1 WHERE version = ?`, version)
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, claims.NotFound("there is no version %d of what was learnt", version))
			}
		}
		return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnDesk, Action: "worth chosen", Note: note})
	})
}

// judge moves the worth of what was found by what the desk has learnt.
func (t *tx) judge(ctx context.Context, found []claims.Claim) error {
	tuning, err := t.d.tuning(ctx, t)
	if err != nil || tuning == nil {
		return err
	}
	for i := range found {
		for j := range found[i].Appearances {
			a := &found[i].Appearances[j]
			if a.Finding.Worth > 0 {
				a.Finding.Worth = tuning.Adjust(a.Quote, a.Finding.Worth)
			}
		}
	}
	return nil
}
