package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// usersView is the list of users with the form that adds one.
type usersView struct {
	Page     ui.Page
	Users    []claims.User
	New      claims.User // as typed
	Problems claims.Problems
	Added    *handedOut

	Open           []claims.Invitation
	Invite         claims.Invitation // as typed
	InviteProblems claims.Problems
	Invited        *invited
	Saved          string
}

// handedOut is a password to pass on. It is shown once and not kept.
type handedOut struct {
	User     claims.User
	Password string
}

func (a *Admin) usersPage(c echo.Context) error {
	return a.showUsers(c, http.StatusOK, usersView{Saved: done[c.QueryParam("saved")]})
}

func (a *Admin) showUsers(c echo.Context, status int, v usersView) (err error) {
	v.Page = page(c, "Users", ui.SectionUsers)
	if v.Users, err = a.d.Users(c.Request().Context()); err != nil {
		return err
	}
	if v.Open, err = a.d.Invitations(c.Request().Context()); err != nil {
		return err
	}
	if v.New.Role == "" && len(v.Problems) == 0 {
		v.New.Role = claims.Contributor
	}
	return ui.Render(c, status, usersPage(v))
}

// addUser makes an account and answers with its first password, which stands on
// that one page only.
func (a *Admin) addUser(c echo.Context) error {
	v := usersView{New: claims.User{Name: c.FormValue("name"), Email: c.FormValue("email"), Role: claims.Role(c.FormValue("role"))}}
	v.Problems.Add(v.New.Check())
	if len(v.Problems) > 0 {
		return a.showUsers(c, http.StatusUnprocessableEntity, v)
	}
	password := auth.NewPassword()
	hash, err := auth.Hash(password)
	if err != nil {
		return err
	}
	u, err := a.d.AddUser(c.Request().Context(), auth.User(c).Person(), v.New, hash)
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindExists:
		v.Problems.Add(err)
		return a.showUsers(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return a.showUsers(c, http.StatusCreated, usersView{Added: &handedOut{u, password}})
}

func roleOptions() []ui.Option {
	var list []ui.Option
	for _, r := range claims.Roles {
		list = append(list, ui.Option{Value: string(r), Label: ui.Sentence(string(r)) + ": " + does[r]})
	}
	return list
}

// does says in a few words what a role is for.
var does = map[claims.Role]string{
	claims.Contributor: "adds articles, claims and sources",
	claims.Reviewer:    "also triages, rates and reviews colleagues’ ratings",
	claims.Editor:      "also publishes, corrects, withdraws and merges",
	claims.Admin:       "also looks after users, feeds and settings",
}
