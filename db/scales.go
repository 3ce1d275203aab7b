package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"touchstone/claims"
)

// Scale is the scale that new ratings use.
func (d *DB) Scale(ctx context.Context) (claims.Scale, error) {
	var id claims.ID
	if err := d.reader.QueryRowContext(ctx, currentScale).Scan(&id); err != nil {
		return claims.Scale{}, explain(d.path, err)
	}
	return d.ScaleByID(ctx, id)
}

// ScaleByID is the scale of a verdict, whatever its version.
func (d *DB) ScaleByID(ctx context.Context, id claims.ID) (claims.Scale, error) {
	return d.scale(ctx, d.reader, id)
}

func (d *DB) scale(ctx context.Context, q querier, id claims.ID) (claims.Scale, error) {
	if s, ok := d.scales.Load(id); ok {
		return s.(claims.Scale), nil
	}
	s := claims.Scale{ID: id}
	var ratings string
	err := q.QueryRowContext(ctx, `SELECT name, version, ratings FROM scales WHERE id = ?`, id).Scan(&s.Name, &s.Version, &ratings)
	if errors.Is(err, sql.ErrNoRows) {
		return s, claims.NotFound("there is no such scale")
	}
	if err != nil {
		return s, explain(d.path, err)
	}
	if err := json.Unmarshal([]byte(ratings), &s.Ratings); err != nil {
		return s, fmt.Errorf("read the scale %s: %w", s.Title(), err)
	}
	d.scales.Store(id, s)
	return s, nil
}

const currentScale = `SELECT id FROM scales WHERE current = 1`

// Scales are all versions of all scales that the desk had, newest first.
func (d *DB) Scales(ctx context.Context) ([]claims.ScaleVersion, error) {
	var list []claims.ScaleVersion
	err := d.read(ctx, func(q *sql.Tx) (err error) {
		list, err = d.scaleVersions(ctx, q)
		return err
	})
	return list, err
}

func (d *DB) scaleVersions(ctx context.Context, q querier) ([]claims.ScaleVersion, error) {
	var list []claims.ScaleVersion
	err := each(ctx, q, func(rows *sql.Rows) error {
		var v claims.ScaleVersion
		var created int64
		err := rows.Scan(&v.ID, &v.Current, &created)
		v.CreatedAt = instant(created)
		list = append(list, v)
		return err
	}, `SELECT id, current, created_at FROM scales ORDER BY id DESC`)
	for i := range list {
		if err == nil {
			list[i].Scale, err = d.scale(ctx, q, list[i].ID)
		}
	}
	return list, err
}

// NewScale keeps a scale as the next version of its name and has new ratings
// use it. What was rated before keeps its version. Base is the scale that the
// change was made from; where another is the current one meanwhile, the change
// is claims.KindStale. Kept is explained at claims.Scale.Follow.
func (d *DB) NewScale(ctx context.Context, by claims.Person, base claims.ID, s claims.Scale, kept []string) (claims.Scale, error) {
	err := d.write(ctx, func(t *tx) error {
		versions, err := d.scaleVersions(ctx, t)
		if err != nil {
			return err
		}
		if err := s.Check(); err != nil {
			return err
		}
		var earlier []claims.Scale // the oldest first
		for _, v := range versions {
			if v.Name == s.Name {
				earlier = append([]claims.Scale{v.Scale}, earlier...)
			}
		}
		if n := len(earlier); n > 0 && earlier[n-1].Same(s) {
			s = earlier[n-1] // nothing new: no version without a change
			return t.useScale(ctx, by, base, s)
		}
		if err := s.Follow(earlier, kept); err != nil {
			return err
		}
		ratings, err := json.Marshal(s.Ratings)
		if err != nil {
			return err
		}
		err = t.QueryRowContext(ctx, `INSERT INTO scales (name, version, ratings, current, created_at) VALUES (?, ?, ?, 0, ?) RETURNING id`,
			s.Name, s.Version, string(ratings), millis(t.now)).Scan(&s.ID)
		if err != nil {
			return err
		}
		return t.useScale(ctx, by, base, s)
	})
	return s, err
}

// UseScale has new ratings use a version that the desk had before.
func (d *DB) UseScale(ctx context.Context, by claims.Person, base, id claims.ID) (claims.Scale, error) {
	var s claims.Scale
	err := d.write(ctx, func(t *tx) (err error) {
		if s, err = d.scale(ctx, t, id); err != nil {
			return err
		}
		return t.useScale(ctx, by, base, s)
	})
	return s, err
}

// useScale makes a scale the current one, unless it is.
func (t *tx) useScale(ctx context.Context, by claims.Person, base claims.ID, s claims.Scale) error {
	var now claims.ID
	if err := t.QueryRowContext(ctx, currentScale).Scan(&now); err != nil {
		return err
	}
	if now != base {
		return &claims.Error{Kind: claims.KindStale, Message: "somebody changed the scale meanwhile: look at it as it is now, then decide again"}
	}
	if now == s.ID {
		return nil
	}
	before, err := t.d.scale(ctx, t, now)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `UPDATE scales SET current = 0 WHERE current = 1`); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `UPDATE scales SET current = 1 WHERE id = ?`, s.ID); err != nil {
		return err
	}
	e := claims.Event{Actor: by, Subject: claims.OnDesk, Action: "scale changed"}
	if e.Before, err = json.Marshal(before); err != nil {
		return err
	}
	if e.After, err = json.Marshal(s); err != nil {
		return err
	}
	return t.record(ctx, e)
}
