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
	SSO     SingleSignOn // the zero one is none
	Tour    string       // the address of the demonstration's tour; "" elsewhere
}

// Auth keeps the doors of one desk.
type Auth struct {
	d        *db.DB
	log      *slog.Logger
	sessions *scs.SessionManager
	limit    *limiter
	paces    *paces
	base     string
	sso      *provider
	tour     string
}

// New makes the doors of a desk.
func New(d *db.DB, cfg Config) *Auth {
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	a := &Auth{d: d, log: log, limit: newLimiter(func() time.Time { return d.Now() }), paces: newPaces(), base: strings.TrimRight(cfg.BaseURL, "/"), sso: newProvider(cfg.SSO), tour: cfg.Tour}
	a.sessions = newSessions(newStore(d.Sessions()), strings.HasPrefix(cfg.BaseURL, "https://"))
	return a
}

// Routes are the doors' addresses.
func (a *Auth) Routes() []ui.Route {
	return []ui.Route{
		{Method: "GET", Path: "/login", Act: claims.ActSignIn, Handler: a.signInForm},
		{Method: "POST", Path: "/login", Act: claims.ActSignIn, Handler: a.signIn},
		{Method: "POST", Path: ui.SignOutPath, Act: claims.ActSignIn, Handler: a.signOut},
		{Method: "GET", Path: "/login/code", Act: claims.ActSignIn, Handler: a.codeForm},
		{Method: "POST", Path: "/login/code", Act: claims.ActSignIn, Handler: a.signInCode},
		{Method: "GET", Path: ssoPath, Act: claims.ActSignIn, Handler: a.leave},
		{Method: "GET", Path: ssoBack, Act: claims.ActSignIn, Handler: a.backPage},
		{Method: "POST", Path: ssoBack, Act: claims.ActSignIn, Handler: a.arrive},
		{Method: "GET", Path: "/invitations/:token", Act: claims.ActSignIn, Handler: a.joinForm},
		{Method: "POST", Path: "/invitations/:token", Act: claims.ActSignIn, Handler: a.join},
		{Method: "GET", Path: "/setup/:token", Act: claims.ActSignIn, Handler: a.setupForm},
		{Method: "POST", Path: "/setup/:token", Act: claims.ActSignIn, Handler: a.setup},
		{Method: "GET", Path: "/account", Act: claims.ActDesk, Handler: a.accountPage},
		{Method: "POST", Path: "/account", Act: claims.ActDesk, Handler: a.saveName},
		{Method: "GET", Path: passwordPath, Act: claims.ActDesk, Handler: a.passwordPage},
		{Method: "POST", Path: passwordPath, Act: claims.ActDesk, Handler: a.savePassword},
		{Method: "POST", Path: "/account/sessions/end-others", Act: claims.ActDesk, Handler: a.endOthers},
		{Method: "POST", Path: "/account/sessions/:session/end", Act: claims.ActDesk, Handler: a.endSession},
		{Method: "GET", Path: factorPath, Act: claims.ActDesk, Handler: a.factorPage},
		{Method: "POST", Path: factorPath, Act: claims.ActDesk, Fresh: true, Handler: a.beginFactor},
		{Method: "POST", Path: factorPath + "/confirm", Act: claims.ActDesk, Handler: a.confirmFactor},
		{Method: "POST", Path: factorPath + "/codes", Act: claims.ActDesk, Handler: a.newCodes},
		{Method: "POST", Path: factorPath + "/off", Act: claims.ActDesk, Handler: a.endFactor},
		{Method: "POST", Path: confirmPath, Act: claims.ActDesk, Handler: a.confirm},
		{Method: "POST", Path: "/account/tokens", Act: claims.ActDesk, Fresh: true, Handler: a.makeToken},
		{Method: "POST", Path: "/account/tokens/:id/revoke", Act: claims.ActDesk, Handler: a.revokeToken},
	}
}

const (
	userKey    = "auth.user"
	noticesKey = "auth.notices"
)

// User is who asks, read from the database for this request; the zero User is
// nobody.
func User(c echo.Context) claims.User {
	u, _ := c.Get(userKey).(claims.User)
	return u
}

// Notices is how many notices the one who asks has not read, to 100 at most.
func Notices(c echo.Context) int {
	n, _ := c.Get(noticesKey).(int)
	return n
}
