package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views"
)

type serveFlags struct {
	addr, data, base, metrics string
	proxies                   []string
	trusted                   []netip.Prefix // proxies, read
	demo                      bool
	minFree                   int // MB
	forget                    db.Retention
	tls                       tlsFlags
	backups                   backupPlan
	replica                   replicaFlags
	sso                       ssoFlags
	smtp                      smtpFlags
}

// flags are the server's flags; the doctor has the same.
func (f *serveFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to listen at")
	cmd.Flags().StringVar(&f.data, "data", "./touchstone-data", "folder of the desk's database")
	cmd.Flags().StringVar(&f.base, "base-url", "", "public address of the site, such as https://check.example (default: the address it listens at)")
	cmd.Flags().StringSliceVar(&f.proxies, "trusted-proxy", nil, "network of a reverse proxy whose X-Forwarded-For counts, such as 127.0.0.1/32")
	cmd.Flags().StringVar(&f.metrics, "metrics-addr", "", "address to serve /metrics for Prometheus at, such as 127.0.0.1:9100 (default: nowhere)")
	cmd.Flags().IntVar(&f.minFree, "min-free", 64, "megabytes of free disk below which /readyz says that the desk is not ready")
	cmd.Flags().IntVar(&f.forget.SignIns, "keep-sign-ins", 180, "days the log of sign-ins goes back; 0 for ever")
	cmd.Flags().IntVar(&f.forget.Pages, "keep-pages", 0, "days the pages of articles are kept as they were fetched; their texts stay; 0 for ever")
	f.tls.flags(cmd)
	f.backups.flags(cmd)
	f.replica.flags(cmd)
	f.sso.flags(cmd)
	f.smtp.flags(cmd)
}

// check says what is wrong with the flags, and reads what is written in words.
func (f *serveFlags) check() (err error) {
	if err := errors.Join(f.backups.check(), f.replica.check(), f.tls.check(), f.sso.check(), f.smtp.check()); err != nil {
		return err
	}
	if f.trusted, err = networks(f.proxies); err != nil {
		return usage(err)
	}
	if f.base != "" {
		u, err := claims.WebURL("base-url", f.base)
		if err != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			return usage(fmt.Errorf("--base-url %q is not the address of a site: write it as https://check.example", f.base))
		}
	}
	return nil
}

func serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the desk and the public site",
		Args:  wrapArgs(cobra.NoArgs),
	}
	f.flags(cmd)
	cmd.Flags().BoolVar(&f.demo, "demo", false, "serve an invented desk at work from a temporary folder")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return err
		}
		return serve(cmd.Context(), f, cmd.OutOrStdout(), cmd.ErrOrStderr())
	}
	return cmd
}

