package claims

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Sort orders a list.
type Sort string

// The orders.
const (
	Newest    Sort = "newest"
	BestMatch Sort = "best"   // needs a query
	Urgent    Sort = "urgent" // the desk's: priority, then how long it waits
)

// Due is why claims wait for somebody.
type Due string

// The dues of the desk's lists.
const (
	DueReview Due = "review"  // a colleague proposed a rating, and the person may decide on it
	DueAgain  Due = "overdue" // the day is past by which somebody wanted to look again
	DueOut    Due = "publish" // approved, and not published yet
)

// Filter is what a list shows. Its address form is the same on every page, feed
// and export, so that what is seen can be taken away.
type Filter struct {
	Query     string
	Exact     bool     // the words as they were typed, without mending what is in no claim
	Ratings   []string // keys of ratings
	Speaker   string   // slug
	Topic     string   // slug
	Outlet    string   // host
	From, To  Date     // of the claim, inclusive
	Sort      Sort
	State     State  // the desk's
	Holder    string // the desk's: "me", "nobody" or ""
	HolderID  ID     // who "me" is
	Due       Due    // the desk's
	Public    bool   // only what the public may see
	After     string // paging: the cursor of the row before the page
	Before    string // paging backwards: the cursor of the row after the page
	PageLimit int
}

// MaxQuery is the longest search in characters.
const MaxQuery = 300

// PageSize is how many rows a page of a list has.
const PageSize = 20

// ParseFilter reads the address form. What is not understood is an error that
// names the field; what is not there is not filtered.
func ParseFilter(v url.Values) (Filter, error) {
	f := Filter{PageLimit: PageSize}
	var p Problems
	one := func(k string) string {
		if len(v[k]) > 1 {
			p.Add(Invalid(k, "%s is given more than once", k))
		}
		return Line(v.Get(k))
	}
	f.Query = one("q")
	if len([]rune(f.Query)) > MaxQuery {
		p.Add(Invalid("q", "the search is longer than %d characters: use fewer words", MaxQuery))
		f.Query = ""
	}
	_, err := ParseQuery(f.Query)
	p.Add(err)
	f.Exact = f.Query != "" && one("exact") != ""
	for _, r := range v["rating"] {
		if r = Line(r); r != "" && !slices.Contains(f.Ratings, r) {
			f.Ratings = append(f.Ratings, clip(r, 80))
		}
	}
	f.Speaker, f.Topic, f.Outlet = one("speaker"), one("topic"), strings.ToLower(one("outlet"))
	f.From, err = ParseDate("from", one("from"))
	p.Add(err)
	f.To, err = ParseDate("to", one("to"))
	p.Add(err)
	if f.From.Known() && f.To.Known() && f.From.Day > f.To.Day {
		p.Add(Invalid("from", "the first day, %s, is after the last, %s", f.From, f.To))
	}
	switch f.Sort = Sort(one("sort")); f.Sort {
	case "", Newest:
		f.Sort = Newest
	case BestMatch:
		if f.Query == "" {
			f.Sort = Newest
		}
	case Urgent:
	default:
		p.Add(Invalid("sort", "the order %q is not known: use newest or best", clip(string(f.Sort), 40)))
		f.Sort = Newest
	}
	if s := State(one("state")); s != "" {
		if !slices.Contains(States, s) {
			p.Add(Invalid("state", "there is no state %q", clip(string(s), 40)))
		} else {
			f.State = s
		}
	}
	switch f.Holder = one("held"); f.Holder {
	case "", "me", "nobody":
	default:
		p.Add(Invalid("held", "held by %q is not known: use me or nobody", clip(f.Holder, 40)))
		f.Holder = ""
	}
	switch f.Due = Due(one("due")); f.Due {
	case "", DueReview, DueAgain, DueOut:
	default:
		p.Add(Invalid("due", "due for %q is not known: use review, overdue or publish", clip(string(f.Due), 40)))
		f.Due = ""
	}
	f.After, f.Before = one("after"), one("before")
	for k, c := range map[string]string{"after": f.After, "before": f.Before} {
		if _, _, err := ParseCursor(c); err != nil {
			p.Add(Invalid(k, "the page marker %q is not one of ours: start from the first page", clip(c, 40)))
		}
	}
	return f, p.Err()
}

// Values is the address form without the place in the pages.
func (f Filter) Values() url.Values {
	v := url.Values{}
	set := func(k, s string) {
		if s != "" {
			v.Set(k, s)
		}
	}
	set("q", f.Query)
	if f.Exact {
		set("exact", "1")
	}
	for _, r := range f.Ratings {
		v.Add("rating", r)
	}
	set("speaker", f.Speaker)
	set("topic", f.Topic)
	set("outlet", f.Outlet)
	set("from", f.From.String())
	set("to", f.To.String())
	if f.Sort != Newest {
		set("sort", string(f.Sort))
	}
	set("state", string(f.State))
	set("held", f.Holder)
	set("due", string(f.Due))
	return v
}

// Narrowed reports whether the filter leaves anything out.
func (f Filter) Narrowed() bool {
	v := f.Values()
	v.Del("sort")
	v.Del("state")
	v.Del("exact")
	return len(v) > 0
}

// Cursor marks a row of a list ordered by a number and then the id.
func Cursor(key int64, id ID) string { return strconv.FormatInt(key, 36) + "-" + id.String() }

// ParseCursor reads what Cursor wrote; the empty cursor is zero.
func ParseCursor(s string) (key int64, id ID, err error) {
	if s == "" {
		return 0, 0, nil
	}
	i := strings.LastIndexByte(s, '-')
	if i < 1 {
		return 0, 0, Invalid("after", "not a page marker")
	}
	key, err = strconv.ParseInt(s[:i], 36, 64)
	if err != nil {
		return 0, 0, Invalid("after", "not a page marker")
	}
	id, err = ParseID(s[i+1:])
	return key, id, err
}
