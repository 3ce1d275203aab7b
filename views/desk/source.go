package desk

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// addSource links a piece of evidence to the claim.
func (d *Desk) addSource(c echo.Context) error {
	return d.withAnswer(c, "source", func(v url.Values) deed {
		on, bad := claims.ParseDate("source_accessed", v.Get("source_accessed"))
		e := claims.Evidence{
			Source: claims.Source{
				URL: v.Get("source_url"), Title: v.Get("source_title"), Publisher: v.Get("source_publisher"),
				Kind: claims.SourceKind(v.Get("source_kind")), AccessedOn: on, Archived: v.Get("source_archived"),
			},
			Stance: claims.Stance(v.Get("source_stance")), Passage: v.Get("source_passage"), Note: v.Get("source_note"),
		}
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			ev, err := k.AddEvidence(by, now, e)
			if claims.KindOf(err) == claims.KindExists {
				return ev, err
			}
			return ev, together(err, bad)
		}
	})
}

// removeSource takes a source off the claim.
func (d *Desk) removeSource(c echo.Context) error {
	link, err := claims.ParseID(c.Param("link"))
	if err != nil {
		return err
	}
	return d.withAnswer(c, "removed", func(v url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			if err := halfASource(v); err != nil {
				return claims.Event{}, err
			}
			return k.RemoveEvidence(by, now, link)
		}
	})
}

// withAnswer changes the sources. On the page they stand in one form with the
// answer, so what was typed into that is saved as well.
func (d *Desk) withAnswer(c echo.Context, did string, rule func(url.Values) deed) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	do := rule(v)
	k, err := d.act(c, v, func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
		ev, err := do(k, by, now)
		if !v.Has("summary") || !by.May(claims.ActEdit) || err != nil && claims.KindOf(err) != claims.KindInvalid {
			return ev, err
		}
		summary, explanation := v.Get("summary"), v.Get("explanation")
		_, bad := k.Revise(by, now, claims.Edit{Summary: &summary, Explanation: &explanation})
		return ev, together(err, bad)
	})
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	return see(c, claimPath(k.ID)+"?did="+did+"#sources")
}
