package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
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

	Work    []work
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
	}{
		{"My work", claims.Filter{Holder: "me"}},
		{"Unassigned", claims.Filter{State: claims.StateOpen, Holder: "nobody"}},
		{"For my review", claims.Filter{Due: claims.DueReview}},
		{"Overdue", claims.Filter{Due: claims.DueAgain}},
	} {
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

// waiting is, for each claim, the request with the earliest deadline.
func (v queueView) waiting() map[claims.ID]claims.Reply { return soonest(v.Replies) }

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

// states are those of the rows.
func states(list []claims.Item) (all []claims.State) {
	for _, it := range list {
		if !slices.Contains(all, it.State) {
			all = append(all, it.State)
		}
	}
	return all
}

// undecided are the candidates among rows.
func undecided(list []claims.Item) (ids []claims.ID) {
	for _, it := range list {
		if it.State == claims.StateNew {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

// like is what a row's candidate is most like, if it is like anything.
func (v queueView) like(it claims.Item) (claims.Known, bool) {
	k, ok := v.Like[it.ID]
	return k, ok
}

// instead is the search as it was typed.
func (v queueView) instead() string {
	return v.link(func(f *claims.Filter) { f.Query, f.Exact = v.Asked, true })
}

// found are the ways on from a search that found nothing.
func (v queueView) found() (list []ui.FacetLine) {
	for _, s := range v.Ways {
		l := ui.FacetLine{N: s.N}
		switch {
		case s.Speaker != "":
			l.Label, l.Href = "Statements of "+s.Name, v.link(func(f *claims.Filter) { f.Query, f.Speaker = "", s.Speaker })
		case s.Topic != "":
			l.Label, l.Href = "The topic "+s.Name, v.link(func(f *claims.Filter) { f.Query, f.Topic = "", s.Topic })
		default:
			l.Label, l.Href = "Look without “"+s.Without+"”", v.link(func(f *claims.Filter) { f.Query = s.Query })
		}
		list = append(list, l)
	}
	return list
}

func (v queueView) all() bool { return v.Path == "/desk/claims" }

func (v queueView) heading() string {
	if v.all() {
		return "All claims"
	}
	return "Queue: " + ui.Number(v.Counts[v.Filter.State]) + " " + v.Filter.State.Label()
}

// total is how many claims there are.
func (v queueView) total() (n int) {
	for _, k := range v.Counts {
		n += k
	}
	return n
}

// link is this list with another filter; place in the pages starts anew.
func (v queueView) link(change func(*claims.Filter)) string {
	f := v.Filter
	f.After, f.Before = "", ""
	if change != nil {
		change(&f)
	}
	q := f.Values()
	if !v.all() { // there the most urgent come first where nothing is said
		q.Set("sort", string(f.Sort))
		if f.Sort == claims.Urgent {
			q.Del("sort")
		}
	}
	return address(v.Path, q)
}

func address(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (v queueView) tab(s claims.State) string {
	return v.link(func(f *claims.Filter) { f.State, f.Due = s, "" })
}

// turn is the address of the page around a cursor; "" where there is none.
func (v queueView) turn(key, cursor string) string {
	if cursor == "" {
		return ""
	}
	u, err := url.Parse(v.link(nil))
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set(key, cursor)
	return address(v.Path, q)
}

// csv is the export of what the list shows.
func (v queueView) csv() string {
	q := v.Filter.Values()
	q.Del("sort")
	return address("/desk/claims.csv", q)
}

// topicOptions are the choices of the topic filter, the chosen one among them.
func (v queueView) topicOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "All topics"}}
	there := v.Filter.Topic == ""
	for _, t := range v.Topics {
		options = append(options, ui.Option{Value: t.Key, Label: t.Label + " (" + ui.Number(t.N) + ")"})
		there = there || t.Key == v.Filter.Topic
	}
	if !there {
		options = append(options, ui.Option{Value: v.Filter.Topic, Label: v.Filter.Topic})
	}
	return options
}

var heldOptions = []ui.Option{{Value: "", Label: "Anyone"}, {Value: "me", Label: "Me"}, {Value: "nobody", Label: "Nobody"}}

// chips are the active filters, each with the address without it.
func (v queueView) chips() (list []ui.FacetLine) {
	add := func(active bool, label string, without func(*claims.Filter)) {
		if active {
			list = append(list, ui.FacetLine{Label: label, Href: v.link(without)})
		}
	}
	add(v.Filter.Query != "", "“"+v.Filter.Query+"”", func(f *claims.Filter) { f.Query, f.Exact = "", false })
	add(v.Filter.Topic != "", "topic "+v.Filter.Topic, func(f *claims.Filter) { f.Topic = "" })
	add(v.Filter.Holder == "me", "held by me", func(f *claims.Filter) { f.Holder = "" })
	add(v.Filter.Holder == "nobody", "held by nobody", func(f *claims.Filter) { f.Holder = "" })
	add(v.Filter.Due == claims.DueReview, "for my review", func(f *claims.Filter) { f.Due = "" })
	add(v.Filter.Due == claims.DueAgain, "overdue", func(f *claims.Filter) { f.Due = "" })
	add(v.Filter.Speaker != "", "speaker "+v.Filter.Speaker, func(f *claims.Filter) { f.Speaker = "" })
	add(v.Filter.Outlet != "", "outlet "+v.Filter.Outlet, func(f *claims.Filter) { f.Outlet = "" })
	return list
}

// itemPath is where a row leads: a candidate is read where it stands.
func itemPath(it claims.Item) string {
	if it.State == claims.StateNew && it.ArticleID != 0 {
		return candidatePath(it.ArticleID, it.ID)
	}
	return claimPath(it.ID)
}

// holder is who holds a row's claim now; "" for nobody.
func (v queueView) holder(it claims.Item) string {
	if it.Held == nil || !v.Now.Before(it.Held.Until) {
		return ""
	}
	if it.Held.By.ID == v.User.ID {
		return "You"
	}
	return it.Held.By.Name
}

// tabAddress is the queue's own tab, also where the list of all claims is shown.
func (v queueView) tabAddress(s claims.State) string {
	v.Path = "/desk"
	return v.tab(s)
}

// cleared is the list without its filters, in the same state.
func (v queueView) cleared() string {
	q := url.Values{}
	if v.Filter.State != "" {
		q.Set("state", string(v.Filter.State))
	}
	return address(v.Path, q)
}

// everywhere is the same search over all states.
func (v queueView) everywhere() string {
	v.Path = "/desk/claims"
	return v.link(func(f *claims.Filter) { f.State, f.Sort = "", claims.Newest })
}

func (v queueView) caption() string {
	s := v.number()
	if !v.all() {
		s += " in the state " + v.Filter.State.Label()
	}
	return s + ", " + strings.ToLower(orderWords[v.Filter.Sort])
}

// number says how many claims there are, and of how many where not all were
// looked through.
func (v queueView) number() string {
	switch n := v.List.Newest; {
	case n == 0:
		return ui.Total(v.List, "claim", "claims")
	case v.List.Total >= n:
		return ui.Number(n) + "+ claims"
	default:
		return ui.Plural(v.List.Total, "claim", "claims") + " among the newest"
	}
}

var orderWords = map[claims.Sort]string{claims.Urgent: "Most urgent first", claims.Newest: "Newest first", claims.BestMatch: "Best match first"}

// orders are the ways in which a search can be ordered, the present one active.
func (v queueView) orders() (list []ui.FacetLine) {
	for _, s := range []claims.Sort{claims.Urgent, claims.Newest, claims.BestMatch} {
		if s == claims.Urgent && v.all() {
			continue
		}
		list = append(list, ui.FacetLine{Label: orderWords[s], Active: s == v.Filter.Sort, Href: v.link(func(f *claims.Filter) { f.Sort = s })})
	}
	return list
}

// about is the line under a statement: who, when, where, how often.
func (v queueView) about(it claims.Item) string {
	s := it.Speaker
	if s == "" {
		s = "speaker not known"
	}
	if it.SpeakerRole != "" {
		s += ", " + it.SpeakerRole
	}
	s += " · " + it.ClaimedOn.Text()
	if it.Outlet != "" {
		s += " · " + it.Outlet
	}
	if it.Appearances > 1 {
		s += " · said " + ui.Number(it.Appearances) + " times"
	}
	if !it.Verbatim {
		s += " · in our words"
	}
	return s
}

// emptyWords say what a state that has no claim is for.
var emptyWords = map[claims.State]string{
	claims.StateNew:         "Every candidate has been read. New ones come with the next article.",
	claims.StateOpen:        "No claim waits to be taken. Accepting a candidate in the reading room puts it here.",
	claims.StateResearching: "Nobody is working on a claim. Take one that is open.",
	claims.StateInReview:    "No proposal waits for a second person.",
	claims.StateOnHold:      "No claim waits for a reply or a record.",
	claims.StateApproved:    "No check is approved yet. It takes a proposal and a second person.",
	claims.StateRejected:    "No claim was rejected.",
}

// ways lead on from a state without claims to where there is something to do.
func (v queueView) ways() (list []ui.FacetLine) {
	if n := v.Counts[claims.StateNew]; n > 0 && v.Filter.State != claims.StateNew && v.User.May(claims.ActTriage) {
		list = append(list, ui.FacetLine{Label: "Read " + ui.Plural(n, "new candidate", "new candidates"), Href: "/desk/read"})
	}
	if n := v.Counts[claims.StateOpen]; n > 0 && v.Filter.State != claims.StateOpen {
		list = append(list, ui.FacetLine{Label: ui.Plural(n, "open claim", "open claims"), Href: v.tabAddress(claims.StateOpen)})
	}
	if n := v.Counts[claims.StateInReview]; n > 0 && v.Filter.State != claims.StateInReview {
		list = append(list, ui.FacetLine{Label: ui.Plural(n, "proposal waits", "proposals wait") + " for a second person", Href: v.tabAddress(claims.StateInReview)})
	}
	return append(list, ui.FacetLine{Label: "All " + ui.Plural(v.total(), "claim", "claims"), Href: "/desk/claims"}, ui.FacetLine{Label: "Add an article", Href: "/desk/articles/new"})
}
