package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
)

func auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Print the head of the audit log, or check the log against heads kept earlier",
		Args:  wrapArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(errors.New("say what to do: audit head or audit check"))
		},
	}
	head := &cobra.Command{Use: "head", Short: "Print the number, the hash and the time of the newest event, to be kept elsewhere", Args: wrapArgs(cobra.NoArgs)}
	data := dataFlag(head)
	head.RunE = func(cmd *cobra.Command, _ []string) error { return printHead(cmd, *data) }
	check := &cobra.Command{Use: "check FILE", Short: "Check the audit log against the heads in a file, one a line", Args: wrapArgs(cobra.ExactArgs(1))}
	folder := dataFlag(check)
	check.RunE = func(cmd *cobra.Command, args []string) error { return checkHeads(cmd, *folder, args[0]) }
	cmd.AddCommand(head, check)
	return cmd
}

func printHead(cmd *cobra.Command, data string) error {
	d, err := openDesk(cmd.Context(), data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	h, err := d.AuditHead(cmd.Context())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), h)
	return err
}

// checkHeads finds out whether the log still has what was noted of it.
func checkHeads(cmd *cobra.Command, data, file string) error {
	noted, err := headsIn(cmd, file)
	if err != nil {
		return err
	}
	d, err := openDesk(cmd.Context(), data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	done := waiting(cmd.ErrOrStderr(), "checking the audit log of "+d.Path())
	r, err := d.VerifyAudit(cmd.Context(), noted)
	done()
	if err := report(cmd.OutOrStdout(), d.Path(), r, err); err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "ok: %d events in an unbroken chain, and every head of %s is one of them (%d compared)\n", r.Events, file, len(noted))
	return err
}

// headsIn reads the heads that were kept in a file. What is none is wrong
// usage: nothing was checked.
func headsIn(cmd *cobra.Command, file string) ([]claims.Head, error) {
	f, err := openFile(file, cmd.InOrStdin())
	if err != nil {
		return nil, usage(err)
	}
	defer f.Close()
	noted, err := claims.ReadHeads(f)
	return noted, usage(inFile(file, err))
}

// report lists the faults that a check found; it is nil where there is none.
func report(w io.Writer, file string, r db.Report, err error) error {
	if err != nil {
		return err
	}
	for _, f := range r.Faults {
		if _, err := fmt.Fprintln(w, f); err != nil {
			return err
		}
	}
	if n := len(r.Faults); n > 0 {
		return claims.Conflict("%s: %s found, the first: %s", file, faults(n), r.Faults[0])
	}
	return nil
}

func faults(n int) string {
	if n == 1 {
		return "1 fault"
	}
	return fmt.Sprintf("%d faults", n)
}
