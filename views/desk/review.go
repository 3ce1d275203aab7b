package desk

import (
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// decide is the second person's answer to a proposal: yes, or what has to
// change. An editor can decide alone, with a reason that readers see.
func (d *Desk) decide(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	did, rule := "approved", func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
		return k.Approve(by, now, v.Get("comment"), "")
	}
	switch v.Get("do") {
	case "approve":
	case "changes":
		did, rule = "changes", func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.RequestChanges(by, now, v.Get("comment"))
		}
	case "override":
		rule = func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			if claims.Line(v.Get("override")) == "" {
				return claims.Event{}, claims.Invalid("override", "say why nobody else can decide: readers will see the reason")
			}
			return k.Approve(by, now, v.Get("comment"), v.Get("override"))
		}
	default:
		return claims.Invalid("do", "the form does not say what to decide: use the buttons on the claim’s page")
	}
	k, err := d.actOn(c, v, (*claims.Claim).BasedVote, rule)
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	if k.Pending() != nil {
		did = "voted"
	}
	return see(c, claimPath(k.ID)+"?did="+did)
}
