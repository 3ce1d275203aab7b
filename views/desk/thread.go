package desk

import (
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// comment adds to the thread of a claim.
func (d *Desk) comment(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	err = d.db.AddComment(c.Request().Context(), auth.User(c), id, v.Get("remark"))
	if err != nil && claims.KindOf(err) != claims.KindExists { // a form that was sent twice is one comment
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	if err := d.db.DropDraft(c.Request().Context(), auth.User(c).ID, id, "comment"); err != nil {
		return err
	}
	return see(c, claimPath(id)+"?did=comment#thread")
}

// comments are the thread of the claim, oldest first.
func (v claimView) comments() []claims.Comment { return claims.Thread(v.Events) }

// steps are the newest events that are no comments, n at most.
func (v claimView) steps(n int) (list []claims.Event) {
	for _, e := range v.Events {
		if e.Action != claims.Commented && len(list) < n {
			list = append(list, e)
		}
	}
	return list
}

// mentioned names the people a comment calls.
func (v claimView) mentioned(k claims.Comment) string {
	var names []string
	for _, id := range k.Mentioned {
		for _, u := range v.Users {
			if u.ID == id {
				names = append(names, u.Name)
			}
		}
	}
	return strings.Join(names, ", ")
}

// saidBy is whose comment it is, as the reader of the page sees it.
func (v claimView) saidBy(k claims.Comment) string {
	if k.Expert != 0 {
		return v.expertName(k.Expert) + ", asked from outside"
	}
	return actor(claims.Event{Actor: k.By}, v.User)
}

func commentID(k claims.Comment) string { return fmt.Sprintf("comment-%d", k.Seq) }

// remarkHint says how to call a colleague, by a name that is here.
func (v claimView) remarkHint() string {
	for _, u := range v.Users {
		if u.ID != v.User.ID && !u.Disabled {
			return "For colleagues, as plain text. Call one by an @ and the name, such as @" + u.Name + "."
		}
	}
	return "For colleagues, as plain text."
}