func networks(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, fmt.Errorf("--trusted-proxy %q is not a network: write it as 10.0.0.0/8", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

// serve listens first, so that a port in use changes nothing on disk, opens the
// desk, and answers until ctx ends.
func serve(ctx context.Context, f serveFlags, stdout, stderr io.Writer) error {
	at, err := openDoors(ctx, f)
	if err != nil {
		return err
	}
	defer at.close()
	base := f.publicAddress(at.site.Addr())
	d, close, err := openServed(ctx, f, stdout)
	if err != nil {
		return err
	}
	defer close()
	log := logger(stderr)
	secure, plain, err := f.tls.serving(f.data, base, log)
	if err != nil {
		return err
	}
	speaks, err := siteWords(f.data)
	if err != nil {
		return err
	}
	metrics := views.NewMetrics(d, version())
	var tour *views.Tour
	if f.demo {
		tour = demoTour()
	}
	site := views.New(d, views.Config{Tour: tour, BaseURL: base, Version: version(), Log: log, TrustedProxies: f.trusted, Metrics: metrics, MinFree: int64(f.minFree) << 20,
		Primary: f.replica.primary, MaxAge: f.replica.maxAge, SSO: f.sso.sso, Words: speaks})
	endWork, err := f.work(ctx, d, base, metrics, log)
	if err != nil {
		return err
	}
	defer endWork()
	r := newRunning(ctx, log)
	r.start(site, at.site, secure)
	r.start(plain, at.redirect, nil)
	r.start(metrics.Handler(), at.metrics, nil)
	go f.tls.fetch(secure, log)
	link, err := setupLink(ctx, d, base)
	if err != nil {
		return err
	}
	if f.demo {
		link = fmt.Sprintf("Take the tour: %s%s\n", base, views.TourPath)
	}
	fmt.Fprintf(stdout, "Touchstone is at %s\n%s", base, link)
	tellSystemd(log, daemon.SdNotifyReady)
	go giveBack(ctx)
	select {
	case err = <-r.failed:
	case <-ctx.Done():
	}
	tellSystemd(log, daemon.SdNotifyStopping)
	return errors.Join(err, r.stop(stderr))
}

// work does what nobody asks for, as long as ctx lives: all that writes, where
// this desk is written. What it gives waits for the end of it.
func (f *serveFlags) work(ctx context.Context, d *db.DB, base string, metrics *views.Metrics, log *slog.Logger) (stop func(), err error) {
	if d.Replica() {
		go keepCopy(ctx, log)
		return func() {}, nil
	}
	endNotices, err := startNotifier(ctx, d, f.smtp.server, base, log)
	if err != nil {
		return nil, err
	}
	go keep(ctx, d, f.forget, log)
	go f.backups.run(ctx, d, metrics, log)
	endWatch := startWatcher(ctx, d, log)
	endImports := startImporting(ctx, d, log)
	return func() {
		endImports()
		endWatch()
		endNotices()
	}, nil
}

// publicAddress is the address in every absolute link, without a slash at the end.
func (f *serveFlags) publicAddress(at net.Addr) string {
	switch {
	case f.base != "":
		return strings.TrimRight(f.base, "/")
	case len(f.tls.domains) > 0:
		return "https://" + f.tls.domains[0]
	case f.tls.on():
		return strings.Replace(localAddress(at), "http:", "https:", 1)
	}
	return localAddress(at)
}

// openServed opens the desk of --data, or a new one in a temporary folder for
// the demonstration, which goes when the program ends.
func openServed(ctx context.Context, f serveFlags, stdout io.Writer) (*db.DB, func(), error) {
	if !f.demo {
		d, err := f.replica.open(ctx, f.data)
		if err != nil {
			return nil, nil, err
		}
		return d, func() { d.Close() }, nil
	}
	dir, err := os.MkdirTemp("", "touchstone-demo-")
	if err != nil {
		return nil, nil, &claims.Error{Kind: claims.KindBusy, Message: "no temporary folder can be made for the demonstration: check the disk", Err: err}
	}
	d, err := openDesk(ctx, dir, true)
	if err != nil {
		os.RemoveAll(dir)
		return nil, nil, err
	}
	clean := func() {
		d.Close()
		os.RemoveAll(dir)
	}
	done := waiting(stdout, "filling the demonstration")
	err = fillDemo(ctx, d, stdout)
	done()
	if err != nil {
		clean()
		return nil, nil, fmt.Errorf("fill the demonstration: %w", err)
	}
	return d, clean, nil
}

// localAddress is where this machine's browser finds the listener.
func localAddress(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return "http://" + a.String()
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// giveBack returns to the machine the memory that is not in use: what starting
// took at once, and after that once a minute what readers and work took. Go by
// itself lets a desk at rest grow to twice of what it needs.
func giveBack(ctx context.Context) {
	for ctx.Err() == nil {
		debug.FreeOSMemory()
		rest(ctx, time.Minute)
	}
}

// keep shows every few seconds that the database can be written, for /readyz,
// clears away what is over, once an hour, and learns from the desk's decisions
// and its claims, once a day.
func keep(ctx context.Context, d *db.DB, forget db.Retention, log *slog.Logger) {
	beat, tell, sweep, learn := time.NewTicker(10*time.Second), time.NewTicker(time.Minute), time.NewTicker(time.Hour), time.NewTicker(24*time.Hour)
	defer beat.Stop()
	defer tell.Stop()
	defer sweep.Stop()
	defer learn.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			if err = d.Beat(ctx); err == nil {
				tellSystemd(log, daemon.SdNotifyWatchdog)
			}
		case <-tell.C:
			_, err = d.TellWatches(ctx)
		case <-sweep.C:
			err = errors.Join(d.Sweep(ctx), d.Forget(ctx, forget))
		case <-learn.C:
			if err = d.LearnWorth(ctx, claims.Person{}); claims.KindOf(err) == claims.KindConflict {
				err = nil // too few decisions so far
			}
			err = errors.Join(err, d.KeepStats(ctx))
		}
		if err != nil && ctx.Err() == nil {
			log.Error("keep the database", "error", err)
		}
	}
}

// setupLink is the line with the one-time link for the first admin of a new
// desk. It goes to the console alone, never to the log.
func setupLink(ctx context.Context, d *db.DB, base string) (string, error) {
	if d.Replica() {
		return "", nil
	}
	need, err := d.NeedsSetup(ctx)
	if err != nil || !need {
		return "", err
	}
	token, err := d.NewSetup(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Set up the desk and its first admin at %s/setup/%s\nThe link works once, for %d minutes.\n", base, token, int(db.SetupTime.Minutes())), nil
}

// logger writes words for a person at a terminal, and JSON for everything else.
func logger(w io.Writer) *slog.Logger {
	if terminal(w) {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
