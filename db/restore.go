package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"touchstone/claims"
)

// Restore puts a copy of the database file from in the place of path. A file
// that is damaged, of a newer program or not a desk's is refused, and so is a
// place that is taken, unless replace is set: then what was there stays beside
// it under the name that is returned. Nobody may serve the place meanwhile.
func Restore(ctx context.Context, from, path string, replace bool) (r Report, old string, err error) {
	_, err = os.Lstat(path)
	taken := err == nil
	if taken && !replace {
		return r, "", &claims.Error{Kind: claims.KindExists, Message: path + " is there already, and nothing was changed: say --replace to put the backup in its place; what is there now is kept beside it"}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, "", busy(err, "%s cannot be read: check who owns the folder", path)
	}
	fresh := path + ".restored"
	defer discard(fresh)
	if r, err = Backup(ctx, from, fresh, true); err != nil {
		return r, "", err
	}
	if taken {
		if old, err = setAside(ctx, path); err != nil {
			return r, "", err
		}
	}
	return r, old, settle(fresh, path)
}

// setAside gives a database another name in its folder, whole: what stands in
// its companions is written into it first. One that is damaged takes them along.
func setAside(ctx context.Context, path string) (string, error) {
	address, err := addressOf(path)
	if err != nil {
		return "", err
	}
	if err := oneFile(ctx, address); locked(err) {
		return "", &claims.Error{Kind: claims.KindConflict, Message: "a program still has " + path + " open, and nothing was changed: stop the server first", Err: err}
	}
	old := fmt.Sprintf("%s.before-%s", path, time.Now().UTC().Format("20060102T150405.000Z"))
	for _, end := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Rename(path+end, old+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", busy(err, "%s cannot be renamed: check who owns the folder", path+end)
		}
	}
	// A second name first, so that there is never a moment without a database.
	if os.Link(path, old) == nil {
		return old, syncFolder(filepath.Dir(path))
	}
	if err := os.Rename(path, old); err != nil {
		return "", busy(err, "%s cannot be renamed: check who owns the folder", path)
	}
	return old, syncFolder(filepath.Dir(path))
}
