package public

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// logo sends the organisation's sign. Its name stands for its content, so that
// browsers never ask twice.
func (p *Public) logo(c echo.Context) error {
	name, ok := strings.CutSuffix(param(c, "name"), ".png")
	if !ok {
		return claims.NotFound("there is no such picture")
	}
	l, err := p.db.Logo(c.Request().Context(), name)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, "image/png", l.PNG)
}
