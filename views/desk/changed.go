package desk

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// changedView is the list of articles whose pages changed after words were
// quoted from them.
type changedView struct {
	Page ui.Page
	User claims.User
	Open []claims.Change // a person has to deal with them
	Late []claims.Change // the others, newest first
	Did  string
}

// lateShown is how many changes that need nobody are listed.
const lateShown = 50

func (d *Desk) changed(c echo.Context) (err error) {
	ctx := c.Request().Context()
	v := changedView{User: auth.User(c), Did: done[c.QueryParam("did")]}
	if v.Open, err = d.db.OpenChanges(ctx); err != nil {
		return err
	}
	if v.Late, err = d.db.LateChanges(ctx, lateShown); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Changed articles", ui.SectionArticles); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, changedPage(v))
}

// settleChange takes a change off the list.
func (d *Desk) settleChange(c echo.Context) error {
	article, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("change"))
	if err != nil {
		return err
	}
	if err := d.db.SettleChange(c.Request().Context(), auth.User(c), article, id); err != nil {
		return err
	}
	return see(c, "/desk/changed?did=settled")
}

// fetchAgain fetches an article's page now and compares, for a person who waits.
func (d *Desk) fetchAgain(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	a, err := d.db.Article(ctx, id)
	if err != nil {
		return err
	}
	if a.URL == "" {
		return claims.Conflict("this article has no address: there is no page to fetch")
	}
	by := auth.User(c).Person()
	seen, raw, err := d.cfg.Fetch(ctx, a.URL)
	if err == nil {
		seen.Text, err = ingest.Text([]byte(seen.Text))
	}
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindTooLarge:
		if _, err := d.db.FailLook(ctx, nil, by, id, words(err), ingest.Gone(err)); err != nil {
			return err
		}
		return see(c, versionsPath(id)+"?did=unfetched")
	}
	if err != nil {
		return err
	}
	ch, err := d.db.KeepLook(ctx, nil, by, id, seen, raw)
	if err != nil {
		return err
	}
	did := "same"
	if ch.Kind != "" {
		did = string(ch.Kind)
	}
	return see(c, versionsPath(id)+"?did="+did)
}

func versionsPath(article claims.ID) string { return articlePath(article) + "/versions" }

// changeWords is what a change did, in a line.
func changeWords(k claims.Change) string {
	switch k.Kind {
	case claims.PageGone:
		return "The site says that the page is gone"
	case claims.PageReplaced:
		return ui.Sentence(k.Note)
	}
	s := ""
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{k.Lost, "quote no longer stands there", "quotes no longer stand there"}, {k.Moved, "stands elsewhere", "stand elsewhere"}, {k.Kept, "stands as it stood", "stand as they stood"},
	} {
		if x.n == 0 {
			continue
		}
		if s != "" {
			s += ", "
		}
		s += ui.Plural(x.n, x.one, x.many)
	}
	if s == "" {
		s = "No quote is taken from it"
	}
	if k.Note != "" {
		s += "; " + k.Note
	}
	return s
}

// task reports whether a person has to deal with a change.
func task(k claims.Change) bool { return k.Settled.IsZero() && k.Watched > 0 }

// changePath is where a change is read: the two texts side by side, where there
// are two.
func changePath(k claims.Change) string {
	if k.Kind != claims.PageChanged {
		return versionsPath(k.Article.ID)
	}
	return comparePath(k.Article.ID, k.Version-1, k.Version)
}

// lookWords is when the page was last fetched again, and what came of it.
func lookWords(at time.Time, problem string) string {
	switch {
	case at.IsZero():
		return "The page was not fetched again since it was added."
	case problem != "":
		return "The last look failed: " + problem + "."
	}
	return "The page was last fetched again on " + at.UTC().Format("2 January 2006, 15:04") + " UTC."
}
