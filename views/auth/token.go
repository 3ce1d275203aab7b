package auth

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"touchstone/claims"
)

// How often one token may ask.
const (
	tokenBurst = 60
	tokenEvery = time.Second / 2
	tokensKept = 4096 // tokens whose pace is remembered
)

// wrongToken stands for all wrong tokens of a network in the limiter.
const wrongToken = "a token that does not work"

// paces slows programs down, each token for itself.
type paces struct {
	m *lru.Cache[claims.ID, *rate.Limiter]
}

func newPaces() *paces {
	m, _ := lru.New[claims.ID, *rate.Limiter](tokensKept) // fails only for a size below one
	return &paces{m}
}

// take gives how long to wait, and zero where the token may ask now.
func (p *paces) take(id claims.ID, now time.Time) time.Duration {
	fresh := rate.NewLimiter(rate.Every(tokenEvery), tokenBurst)
	l, ok, _ := p.m.PeekOrAdd(id, fresh)
	if ok {
		p.m.Get(id) // it was used just now
	} else {
		l = fresh
	}
	if l.AllowN(now, 1) {
		return 0
	}
	return tokenEvery
}

// Bearer is the token that a request carries, or "". A request with one is a
// program's: browsers never add it by themselves, so that it cannot be forged
// from another site, and needs no check of where it comes from.
func Bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// LoadToken finds out who asks by the token of a request, on routes for
// programs. Cookies count for nothing here, and none is set.
func (a *Auth) LoadToken(scope claims.Scope, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderCacheControl, "private, no-store")
		h.Add(echo.HeaderVary, echo.HeaderAuthorization)
		secret := Bearer(c.Request())
		if secret == "" {
			h.Set(echo.HeaderWWWAuthenticate, `Bearer`)
			return &claims.Error{Kind: claims.KindSignIn, Message: "send a token: Authorization: Bearer …"}
		}
		if err := a.identifyToken(c, secret, scope); err != nil {
			if claims.KindOf(err) == claims.KindSignIn {
				h.Set(echo.HeaderWWWAuthenticate, `Bearer error="invalid_token"`)
			}
			return err
		}
		return next(c)
	}
}

func (a *Auth) identifyToken(c echo.Context, secret string, scope claims.Scope) error {
	ctx := c.Request().Context()
	k, err := a.d.Token(ctx, secret)
	if claims.KindOf(err) == claims.KindSignIn {
		if wait := a.limit.Take(wrongToken, c.RealIP()); wait > 0 {
			return tooFast(c, wait, "too many wrong tokens")
		}
		return err
	}
	if err != nil {
		return err
	}
	if wait := a.paces.take(k.ID, a.d.Now()); wait > 0 {
		return tooFast(c, wait, "too many requests with this token")
	}
	u, err := a.d.Account(ctx, k.Owner)
	if err != nil {
		return err
	}
	switch {
	case u.Disabled:
		return &claims.Error{Kind: claims.KindSignIn, Message: "the account of this token is closed"}
	case u.Owes() != claims.OwesNothing:
		return claims.Forbidden("the owner of this token has to sign in and %s first", u.Owes())
	case !k.Has(scope):
		return claims.Forbidden("this token may not do that: it needs the scope %s", scope)
	}
	if err := a.d.TouchToken(ctx, k); err != nil {
		a.log.WarnContext(ctx, "a token's use was not noted", "err", err)
	}
	c.Set(userKey, u.User)
	c.Set(accountKey, u)
	return nil
}

func tooFast(c echo.Context, wait time.Duration, what string) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds))
	return &claims.Error{Kind: claims.KindTooMany, Message: what + ": wait " + strconv.Itoa(seconds) + " s"}
}
