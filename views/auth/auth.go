// Package auth says who is asking: sign-in, setup of the first account,
// sessions, and the defence against forged requests.
package auth

import (
	"log/slog"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
)

// Config is what the door needs to know of the site.
type Config struct {
	BaseURL string       // of the site; "" on localhost
	Log     *slog.Logger // refused sign-ins; nil logs nothing
}

// Auth keeps the doors of one desk.
type Auth struct {
	d        *db.DB
	log      *slog.Logger
	sessions *scs.SessionManager
	limit    *limiter
}

// New makes the doors of a desk.
func New(d *db.DB, cfg Config) *Auth {
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	a := &Auth{d: d, log: log, limit: newLimiter(func() time.Time { return d.Now() })}
	a.sessions = newSessions(newStore(d.Sessions()), strings.HasPrefix(cfg.BaseURL, "https://"))
	return a
}

// Routes are the doors' addresses.
func (a *Auth) Routes() []ui.Route {
	return []ui.Route{
		{Method: "GET", Path: "/login", Act: claims.ActSignIn, Handler: a.signInForm},
		{Method: "POST", Path: "/login", Act: claims.ActSignIn, Handler: a.signIn},
		{Method: "POST", Path: ui.SignOutPath, Act: claims.ActSignIn, Handler: a.signOut},
		{Method: "GET", Path: "/setup/:token", Act: claims.ActSignIn, Handler: a.setupForm},
		{Method: "POST", Path: "/setup/:token", Act: claims.ActSignIn, Handler: a.setup},
		{Method: "GET", Path: "/account", Act: claims.ActDesk, Handler: a.accountPage},
		{Method: "POST", Path: "/account", Act: claims.ActDesk, Handler: a.saveName},
		{Method: "POST", Path: "/account/password", Act: claims.ActDesk, Handler: a.savePassword},
	}
}

const userKey = "auth.user"

// User is who asks, read from the database for this request; the zero User is
// nobody.
func User(c echo.Context) claims.User {
	u, _ := c.Get(userKey).(claims.User)
	return u
}
