package views

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/views/auth"
	"touchstone/views/static"
)

// watch gives each request a number, answers its error through the one door and
// writes one line about it.
func (s *site) watch(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start, id := time.Now(), rand.Text()[:16]
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		c.Response().Writer = pace(c.Response().Writer)
		s.cfg.Metrics.begin()
		defer func() {
			took := time.Since(start)
			s.cfg.Metrics.end(c, took)
			s.accessLog(c, id, took)
		}()
		if err := recovered(next, c); err != nil {
			c.Error(err)
		}
		return nil
	}
}

// accessLog leaves out queries, which hold what people look for, and secrets
// that stand in paths.
func (s *site) accessLog(c echo.Context, id string, took time.Duration) {
	r, path := c.Request(), c.Request().URL.Path
	if slices.Contains(c.ParamNames(), "token") {
		path = c.Path()
	}
	level := slog.LevelInfo
	if strings.HasPrefix(path, static.Prefix) || path == "/healthz" || path == "/readyz" {
		level = slog.LevelDebug
	}
	s.cfg.Log.LogAttrs(r.Context(), level, "request",
		slog.String("id", id), slog.String("method", r.Method), slog.String("path", path),
		slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("ip", c.RealIP()),
		slog.String("user", auth.User(c).ID.String()), slog.String("agent", r.UserAgent()))
}

// panicked is a panic as an error, with where it happened for the log.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// recovered turns a panic into an error, except the one that cuts a connection.
func recovered(h echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			panic(v)
		default:
			err = &panicked{v, debug.Stack()}
		}
	}()
	return h(c)
}

// stalled is how long a reader may take no byte before the connection ends. It
// changes in tests only.
var stalled = 60 * time.Second

// pacer moves the connection's deadline with every write, so that a slow reader
// is served for as long as it reads and one that stopped is not.
type pacer struct {
	http.ResponseWriter
	rc *http.ResponseController
}

func pace(w http.ResponseWriter) http.ResponseWriter {
	p := &pacer{w, http.NewResponseController(w)}
	p.wait()
	return p
}

// wait fails only where there is no connection, as in tests.
func (p *pacer) wait() { _ = p.rc.SetWriteDeadline(time.Now().Add(stalled)) }

func (p *pacer) Write(b []byte) (int, error) {
	p.wait()
	return p.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (p *pacer) Unwrap() http.ResponseWriter { return p.ResponseWriter }
