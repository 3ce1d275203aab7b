package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"touchstone/claims"
)

func verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check the database, its audit chain, and every quote against its article",
		Args:  wrapArgs(cobra.NoArgs),
	}
	data := dataFlag(cmd)
	head := cmd.Flags().String("head", "", "file with heads that “touchstone audit head” printed earlier, to find a log whose end was cut off")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var noted []claims.Head
		if *head != "" {
			var err error
			if noted, err = headsIn(cmd, *head); err != nil {
				return err
			}
		}
		d, err := openDesk(cmd.Context(), *data, false)
		if err != nil {
			return err
		}
		defer d.Close()
		done := waiting(cmd.ErrOrStderr(), "checking "+d.Path())
		r, err := d.Verify(cmd.Context(), noted...)
		done()
		if err := report(cmd.OutOrStdout(), d, r, err); err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "ok: %d claims, %d quotes as printed, %d events in an unbroken chain\nhead %s\n", r.Claims, r.Appearances, r.Events, r.Head)
		return err
	}
	return cmd
}
