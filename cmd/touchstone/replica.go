package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
)

// replicaFlags are about desks on more than one machine, with Litestream
// between them: this one may be a copy, or have one.
type replicaFlags struct {
	copy    bool
	primary string        // of a copy: where the desk is written
	maxAge  time.Duration // of a copy
	confirm string        // Litestream's control socket
}

func (f *replicaFlags) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.copy, "replica", false, "serve the public pages from a copy that Litestream follows (“litestream restore -f”); nothing is written here")
	cmd.Flags().StringVar(&f.primary, "primary", "", "of a replica: address of the desk that is written")
	cmd.Flags().DurationVar(&f.maxAge, "max-age", time.Minute, "of a replica: how old the copy may be before /readyz says that it is not ready")
	cmd.Flags().StringVar(&f.confirm, "ack-after-replication", "", "control socket of Litestream: a save is answered once its copy is confirmed there")
}

func (f *replicaFlags) check() error {
	if f.copy != (f.primary != "") {
		return usage(errors.New("--replica and --primary belong together: a copy has to name the desk that is written"))
	}
	if f.copy && f.confirm != "" {
		return usage(errors.New("--replica writes nothing, so --ack-after-replication has no meaning with it: give it to the primary"))
	}
	f.primary = strings.TrimRight(f.primary, "/")
	if f.copy {
		if _, err := claims.WebURL("primary", f.primary); err != nil {
			return usage(fmt.Errorf("--primary %q is not the address of a site: write it as https://check.example", f.primary))
		}
	}
	return nil
}

// open opens the desk as these flags say.
func (f *replicaFlags) open(ctx context.Context, dir string) (*db.DB, error) {
	if f.copy {
		return db.OpenReplica(ctx, filepath.Join(dir, db.FileName))
	}
	d, err := openDesk(ctx, dir, true)
	if err != nil || f.confirm == "" {
		return d, err
	}
	if err := d.ConfirmBy(f.confirm); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// keepCopy gives systemd its signs for a copy, which writes nothing.
func keepCopy(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		tellSystemd(log, daemon.SdNotifyWatchdog)
		rest(ctx, 10*time.Second)
	}
}

const promotion = `The copy is the desk now. What is left to do:
 1. Litestream here: give it a configuration with this database and a NEW path for
    its replica, and start it. The old path belongs to the old writer's history.
 2. Start “touchstone serve” on this folder, without --replica.
 3. Lead the site's address here: the proxy, the CDN, or its DNS record.
 4. The old machine: never start its desk or its Litestream again. Keep its
    database until nobody misses anything, then make the machine a follower.
`

func promoteCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "promote",
		Short: "Make a replica's copy the desk that is written, after its primary is gone",
		Args:  wrapArgs(cobra.NoArgs),
	}
	data := dataFlag(cmd)
	primary := cmd.Flags().String("primary", "", "address of the desk that was written, to see that it is gone")
	sure := cmd.Flags().Bool("old-writer-is-stopped", false, "you have stopped the old writer, or its machine: a silent one may still live behind a broken line")
	silence := cmd.Flags().Duration("silence", 30*time.Second, "how long nothing may have come from the old writer, which writes every 10 seconds by itself")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *primary == "" {
			return usage(errors.New("promote needs --primary, the address of the desk that was written, to see that it is gone"))
		}
		x := &examination{ctx: cmd.Context()}
		if status, err := x.health(strings.TrimRight(*primary, "/")); err == nil {
			return claims.Conflict("%s still answers (%d), so the old writer may live: stop it there first. Two writers would make two desks, and nothing can join them again", *primary, status)
		}
		if !*sure {
			return claims.Conflict("%s does not answer, but it may live and only not be reached from here: stop it or cut it off (power, network, service), and say --old-writer-is-stopped", *primary)
		}
		done := waiting(cmd.ErrOrStderr(), "watching and checking the copy")
		r, err := db.Promote(cmd.Context(), filepath.Join(*data, db.FileName), db.Promotion{Silence: *silence, Watch: 2 * time.Second})
		done()
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "ok: %s\nhead %s\n%s", counted(r), r.Head, promotion)
		return nil
	}
	return cmd
}
