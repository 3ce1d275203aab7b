package desk

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// hold takes the claim, renews the hold, or takes it over.
func (d *Desk) hold(c echo.Context) error {
	return d.plain(c, "held", func(url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) { return k.Hold(by, now) }
	})
}

// assign gives the claim to a colleague.
func (d *Desk) assign(c echo.Context) error {
	var to claims.User
	if v, err := values(c); err != nil {
		return err
	} else if id, err := claims.ParseID(v.Get("assignee")); err == nil {
		if to, err = d.db.User(c.Request().Context(), id); err != nil && claims.KindOf(err) != claims.KindNotFound {
			return err
		}
	}
	return d.plain(c, "assigned", func(url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Assign(by, now, to)
		}
	})
}

// letGo gives the claim back to the queue.
func (d *Desk) letGo(c echo.Context) error {
	return d.plain(c, "let-go", func(url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) { return k.LetGo(by, now) }
	})
}

// putOnHold parks a claim that waits for a reply or a record.
func (d *Desk) putOnHold(c echo.Context) error {
	return d.plain(c, "on-hold", func(v url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			until, bad := claims.ParseDate("hold_until", v.Get("hold_until"))
			ev, err := k.PutOnHoldUntil(by, now, v.Get("hold_reason"), until)
			return ev, together(err, bad)
		}
	})
}

// takeBack withdraws one's own proposal.
func (d *Desk) takeBack(c echo.Context) error {
	return d.plain(c, "taken", func(url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) { return k.TakeBack(by, now) }
	})
}
