// Package db keeps what package claims describes, in one SQLite file. It is
// the only place with SQL; it returns the types of package claims and knows no
// rules and no HTTP.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"touchstone/claims"
)

// FileName is the database's name in the data folder.
const FileName = "touchstone.db"

// applicationID marks a SQLite file as ours ("TchS").
const applicationID = 0x54636853

// DB is one desk's database: a writer with a single connection, because SQLite
// has one writer, and a small pool of readers that cannot write.
type DB struct {
	// Now is the clock. Tests and the demo put their own here before use.
	Now func() time.Time

	path     string
	writer   *sql.DB
	reader   *sql.DB
	searcher *sql.DB       // readers for what looks words up: few, so that searching leaves the pages their readers
	turns    chan struct{} // taken by those who search, in the order in which they came, as database/sql does not
	export   *sql.DB       // readers for downloads, which last as long as their clients take
	pulse    *pulse

	settings atomic.Pointer[keptSettings]

	follow  *follow                         // of a copy for reading, which has no writer
	confirm func(ctx context.Context) error // waits for the copy of a commit; nil where nobody does

	scales  sync.Map              // claims.ID -> claims.Scale; a scale never changes
	tables  tablesUnderWay        // that are imported
	known   knowledge             // what matching knows of all claims together
	did     tally                 // writes, and writes that failed
	signIns tally                 // by outcome
	failure atomic.Pointer[error] // why the newest write failed in the machine; nil when it did not
}

// Every pragma stands in the address, because a pragma run once on a pool
// reaches one connection only. busy_timeout comes first: without it two
// processes that open one WAL file at once fail.
const (
	writerOptions = "?_txlock=immediate&_dqs=0&_defensive=1&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-16384)&_pragma=temp_store(MEMORY)"
	readerOptions = "?mode=ro&_dqs=0&_pragma=busy_timeout(5000)&_pragma=query_only(1)&_pragma=foreign_keys(1)" +
		"&_pragma=temp_store(MEMORY)"
	// A page of a check touches some forty pages of the file; what is read most
	// stays in the cache. A map of the file would be a little faster and count
	// as memory once for each connection.
	readerCache = "&_pragma=cache_size(-4096)"
	exportCache = "&_pragma=cache_size(-2048)"
	pulseCache  = "&_pragma=cache_size(-256)"
	readers     = 4
	searchers   = 2
	exporters   = 4

	spare = time.Minute // after it a reader that nobody needed is closed, and its cache is free
)

// Open opens the database file at path, creates it where there is none, and
// brings its schema up to date. The folder must exist.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := openable(path); err != nil {
		return nil, err
	}
	address, err := addressOf(path)
	if err != nil {
		return nil, err
	}
	d := &DB{Now: time.Now, path: path}
	if d.writer, err = pool(address + writerOptions); err != nil {
		return nil, explain(path, err)
	}
	d.writer.SetMaxOpenConns(1)
	if err := migrateInTurn(ctx, path, d.writer); err != nil {
		d.writer.Close()
		return nil, explain(path, err)
	}
	if err := d.openReaders(address + readerOptions); err != nil {
		d.Close()
		return nil, explain(path, err)
	}
	if err := d.seed(ctx); err != nil {
		d.Close()
		return nil, explain(path, err)
	}
	return d, nil
}

// openReaders makes the pools of readers; each connection is opened when it is
// first needed.
func (d *DB) openReaders(address string) (err error) {
	if d.reader, err = pool(address + readerCache); err != nil {
		return err
	}
	d.reader.SetMaxOpenConns(readers)
	d.reader.SetMaxIdleConns(readers)
	d.reader.SetConnMaxIdleTime(spare)
	if d.searcher, err = pool(address + readerCache); err != nil {
		return err
	}
	d.turns = make(chan struct{}, searchers)
	d.searcher.SetMaxOpenConns(searchers)
	d.searcher.SetMaxIdleConns(searchers)
	d.searcher.SetConnMaxIdleTime(spare)
	if d.export, err = pool(address + exportCache); err != nil {
		return err
	}
	d.export.SetMaxOpenConns(exporters)
	d.export.SetMaxIdleConns(1)
	d.export.SetConnMaxIdleTime(spare)
	d.pulse, err = newPulse(address + pulseCache)
	return err
}

