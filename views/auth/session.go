package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
)

const (
	idle     = 12 * time.Hour     // a session nobody uses ends after this
	absolute = 7 * 24 * time.Hour // and any session after this
	touch    = 5 * time.Minute    // how often its use is written down
)

// The cookie's names: browsers hold a __Host- cookie to this host, https and
// the whole site, and cannot do so on plain http, which is for localhost.
const (
	cookieHTTPS = "__Host-touchstone"
	cookieHTTP  = "touchstone"
)

// Keys of a session's values.
const (
	keyUser    = "user"    // int64, whose it is
	keySeen    = "seen"    // int64, Unix seconds of its last use, to within touch
	keyProved  = "proved"  // int64, Unix seconds of when the owner last showed who they are
	keySince   = "since"   // int64, Unix seconds of the sign-in
	keyName    = "name"    // string, what the session is called in its owner's list
	keyBrowser = "browser" // string, the browser in words
	keyNetwork = "network" // string, where the sign-in came from

	keyHalf    = "half"    // int64, who gave the right password and still owes a code
	keyNext    = "next"    // string, where to go on to after the code
	keyIssuer  = "issuer"  // string, the provider at which this sign-in began; with
	keySubject = "subject" // string, the one to link after the code
	keyWrong   = "wrong"   // int64, how many wrong codes there were
	keySecret  = "secret"  // string, of an app that is being set up
)

// newSessions sets up the session manager. Its own idle time stays off: it
// would write to the disk at every request, and by another clock than the
// database's.
func newSessions(s *store, https bool) *scs.SessionManager {
	m := scs.New()
	m.Store = s
	m.HashTokenInStore = true
	m.Lifetime = absolute
	m.Cookie = scs.SessionCookie{Name: cookieHTTP, HttpOnly: true, Path: "/", SameSite: http.SameSiteLaxMode}
	if https {
		m.Cookie.Name, m.Cookie.Secure = cookieHTTPS, true
	}
	return m
}

// Load finds out who asks. Everything behind it is personal, so no cache may
// keep it. Public pages stand before it and know no sessions.
func (a *Auth) Load(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
		token := ""
		if cookie, err := c.Cookie(a.sessions.Cookie.Name); err == nil && len(cookie.Value) < 200 {
			token = cookie.Value
		}
		ctx, err := a.sessions.Load(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(ctx))
		c.Set(baseKey, a.base)
		if err := a.identify(c); err != nil {
			return err
		}
		if debt := owes(c); debt != claims.OwesNothing {
			return a.collect(c, debt)
		}
		return next(c)
	}
}

// identify reads the session's user afresh, so that a disabled one is out with
// the next request and a new role holds from it on.
func (a *Auth) identify(c echo.Context) error {
	ctx := c.Request().Context()
	id := claims.ID(a.sessions.GetInt64(ctx, keyUser))
	if id == 0 {
		return nil
	}
	now := a.d.Now()
	unused := now.Sub(time.Unix(a.sessions.GetInt64(ctx, keySeen), 0))
	if unused > idle || now.After(a.sessions.Deadline(ctx)) {
		return a.end(c)
	}
	u, err := a.d.Account(ctx, id)
	if claims.KindOf(err) == claims.KindNotFound || (err == nil && u.Disabled) {
		return a.end(c)
	}
	if err != nil {
		return err
	}
	unread, err := a.d.UnreadNotices(ctx, id)
	if err != nil {
		return err
	}
	c.Set(userKey, u.User)
	c.Set(accountKey, u)
	c.Set(noticesKey, unread)
	if unused > touch {
		a.sessions.Put(ctx, keySeen, now.Unix())
		// A desk that cannot be written can still be read, so this may fail.
		if _, _, err := a.sessions.Commit(context.WithValue(ctx, touching{}, true)); err != nil {
			a.log.WarnContext(ctx, "a session's use was not noted", "err", err)
		}
	}
	return nil
}

// Begin signs u in, behind Load, whoever has found out that it is u: under a new
// session id, so that one planted before is worth nothing, and with nothing
// taken over from the old session.
func (a *Auth) Begin(c echo.Context, u claims.User) error {
	ctx := c.Request().Context()
	if err := errors.Join(a.sessions.Clear(ctx), a.sessions.RenewToken(ctx)); err != nil {
		return err
	}
	now := a.d.Now()
	a.sessions.Put(ctx, keyUser, int64(u.ID))
	a.sessions.Put(ctx, keySeen, now.Unix())
	a.sessions.Put(ctx, keySince, now.Unix())
	a.sessions.Put(ctx, keyProved, now.Unix())
	a.sessions.Put(ctx, keyName, strings.ToLower(rand.Text()))
	a.sessions.Put(ctx, keyBrowser, Browser(c.Request().UserAgent()))
	a.sessions.Put(ctx, keyNetwork, ui.Network(c.RealIP()))
	a.sessions.SetDeadline(ctx, now.Add(absolute).UTC())
	if err := a.commit(c); err != nil {
		return err
	}
	c.Set(userKey, u)
	return nil
}

// commit writes the session down and gives the browser its cookie.
func (a *Auth) commit(c echo.Context) error {
	token, until, err := a.sessions.Commit(c.Request().Context())
	if err != nil {
		return err
	}
	a.writeCookie(c, token, until)
	return nil
}

// end forgets the session here and in the browser.
func (a *Auth) end(c echo.Context) error {
	if err := a.sessions.Destroy(c.Request().Context()); err != nil {
		return err
	}
	a.writeCookie(c, "", time.Time{})
	c.Set(userKey, claims.User{})
	return nil
}

func (a *Auth) writeCookie(c echo.Context, token string, until time.Time) {
	h := c.Response().Header()
	h[echo.HeaderSetCookie] = slices.DeleteFunc(h[echo.HeaderSetCookie], func(s string) bool { return strings.HasPrefix(s, a.sessions.Cookie.Name+"=") })
	a.sessions.WriteSessionCookie(c.Request().Context(), c.Response(), token, until)
	h.Set(echo.HeaderCacheControl, "private, no-store") // instead of the weaker one scs adds
}

// store is the database's, except that noting a session's use never brings
// back one that was ended meanwhile.
type store struct{ *db.SessionStore }

type touching struct{}

func newStore(s *db.SessionStore) *store {
	s.Owner = owner
	return &store{s}
}

// CommitCtx writes a session.
func (s *store) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if ctx.Value(touching{}) != nil {
		return s.Touch(ctx, token, data, expiry)
	}
	return s.SessionStore.CommitCtx(ctx, token, data, expiry)
}

// owner reads the user out of a session's data: also of one who owes a code
// still, so that it ends with the others.
func owner(data []byte) claims.ID {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return 0
	}
	id, ok := values[keyUser].(int64)
	if !ok {
		id, _ = values[keyHalf].(int64)
	}
	return claims.ID(id)
}
