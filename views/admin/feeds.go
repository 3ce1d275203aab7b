package admin

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// feedsView is the list of feeds with the form that adds one.
type feedsView struct {
	Page     ui.Page
	Feeds    []claims.Feed
	Jobs     db.JobCount
	Failing  []db.FailingJob
	Mail     db.MailServer
	New      claims.Feed // as typed
	Done     string
	Removed  string // the address of the feed that was just removed, to add it again
	Problems claims.Problems
	Now      time.Time
}

// feedView is one feed with what it named.
type feedView struct {
	Page    ui.Page
	Feed    claims.Feed
	Entries []claims.FeedEntry
	Done    string
	Now     time.Time
}

// shownEntries is how many entries of a feed its page lists.
const shownEntries = 100

// feedDone are the words for what a redirect says was done.
var feedDone = map[string]string{
	"added":   "The feed is watched. Its first look comes within seconds: open this page again to see what it brought.",
	"checked": "The feed is read again within seconds: open this page again to see what it brought.",
	"paused":  "The feed is paused. What it named before is still imported.",
	"resumed": "The feed is watched again.",
	"called":  "What waited was left out. The feed is still watched.",
	"removed": "The feed was removed. The articles that came from it stay.",
}

func (a *Admin) feedsPage(c echo.Context) error {
	v := feedsView{New: claims.Feed{Every: time.Hour}, Done: feedDone[c.QueryParam("did")]}
	if u, err := claims.WebURL("", c.QueryParam("url")); err == nil && c.QueryParam("did") == "removed" {
		v.Removed = u.String()
	}
	return a.showFeeds(c, http.StatusOK, v)
}

func (a *Admin) showFeeds(c echo.Context, status int, v feedsView) (err error) {
	ctx := c.Request().Context()
	v.Page, v.Now = page(c, "Feeds", ui.SectionFeeds), a.d.Now()
	if v.Feeds, err = a.d.Feeds(ctx); err != nil {
		return err
	}
	if v.Jobs, err = a.d.JobCount(ctx); err != nil {
		return err
	}
	if v.Failing, err = a.d.FailingJobs(ctx, shownEntries); err != nil {
		return err
	}
	if v.Mail, err = a.d.MailServer(ctx); err != nil {
		return err
	}
	return ui.Render(c, status, feedsPage(v))
}

func (a *Admin) addFeed(c echo.Context) error {
	minutes, _ := strconv.Atoi(c.FormValue("every")) // what is no number is no interval, which Check says
	f := claims.Feed{URL: c.FormValue("url"), Every: time.Duration(minutes) * time.Minute}
	made, err := a.d.AddFeed(c.Request().Context(), auth.User(c), f)
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindExists:
		v := feedsView{New: f}
		v.Problems.Add(err)
		return a.showFeeds(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(feedHref(made))+"?did=added")
}

func (a *Admin) feed(c echo.Context) (claims.Feed, error) {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return claims.Feed{}, err
	}
	return a.d.Feed(c.Request().Context(), id)
}

func (a *Admin) feedPage(c echo.Context) error {
	f, err := a.feed(c)
	if err != nil {
		return err
	}
	v := feedView{Page: page(c, f.Title, ui.SectionFeeds), Feed: f, Done: feedDone[c.QueryParam("did")], Now: a.d.Now()}
	if v.Entries, err = a.d.FeedEntries(c.Request().Context(), f.ID, shownEntries); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, feedPage(v))
}

// maxReport is how many entries a feed's report has; the newest ones.
const maxReport = 20_000

// feedReport is what came of all that a feed named.
func (a *Admin) feedReport(c echo.Context) error {
	f, err := a.feed(c)
	if err != nil {
		return err
	}
	list, err := a.d.FeedEntries(c.Request().Context(), f.ID, maxReport)
	if err != nil {
		return err
	}
	var b strings.Builder
	if _, err := export.CSV(&b, export.FeedColumns, export.RowsOf(list), export.Options{}); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="feed-`+f.ID.String()+`.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte(b.String()))
}

