package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"

	"touchstone/claims"
	"touchstone/views"
	"touchstone/views/ui"
)

// stopTime is how long requests that are under way may take after the stop.
const stopTime = 8 * time.Second

// doors are the sockets the program listens at; redirect and metrics are nil
// where there is none.
type doors struct{ site, redirect, metrics net.Listener }

// openDoors takes the sockets that systemd hands over, by their names in the
// socket unit (site, redirect, metrics), and opens those that are missing.
func openDoors(ctx context.Context, f serveFlags) (*doors, error) {
	given, err := activation.ListenersWithNames()
	if err != nil {
		return nil, claims.Conflict("the sockets from systemd cannot be used: %v", err)
	}
	at := &doors{}
	for name, list := range given {
		for _, l := range list {
			switch name {
			case "redirect":
				at.redirect = l
			case "metrics":
				at.metrics = l
			default:
				at.site = l
			}
		}
	}
	for _, door := range []struct {
		l    *net.Listener
		addr string
	}{{&at.site, f.addr}, {&at.redirect, f.tls.redirectAddr()}, {&at.metrics, f.metrics}} {
		if *door.l != nil || door.addr == "" {
			continue
		}
		if *door.l, err = listen(ctx, door.addr); err != nil {
			at.close()
			return nil, err
		}
	}
	return at, nil
}

func (d *doors) close() {
	for _, l := range []net.Listener{d.site, d.redirect, d.metrics} {
		if l != nil {
			l.Close()
		}
	}
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

// running is the servers at work.
type running struct {
	ctx     context.Context // of requests
	log     *slog.Logger
	servers []*http.Server
	failed  chan error
}

func newRunning(ctx context.Context, log *slog.Logger) *running {
	return &running{ctx: ui.WithStop(context.WithoutCancel(ctx), ctx.Done()), log: log, failed: make(chan error, 3)}
}

// start serves h at l, over TLS where there is a configuration for it; nothing
// happens where there is no listener.
func (r *running) start(h http.Handler, l net.Listener, secure *tls.Config) {
	if l == nil {
		return
	}
	s := views.Server(l.Addr().String(), h)
	s.BaseContext = func(net.Listener) context.Context { return r.ctx }
	s.ErrorLog = slog.NewLogLogger(r.log.Handler(), slog.LevelWarn)
	s.TLSConfig = secure
	r.servers = append(r.servers, s)
	go func() {
		err := error(nil)
		if secure != nil {
			err = s.ServeTLS(l, "", "")
		} else {
			err = s.Serve(l)
		}
		r.failed <- fmt.Errorf("serve %s: %w", s.Addr, err)
	}()
}

// stop lets requests end, and cuts those that do not.
func (r *running) stop(stderr io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	var wg sync.WaitGroup
	errs := make([]error, len(r.servers))
	for i, s := range r.servers {
		wg.Go(func() {
			if s.Shutdown(ctx) != nil {
				fmt.Fprintln(stderr, "touchstone: some requests took too long to end and were cut off")
				errs[i] = s.Close()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// tellSystemd says how the program is, where systemd wants to know.
func tellSystemd(log *slog.Logger, state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		log.Warn("systemd was not told", "state", state, "error", err)
	}
}
