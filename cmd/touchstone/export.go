package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
)

// exportTables are what can be exported, by the name on the command line.
var exportTables = []string{"claims", "sources", "appearances", "corrections", "status-history"}

func exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export " + strings.Join(exportTables, "|") + "|archive",
		Short: "Write a table to standard output: published checks only, unless --all; or the whole desk as an archive",
		Args:  wrapArgs(cobra.ExactArgs(1)),
	}
	data := dataFlag(cmd)
	format := cmd.Flags().String("format", "csv", "csv or jsonl")
	all := cmd.Flags().Bool("all", false, "everything on the desk, with its state, not only what is published")
	base := cmd.Flags().String("base-url", "", "public address of the site, for links to the checks")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if args[0] == "archive" {
			return writeArchive(cmd, *data)
		}
		if !slices.Contains(exportTables, args[0]) {
			return usage(fmt.Errorf("there is no table %q: choose one of %s, or archive", args[0], strings.Join(exportTables, ", ")))
		}
		if *format != "csv" && *format != "jsonl" {
			return usage(fmt.Errorf("the format %q is not known: use csv or jsonl", *format))
		}
		d, err := openDesk(cmd.Context(), *data, false)
		if err != nil {
			return err
		}
		defer d.Close()
		return writeTable(cmd, d, args[0], *format == "jsonl", *all, export.Options{BaseURL: strings.TrimRight(*base, "/"), Desk: *all})
	}
	return cmd
}

func writeTable(cmd *cobra.Command, d *db.DB, table string, lines, all bool, o export.Options) error {
	ctx, out, tick := cmd.Context(), cmd.OutOrStdout(), progress(cmd.ErrOrStderr())
	var err error
	switch table {
	case "claims":
		err = writeRows(out, export.ClaimColumns, d.ClaimRecords(ctx, claims.Filter{}, all), lines, o, tick)
	case "sources":
		err = writeRows(out, export.SourceColumns, d.SourceRecords(ctx, claims.Filter{}, all), lines, o, tick)
	case "appearances":
		err = writeRows(out, export.AppearanceColumns, d.AppearanceRecords(ctx, claims.Filter{}, all), lines, o, tick)
	case "corrections":
		err = writeRows(out, export.CorrectionColumns, d.CorrectionRecords(ctx, claims.Filter{}, all), lines, o, tick)
	case "status-history":
		err = writeRows(out, export.StatusColumns, d.StatusRecords(ctx, claims.Filter{}, all), lines, o, tick)
	}
	tick(-1)
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("the export was stopped: what was written is not whole: %w", context.Cause(ctx))
	}
	return err
}

func writeRows[T any](w io.Writer, columns []export.Column[T], rows iter.Seq2[*T, error], lines bool, o export.Options, tick func(int)) error {
	counted := func(yield func(*T, error) bool) {
		n := 0
		for r, err := range rows {
			n++
			tick(n)
			if !yield(r, err) {
				return
			}
		}
	}
	var err error
	if lines {
		_, err = export.JSONL(w, columns, counted, o)
	} else {
		_, err = export.CSV(w, columns, counted, o)
	}
	return err
}

// progress shows how many rows were done on a terminal, once a second from the
// first second on; -1 ends the line.
func progress(w io.Writer) func(int) {
	if !terminal(w) {
		return func(int) {}
	}
	next, shown := time.Now().Add(time.Second), false
	return func(n int) {
		switch {
		case n < 0 && shown:
			fmt.Fprintln(w)
		case n > 0 && n%256 == 0 && time.Now().After(next):
			next, shown = time.Now().Add(time.Second), true
			fmt.Fprintf(w, "\r%d rows", n)
		}
	}
}
