package db

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"touchstone/claims"
)

// ImportFile is a table that was sent and waits to be imported, by the one who
// sent it alone.
type ImportFile struct {
	ID      claims.ID
	Name    string
	Mapping json.RawMessage // of export.Mapping
	At      time.Time
	Body    []byte // "" in a list
}

// KeepImportFile keeps a table for a day.
func (d *DB) KeepImportFile(ctx context.Context, by claims.User, f ImportFile) (claims.ID, error) {
	if err := by.Need(claims.ActImport); err != nil {
		return 0, err
	}
	packed, err := pack(f.Body)
	if err != nil {
		return 0, err
	}
	err = d.write(ctx, func(t *tx) error {
		return t.QueryRowContext(ctx, `INSERT INTO import_files (by_user, name, mapping, body, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id`,
			by.ID, f.Name, string(f.Mapping), packed, millis(t.now)).Scan(&f.ID)
	})
	return f.ID, err
}

// ImportFile is a table with its content.
func (d *DB) ImportFile(ctx context.Context, by claims.User, id claims.ID) (f ImportFile, err error) {
	var at int64
	var mapping string
	var packed []byte
	err = d.reader.QueryRowContext(ctx, `SELECT id, name, mapping, created_at, body FROM import_files WHERE id = ? AND by_user = ?`, id, by.ID).Scan(&f.ID, &f.Name, &mapping, &at, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return f, claims.NotFound("this table is not here any more: it was imported, discarded or a day old. Send it again")
	}
	if err != nil {
		return f, explain(d.path, err)
	}
	f.At, f.Mapping = instant(at), json.RawMessage(mapping)
	if f.Body, err = unpack(packed); err != nil {
		return f, fmt.Errorf("unpack the table %s: %w", id, err)
	}
	return f, nil
}

// unpack takes back what pack did.
func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// ImportFiles are the tables that somebody sent, newest first.
func (d *DB) ImportFiles(ctx context.Context, by claims.User) ([]ImportFile, error) {
	var list []ImportFile
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var f ImportFile
		var at int64
		err := rows.Scan(&f.ID, &f.Name, &at)
		f.At = instant(at)
		list = append(list, f)
		return err
	}, `SELECT id, name, created_at FROM import_files WHERE by_user = ? ORDER BY id DESC`, by.ID)
	return list, explain(d.path, err)
}

// MapImportFile says how a table is read.
func (d *DB) MapImportFile(ctx context.Context, by claims.User, id claims.ID, mapping json.RawMessage) error {
	return d.importFile(ctx, `UPDATE import_files SET mapping = ? WHERE id = ? AND by_user = ?`, string(mapping), id, by.ID)
}

// DropImportFile throws a table away.
func (d *DB) DropImportFile(ctx context.Context, by claims.User, id claims.ID) error {
	return d.importFile(ctx, `DELETE FROM import_files WHERE id = ? AND by_user = ?`, id, by.ID)
}

func (d *DB) importFile(ctx context.Context, query string, args ...any) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, query, args...)
		return err
	})
}
