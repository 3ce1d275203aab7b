package db

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

// Look is what a glance at a database file shows.
type Look struct {
	Schema  int64     // the newest step of its schema
	Missing int       // steps this program knows and the file lacks
	Size    int64     // bytes
	Newest  time.Time // when the newest event was written
}

// Glance looks at a database file that may be in use, without changing it. One
// of a newer program, or of another, is an error.
func Glance(ctx context.Context, path string) (Look, error) {
	g := Look{Size: sizeOf(path)}
	f, err := openFile(path)
	if err != nil {
		return g, err
	}
	defer f.Close()
	if _, err := owner(ctx, f); err != nil {
		return g, explain(path, err)
	}
	have, err := schema(ctx, f)
	if err != nil || len(have) == 0 {
		return g, explain(path, err)
	}
	g.Schema, g.Missing = slices.Max(have), missing(have)
	var at sql.NullInt64
	err = f.QueryRowContext(ctx, `SELECT at FROM events ORDER BY seq DESC LIMIT 1`).Scan(&at)
	if err == sql.ErrNoRows {
		err = nil
	}
	g.Newest = instant(at.Int64)
	return g, explain(path, err)
}
