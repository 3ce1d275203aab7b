package claims

import (
	"net/url"
	"time"
	"unicode/utf8"
)

// Watch is a search that a person saved, to be told of what it finds from then
// on.
type Watch struct {
	ID        ID
	User      ID
	Name      string
	Filter    Filter // without place and order
	CreatedAt time.Time
	N         int  // claims it finds now
	More      bool // and others
}

// MaxWatches is how many searches a person can save.
const MaxWatches = 50

// Check trims a saved search and names what is wrong.
func (w *Watch) Check() error {
	var p Problems
	w.Name = Line(w.Name)
	if w.Name == "" {
		w.Name = w.Filter.Query
	}
	if w.Name == "" || utf8.RuneCountInString(w.Name) > MaxName {
		p.Add(Invalid("name", "give the search a name of at most %d characters", MaxName))
	}
	if !w.Filter.Narrowed() && w.Filter.State == "" {
		p.Add(Invalid("name", "search or filter first: this would be told of every claim"))
	}
	w.Filter.After, w.Filter.Before, w.Filter.Sort, w.Filter.Public = "", "", Newest, false
	return p.Err()
}

// Address is the filter as it is kept.
func (w Watch) Address() string { return w.Filter.Values().Encode() }

// ReadWatch reads a filter that Address wrote. What a later version of the
// program does not know any more is an error.
func ReadWatch(address string) (Filter, error) {
	v, err := url.ParseQuery(address)
	if err != nil {
		return Filter{}, Invalid("filter", "the saved search cannot be read: save it anew")
	}
	return ParseFilter(v)
}

// Notices tell a saved search's owner of a claim that it finds now.
func (w Watch) Notices(claim ID, now time.Time, people []User) []Notice {
	t := &teller{notice: Notice{Claim: claim, At: now}, people: people}
	t.tell(NoticeWatch, w.Name, w.User)
	return t.list
}
