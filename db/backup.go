package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"

	"touchstone/claims"
)

// backupPages is how much is copied between two looks at the context: 4 MB.
const backupPages = 1024

// Backup copies the database file at path, as it is at one moment, while others
// may go on writing to it. The copy gets the name to once it is on the disk and
// was verified; a file that has the name already is replaced only if asked. The
// copy is one file without companions, and its owner alone may read it.
func Backup(ctx context.Context, path, to string, replace bool) (Report, error) {
	if _, err := os.Lstat(to); err == nil && !replace {
		return Report{}, &claims.Error{Kind: claims.KindExists, Message: to + " is there already: choose another name, or say --replace"}
	}
	part := to + ".part"
	defer discard(part)
	discard(part) // of one that was killed
	if err := copyFile(ctx, path, part); err != nil {
		return Report{}, err
	}
	r, err := Inspect(ctx, part)
	if err != nil {
		return r, err
	}
	if n := len(r.Faults); n > 0 {
		return r, claims.Conflict("the copy of %s has %d faults and was thrown away, the first: %s", path, n, r.Faults[0])
	}
	return r, settle(part, to)
}

// backupName is the name of a scheduled backup: its instant to the second, so
// that names sort by age.
const backupName = "touchstone-20060102T150405Z.db"

// BackupInto makes a backup in a folder, named after the instant, and removes
// the oldest of its kind there but keep.
func BackupInto(ctx context.Context, path, dir string, at time.Time, keep int) (string, Report, error) {
	to := filepath.Join(dir, at.UTC().Format(backupName))
	r, err := Backup(ctx, path, to, true)
	if err != nil {
		return to, r, err
	}
	all, err := backupsIn(dir)
	if err != nil {
		return to, r, err
	}
	return to, r, keepNewest(all, keep)
}

// NewestBackup is when the newest scheduled backup in a folder was made; zero
// where there is none.
func NewestBackup(dir string) (time.Time, error) {
	all, err := backupsIn(dir)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return time.Parse(backupName, filepath.Base(all[len(all)-1]))
}

// backupsIn are the scheduled backups in a folder, oldest first.
func backupsIn(dir string) ([]string, error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, busy(err, "the folder of the backups %s cannot be read: create it, and let the program's user write there", dir)
	}
	var names []string
	for _, f := range list {
		if _, err := time.Parse(backupName, f.Name()); err == nil {
			names = append(names, filepath.Join(dir, f.Name()))
		}
	}
	return names, nil
}

// copyFile copies a database page by page from one read transaction, which
// keeps the moment while others write.
func copyFile(ctx context.Context, path, to string) error {
	src, err := openFile(path)
	if err != nil {
		return err
	}
	defer src.Close()
	c, err := src.Conn(ctx)
	if err != nil {
		return explain(path, err)
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, `BEGIN`); err != nil {
		return explain(path, err)
	}
	if _, err := owner(ctx, c); err != nil { // the first read takes the snapshot
		return explain(path, err)
	}
	made, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600) // #nosec G304 -- the file its owner named
	if err != nil {
		return busy(err, "%s cannot be written: check who owns the folder, and whether the disk is full or read-only", to)
	}
	made.Close()
	address, err := addressOf(to)
	if err != nil {
		return err
	}
	return explain(to, c.Raw(func(raw any) error { return copyPages(ctx, raw, address) }))
}

func copyPages(ctx context.Context, raw any, to string) error {
	from, ok := raw.(interface {
		NewBackup(string) (*sqlite.Backup, error)
	})
	if !ok {
		return errors.New("this SQLite has no online backup")
	}
	b, err := from.NewBackup(to)
	if err != nil {
		return err
	}
	for more := true; more; {
		if err = ctx.Err(); err != nil {
			break
		}
		if more, err = b.Step(backupPages); err != nil {
			break
		}
	}
	if err := errors.Join(err, b.Finish()); err != nil {
		return err
	}
	return oneFile(ctx, to)
}

// oneFile takes a database out of the mode that needs companions. It fails
// where another program has the file open.
func oneFile(ctx context.Context, address string) error {
	f, err := sql.Open("sqlite", address+"?_pragma=busy_timeout(1000)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	defer f.Close()
	var mode string
	if err := f.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode); err != nil {
		return err
	}
	if mode != "delete" {
		return fmt.Errorf("the journal's mode stays %s", mode)
	}
	return nil
}

// settle gives a finished file its name, so that the name survives a crash.
func settle(part, name string) error {
	if err := os.Rename(part, name); err != nil {
		return busy(err, "%s cannot be written: check who owns the folder", name)
	}
	return syncFolder(filepath.Dir(name))
}

func syncFolder(dir string) error {
	f, err := os.Open(dir) // #nosec G304 -- the folder its owner named
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// discard removes a database that nobody needs, with its companions.
func discard(path string) {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		os.Remove(path + end)
	}
}

// said is what an error says to a person.
func said(err error) string {
	var e *claims.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}

// keepNewest removes the first files of a list but the last n.
func keepNewest(files []string, n int) error {
	for _, f := range files[:max(0, len(files)-n)] {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return busy(err, "the old copy %s cannot be removed", f)
		}
	}
	return nil
}
