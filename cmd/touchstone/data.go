package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
)

// dataFlag adds --data, the folder of the desk's database.
func dataFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("data", "./touchstone-data", "folder of the desk's database")
}

// openDesk opens the desk in a folder. A command that writes may begin a new
// one: it makes the last folder of the path, never the ones above, which would
// hide a disk that is not mounted.
func openDesk(ctx context.Context, dir string, begin bool) (*db.DB, error) {
	file := filepath.Join(dir, db.FileName)
	if !begin {
		if err := haveDesk(dir); err != nil {
			return nil, err
		}
		return db.Open(ctx, file)
	}
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	return db.Open(ctx, file)
}

// haveDesk is nil where a folder has a desk.
func haveDesk(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, db.FileName)); errors.Is(err, fs.ErrNotExist) {
		return claims.NotFound("there is no desk in %s: name its folder with --data, or begin one with “touchstone serve --data %s”", dir, dir)
	}
	return nil
}

// makeFolder makes the data folder where there is none.
func makeFolder(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		message := "the folder " + dir + " cannot be made: check who owns the folder above it"
		if errors.Is(err, fs.ErrNotExist) {
			message = "the folder " + dir + " cannot be made, because the folder above it does not exist: create that, or name another with --data"
		}
		return &claims.Error{Kind: claims.KindBusy, Message: message, Err: err}
	}
	return nil
}
