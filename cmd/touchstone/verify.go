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
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		d, err := openDesk(cmd.Context(), *data, false)
		if err != nil {
			return err
		}
		defer d.Close()
		done := waiting(cmd.ErrOrStderr(), "checking "+d.Path())
		r, err := d.Verify(cmd.Context())
		done()
		if err != nil {
			return err
		}
		for _, f := range r.Faults {
			fmt.Fprintln(cmd.OutOrStdout(), f)
		}
		if n := len(r.Faults); n > 0 {
			return claims.Conflict("%s: %d faults found, the first: %s", d.Path(), n, r.Faults[0])
		}
		fmt.Fprintf(cmd.OutOrStdout(), "ok: %d claims, %d quotes as printed, %d events in an unbroken chain\nhead %s\n", r.Claims, r.Appearances, r.Events, r.Head)
		return nil
	}
	return cmd
}
