package desk

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const speakersPath = "/desk/speakers"

// speakersView is the list of everybody the desk knows by name.
type speakersView struct {
	Page  ui.Page
	Query string
	List  []claims.SpeakerRecord
	Next  string // the address of the next page; "" for none
	First bool
}

func (d *Desk) speakers(c echo.Context) (err error) {
	v := speakersView{Query: claims.Line(c.QueryParam("q")), First: c.QueryParam("after") == ""}
	var more bool
	if v.List, more, err = d.db.DeskSpeakers(c.Request().Context(), v.Query, c.QueryParam("after")); err != nil {
		return err
	}
	if more {
		q := url.Values{"after": {v.List[len(v.List)-1].Name}}
		if v.Query != "" {
			q.Set("q", v.Query)
		}
		v.Next = address(speakersPath, q)
	}
	if v.Page, err = d.page(c, "Speakers", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, speakersPage(v))
}

// speakerView is what the desk says of a speaker, for changing.
type speakerView struct {
	Page    ui.Page
	User    claims.User
	Speaker claims.Speaker
	Form    form
	Saved   bool
}

func speakerPath(id claims.ID) string { return speakersPath + "/" + id.String() }

func (d *Desk) speaker(c echo.Context) error {
	return d.showSpeaker(c, http.StatusOK, speakerView{Saved: c.QueryParam("did") != ""})
}

func (d *Desk) showSpeaker(c echo.Context, status int, v speakerView) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if v.Speaker, err = d.db.SpeakerByID(c.Request().Context(), id); err != nil {
		return err
	}
	v.User = auth.User(c)
	if v.Page, err = d.page(c, v.Speaker.Name, ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, status, speakerPage(v))
}

// describeSpeaker changes what the desk says of a speaker.
func (d *Desk) describeSpeaker(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v, err := values(c)
	if err != nil {
		return err
	}
	err = d.db.DescribeSpeaker(c.Request().Context(), auth.User(c), id, claims.Speaker{
		Kind: claims.SpeakerKind(v.Get("speaker_kind")), Role: v.Get("speaker_role"), Party: v.Get("party"), SameAs: v.Get("same_as"),
	})
	if k := claims.KindOf(err); k == claims.KindInvalid {
		view := speakerView{Form: form{Typed: v}}
		view.Form.Problems.Add(err)
		return d.showSpeaker(c, http.StatusUnprocessableEntity, view)
	}
	if err != nil {
		return err
	}
	return see(c, speakerPath(id)+"?did=saved")
}
