package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"touchstone/db"
	"touchstone/views"
)

func backupCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the database as it is at one moment, while the server runs, and verify the copy",
		Args:  wrapArgs(cobra.ExactArgs(1)),
	}
	data := dataFlag(cmd)
	replace := cmd.Flags().Bool("replace", false, "replace FILE where it is there already")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := haveDesk(*data); err != nil {
			return err
		}
		done := waiting(cmd.ErrOrStderr(), "copying to "+args[0])
		r, err := db.Backup(cmd.Context(), filepath.Join(*data, db.FileName), args[0], *replace)
		done()
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\nhead %s\n", args[0], counted(r), r.Head)
		return nil
	}
	return cmd
}

func restoreCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the database; the server must not run",
		Args:  wrapArgs(cobra.ExactArgs(1)),
	}
	data := dataFlag(cmd)
	replace := cmd.Flags().Bool("replace", false, "set aside the database that is there")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := makeFolder(*data); err != nil {
			return err
		}
		done := waiting(cmd.ErrOrStderr(), "checking "+args[0])
		r, old, err := db.Restore(cmd.Context(), args[0], filepath.Join(*data, db.FileName), *replace)
		done()
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "restored %s: %s\nhead %s\n", args[0], counted(r), r.Head)
		if old != "" {
			fmt.Fprintf(cmd.OutOrStdout(), "what was there is now %s\n", old)
		}
		return nil
	}
	return cmd
}

// backupPlan is when and where the server makes backups of itself.
type backupPlan struct {
	dir   string // "" for none
	every time.Duration
	keep  int
}

func (p *backupPlan) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.dir, "backup-dir", "", "folder for backups the server makes of itself (default: none)")
	cmd.Flags().DurationVar(&p.every, "backup-every", 24*time.Hour, "time between two backups")
	cmd.Flags().IntVar(&p.keep, "backup-keep", 14, "how many backups stay")
}

func (p *backupPlan) check() error {
	if p.dir != "" && (p.every < time.Minute || p.keep < 1) {
		return usage(fmt.Errorf("--backup-every %s --backup-keep %d: a minute and one backup are the least", p.every, p.keep))
	}
	return nil
}

// run makes a backup whenever the newest one in the folder is old enough, until
// ctx ends. One that fails is tried again after a tenth of the time.
func (p *backupPlan) run(ctx context.Context, d *db.DB, m *views.Metrics, log *slog.Logger) {
	for p.dir != "" && ctx.Err() == nil {
		newest, err := db.NewestBackup(p.dir)
		m.BackedUp(newest)
		wait := time.Until(newest.Add(p.every))
		if err == nil && wait <= 0 {
			var name string
			var r db.Report
			start := time.Now()
			if name, r, err = db.BackupInto(ctx, d.Path(), p.dir, start, p.keep); err == nil {
				log.Info("backup", "file", name, "claims", r.Claims, "events", r.Events, "head", r.Head, "ms", time.Since(start).Milliseconds())
				m.BackedUp(start)
				wait = p.every
			}
		}
		if err != nil && ctx.Err() == nil {
			log.Error("backup", "error", err)
			wait = p.every / 10
		}
		rest(ctx, min(wait, p.every)) // a newest one in the future is of another clock
	}
}
