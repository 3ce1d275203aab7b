package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// invited is an invitation's link to pass on. It is shown once and not kept.
type invited struct {
	Invitation claims.Invitation
	Link       string
}

// invite makes a link with which a person makes an account.
func (a *Admin) invite(c echo.Context) error {
	v := usersView{Invite: claims.Invitation{Email: c.FormValue("invite-email"), Role: claims.Role(c.FormValue("invite-role"))}}
	i, token, err := a.d.Invite(c.Request().Context(), auth.User(c).Person(), v.Invite)
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindExists:
		v.Problems.Add(err)
		for _, p := range v.Problems {
			renamed := *p // the messages are shared
			renamed.Field = "invite-" + p.Field
			v.InviteProblems.Add(&renamed)
		}
		v.Problems = nil
		return a.showUsers(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return a.showUsers(c, http.StatusCreated, usersView{Invited: &invited{i, auth.Link(c, "/invitations/"+token)}})
}

func (a *Admin) revokeInvitation(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := a.d.RevokeInvitation(c.Request().Context(), auth.User(c).Person(), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/users?saved=revoked")
}

func inviteEmail(p claims.Problems) ui.Field {
	f := required(ui.F(p, "invite-email", "E-mail address", "What the person will sign in with. No mail is sent: you pass the link on."))
	f.Type, f.Autocomplete = "email", "off"
	return f
}
