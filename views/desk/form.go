package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// form is what was typed, with what is wrong with it. The zero form is that of
// a page nobody has sent yet.
type form struct {
	Typed    url.Values
	Problems claims.Problems
	Link     string // to pass on, shown this once
}

// val is what was typed into a field; where the field was not sent, what is
// stored.
func (f form) val(name, stored string) string {
	if f.Typed.Has(name) {
		return f.Typed.Get(name)
	}
	return stored
}

// sent reports whether the form that has this field came back.
func (f form) sent(name string) bool { return len(f.Problems) > 0 && f.Typed.Has(name) }

// about reports whether one of the problems is with a field whose name begins
// like this.
func (f form) about(prefix string) bool {
	return slices.ContainsFunc(f.Problems, func(e *claims.Error) bool { return strings.HasPrefix(e.Field, prefix) })
}

// values reads the posted form. On the page that shows two versions side by
// side a choice stands beside each field; it is settled here, so that every act
// takes that page's answer like its own form's.
func values(c echo.Context) (url.Values, error) {
	v, err := c.FormParams()
	if err != nil {
		return nil, &claims.Error{Kind: claims.KindInvalid, Message: "the form did not arrive whole: send it again", Err: err}
	}
	for name := range v {
		field, ok := strings.CutPrefix(name, "take_")
		if !ok {
			continue
		}
		if v.Get(name) == "theirs" {
			v.Set(field, v.Get("theirs_"+field))
		}
		v.Del(name)
		v.Del("theirs_" + field)
	}
	return v, nil
}

// based is the revision that the form was filled in on.
func based(v url.Values) (int, error) {
	n, err := strconv.Atoi(v.Get("revision"))
	if err != nil || n < 1 {
		return 0, claims.Invalid("revision", "the form does not say which revision it was filled in on: open the page again")
	}
	return n, nil
}

// deed is a rule with everything it needs but the claim.
type deed func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error)

// act lets a rule change the claim in the address, if nobody changed it since
// the form was drawn.
func (d *Desk) act(c echo.Context, v url.Values, rule deed) (*claims.Claim, error) {
	return d.actOn(c, v, (*claims.Claim).Based, rule)
}

// actOn is act with another word on which revisions are too old.
func (d *Desk) actOn(c echo.Context, v url.Values, fresh func(*claims.Claim, int) error, rule deed) (*claims.Claim, error) {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	base, err := based(v)
	if err != nil {
		return nil, err
	}
	by := auth.User(c)
	k, err := d.db.UpdateClaim(c.Request().Context(), id, func(k *claims.Claim) (claims.Event, error) {
		if err := fresh(k, base); err != nil {
			return claims.Event{}, err
		}
		return rule(k, by, d.db.Now())
	})
	if err != nil {
		return nil, err
	}
	return k, d.settle(c, k, v)
}

// refused draws the page again with what was typed where that can be put right
// in the form, or both versions where somebody else was quicker. Every other
// error goes its way to the one door, which keeps what was typed as well.
func (d *Desk) refused(c echo.Context, err error, v url.Values, redraw func(status int, f form) error) error {
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindTooLarge:
		f := form{Typed: v}
		f.Problems.Add(err)
		return redraw(http.StatusUnprocessableEntity, f)
	case claims.KindExists:
		f := form{Typed: v}
		f.Problems.Add(err)
		return redraw(http.StatusConflict, f)
	case claims.KindStale:
		return d.stale(c, v)
	}
	return err
}

// plain does an act that has nothing to type but at most a reason, on the
// claim's work page.
func (d *Desk) plain(c echo.Context, done string, rule func(v url.Values) deed) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	k, err := d.act(c, v, rule(v))
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	return see(c, claimPath(k.ID)+"?did="+done)
}

func claimPath(id claims.ID) string   { return "/desk/claims/" + id.String() }
func articlePath(id claims.ID) string { return "/desk/articles/" + id.String() }

// readEdit makes an edit of the fields that were sent; c is the claim as it is.
func (d *Desk) readEdit(ctx context.Context, v url.Values, k *claims.Claim) (claims.Edit, error) {
	var e claims.Edit
	var p claims.Problems
	for _, f := range []struct {
		name string
		to   **string
	}{
		{"statement", &e.Statement}, {"short_form", &e.ShortForm}, {"language", &e.Language}, {"speaker_role", &e.SpeakerRole},
		{"place", &e.Place}, {"summary", &e.Summary}, {"explanation", &e.Explanation},
	} {
		if v.Has(f.name) {
			s := v.Get(f.name)
			*f.to = &s
		}
	}
	if v.Has("claimed_on") {
		on, err := claims.ParseDate("claimed_on", v.Get("claimed_on"))
		p.Add(err)
		e.ClaimedOn = &on
	}
	if v.Has("review_by") {
		by, err := claims.ParseDate("review_by", v.Get("review_by"))
		p.Add(err)
		e.ReviewBy = &by
	}
	if v.Has("topics") {
		topics := strings.FieldsFunc(v.Get("topics"), func(r rune) bool { return r == ',' || r == ';' || r == '،' })
		e.Topics = &topics
	}
	if v.Get("priority") != "" {
		pr, err := claims.ParsePriority(v.Get("priority"))
		p.Add(err)
		e.Priority = &pr
	}
	if v.Has("speaker") {
		s, err := d.readSpeaker(ctx, v, k.Speaker)
		p.Add(err)
		e.Speaker = s
	}
	return e, p.Err()
}

// readSpeaker finds who is meant: the claim's speaker where the name is the
// same, one the desk knows by that name, or a new one.
func (d *Desk) readSpeaker(ctx context.Context, v url.Values, now *claims.Speaker) (*claims.Speaker, error) {
	name := claims.Line(v.Get("speaker"))
	if now != nil && name == now.Name {
		return now, nil
	}
	if name == "" {
		return nil, claims.Invalid("speaker", "say who said it: a name, or a description such as “two officials”")
	}
	s, err := d.db.ResolveSpeaker(ctx, name)
	if s != nil || err != nil {
		return s, err
	}
	s = &claims.Speaker{Name: name, Kind: claims.SpeakerKind(v.Get("speaker_kind"))}
	return s, s.Check()
}

// together gives the problems of several steps as one list, or the first error
// that no change of the form puts right.
func together(errs ...error) error {
	var p claims.Problems
	for _, err := range errs {
		var e *claims.Error
		if err != nil && (!errors.As(err, &e) || e.Kind != claims.KindInvalid) {
			return err
		}
		p.Add(err)
	}
	return p.Err()
}
