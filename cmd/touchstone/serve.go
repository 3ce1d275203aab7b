package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views"
)

// stopTime is how long requests that are under way may take after the stop.
const stopTime = 8 * time.Second

type serveFlags struct {
	addr, data, base string
	proxies          []string
	demo             bool
	backups          backupPlan
}

func serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the desk and the public site",
		Args:  wrapArgs(cobra.NoArgs),
	}
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to listen at")
	data := dataFlag(cmd)
	cmd.Flags().StringVar(&f.base, "base-url", "", "public address of the site, such as https://check.example (default: the address it listens at)")
	cmd.Flags().StringSliceVar(&f.proxies, "trusted-proxy", nil, "network of a reverse proxy whose X-Forwarded-For counts, such as 127.0.0.1/32")
	cmd.Flags().BoolVar(&f.demo, "demo", false, "serve an invented desk at work from a temporary folder")
	f.backups.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		f.data = *data
		if err := f.backups.check(); err != nil {
			return err
		}
		proxies, err := networks(f.proxies)
		if err != nil {
			return usage(err)
		}
		if f.base != "" {
			u, err := claims.WebURL("base-url", f.base)
			if err != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
				return usage(fmt.Errorf("--base-url %q is not the address of a site: write it as https://check.example", f.base))
			}
		}
		return serve(cmd.Context(), f, proxies, cmd.OutOrStdout(), cmd.ErrOrStderr())
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
func serve(ctx context.Context, f serveFlags, proxies []netip.Prefix, stdout, stderr io.Writer) error {
	listener, err := listen(ctx, f.addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	base := strings.TrimRight(f.base, "/")
	if base == "" {
		base = localAddress(listener.Addr())
	}
	d, close, err := openServed(ctx, f, stdout)
	if err != nil {
		return err
	}
	defer close()
	log := logger(stderr)
	server := views.Server(f.addr, views.New(d, views.Config{BaseURL: base, Version: version(), Log: log, TrustedProxies: proxies}))
	server.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	go keep(ctx, d, log)
	go f.backups.run(ctx, d.Path(), log)
	defer startWatcher(ctx, d, log)()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	link, err := setupLink(ctx, d, base)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Touchstone is at %s\n%s", base, link)
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", f.addr, err)
	case <-ctx.Done():
	}
	return stop(server, stderr)
}

// openServed opens the desk of --data, or a new one in a temporary folder for
// the demonstration, which goes when the program ends.
func openServed(ctx context.Context, f serveFlags, stdout io.Writer) (*db.DB, func(), error) {
	if !f.demo {
		d, err := openDesk(ctx, f.data, true)
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

func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	var wrong *net.AddrError
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, claims.Conflict("%s is in use: stop the other program, or choose another address with --addr", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, claims.Forbidden("%s may not be listened at: ports below 1024 belong to the administrator, choose another with --addr", addr)
	case errors.As(err, &wrong):
		return nil, usage(fmt.Errorf("--addr %q is not an address: write it as 127.0.0.1:8080", addr))
	}
	return nil, claims.Conflict("%s cannot be listened at: %v", addr, err)
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

// keep shows every few seconds that the database can be written, for /readyz,
// clears away what is over, once an hour, and learns from the desk's decisions
// and its claims, once a day.
func keep(ctx context.Context, d *db.DB, log *slog.Logger) {
	beat, sweep, learn := time.NewTicker(10*time.Second), time.NewTicker(time.Hour), time.NewTicker(24*time.Hour)
	defer beat.Stop()
	defer sweep.Stop()
	defer learn.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			err = d.Beat(ctx)
		case <-sweep.C:
			err = d.Sweep(ctx)
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

// stop lets requests end, and cuts those that do not.
func stop(server *http.Server, stderr io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		fmt.Fprintln(stderr, "touchstone: some requests took too long to end and were cut off")
		return server.Close()
	}
	return nil
}
