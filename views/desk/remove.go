package desk

import (
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// removeText removes an article's words because the law asks for it.
func (d *Desk) removeText(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	err = d.db.RemoveText(c.Request().Context(), auth.User(c), id, v.Get("reason"))
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showRoom(c, status, id, 0, f) })
	}
	return see(c, articlePath(id)+"?did=no-text")
}
