package desk

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// answer saves the short answer and the explanation, and, where asked to,
// proposes the rating in the same transaction: either both happen or neither.
func (d *Desk) answer(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	if err := halfASource(v); err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	if v.Get("do") != "propose" {
		return d.written(c, "saved", "#answer", func(k *claims.Claim, by claims.User, now time.Time, e claims.Edit, _ url.Values) (claims.Event, error) {
			return k.Revise(by, now, e)
		})
	}
	scale, err := d.db.Scale(c.Request().Context())
	if err != nil {
		return err
	}
	s, err := d.db.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	return d.written(c, "proposed", "", func(k *claims.Claim, by claims.User, now time.Time, e claims.Edit, v url.Values) (claims.Event, error) {
		_, bad := k.Revise(by, now, e)
		ev, err := k.ProposeUnder(s.SecondReview, by, now, scale, v.Get("rating"), v.Get("reasons"))
		return ev, together(bad, err)
	})
}

// halfASource refuses to leave a source behind that was typed and not added.
func halfASource(v url.Values) error {
	for _, name := range []string{"source_url", "source_title", "source_publisher", "source_passage", "source_note", "source_archived"} {
		if claims.Line(v.Get(name)) != "" {
			return claims.Invalid(name, "you have typed a source: add it first, or empty its fields")
		}
	}
	return nil
}
