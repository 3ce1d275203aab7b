package auth

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
)

// browserView is one session in its owner's list.
type browserView struct {
	Name    string // in addresses
	Browser string
	Network string
	Since   time.Time
	Seen    time.Time // to within touch
	Here    bool      // the one that asks
	token   string
}

// browsers are a user's sessions that still work, the one that asks first.
func (a *Auth) browsers(c echo.Context) ([]browserView, error) {
	ctx := c.Request().Context()
	stored, err := a.d.Sessions().Of(ctx, User(c).ID)
	if err != nil {
		return nil, err
	}
	here := a.sessions.GetString(ctx, keyName)
	var list []browserView
	for _, s := range stored {
		if v, ok := browserOf(s); ok && a.d.Now().Sub(v.Seen) <= idle {
			v.Here = v.Name == here
			list = append(list, v)
		}
	}
	slices.SortStableFunc(list, func(x, y browserView) int {
		if x.Here != y.Here {
			return map[bool]int{true: -1, false: 1}[x.Here]
		}
		return cmp.Compare(y.Seen.Unix(), x.Seen.Unix())
	})
	return list, nil
}

// browserOf reads a session. One that owes a code still is nobody's browser.
func browserOf(s db.StoredSession) (browserView, bool) {
	_, values, err := scs.GobCodec{}.Decode(s.Data)
	if err != nil || values[keyUser] == nil {
		return browserView{}, false
	}
	v := browserView{token: s.Token}
	v.Name, _ = values[keyName].(string)
	v.Browser, _ = values[keyBrowser].(string)
	v.Network, _ = values[keyNetwork].(string)
	since, _ := values[keySince].(int64)
	seen, _ := values[keySeen].(int64)
	v.Since, v.Seen = time.Unix(since, 0), time.Unix(seen, 0)
	return v, true
}

// endSession signs one of the user's own browsers out.
func (a *Auth) endSession(c echo.Context) error {
	list, err := a.browsers(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(v browserView) bool { return v.Name != "" && v.Name == c.Param("session") })
	if i < 0 {
		return claims.NotFound("that browser is signed out already")
	}
	if list[i].Here {
		return a.signOut(c)
	}
	if err := a.d.Sessions().DeleteCtx(c.Request().Context(), list[i].token); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?saved=session#h-browsers")
}

// endOthers signs all of the user's browsers out but this one.
func (a *Auth) endOthers(c echo.Context) error {
	list, err := a.browsers(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(v browserView) bool { return v.Here })
	if i < 0 {
		return claims.NotFound("this browser is signed out already")
	}
	if err := a.d.Sessions().EndOthers(c.Request().Context(), User(c).ID, list[i].token); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?saved=sessions#h-browsers")
}

// record notes a try to sign in. A desk that cannot be written still refuses
// whom it has to refuse, so for those this may fail.
func (a *Auth) record(c echo.Context, u claims.User, outcome claims.SignInOutcome) error {
	ctx := c.Request().Context()
	err := a.d.RecordSignIn(ctx, claims.SignIn{Person: u.Person(), Network: ui.Network(c.RealIP()), Outcome: outcome})
	if err != nil && outcome != claims.SignedIn {
		a.log.WarnContext(ctx, "a refused sign-in was not noted", "err", err)
		return nil
	}
	return err
}