func (a *Admin) callOffFeed(c echo.Context) error {
	f, err := a.feed(c)
	if err != nil {
		return err
	}
	if err := a.d.CallOffFeed(c.Request().Context(), auth.User(c), f.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(feedHref(f))+"?did=called")
}

// recent is the time over which a feed's pace is measured.
const recent = 10 * time.Minute

// pace is how fast the feed's entries are imported, and how long those that
// wait take at that rate; "" where nothing can be said.
func (v feedView) pace() string {
	n, since := 0, v.Now
	for _, e := range v.Entries {
		if e.Fate != claims.FateWaiting && v.Now.Sub(e.At) < recent {
			n++
			if e.At.Before(since) {
				since = e.At
			}
		}
	}
	spent := v.Now.Sub(since)
	if n < 2 || spent <= 0 {
		return ""
	}
	rate := float64(n) / spent.Minutes()
	left := time.Duration(float64(v.Feed.Waiting) / rate * float64(time.Minute))
	return fmt.Sprintf("%.0f a minute, %s left", rate, ui.Lasts(left))
}

// shown is how many of its entries are done with, and of how many.
func (v feedView) shown() string {
	return ui.Number(v.Feed.Entries-v.Feed.Waiting) + " of " + ui.Number(v.Feed.Entries) + " dealt with"
}

func (a *Admin) checkFeed(c echo.Context) error {
	f, err := a.feed(c)
	if err != nil {
		return err
	}
	if err := a.d.CheckFeed(c.Request().Context(), auth.User(c), f.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(feedHref(f))+"?did=checked")
}

func (a *Admin) setPaused(paused bool) echo.HandlerFunc {
	did := "resumed"
	if paused {
		did = "paused"
	}
	return func(c echo.Context) error {
		f, err := a.feed(c)
		if err != nil {
			return err
		}
		if err := a.d.PauseFeed(c.Request().Context(), auth.User(c), f.ID, paused); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, string(feedHref(f))+"?did="+did)
	}
}

func (a *Admin) removeFeed(c echo.Context) error {
	f, err := a.feed(c)
	if err != nil {
		return err
	}
	if err := a.d.RemoveFeed(c.Request().Context(), auth.User(c), f.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/feeds?did=removed&url="+url.QueryEscape(f.URL))
}

// everyWords is how often a feed is read.
func everyWords(d time.Duration) string {
	switch {
	case d == time.Hour:
		return "every hour"
	case d == 24*time.Hour:
		return "every day"
	case d < time.Hour:
		return "every " + strconv.Itoa(int(d/time.Minute)) + " minutes"
	}
	return "every " + strconv.Itoa(int(d/time.Hour)) + " hours"
}

func everyOptions() []ui.Option {
	var list []ui.Option
	for _, d := range claims.FeedIntervals {
		list = append(list, ui.Option{Value: minutes(d), Label: ui.Sentence(everyWords(d))})
	}
	return list
}

func minutes(d time.Duration) string { return strconv.Itoa(int(d / time.Minute)) }

// jobWords is the work that waits.
func jobWords(n db.JobCount) string {
	switch {
	case n.Due > 0:
		return ui.Plural(n.Due, "page is", "pages are") + " waiting to be fetched now; each site is asked for one at a time."
	case n.Waiting > 0:
		return "Nothing is waiting to be fetched now."
	}
	return ""
}

// failingWords names a job that is tried again.
func failingWords(j db.FailingJob) string {
	switch j.Kind {
	case db.JobEntry:
		return "Import " + j.Key
	case db.JobLook:
		return "Fetch an article at " + j.Host + " again"
	}
	return "Read a feed at " + j.Host
}

// fateWords is what became of an entry.
func fateWords(e claims.FeedEntry) string {
	switch e.Fate {
	case claims.FateWaiting:
		return "waits to be fetched"
	case claims.FateImported:
		return "imported"
	case claims.FateHere:
		return "was here already"
	}
	return "failed: " + e.Note
}
