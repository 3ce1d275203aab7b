package claims

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestIdentifiersReadBackAndDoNotShowTheirOrder(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range []ID{1, 2, 3, 1000, 1 << 20, 1<<35 - 1, ID(rand.Int64N(1<<35-1) + 1)} {
		s := id.String()
		if len(s) != 7 || seen[s] {
			t.Errorf("%d: got %q", int64(id), s)
		}
		seen[s] = true
		got, err := ParseID(s)
		if err != nil || got != id {
			t.Errorf("%q: got %d, %v, want %d", s, int64(got), err, int64(id))
		}
	}
	if a, b := ID(1).String(), ID(2).String(); a[:3] == b[:3] {
		t.Errorf("neighbours look alike: %s, %s", a, b)
	}
	for _, s := range []string{"", "abc", "ABCDEFG", "aaaaaai", "0000000", "12345678", "../etc/"} {
		if _, err := ParseID(s); KindOf(err) != KindNotFound {
			t.Errorf("%q: got %v, want not found", s, err)
		}
	}
}

func TestSlugsAreWholeWords(t *testing.T) {
	for in, want := range map[string]string{
		"Rail fares: down by a fifth!": "rail-fares-down-by-a-fifth",
		"There is more herring in the sound today than at any time in living memory": "there-is-more-herring-in-the-sound-today-than-at-any-time-in",
		"It’s the ministry's":   "its-the-ministrys",
		"أسعار تذاكر القطار":    "أسعار-تذاكر-القطار",
		"—":                     "",
		strings.Repeat("x", 90): strings.Repeat("x", 60),
	} {
		if got := Slug(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestDatesKeepTheirPrecision(t *testing.T) {
	for _, tc := range []struct{ in, iso, text string }{
		{"2026-03-14", "2026-03-14", "14 March 2026"},
		{" 2026-03 ", "2026-03", "March 2026"},
		{"2026", "2026", "2026"},
		{"unknown", "unknown", "date not known"},
		{"", "", "date not known"},
	} {
		d, err := ParseDate("d", tc.in)
		if err != nil || d.String() != tc.iso || d.Text() != tc.text {
			t.Errorf("%q: got %q, %q, %v", tc.in, d, d.Text(), err)
		}
		if again, err := ParseDate("d", d.String()); err != nil || again != d {
			t.Errorf("%q: reads back as %+v, %v", tc.in, again, err)
		}
	}
	for _, s := range []string{"2026-02-30", "14.3.2026", "26", "0001", "2026-13", "yesterday", "2026-03-14T10:00Z"} {
		if _, err := ParseDate("d", s); KindOf(err) != KindInvalid {
			t.Errorf("%q: got %v, want it refused", s, err)
		}
	}
	if got := DateOf(time.Date(2026, 1, 1, 0, 30, 0, 0, time.FixedZone("", 3600))); got.Day != "2025-12-31" {
		t.Errorf("the UTC day: got %s", got)
	}
}

func TestCheck2AddressesThatAreNoWebAddressesAreRefused(t *testing.T) {
	for _, s := range []string{"javascript:alert(1)", "data:text/html,x", " jAvAsCrIpT:x", "//evil", "https://a.example/\tb", "https://a.ex\nample/", "https://user:pw@a.example/", "ftp://a.example/", "https:///x", "x", `https:\\evil.example`, "https://a.example/" + strings.Repeat("x", 3000), "https://a\u202eb.example/"} {
		if _, err := CanonicalURL("url", s); KindOf(err) != KindInvalid {
			t.Errorf("%.60q: got %v, want it refused", s, err)
		}
	}
}

func TestCopiesOfAnAddressAreOne(t *testing.T) {
	want := "https://paper.example/2026/boats?id=7"
	for _, s := range []string{
		"https://paper.example/2026/boats?id=7", "http://www.Paper.example:80/2026/boats/?id=7#top", " https://paper.example/2026/boats?utm_source=x&id=7&fbclid=y ",
	} {
		if got, err := CanonicalURL("url", s); err != nil || got != want {
			t.Errorf("%q: got %q, %v", s, got, err)
		}
	}
}

func TestAnArticleNeedsATitleATextAndAPlace(t *testing.T) {
	a := Article{PublishedOn: UnknownDate}
	err := a.Check()
	var p Problems
	p.Add(err)
	for _, f := range []string{"title", "outlet", "text"} {
		if p.Field(f) == "" {
			t.Errorf("nothing is said about %s: %v", f, err)
		}
	}
	a = Article{Title: " A\u00a0title\n ", URL: "https://www.paper.example/x", Text: "t"}
	if err := a.Check(); err != nil || a.Outlet != "paper.example" || a.Host != "paper.example" || a.Title != "A title" {
		t.Errorf("got %+v, %v", a, err)
	}
	a.Text = strings.Repeat("x", MaxArticleBytes+1)
	if err := a.Check(); KindOf(err) != KindTooLarge {
		t.Errorf("too long: got %v", err)
	}
}

func TestTheTableOfPermissions(t *testing.T) {
	for _, tc := range []struct {
		a    Action
		want string
	}{
		{ActPublic, "anonymous contributor reviewer editor admin"},
		{ActDesk, "contributor reviewer editor admin"},
		{ActAddArticle, "contributor reviewer editor admin"},
		{ActTriage, "reviewer editor admin"},
		{ActReview, "reviewer editor admin"},
		{ActPublish, "editor admin"},
		{ActOverride, "editor admin"},
		{ActUsers, "admin"},
		{"fly", ""},
	} {
		var got []string
		for _, r := range append([]Role{Anonymous}, Roles...) {
			if r.May(tc.a) {
				name := string(r)
				if r == Anonymous {
					name = "anonymous"
				}
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: got %v, want %s", tc.a, got, tc.want)
		}
	}
	if (User{ID: 1, Role: Admin, Disabled: true}).May(ActDesk) {
		t.Error("a disabled admin may enter")
	}
	if err := (User{}).Need(ActDesk); KindOf(err) != KindSignIn {
		t.Errorf("nobody: got %v", err)
	}
	if err := Operator().Need(ActAddArticle); err != nil {
		t.Errorf("the command line: got %v", err)
	}
}

func TestCheck17PasswordsAreLongAndNotAmongTheFirstTried(t *testing.T) {
	for _, p := range []string{"short", "elevenchars", "passwordpassword", "P@ssw0rd2026!", "123456789012", "aaaaaaaaaaaaaa", "abcabcabcabc", "qwertyuiopas", "ana@desk.example", "my name Ana Reyes x", strings.Repeat("x y", 43), "bad \xff bytes in it"} {
		if err := CheckPassword(p, "ana@desk.example", "Ana Reyes"); KindOf(err) != KindInvalid {
			t.Errorf("%.30q: it was taken", p)
		}
	}
	for _, p := range []string{"four words in a row", "ünïcödé is fine too", "Tr0ub4dor&3 horse"} {
		if err := CheckPassword(p, "ana@desk.example", "Ana Reyes"); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestAFilterReadsBackFromItsAddress(t *testing.T) {
	in := "from=2026-01&outlet=paper.example&q=half+%22the+boats%22&rating=false&rating=true&sort=best&speaker=ana&state=open&to=2026-03&topic=ports"
	v, _ := url.ParseQuery(in)
	f, err := ParseFilter(v)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Values().Encode(); got != in {
		t.Errorf("got  %s\nwant %s", got, in)
	}
}

func TestCheck6AFilterNamesWhatItCannotRead(t *testing.T) {
	for field, in := range map[string]string{
		"sort": "sort=id;drop", "from": "from=x", "state": "state=-1", "after": "after=1e18", "held": "held=you", "q": "q=" + strings.Repeat("x", 301), "speaker": "speaker=a&speaker=b",
	} {
		v, _ := url.ParseQuery(strings.ReplaceAll(in, ";", "%3B"))
		_, err := ParseFilter(v)
		var p Problems
		p.Add(err)
		if p.Field(field) == "" {
			t.Errorf("%.40s: got %v", in, err)
		}
	}
}

func TestEditsAreTrimmedAndHeldToTheirLimits(t *testing.T) {
	c := inState(StateOpen, Private, nobody)
	long := strings.Repeat("é", MaxSummary+1)
	if _, err := c.Revise(reviewer, noon, Edit{Summary: &long}); KindOf(err) != KindInvalid || c.State != StateOpen {
		t.Errorf("too long: got %v", err)
	}
	c = inState(StateOpen, Private, nobody)
	text, topics := "  one\n two\u202e ", []string{" Ports ", "ports", "", "Fish"}
	if _, err := c.Revise(reviewer, noon, Edit{Statement: &text, Topics: &topics}); err != nil || c.Statement != "one two" || len(c.Topics) != 2 {
		t.Errorf("got %q, %q, %v", c.Statement, c.Topics, err)
	}
}

func TestAStatementIsVerbatimOnlyInsideADirectQuotation(t *testing.T) {
	c := inState(StateOpen, Private, nobody)
	if !c.Verbatim() {
		t.Error("the statement is the quotation")
	}
	c.Appearances[0].Quote, c.Statement = "Half of all"+QuoteGap+"boats stay in port, they say", "Half of all boats stay in port."
	if !c.Verbatim() {
		t.Error("the reporter's words between the pieces do not count")
	}
	c.Appearances[0].Quote, c.Statement = "It cost 1.5 million", "It cost 15 million"
	if c.Verbatim() {
		t.Error("another number is another word")
	}
	c.Statement = "It cost"
	if !c.Verbatim() {
		t.Error("a part of the words is verbatim too")
	}
	c.Statement = "…"
	if c.Verbatim() {
		t.Error("no words are not verbatim")
	}
	c.Appearances[0].Quote = "Half of all boats stay in port"
	c.Statement = "Half of the boats stay in port"
	if c.Verbatim() {
		t.Error("the statement has other words")
	}
	c.Statement, c.Appearances[0].Kind = "Half of all boats stay in port", Indirect
	if c.Verbatim() {
		t.Error("reported words are not the speaker's own")
	}
}
