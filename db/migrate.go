package db

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"touchstone/claims"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema of the file at path to the newest this program
// knows, after a copy of what was there. Each step is a transaction. A database
// that is newer, or belongs to another program, is left untouched.
func migrate(ctx context.Context, path string, w *sql.DB) error {
	app, err := owner(ctx, w)
	if err != nil {
		return err
	}
	have, err := schema(ctx, w)
	if err != nil {
		return err
	}
	if missing(have) == 0 {
		return nil
	}
	if app != applicationID { // ours from before the first table on
		if _, err := w.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
			return err
		}
	}
	if len(have) > 0 {
		if err := keepOld(ctx, path, slices.Max(have)); err != nil {
			return err
		}
	}
	return migrateUp(ctx, w)
}

// startTime is how long a start waits for another program that starts on the
// same file: changing a new file's journal does not wait by itself.
const startTime = 5 * time.Second

// migrateInTurn is migrate, tried again while another program does the same.
func migrateInTurn(ctx context.Context, path string, w *sql.DB) error {
	for until := time.Now().Add(startTime); ; {
		err := migrate(ctx, path, w)
		if !locked(err) || time.Now().After(until) || ctx.Err() != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// locked reports whether another program had the database at the moment.
func locked(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

// owner is the program a database belongs to: this one, or nobody yet.
func owner(ctx context.Context, q querier) (int, error) {
	var app, tables int
	if err := q.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&app); err != nil {
		return 0, err
	}
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return 0, err
	}
	if app != applicationID && (app != 0 || tables > 0) {
		return 0, busy(nil, "the database belongs to another program: name another folder with --data")
	}
	return app, nil
}

// schema is the steps a database has taken, refused where this program does not
// know one of them.
func schema(ctx context.Context, q querier) ([]int64, error) {
	var there int
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'goose_db_version'`).Scan(&there); err != nil || there == 0 {
		return nil, err
	}
	var list []int64
	err := each(ctx, q, func(rows *sql.Rows) error {
		var v int64
		err := rows.Scan(&v)
		list = append(list, v)
		return err
	}, `SELECT DISTINCT version_id FROM goose_db_version WHERE is_applied = 1 AND version_id > 0 ORDER BY version_id`)
	known := steps()
	for _, v := range list {
		if !slices.Contains(known, v) {
			return nil, &claims.Error{Kind: claims.KindConflict, Message: fmt.Sprintf(
				"the database has schema %d and this program knows %d at most: use the newer program that wrote it", v, slices.Max(known))}
		}
	}
	return list, err
}

// steps are the numbers of the migrations.
func steps() []int64 {
	var list []int64
	names, _ := fs.Glob(migrations, "migrations/*.sql") // the pattern is well formed
	for _, name := range names {
		if v, err := goose.NumericComponent(name); err == nil {
			list = append(list, v)
		}
	}
	return list
}

// missing is how many steps a database has not taken.
func missing(have []int64) int { return len(steps()) - len(have) }

// keepOld copies the database as it is before its schema changes, so that the
// older program can go on with it. Of such copies two stay.
func keepOld(ctx context.Context, path string, version int64) error {
	to := fmt.Sprintf("%s.schema-%d", path, version)
	if _, err := Backup(ctx, path, to, true); err != nil {
		return &claims.Error{Kind: claims.KindBusy, Message: "the database was not copied before its schema changes, and is left as it was: " + said(err), Err: err}
	}
	old, err := filepath.Glob(path + ".schema-*[0-9]")
	if err != nil {
		return nil // a path with brackets: nothing is removed
	}
	slices.SortFunc(old, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return keepNewest(old, 2)
}

// migrateUp takes the steps that are missing, those of another branch of the
// program's history too. Two programs that start on one file may take one in
// turn: as long as there is progress, it is tried again.
func migrateUp(ctx context.Context, w *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	for before := -1; ; {
		p, err := goose.NewProvider(goose.DialectSQLite3, w, files, goose.WithAllowOutofOrder(true), goose.WithSlog(slog.New(slog.DiscardHandler)))
		if err != nil {
			return fmt.Errorf("read the migrations: %w", err)
		}
		_, err = p.Up(ctx)
		if err == nil {
			return nil
		}
		have, again := schema(ctx, w)
		if again != nil || len(have) == before {
			return fmt.Errorf("bring the schema up to date: %w", err)
		}
		before = len(have)
	}
}
