package desk

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// tabs are the states of the queue in the order of the work.
var tabs = []claims.State{claims.StateNew, claims.StateOpen, claims.StateResearching, claims.StateInReview, claims.StateOnHold, claims.StateApproved, claims.StateRejected}

// queueView is the queue, or the list of all claims.
type queueView struct {
	Page   ui.Page
	User   claims.User
	Path   string // "/desk" or "/desk/claims"
	Filter claims.Filter
	Asked  string // the search as it was typed, where it was read otherwise
	Ways   []claims.Suggestion
	Counts map[claims.State]int
	List   claims.Page
	Topics []claims.Count
	Now    time.Time

	Problems claims.Problems

	First   []firstStep // on the way to the desk's first check
	Work    []work
	Saved   []work // searches that the user saved
	Several several
	Steps   []claims.Step // that the user can take back
	Did     string        // what was done to several claims

	Changed  int // articles that changed and wait for a person
	Repeated int // published claims that are repeated and wait for another look
	Replies  []claims.ReplyDue
	Reports  int                        // of readers, that wait for an editor
	Like     map[claims.ID]claims.Known // what candidates of the list are most like
}

// queue shows the claims of one state, most urgent first.
func (d *Desk) queue(c echo.Context) error {
	f, problems, err := d.filter(c)
	if err != nil {
		return err
	}
	if f.State == "" {
		f.State = claims.StateOpen
	}
	if c.QueryParam("sort") == "" {
		f.Sort = claims.Urgent
	}
	return d.showList(c, queueView{Path: "/desk", Filter: f, Problems: problems})
}

// allClaims shows the claims of every state, newest first.
func (d *Desk) allClaims(c echo.Context) error {
	f, problems, err := d.filter(c)
	if err != nil {
		return err
	}
	return d.showList(c, queueView{Path: "/desk/claims", Filter: f, Problems: problems})
}

// filter reads the address. What is wrong in it is shown above what the rest of
// it finds.
func (d *Desk) filter(c echo.Context) (f claims.Filter, problems claims.Problems, err error) {
	f, err = claims.ParseFilter(c.QueryParams())
	f.HolderID = auth.User(c).ID
	if errors.As(err, &problems) {
		f.After, f.Before, err = "", "", nil
	}
	return f, problems, err
}

func (d *Desk) showList(c echo.Context, v queueView) (err error) {
	ctx := c.Request().Context()
	v.User, v.Now = auth.User(c), d.db.Now()
	if v.Counts, err = d.db.StateCounts(ctx); err != nil {
		return err
	}
	if err := d.search(ctx, &v); err != nil {
		return err
	}
	if v.Reports, err = d.db.ReportsWaiting(ctx); err != nil {
		return err
	}
	if v.Replies, err = d.db.RepliesDue(ctx); err != nil {
		return err
	}
	if v.Repeated, err = d.db.CountRepeated(ctx); err != nil {
		return err
	}
	if v.Like, err = d.db.Likenesses(ctx, undecided(v.List.Items), minLikeness); err != nil {
		return err
	}
	if v.Changed, err = d.db.CountChanges(ctx); err != nil {
		return err
	}
	if v.Work, err = d.work(ctx, v); err != nil {
		return err
	}
	if v.Saved, err = d.saved(ctx, v); err != nil {
		return err
	}
	if v.First, err = d.firstSteps(ctx, v); err != nil {
		return err
	}
	if v.Several, err = d.several(c, states(v.List.Items)...); err != nil {
		return err
	}
	if v.Steps, err = d.steps(c); err != nil {
		return err
	}
	v.Did = didTo(c)
	if v.Page, err = d.page(c, v.heading(), ui.SectionQueue); err != nil {
		return err
	}
	v.Page.Head = ui.LiveScript()
	status := http.StatusOK
	if len(v.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return ui.Render(c, status, queuePage(v))
}

// work is a list of what waits for the user, whatever its state.
type work struct {
	Label, Href string
	N           int
	More        bool // and others
	Current     bool
}

// count is how many there are, as far as they were counted.
func (w work) count() string {
	if w.More {
		return ui.Number(w.N) + "+"
	}
	return ui.Number(w.N)
}

// work counts what waits for the user.
func (d *Desk) work(ctx context.Context, v queueView) ([]work, error) {
	var list []work
	for _, w := range []struct {
		label string
		f     claims.Filter
		act   claims.Action // that it is for
	}{
		{"My work", claims.Filter{Holder: "me"}, claims.ActDesk},
		{"Unassigned", claims.Filter{State: claims.StateOpen, Holder: "nobody"}, claims.ActDesk},
		{"For my review", claims.Filter{Due: claims.DueReview}, claims.ActDesk},
		{"To publish", claims.Filter{Due: claims.DueOut}, claims.ActPublish},
		{"Overdue", claims.Filter{Due: claims.DueAgain}, claims.ActDesk},
	} {
		if !v.User.May(w.act) {
			continue
		}
		w.f.Sort = claims.Newest
		href := address("/desk/claims", w.f.Values())
		w.f.HolderID, w.f.PageLimit = v.User.ID, 1
		page, err := d.db.Claims(ctx, w.f)
		if err != nil {
			return nil, err
		}
		list = append(list, work{w.label, href, page.Total, page.More, v.all() && v.link(nil) == href})
	}
	return list, nil
}

// maxSaved is how many saved searches stand beside the work; their page has all.
const maxSaved = 8

// saved are the user's saved searches, for the line of the work.
func (d *Desk) saved(ctx context.Context, v queueView) (list []work, err error) {
	watches, err := d.db.SavedSearches(ctx, v.User.ID)
	for _, w := range watches[:min(len(watches), maxSaved)] {
		list = append(list, work{Label: w.Name, Href: watched(w), Current: v.all() && v.link(nil) == watched(w)})
	}
	return list, err
}

// search reads the list. A search that finds nothing is mended, and where that
// does not help, there are ways on.
func (d *Desk) search(ctx context.Context, v *queueView) (err error) {
	if err = d.listed(ctx, v); err != nil || v.List.Total > 0 || v.Filter.Query == "" {
		return err
	}
	mended, err := d.db.Mend(ctx, v.Filter)
	if err != nil {
		return err
	}
	if mended != v.Filter.Query {
		v.Asked, v.Filter.Query = v.Filter.Query, mended
		if err = d.listed(ctx, v); err != nil || v.List.Total > 0 {
			return err
		}
	}
	v.Ways, err = d.db.Suggest(ctx, v.Filter)
	return err
}

func (d *Desk) listed(ctx context.Context, v *queueView) (err error) {
	var facets claims.Facets
	v.List, facets, err = d.db.Listed(ctx, v.Filter)
	v.Topics = facets.Topics
	return err
}
