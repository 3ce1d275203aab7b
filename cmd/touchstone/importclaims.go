package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/claims/export"
)

// claimsImport is what the command line says of a table of claims.
type claimsImport struct {
	file, mapping string
	dry           bool
}

// run reads a table of claims and adds them, or says what that would do. The
// report goes to standard output, row by row.
func (f claimsImport) run(cmd *cobra.Command, data string) error {
	in, err := openFile(f.file, cmd.InOrStdin())
	if err != nil {
		return err
	}
	defer in.Close()
	r, err := export.NewReader(in)
	if err != nil {
		return inFile(f.file, faulty(err))
	}
	m, err := f.read(r.Header)
	if err != nil {
		return err
	}
	if err := m.Check(r.Header); err != nil {
		return usage(claims.Invalid("map", "%s: %v: write it into a file for --map", f.file, err))
	}
	out := cmd.OutOrStdout()
	tellMapping(out, r.Header, m)
	d, err := openDesk(cmd.Context(), data, !f.dry)
	if err != nil {
		return err
	}
	defer d.Close()
	tick := progress(cmd.ErrOrStderr())
	rows := ticking(export.Claims(r, m, filepath.Base(f.file)), tick)
	var report claims.ImportReport
	if f.dry {
		if report, err = d.TryImport(cmd.Context(), f.file, rows); err == nil {
			err = report.Err()
		}
	} else {
		report, err = d.ImportClaims(cmd.Context(), claims.Operator(), 0, f.file, rows)
	}
	tick(-1)
	if cmd.Context().Err() != nil {
		return fmt.Errorf("stopped: nothing was imported: %w", context.Cause(cmd.Context()))
	}
	tellReport(out, report)
	return err
}

// faulty makes a fault of the reader an error that is shown as it is.
func faulty(err error) error {
	var f *claims.Fault
	if errors.As(err, &f) {
		return &claims.Error{Kind: claims.KindInvalid, Message: f.Error()}
	}
	return err
}

// read is the mapping of --map, or the one that the names of the columns tell.
func (f claimsImport) read(header []string) (export.Mapping, error) {
	m := export.Guess(header)
	if f.mapping == "" {
		return m, nil
	}
	in, err := openFile(f.mapping, strings.NewReader(""))
	if err != nil {
		return m, err
	}
	defer in.Close()
	m.Columns = nil
	dec := json.NewDecoder(io.LimitReader(in, 1<<20))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, usage(fmt.Errorf(`%s is no mapping: write it as {"columns": {"Claim": "statement"}, "dates": "dmy"}: %w`, f.mapping, err))
	}
	return m, nil
}

func ticking(rows claims.Imports, tick func(int)) claims.Imports {
	return func(yield func(*claims.Imported, []claims.Fault) bool) {
		n := 0
		for i, faults := range rows {
			n++
			tick(n)
			if !yield(i, faults) {
				return
			}
		}
	}
}

// tellMapping says which column becomes what.
func tellMapping(w io.Writer, header []string, m export.Mapping) {
	var left []string
	for _, name := range header {
		if to := m.Columns[name]; to != "" {
			fmt.Fprintf(w, "column      %s -> %s\n", name, to)
		} else if name != "" {
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		fmt.Fprintf(w, "not read    %s\n", strings.Join(left, ", "))
	}
}

func tellReport(w io.Writer, r claims.ImportReport) {
	for _, f := range r.Faulty {
		fmt.Fprintf(w, "fault       %s\n", f.Error())
	}
	if n := r.Faults - len(r.Faulty); n > 0 {
		fmt.Fprintf(w, "fault       and %d more\n", n)
	}
	for _, h := range r.Here {
		where := "claim " + h.Claim.String()
		if h.Earlier > 0 {
			where = fmt.Sprintf("row %d", h.Earlier)
		}
		fmt.Fprintf(w, "left out    row %d is %s: %s\n", h.Row, where, h.Why)
	}
	if n := r.Repeats - len(r.Here); n > 0 {
		fmt.Fprintf(w, "left out    and %d more\n", n)
	}
	if r.Faults > 0 {
		fmt.Fprintf(w, "%s, %s: nothing is imported\n", plural(r.Rows, "row", "rows"), plural(r.Faults, "fault", "faults"))
		return
	}
	verb := "would be imported"
	if r.Done {
		verb = "imported"
	}
	fmt.Fprintf(w, "%s: %s %s, %d here already\n", plural(r.Rows, "row", "rows"), plural(r.New, "claim", "claims"), verb, r.Repeats)
}
