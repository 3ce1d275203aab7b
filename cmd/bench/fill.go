package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
)

// fillCommand makes the desks that load measures.
func fillCommand() *cobra.Command {
	var dir string
	var n int
	c := &cobra.Command{
		Use:   "fill",
		Short: "Fill a new data folder with an invented desk of many claims",
		Long: `Invents a desk, the same each time for the same number of claims: seven in ten are published, with
articles, speakers, sources, reviews, corrections and events in the proportions of a working one. Then
touchstone serve --data DIR opens it, and touchstone user add makes an account to enter it with.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return fill(cmd.Context(), dir, n, cmd.OutOrStdout()) },
	}
	c.Flags().StringVar(&dir, "data", "", "the new data folder")
	c.Flags().IntVar(&n, "claims", 100_000, "how many claims")
	_ = c.MarkFlagRequired("data")
	return c
}

func fill(ctx context.Context, dir string, n int, out io.Writer) error {
	path := filepath.Join(dir, db.FileName)
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already: name a new folder", path)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	d, err := db.Open(ctx, path)
	if err != nil {
		return err
	}
	defer d.Close()
	set := claims.DefaultSettings()
	set.Organisation, set.Contact = "The Synthetic Ledger", "facts@synthetic.example"
	if err := d.SaveSettings(ctx, claims.Person{}, set); err != nil {
		return err
	}
	s, err := newSynthetic(ctx, d, n)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // memory is cheaper here than time
	from := time.Now()
	done, err := d.Load(ctx, s.past())
	took := time.Since(from)
	fmt.Fprintf(out, "%d claims in %.1f s, %.0f claims a second\n", done, took.Seconds(), float64(done)/took.Seconds())
	return err
}