// addressOf is a file as SQLite takes it, so that no character of its path is
// read as an option.
func addressOf(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", path, err)
	}
	return "file:" + (&url.URL{Path: abs}).EscapedPath(), nil
}

// openable finds what SQLite would report in its own words: a folder that is
// missing or closed to us, a path that is a folder, a file that may not be
// written.
func openable(path string) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return busy(nil, "the folder %s does not exist: create it, or name another with --data", dir)
	case err != nil:
		return busy(err, "the folder %s cannot be read", dir)
	case !info.IsDir():
		return busy(nil, "%s is a file, not a folder: name a folder with --data", dir)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return busy(nil, "%s is a folder where the database file should be: name another folder with --data", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // #nosec G304 -- the file its owner named
	if err != nil {
		return busy(err, "%s cannot be written: check who owns the folder and whether the disk is read-only", path)
	}
	return f.Close()
}

func busy(cause error, format string, args ...any) error {
	return &claims.Error{Kind: claims.KindBusy, Message: fmt.Sprintf(format, args...), Err: cause}
}

// explain turns SQLite's errors into what a person can act on.
func explain(path string, err error) error {
	var known *claims.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return busy(err, "%s is not a Touchstone database: name another folder with --data", path)
	case sqlite3.SQLITE_CORRUPT:
		return busy(err, "the database %s is damaged: stop the program, keep the file, and restore a backup", path)
	case sqlite3.SQLITE_FULL:
		return busy(err, "the disk is full: nothing was saved. Free some space and save again")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return busy(err, "the database %s cannot be written: check who owns it and whether the disk is read-only", path)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return busy(err, "another program is writing to the database %s: try again in a moment", path)
	case sqlite3.SQLITE_IOERR:
		return busy(err, "the disk failed while the database was written: nothing was saved. Check the disk before you go on")
	}
	return err
}

// Path is the database file's path as it was opened.
func (d *DB) Path() string { return d.path }

// Close waits for what is running and closes the file.
func (d *DB) Close() error {
	for _, p := range []*sql.DB{d.reader, d.searcher, d.export} {
		if p != nil {
			p.Close()
		}
	}
	if d.pulse != nil {
		d.pulse.close()
	}
	if d.writer == nil {
		return nil
	}
	return d.writer.Close()
}

// millis is the stored form of an instant; the zero instant is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant reads what millis wrote.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// null is the stored form of a reference: NULL for none.
func null(id claims.ID) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// Ready is what came of the newest attempt to write: nil, or why nothing can be
// saved at present. Beat keeps it fresh where nobody writes.
func (d *DB) Ready() error {
	if p := d.failure.Load(); p != nil {
		return *p
	}
	return nil
}

// Beat shows that a transaction reaches the disk, by writing one.
func (d *DB) Beat(ctx context.Context) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO heartbeat (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at`, millis(t.now))
		return err
	})
}

// Sweep removes sessions and setup links that are over, tables that nobody
// imported within a day, and answers to programs as old.
func (d *DB) Sweep(ctx context.Context) error {
	return d.write(ctx, func(t *tx) error {
		for _, q := range []string{`DELETE FROM sessions WHERE expires_at < ?`, `DELETE FROM setup_links WHERE expires_at < ?`} {
			if _, err := t.ExecContext(ctx, q, millis(t.now)); err != nil {
				return err
			}
		}
		for q, kept := range map[string]time.Duration{`DELETE FROM import_files WHERE created_at < ? AND id NOT IN (SELECT table_id FROM batches WHERE done_at = 0)`: importTime, `DELETE FROM batches WHERE done_at > 0 AND done_at < ?`: claims.BatchKept, `DELETE FROM api_requests WHERE at < ?`: requestTime} {
			if _, err := t.ExecContext(ctx, q, millis(t.now.Add(-kept))); err != nil {
				return err
			}
		}
		return t.sweepNotices(ctx)
	})
}
