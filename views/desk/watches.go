package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const watchesPath = "/desk/watches"

// watchesView are a person's saved searches.
type watchesView struct {
	Page     ui.Page
	List     []claims.Watch
	New      *claims.Watch // what is to be saved and was refused
	Did      string
	Problems claims.Problems
}

func (d *Desk) watches(c echo.Context) error {
	return d.showWatches(c, http.StatusOK, watchesView{Did: done[c.QueryParam("did")]})
}

func (d *Desk) showWatches(c echo.Context, status int, v watchesView) (err error) {
	if v.List, err = d.db.Watches(c.Request().Context(), auth.User(c).ID); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Saved searches", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, status, watchesPage(v))
}

// saveWatch saves the search of a list. What cannot be saved comes back as it
// was typed.
func (d *Desk) saveWatch(c echo.Context) error {
	form, err := values(c)
	if err != nil {
		return err
	}
	f, err := claims.ReadWatch(form.Get("filter"))
	w := claims.Watch{Name: form.Get("name"), Filter: f}
	if err == nil {
		err = d.db.SaveWatch(c.Request().Context(), auth.User(c), w)
	}
	if claims.KindOf(err) == claims.KindInvalid {
		v := watchesView{New: &w}
		v.Problems.Add(err)
		return d.showWatches(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return see(c, watchesPath+"?did=watched")
}

func (d *Desk) dropWatch(c echo.Context) error {
	id, err := claims.ParseID(c.Param("watch"))
	if err != nil {
		return err
	}
	if err := d.db.DropWatch(c.Request().Context(), auth.User(c), id); err != nil {
		return err
	}
	return see(c, watchesPath+"?did=unwatched")
}

// found says how many claims a saved search finds now.
func found(w claims.Watch) string {
	if w.More {
		return ui.Number(w.N) + "+ claims"
	}
	return ui.Plural(w.N, "claim", "claims")
}

// watched is where a saved search is shown: a search in one state in the queue's
// own tab, others among all claims.
func watched(w claims.Watch) string { return address("/desk/claims", w.Filter.Values()) }
