package desk

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// edit changes what the claim says: statement, speaker, date, place, topics.
func (d *Desk) edit(c echo.Context) error {
	return d.written(c, "edited", "", func(k *claims.Claim, by claims.User, now time.Time, e claims.Edit, _ url.Values) (claims.Event, error) {
		return k.Revise(by, now, e)
	})
}

// written is an act that writes fields of the claim: it reads them, lets the
// rule write them, and goes on to the part of the page that where names.
func (d *Desk) written(c echo.Context, did, where string, rule func(*claims.Claim, claims.User, time.Time, claims.Edit, url.Values) (claims.Event, error)) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	k, err := d.db.Claim(c.Request().Context(), id)
	if err != nil {
		return err
	}
	e, bad := d.readEdit(c.Request().Context(), v, k)
	if bad != nil && claims.KindOf(bad) != claims.KindInvalid {
		return bad
	}
	k, err = d.act(c, v, func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
		ev, err := rule(k, by, now, e, v)
		return ev, together(bad, err)
	})
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	return see(c, claimPath(k.ID)+"?did="+did+where)
}
