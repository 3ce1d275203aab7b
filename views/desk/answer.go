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
	if v.Get("do") != "propose" {
		return d.written(c, "saved", carried(v)+"#answer", func(k *claims.Claim, by claims.User, now time.Time, e claims.Edit, _ url.Values) (claims.Event, error) {
			return k.Revise(by, now, e)
		})
	}
	scale, err := d.db.Scale(c.Request().Context())
	if err != nil {
		return err
	}
	return d.written(c, "proposed", "", func(k *claims.Claim, by claims.User, now time.Time, e claims.Edit, v url.Values) (claims.Event, error) {
		_, bad := k.Revise(by, now, e)
		ev, err := k.Propose(by, now, scale, v.Get("rating"), v.Get("reasons"))
		return ev, together(bad, err)
	})
}

// carried takes the rating and the reasons of a draft along to the next page.
func carried(v url.Values) string {
	q := url.Values{}
	for _, name := range []string{"rating", "reasons"} {
		if s := v.Get(name); s != "" && len(s) < 8000 {
			q.Set(name, s)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "&" + q.Encode()
}
