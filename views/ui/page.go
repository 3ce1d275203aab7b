// Package ui is what every page shares: the frame, the parts a page is put
// together from, and the way it is sent.
package ui

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/bidi"

	"touchstone/claims"
	"touchstone/views/words"
)

// Page is what the frame needs to know of a page.
type Page struct {
	Title        string // in the tab; the frame adds the product's name
	Desk         bool   // the black bar, for people who are signed in
	Section      string // the entry of the navigation that is current: one of the Section constants
	User         *claims.User
	Organisation string
	Logo         string // the name of the organisation's claims.Logo; "" for none
	Contact      string // an e-mail address or a page, for the foot
	Description  string // one sentence for previews
	Canonical    string // the absolute address of the page
	Feed         string // the path of an Atom feed with what the page lists
	Head         templ.Component
	NoIndex      bool
	Notices      int // that the person has not read, to 100 at most
}

// The sections of the two navigations.
const (
	SectionChecks      = "checks"
	SectionSpeakers    = "speakers"
	SectionCorrections = "corrections"
	SectionMethod      = "method"
	SectionData        = "data"
	SectionQueue       = "queue"
	SectionRead        = "read"
	SectionArticles    = "articles"
	SectionAdd         = "add"
	SectionNotices     = "notices"
	SectionFeeds       = "feeds"
	SectionUsers       = "users"
	SectionSettings    = "settings"
	SectionHelp        = "help"
)

// SignOutPath is where the frame's sign-out button posts to.
const SignOutPath = "/logout"

// Route is one line of the route map: what may be asked, by whom, and who answers.
// A GET answers HEAD as well; the server mounts both.
type Route struct {
	Method, Path string
	Act          claims.Action
	Handler      echo.HandlerFunc
	Fresh        bool         // asks for the password again where it was given long ago
	Token        claims.Scope // what an API token needs to open it; "" for a route of browsers
}

type navItem struct {
	section, path, label string
	act                  claims.Action
}

var publicNav = []navItem{
	{SectionChecks, "/claims", words.Key("Checks"), claims.ActPublic},
	{SectionSpeakers, "/speakers", words.Key("Speakers"), claims.ActPublic},
	{SectionCorrections, "/corrections", words.Key("Corrections"), claims.ActPublic},
	{SectionMethod, "/methodology", words.Key("Method"), claims.ActPublic},
	{SectionData, "/data", words.Key("Data"), claims.ActPublic},
}

var deskNav = []navItem{
	{SectionQueue, "/desk", "Queue", claims.ActDesk},
	{SectionRead, "/desk/read", "Read", claims.ActTriage},
	{SectionArticles, "/desk/articles", "Articles", claims.ActDesk},
	{SectionAdd, "/desk/articles/new", "Add an article", claims.ActAddArticle},
	{SectionFeeds, "/admin/feeds", "Feeds", claims.ActFeeds},
	{SectionUsers, "/admin/users", "Users", claims.ActUsers},
	{SectionSettings, "/admin/settings", "Settings", claims.ActSettings},
	{SectionHelp, "/desk/help", "Help", claims.ActDesk},
}

// nav leaves out what this person would be refused.
func (p Page) nav() []navItem {
	if !p.Desk {
		return publicNav
	}
	var items []navItem
	for _, n := range deskNav {
		if p.User != nil && p.User.May(n.act) {
			items = append(items, n)
		}
	}
	return items
}

// noticeCount is the number beside the link to the notices.
func (p Page) noticeCount() string {
	if p.Notices >= 100 {
		return "99+"
	}
	return strconv.Itoa(p.Notices)
}

func (p Page) title() string {
	if p.Title == "" {
		return "Touchstone"
	}
	return p.Title + " · Touchstone"
}

// LogoPath is where the organisation's logo stands: a name belongs to one
// content for ever.
func LogoPath(name string) string { return "/logo/" + name + ".png" }

// contactHref makes a link of what the admin wrote: an address of a page or of
// a mailbox; anything else stays text.
func contactHref(s string) templ.SafeURL {
	if _, err := claims.WebURL("", s); err == nil {
		return templ.SafeURL(s)
	}
	if strings.Count(s, "@") == 1 && !strings.ContainsAny(s, " <>\"'?&:") {
		return templ.SafeURL("mailto:" + s)
	}
	return ""
}

// Sentence raises the first letter of a message, which is kept in lower case.
func Sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// Dir is the direction of a text by its first strong letter, as dir="auto"
// finds it; for blocks whose text stands in an element of its own.
func Dir(s string) string {
	for _, r := range s {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.R, bidi.AL:
			return "rtl"
		case bidi.L:
			return "ltr"
		}
	}
	return "ltr"
}

// Lasts is a length of time as people say it.
func Lasts(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return Plural(int(d.Seconds()+.99), "second", "seconds")
	case d < 90*time.Minute:
		return Plural(int(d.Minutes()+.5), "minute", "minutes")
	}
	return Plural(int(d.Hours()+.5), "hour", "hours")
}
