package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"errors"

	"touchstone/db"
)

// loadFlags say how long and on what load measures.
type loadFlags struct {
	data    string
	claims  []int
	rounds  int
	each    time.Duration
	abuse   time.Duration
	stall   time.Duration
	product string
}

// loadCommand measures the product from outside, against what the machine
// allows, at several sizes.
func loadCommand() *cobra.Command {
	var f loadFlags
	c := &cobra.Command{
		Use:   "load",
		Short: "Measure speed and size of the program against the limits of this machine",
		Long: `Builds the program, fills a desk for each number of claims (or takes the one that is in DATA/N), serves it
from a process of its own, and asks it over eight connections: each measure for a moment, all of them in turn,
several rounds. It prints medians with the smallest and largest round, as ratios to a constant answer of 8 KB by
net/http, to the sqlite3 shell and to SQLite's own rate of commits in the same run, with the target of each.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return load(cmd.Context(), f, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	c.Flags().StringVar(&f.data, "data", "", "folder for the desks; without it a temporary one, removed at the end")
	c.Flags().IntSliceVar(&f.claims, "claims", []int{10_000, 100_000, 1_000_000}, "how many claims, smallest first")
	c.Flags().IntVar(&f.rounds, "rounds", 5, "how many rounds")
	c.Flags().DurationVar(&f.each, "each", 600*time.Millisecond, "how long each measure runs in a round")
	c.Flags().DurationVar(&f.abuse, "abuse", 30*time.Second, "how long 32 connections search without a pause, on the largest desk")
	c.Flags().DurationVar(&f.stall, "stall", 70*time.Second, "how long a download is left unread, on the largest desk; 0 leaves it out")
	c.Flags().StringVar(&f.product, "program", "", "the program to measure; without it the one of this folder is built")
	return c
}

func load(ctx context.Context, f loadFlags, out, log io.Writer) error {
	dir := f.data
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "touchstone-load-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if f.product == "" {
		f.product = filepath.Join(dir, "touchstone")
		if err := buildProduct(ctx, f.product); err != nil {
			return err
		}
		defer os.Remove(f.product)
	}
	t := &results{out: out}
	if err := small(ctx, f, t, dir); err != nil {
		return err
	}
	for i, n := range f.claims {
		folder := filepath.Join(dir, strconv.Itoa(n))
		if _, err := os.Stat(filepath.Join(folder, db.FileName)); errors.Is(err, fs.ErrNotExist) {
			from := time.Now()
			if err := fill(ctx, folder, n, log); err != nil {
				return err
			}
			t.add(n, "fill, claims a second", measured{median: float64(n) / time.Since(from).Seconds()}, atLeast(20_000))
		}
		fmt.Fprintf(log, "%d claims: measuring\n", n)
		m, err := newMeasuring(ctx, f, folder, n)
		if err != nil {
			return err
		}
		if err := m.all(ctx, t, log, i == len(f.claims)-1); err != nil {
			return fmt.Errorf("%d claims: %w", n, err)
		}
	}
	t.growth(f.claims)
	return t.print()
}

// small measures what has to be small: the program, and a start on nothing.
func small(ctx context.Context, f loadFlags, t *results, dir string) error {
	info, err := os.Stat(f.product)
	if err != nil {
		return err
	}
	t.add(0, "program, MB", measured{median: float64(info.Size()) / (1 << 20)}, atMost(30))
	var first []float64
	for i := range f.rounds {
		folder := filepath.Join(dir, fmt.Sprintf("empty-%d", i))
		if err := os.Mkdir(folder, 0o700); err != nil {
			return err
		}
		p, err := startProduct(ctx, f.product, folder)
		if err != nil {
			return err
		}
		if err := p.page("/"); err != nil {
			return err
		}
		first = append(first, time.Since(p.started).Seconds()*1000)
		p.stop()
		os.RemoveAll(folder)
	}
	t.add(0, "first page on an empty folder, ms", medianOf(first), atMost(300))
	return nil
}
