package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// addSource links a piece of evidence to the claim.
func (d *Desk) addSource(c echo.Context) error {
	return d.withAnswer(c, "source", func(v url.Values) deed {
		e, bad := readSource(v)
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			ev, err := k.AddEvidence(by, now, e)
			if claims.KindOf(err) == claims.KindExists {
				return ev, err
			}
			return ev, together(err, bad)
		}
	})
}

// readSource is the source that was typed.
func readSource(v url.Values) (claims.Evidence, error) {
	on, err := claims.ParseDate("source_accessed", v.Get("source_accessed"))
	return claims.Evidence{
		Source: claims.Source{
			URL: v.Get("source_url"), Title: v.Get("source_title"), Publisher: v.Get("source_publisher"),
			Kind: claims.SourceKind(v.Get("source_kind")), AccessedOn: on, Archived: v.Get("source_archived"),
		},
		Stance: claims.Stance(v.Get("source_stance")), Passage: v.Get("source_passage"), Note: v.Get("source_note"),
	}, err
}

// sourceTyped is a source as its form has it.
func sourceTyped(e claims.Evidence) url.Values {
	return url.Values{
		"source_url": {e.Source.URL}, "source_title": {e.Source.Title}, "source_publisher": {e.Source.Publisher}, "source_kind": {string(e.Source.Kind)},
		"source_accessed": {e.Source.AccessedOn.String()}, "source_archived": {e.Source.Archived},
		"source_stance": {string(e.Stance)}, "source_passage": {e.Passage}, "source_note": {e.Note},
	}
}

// linked finds the source in the address on the claim; nil where it is not.
func linked(c echo.Context, k *claims.Claim) *claims.Evidence {
	link, err := claims.ParseID(c.Param("link"))
	if err != nil {
		return nil
	}
	for i := range k.Evidence {
		if k.Evidence[i].ID == link {
			return &k.Evidence[i]
		}
	}
	return nil
}

// source shows one source, to change it.
func (d *Desk) source(c echo.Context) error { return d.showSource(c, http.StatusOK, form{}) }

func (d *Desk) showSource(c echo.Context, status int, f form) error {
	v, err := d.claimView(c, f)
	if err != nil {
		return err
	}
	e := linked(c, v.Claim)
	if e == nil {
		return claims.NotFound("that source is not on this claim: it may have been removed already")
	}
	if v.Form = f; len(f.Problems) == 0 {
		v.Form.Typed = sourceTyped(*e)
	}
	v.Page.Title = "Source " + strconv.Itoa(e.Number) + ": " + e.Source.Title
	return ui.Render(c, status, sourcePage(v, *e))
}

// editSource changes a source of the claim.
func (d *Desk) editSource(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	link, err := claims.ParseID(c.Param("link"))
	if err != nil {
		return err
	}
	e, bad := readSource(v)
	k, err := d.act(c, v, func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
		ev, err := k.ReviseEvidence(by, now, link, e)
		return ev, together(err, bad)
	})
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showSource(c, status, f) })
	}
	return see(c, claimPath(k.ID)+"?did=edited#sources")
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
