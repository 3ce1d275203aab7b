package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"touchstone/db"
)

// writeArchive writes the whole desk to standard output.
func writeArchive(cmd *cobra.Command, data string) error {
	if terminal(cmd.OutOrStdout()) {
		return usage(errors.New("an archive is not for a terminal: write “touchstone export archive > desk.zip”"))
	}
	d, err := openDesk(cmd.Context(), data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	done := waiting(cmd.ErrOrStderr(), "archiving "+d.Path())
	_, err = d.WriteArchive(cmd.Context(), cmd.OutOrStdout())
	done()
	return err
}

// readArchive makes a desk of an archive.
func readArchive(cmd *cobra.Command, file, data string) error {
	if err := makeFolder(data); err != nil {
		return err
	}
	done := waiting(cmd.ErrOrStderr(), "reading "+file)
	a, err := db.ReadArchive(cmd.Context(), file, filepath.Join(data, db.FileName))
	done()
	if err != nil {
		return err
	}
	rows := 0
	for _, t := range a.Tables {
		rows += t.Rows
	}
	fmt.Fprintf(cmd.OutOrStdout(), "imported the desk of %s: %d rows of %d tables\nhead %s\n", a.Created.Format("2006-01-02 15:04 MST"), rows, len(a.Tables), a.Head)
	return nil
}
