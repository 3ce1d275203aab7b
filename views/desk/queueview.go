package desk

import (
	"net/url"
	"slices"
	"strings"

	"touchstone/claims"
	"touchstone/views/ui"
)

// waiting is, for each claim, the request with the earliest deadline.
func (v queueView) waiting() map[claims.ID]claims.Reply { return soonest(v.Replies) }

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
	add(v.Filter.Due == claims.DueOut, "to publish", func(f *claims.Filter) { f.Due = "" })
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
