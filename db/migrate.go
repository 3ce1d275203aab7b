package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"

	"touchstone/claims"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema to the newest this program knows. Each step is a
// transaction. A database that is newer, or belongs to another program, is
// left untouched.
func migrate(ctx context.Context, w *sql.DB) error {
	var app, tables int
	if err := w.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&app); err != nil {
		return err
	}
	if err := w.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return err
	}
	if app != applicationID && (app != 0 || tables > 0) {
		return busy(nil, "the database belongs to another program: name another folder with --data")
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, w, files, goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	sources := p.ListSources()
	newest := sources[len(sources)-1].Version
	if have > newest {
		return &claims.Error{Kind: claims.KindConflict, Message: fmt.Sprintf(
			"the database has schema %d and this program knows %d at most: use the newer program that wrote it", have, newest)}
	}
	if have == newest && app == applicationID {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	_, err = w.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID))
	return err
}
