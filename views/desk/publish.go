package desk

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// publish makes an approved check public.
func (d *Desk) publish(c echo.Context) error {
	return d.plain(c, "public", func(url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) { return k.Publish(by, now) }
	})
}

// correct changes a published check and says so in public.
func (d *Desk) correct(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	k, err := d.db.Claim(c.Request().Context(), id)
	if err != nil {
		return err
	}
	scale, err := d.scale(c, k)
	if err != nil {
		return err
	}
	return d.written(c, "correct", "", func(k *claims.Claim, by claims.User, now time.Time, e claims.Edit, v url.Values) (claims.Event, error) {
		var rating *claims.Rating
		if key := v.Get("rating"); key != "" {
			r, err := scale.Rating(key)
			if err != nil {
				return claims.Event{}, err
			}
			rating = &r
		}
		return k.Correct(by, now, claims.CorrectionKind(v.Get("correction_kind")), v.Get("correction_note"), e, rating, v.Get("override"))
	})
}

// fixTypo changes letters in a published check.
func (d *Desk) fixTypo(c echo.Context) error {
	return d.written(c, "typo", "", func(k *claims.Claim, by claims.User, now time.Time, e claims.Edit, _ url.Values) (claims.Event, error) {
		return k.FixTypo(by, now, e)
	})
}

// checkAgain takes a withdrawn check up again, as a claim of its own.
func (d *Desk) checkAgain(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	base, err := based(v)
	if err != nil {
		return err
	}
	k, err := d.db.CheckAgain(c.Request().Context(), auth.User(c), id, base, v.Get("reason"))
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	return see(c, claimPath(k.ID)+"?did=reopened")
}

// withdraw takes the verdict back in public.
func (d *Desk) withdraw(c echo.Context) error {
	return d.plain(c, "withdraw", func(v url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Withdraw(by, now, v.Get("withdraw_note"))
		}
	})
}
