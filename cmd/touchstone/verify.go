package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
)

func verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify [FILE]",
		Short: "Check the database, or a backup of it: structure, audit chain, every quote against its article",
		Args:  wrapArgs(cobra.MaximumNArgs(1)),
	}
	data := dataFlag(cmd)
	head := cmd.Flags().String("head", "", "file with heads that “touchstone audit head” printed earlier, to find a log whose end was cut off")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var noted []claims.Head
		if *head != "" {
			var err error
			if noted, err = headsIn(cmd, *head); err != nil {
				return err
			}
		}
		file := filepath.Join(*data, db.FileName)
		if len(args) == 1 {
			file = args[0]
		} else if err := haveDesk(*data); err != nil {
			return err
		}
		done := waiting(cmd.ErrOrStderr(), "checking "+file)
		r, err := db.Inspect(cmd.Context(), file, noted...)
		done()
		if err := report(cmd.OutOrStdout(), file, r, err); err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "ok: %s\nhead %s\n", counted(r), r.Head)
		return err
	}
	return cmd
}

// counted says what a database that was verified holds.
func counted(r db.Report) string {
	return fmt.Sprintf("%d claims, %d quotes as printed, %d events in an unbroken chain", r.Claims, r.Appearances, r.Events)
}
