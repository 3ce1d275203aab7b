package db

import (
	"context"
	"database/sql"
	"errors"

	"touchstone/claims"
)

// Logo is the organisation's sign, where it is the one of that name.
func (d *DB) Logo(ctx context.Context, name string) (claims.Logo, error) {
	var l claims.Logo
	err := d.reader.QueryRowContext(ctx, `SELECT name, png FROM logo WHERE name = ?`, name).Scan(&l.Name, &l.PNG)
	if errors.Is(err, sql.ErrNoRows) {
		err = claims.NotFound("there is no such picture")
	}
	return l, explain(d.path, err)
}

// SaveLogo replaces the organisation's sign; the zero Logo removes it.
func (d *DB) SaveLogo(ctx context.Context, by claims.Person, l claims.Logo) error {
	return d.write(ctx, func(t *tx) error {
		s, before, err := t.settings(ctx)
		if err != nil || s.Logo == l.Name {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM logo`); err != nil {
			return err
		}
		if l.Name != "" {
			if _, err := t.ExecContext(ctx, `INSERT INTO logo (id, name, png, at) VALUES (1, ?, ?, ?)`, l.Name, l.PNG, millis(t.now)); err != nil {
				return err
			}
		}
		s.Logo = l.Name
		return t.saveSettings(ctx, by, before, s)
	})
}
