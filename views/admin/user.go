package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// userView is one user's page.
type userView struct {
	Page     ui.Page
	User     claims.User // as it is
	Typed    claims.User // as it is to be
	Saved    string      // what was just done, in words
	Problems claims.Problems
	Password *handedOut
	Factor   bool        // there is a second factor
	Issuers  []string    // the providers of single sign-on the account is linked to
	Held     int         // claims the user holds
	Heirs    []ui.Option // who could take them
}

// done are the words for what a redirect says was done.
var done = map[string]string{
	"user":     "The user was saved.",
	"disable":  "The account is closed. Whoever was signed in with it is out.",
	"enable":   "The account is open again.",
	"removed":  "The person was taken out of the account. What it did stays, under its number.",
	"factor":   "The second factor is off. The password alone opens the account now.",
	"unlinked": "The account is linked to no sign-in service any more. Whoever was signed in with it is out.",
	"revoked":  "The invitation was revoked. Its link no longer works.",
}

func (a *Admin) userPage(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	return a.showUser(c, http.StatusOK, userView{User: u, Typed: u, Saved: done[c.QueryParam("saved")]})
}

func (a *Admin) user(c echo.Context) (claims.User, error) {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return claims.User{}, err
	}
	return a.d.User(c.Request().Context(), id)
}

func (a *Admin) showUser(c echo.Context, status int, v userView) error {
	v.Page = page(c, v.User.Name, ui.SectionUsers)
	ctx := c.Request().Context()
	account, err := a.d.Account(ctx, v.User.ID)
	if err != nil {
		return err
	}
	v.Factor = account.SecondFactor
	if v.Issuers, err = a.d.Issuers(ctx, v.User.ID); err != nil {
		return err
	}
	if v.Held, err = a.d.Held(ctx, v.User.ID); err != nil {
		return err
	}
	if v.Heirs, err = a.heirs(c, v.User.ID); err != nil {
		return err
	}
	return ui.Render(c, status, userPage(v))
}

func (a *Admin) saveUser(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	v := userView{User: u, Typed: u}
	v.Typed.Name, v.Typed.Email, v.Typed.Role = c.FormValue("name"), c.FormValue("email"), claims.Role(c.FormValue("role"))
	if err = a.taken(c, u.ID, v.Typed.Email); err == nil {
		err = a.rewrite(c, v.Typed)
	}
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindExists, claims.KindConflict:
		v.Problems.Add(err)
		return a.showUser(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(userHref(u))+"?saved=user")
}

// taken refuses an address that is somebody else's.
func (a *Admin) taken(c echo.Context, id claims.ID, email string) error {
	other, _, err := a.d.Credentials(c.Request().Context(), email)
	switch {
	case claims.KindOf(err) == claims.KindNotFound, err == nil && other.ID == id:
		return nil
	case err != nil:
		return err
	}
	return &claims.Error{Kind: claims.KindExists, Field: "email", Ref: other.ID, Message: "another account has this address: choose one of their own"}
}

// rewrite puts what was typed in the place of what was there.
func (a *Admin) rewrite(c echo.Context, to claims.User) error {
	return a.change(c, to.ID, func(u *claims.User) claims.Event {
		action := "user changed"
		if u.Role != to.Role {
			action = "role changed"
		}
		u.Name, u.Email, u.Role = to.Name, to.Email, to.Role
		return claims.Event{Action: action}
	})
}

// heirs are who could take over a user's claims.
func (a *Admin) heirs(c echo.Context, not claims.ID) ([]ui.Option, error) {
	users, err := a.d.Users(c.Request().Context())
	list := []ui.Option{{Value: "", Label: "Nobody: back to the queue"}}
	for _, u := range users {
		if u.ID != not && u.May(claims.ActHold) {
			list = append(list, ui.Option{Value: u.ID.String(), Label: u.Name + ", " + string(u.Role)})
		}
	}
	return list, err
}

// closeAccount keeps a person out from now on and hands over the claims they
// hold.
func (a *Admin) closeAccount(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	var to claims.ID
	if s := c.FormValue("to"); s != "" {
		if to, err = claims.ParseID(s); err != nil {
			return err
		}
	}
	err = a.d.CloseAccount(c.Request().Context(), auth.User(c).Person(), u.ID, to)
	switch claims.KindOf(err) {
	case claims.KindConflict, claims.KindInvalid:
		v := userView{User: u, Typed: u}
		v.Problems.Add(err)
		return a.showUser(c, http.StatusConflict, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(userHref(u))+"?saved=disable")
}

// openAccount lets a person in again.
func (a *Admin) openAccount(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	err = a.change(c, u.ID, func(u *claims.User) claims.Event {
		u.Disabled = false
		return claims.Event{Action: "account opened"}
	})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(userHref(u))+"?saved=enable")
}

func (a *Admin) change(c echo.Context, id claims.ID, edit func(*claims.User) claims.Event) error {
	_, err := a.d.UpdateUser(c.Request().Context(), auth.User(c).Person(), id, func(u *claims.User) (claims.Event, error) {
		e := edit(u)
		return e, u.Check()
	})
	return err
}

// newPassword replaces a forgotten password and shows the new one once.
func (a *Admin) newPassword(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	password := auth.NewPassword()
	hash, err := auth.Hash(password)
	if err != nil {
		return err
	}
	if err := a.d.HandOutPassword(c.Request().Context(), auth.User(c).Person(), u.ID, hash); err != nil {
		return err
	}
	return a.showUser(c, http.StatusOK, userView{User: u, Typed: u, Password: &handedOut{u, password}})
}

// unlink ends a person's single sign-on, for an address that somebody else has
// now.
func (a *Admin) unlink(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	err = a.d.UnlinkIdentities(c.Request().Context(), auth.User(c).Person(), u.ID)
	if claims.KindOf(err) == claims.KindConflict {
		v := userView{User: u, Typed: u}
		v.Problems.Add(err)
		return a.showUser(c, http.StatusConflict, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(userHref(u))+"?saved=unlinked")
}
