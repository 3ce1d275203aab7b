package db

import (
	"archive/zip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"

	"touchstone/claims"
)

// ReadArchive makes a database at path from an archive: all of it or nothing.
// There must be none yet. The result was verified, and its audit log ends where
// the manifest says.
func ReadArchive(ctx context.Context, file, path string) (Archive, error) {
	z, err := zip.OpenReader(file)
	if errors.Is(err, fs.ErrNotExist) {
		return Archive{}, claims.NotFound("there is no file %s", file)
	}
	if err != nil {
		return Archive{}, &claims.Error{Kind: claims.KindInvalid, Message: file + " is not an archive of a desk: make one with “touchstone export archive”", Err: err}
	}
	defer z.Close()
	a, err := readManifest(&z.Reader)
	if err != nil {
		return a, err
	}
	if _, err := os.Lstat(path); err == nil {
		return a, &claims.Error{Kind: claims.KindExists, Message: path + " is there already, and nothing was changed: import the archive into a folder without a desk"}
	}
	part := path + ".part"
	discard(part)
	defer discard(part)
	if err := fillTables(ctx, &z.Reader, a, part); err != nil {
		return a, explain(part, err)
	}
	if err := finishArchive(ctx, a, part); err != nil {
		return a, explain(part, err)
	}
	return a, settle(part, path)
}

// fillTables makes the tables with the archive's own schema and fills them.
func fillTables(ctx context.Context, z *zip.Reader, a Archive, path string) error {
	if err := openable(path); err != nil {
		return err
	}
	address, err := addressOf(path)
	if err != nil {
		return err
	}
	w, err := sql.Open("sqlite", address+writerOptions)
	if err != nil {
		return err
	}
	defer w.Close()
	w.SetMaxOpenConns(1)
	if err := makeSchema(ctx, w, a.Schema); err != nil {
		return err
	}
	t, err := w.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if _, err := t.ExecContext(ctx, `PRAGMA defer_foreign_keys = 1`); err != nil {
		return err
	}
	wake, err := sleepTriggers(ctx, t)
	if err != nil {
		return err
	}
	names, err := tables(ctx, t)
	if err != nil {
		return err
	}
	for _, table := range a.Tables {
		if !slices.Contains(names, table.Name) {
			return claims.Invalid("archive", "the archive has a table %q that no desk has", table.Name)
		}
		if err := fillTable(ctx, t, z, table); err != nil {
			return err
		}
	}
	if err := wake(); err != nil {
		return err
	}
	return t.Commit()
}

// makeSchema takes exactly the steps given.
func makeSchema(ctx context.Context, w *sql.DB, want []int64) error {
	if _, err := w.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(steps(), func(v int64) bool { return slices.Contains(want, v) })
	p, err := goose.NewProvider(goose.DialectSQLite3, w, files, goose.WithExcludeVersions(others), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	_, err = p.Up(ctx)
	return err
}

// sleepTriggers takes the triggers away, because what they would write stands
// in the archive already; wake puts them back.
func sleepTriggers(ctx context.Context, t *sql.Tx) (wake func() error, err error) {
	var texts []string
	var names []string
	err = each(ctx, t, func(rows *sql.Rows) error {
		var name, text string
		err := rows.Scan(&name, &text)
		names, texts = append(names, name), append(texts, text)
		return err
	}, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
	for _, n := range names {
		if err == nil {
			_, err = t.ExecContext(ctx, `DROP TRIGGER `+quoteName(n))
		}
	}
	return func() error {
		for _, text := range texts {
			if _, err := t.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}, err
}

func fillTable(ctx context.Context, t *sql.Tx, z *zip.Reader, table ArchiveTable) error {
	quoted, names, err := columnsOf(ctx, t, table.Name)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM `+quoteName(table.Name)); err != nil { // #nosec G202 -- a name of our own schema, quoted
		return err // what a step of the schema put there
	}
	insert, err := t.PrepareContext(ctx, `INSERT INTO `+quoteName(table.Name)+` (`+strings.Join(quoted, ", ")+`) VALUES (?`+strings.Repeat(", ?", len(quoted)-1)+`)`) // #nosec G202 -- names of our own schema, quoted
	if err != nil {
		return err
	}
	defer insert.Close()
	values := make([]any, len(names))
	return archiveRows(z, table, func(row map[string]any) error {
		if len(row) != len(names) {
			return claims.Invalid("archive", "it has %d columns, and the table %s has %d", len(row), table.Name, len(names))
		}
		for i, name := range names {
			v, ok := row[name]
			if !ok {
				return claims.Invalid("archive", "it lacks the column %s", name)
			}
			if values[i], err = stored(v); err != nil {
				return claims.Invalid("archive", "the column %s cannot be read", name)
			}
		}
		_, err := insert.ExecContext(ctx, values...)
		return err
	})
}

// finishArchive brings the schema up to date, makes the words for the search,
// and verifies all of it.
func finishArchive(ctx context.Context, a Archive, path string) error {
	d, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.reindex(ctx); err != nil {
		return fmt.Errorf("make the words for the search: %w", err)
	}
	r, err := d.Verify(ctx)
	if err != nil {
		return err
	}
	if n := len(r.Faults); n > 0 {
		return claims.Conflict("the archive's desk has %d faults and was thrown away, the first: %s", n, r.Faults[0])
	}
	if r.Events != a.Events || r.Head.Hash != a.Head {
		return claims.Conflict("the archive's audit log has another end than its manifest says: it was changed, and was thrown away")
	}
	if err := d.Close(); err != nil {
		return err
	}
	address, err := addressOf(path)
	if err != nil {
		return err
	}
	if err := oneFile(ctx, address); err != nil {
		return err
	}
	old, err := filepath.Glob(path + ".schema-*") // of the steps just taken
	if err != nil {
		return nil
	}
	return keepNewest(old, 0)
}

// reindex makes the words of every claim anew.
func (d *DB) reindex(ctx context.Context) error {
	return d.write(ctx, func(t *tx) error {
		for _, x := range []index{deskIndex, publicIndex} {
			if _, err := t.ExecContext(ctx, `INSERT INTO `+x.words+` (`+x.words+`) VALUES ('delete-all')`); err != nil {
				return err
			}
		}
		var ids []claims.ID
		err := each(ctx, t, func(rows *sql.Rows) error {
			var id claims.ID
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT id FROM claims ORDER BY id`)
		if err != nil {
			return err
		}
		for _, id := range ids {
			c, err := d.claim(ctx, t, id)
			if err != nil {
				return err
			}
			if err := t.index(ctx, &claims.Claim{}, c); err != nil {
				return err
			}
		}
		return nil
	})
}
