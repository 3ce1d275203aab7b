package desk

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// accept is triage's yes, with what the reviewer put right.
func (d *Desk) accept(c echo.Context) error {
	return d.triage(c, "accepted", func(v url.Values) (deed, error) {
		id, err := claims.ParseID(c.Param("id"))
		if err != nil {
			return nil, err
		}
		k, err := d.db.Claim(c.Request().Context(), id)
		if err != nil {
			return nil, err
		}
		e, bad := d.readEdit(c.Request().Context(), v, k)
		if bad != nil && claims.KindOf(bad) != claims.KindInvalid {
			return nil, bad
		}
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			ev, err := k.Accept(by, now, e)
			return ev, together(err, bad)
		}, nil
	})
}

// reject says that a claim will not be checked.
func (d *Desk) reject(c echo.Context) error {
	return d.triage(c, "rejected", func(v url.Values) (deed, error) {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Reject(by, now, claims.RejectReason(v.Get("reject_reason")), v.Get("reject_note"))
		}, nil
	})
}

// reopen takes a claim back into the work.
func (d *Desk) reopen(c echo.Context) error {
	return d.triage(c, "reopened", func(v url.Values) (deed, error) {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Reopen(by, now, v.Get("reason"))
		}, nil
	})
}

// triage decides on a claim, in the reading room or on its work page: the form
// says from where, and there it goes on.
func (d *Desk) triage(c echo.Context, did string, rule func(url.Values) (deed, error)) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	article, err := claims.ParseID(v.Get("article"))
	inRoom := err == nil
	var k *claims.Claim
	do, err := rule(v)
	if err == nil {
		k, err = d.act(c, v, do)
	}
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error {
			if !inRoom {
				return d.showClaim(c, status, f)
			}
			id, err := claims.ParseID(c.Param("id"))
			if err != nil {
				return err
			}
			return d.showRoom(c, status, article, id, f)
		})
	}
	if !inRoom {
		return see(c, claimPath(k.ID)+"?did="+did)
	}
	return d.readOn(c, article, k, did)
}

// readOn leads from a decided candidate to the next undecided one.
func (d *Desk) readOn(c echo.Context, article claims.ID, k *claims.Claim, did string) error {
	found, err := d.db.ArticleClaims(c.Request().Context(), article)
	if err != nil {
		return err
	}
	list := candidates(article, found, 0)
	n := 0
	for _, x := range list {
		if x.Claim.ID == k.ID {
			n = x.N
		}
	}
	q := url.Values{"did": {did}, "to": {k.ID.String()}}
	to := next(list, n)
	if to == nil {
		return see(c, address(articlePath(article), q))
	}
	q.Set("c", to.Claim.ID.String())
	return see(c, address(articlePath(article), q)+"#current")
}
