package desk

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// addSource links a piece of evidence to the claim.
func (d *Desk) addSource(c echo.Context) error {
	return d.plain(c, "source#sources", func(v url.Values) deed {
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
	return d.plain(c, "removed#sources", func(url.Values) deed {
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.RemoveEvidence(by, now, link)
		}
	})
}
