package db

import (
	"context"
	"encoding/json"
	"fmt"

	"touchstone/claims"
)

// seed gives a new desk its settings and its scale.
func (d *DB) seed(ctx context.Context) error {
	var n int
	if err := d.reader.QueryRowContext(ctx, `SELECT count(*) FROM settings`).Scan(&n); err != nil || n > 0 {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		s, err := json.Marshal(claims.DefaultSettings())
		if err != nil {
			return err
		}
		// Two processes may start on one empty folder: the second changes nothing.
		res, err := t.ExecContext(ctx, `INSERT INTO settings (id, value) VALUES (1, ?) ON CONFLICT DO NOTHING`, string(s))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		scale := claims.DefaultScale()
		ratings, err := json.Marshal(scale.Ratings)
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `INSERT INTO scales (name, version, ratings, current, created_at) VALUES (?, ?, ?, 1, ?)`,
			scale.Name, scale.Version, string(ratings), millis(t.now))
		if err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Subject: claims.OnDesk, Action: "desk created"})
	})
}

// Settings are what the desk says of itself.
func (d *DB) Settings(ctx context.Context) (claims.Settings, error) {
	v, err := d.Version() // every page asks for the settings, and they seldom change
	if err != nil {
		return claims.Settings{}, err
	}
	if k := d.settings.Load(); k != nil && k.seq == v.Seq {
		return k.value, nil
	}
	var value string
	err = d.reader.QueryRowContext(ctx, `SELECT value FROM settings WHERE id = 1`).Scan(&value)
	if err != nil {
		return claims.Settings{}, explain(d.path, err)
	}
	s, err := readSettings(value)
	if err == nil {
		d.settings.Store(&keptSettings{v.Seq, s})
	}
	return s, err
}

// keptSettings are the settings as they were at an event.
type keptSettings struct {
	seq   int64
	value claims.Settings
}

// settings reads them within a transaction.
func settings(ctx context.Context, q querier) (claims.Settings, error) {
	var value string
	if err := q.QueryRowContext(ctx, `SELECT value FROM settings WHERE id = 1`).Scan(&value); err != nil {
		return claims.Settings{}, err
	}
	return readSettings(value)
}

func readSettings(value string) (claims.Settings, error) {
	s := claims.Settings{SecondReview: claims.ReviewByOne, RepeatsDue: claims.DefaultRepeatsDue} // before there was a choice
	if err := json.Unmarshal([]byte(value), &s); err != nil {
		return s, fmt.Errorf("read the settings: %w", err)
	}
	return s, nil
}

// SaveSettings replaces the settings, all but the logo.
func (d *DB) SaveSettings(ctx context.Context, by claims.Person, s claims.Settings) error {
	if err := s.Check(); err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		now, before, err := t.settings(ctx)
		if err != nil {
			return err
		}
		s.Logo = now.Logo
		return t.saveSettings(ctx, by, before, s)
	})
}

// settings are those of this moment, also as they are kept.
func (t *tx) settings(ctx context.Context) (s claims.Settings, kept string, err error) {
	if err = t.QueryRowContext(ctx, `SELECT value FROM settings WHERE id = 1`).Scan(&kept); err != nil {
		return s, kept, err
	}
	s, err = readSettings(kept)
	return s, kept, err
}

// saveSettings puts settings in the place of those that were kept.
func (t *tx) saveSettings(ctx context.Context, by claims.Person, before string, s claims.Settings) error {
	value, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `UPDATE settings SET value = ? WHERE id = 1`, string(value)); err != nil {
		return err
	}
	return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnDesk, Action: "settings changed", Before: []byte(before), After: value})
}
