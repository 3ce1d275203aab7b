package claims

import (
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// Article is where something was said.
type Article struct {
	ID          ID
	URL         string // as given; empty for words that stand on no page
	Canonical   string // CanonicalURL of it, the key against importing twice
	Title       string
	Outlet      string
	Host        string // the outlet's host, the key of its page
	Byline      string
	PublishedOn Date
	Language    string // BCP 47; "" when not known
	Text        string // NFC; paragraphs divided by empty lines
	TextSHA256  string // of Text, lower-case hexadecimal
	RetrievedAt time.Time
	AddedBy     Person
	Candidates  int // claims found or marked in it
	Undecided   int // of these, still new

	TextRemovedAt time.Time // when the law had its texts removed; zero where they are here
}

// RemoveText is the rule for removing an article's texts because the law asks
// for it: its quotes, which are ours to check, stay.
func (a *Article) RemoveText(by User, now time.Time, reason string) (Event, error) {
	if err := by.Need(ActRemoveText); err != nil {
		return Event{}, err
	}
	if !a.TextRemovedAt.IsZero() {
		return Event{}, Conflict("the text of this article was removed already")
	}
	reason = Line(reason)
	if reason == "" {
		return Event{}, Invalid("reason", "write who asked for it, and on what ground: it stays in the audit log")
	}
	if err := limit("reason", reason, MaxNote); err != nil {
		return Event{}, err
	}
	a.TextRemovedAt = now
	return Event{Actor: by.Person(), At: now, Action: "text removed", Note: reason}, nil
}

// Limits of an article.
const (
	MaxArticleBytes = 2 << 20 // a long read is 60 KB; a book is not an article
	MaxTitle        = 500
	MaxName         = 200
	MaxURL          = 2000
)

// Span is a stretch of an article's text in Unicode code points, end exclusive.
type Span struct{ Start, End int }

// MarshalJSON writes [start,end], the form of the evaluation data and the exports.
func (s Span) MarshalJSON() ([]byte, error) { return spanJSON(s), nil }

// UnmarshalJSON reads [start,end].
func (s *Span) UnmarshalJSON(b []byte) error { return parseSpan(s, b) }

// QuoteKind says how the words came: in the speaker's own words, partly, or
// in the reporter's.
type QuoteKind string

// The kinds of attributed statement.
const (
	Direct   QuoteKind = "direct"
	Mixed    QuoteKind = "mixed"
	Indirect QuoteKind = "indirect"
)

// Words say in a reader's words how the quote came.
func (k QuoteKind) Words() string {
	switch k {
	case Direct:
		return "direct quotation"
	case Mixed:
		return "partly in the speaker’s words"
	case Indirect:
		return "indirect, in the reporter’s words"
	}
	return string(k)
}

// Anchoring says whether the quote still stands where it was found.
type Anchoring string

// The states of an appearance's place in its article.
const (
	Anchored Anchoring = "anchored"
	Moved    Anchoring = "moved"    // found again elsewhere in a newer version
	Orphaned Anchoring = "orphaned" // no longer there, a person has to look
)

// Words say where the quote stands.
func (a Anchoring) Words() string {
	switch a {
	case Anchored:
		return "in its place"
	case Moved:
		return "found at another place"
	case Orphaned:
		return "no longer in the article"
	}
	return string(a)
}

// Appearance is one article in which a claim was made.
type Appearance struct {
	ID         ID
	ArticleID  ID
	Quote      string // the words as printed; pieces of a divided quotation joined by QuoteGap
	Prefix     string // up to 32 characters before, for finding it again
	Suffix     string // up to 32 characters after
	Spans      []Span // over the article's text; more than one where the cue divides the quotation
	Context    string // the sentence or two around the quote, as printed
	ContextAt  int    // where Context starts in the article's text, in code points
	Kind       QuoteKind
	Cue        string   // "said", "denied", "described"
	Chain      []string // who reported it, nearest to the reader first
	Anchor     Anchoring
	First      bool // the first appearance known
	TextSHA256 string
	Finding    Finding
	Article    *Article // joined for display, without its text
}

// QuoteGap stands between the pieces of a quotation that the reporter divided.
const QuoteGap = " […] "

// Verbatim reports whether every word is the speaker's own.
func (a *Appearance) Verbatim() bool { return a.Kind == Direct }

// Start is the first code point of the quote.
func (a *Appearance) Start() int {
	if len(a.Spans) == 0 {
		return 0
	}
	return a.Spans[0].Start
}

// End is the code point after the quote.
func (a *Appearance) End() int {
	if len(a.Spans) == 0 {
		return 0
	}
	return a.Spans[len(a.Spans)-1].End
}

// Finding is what the extractor thought when it proposed a candidate. It is
// kept as it was, so that decisions can be compared with it.
type Finding struct {
	Rule       string   `json:"rule,omitempty"` // the rule's name; "marked by hand" where a person selected the text
	Confidence float64  `json:"confidence,omitempty"`
	High       bool     `json:"high,omitempty"`    // of the tier that is right so often that it is read first
	Mention    string   `json:"mention,omitempty"` // the words that name the speaker: "he", "the alliance"
	Speaker    string   `json:"speaker,omitempty"` // whom they were taken for
	Role       string   `json:"role,omitempty"`    // as the article states it
	SpeakerWhy string   `json:"speaker_why,omitempty"`
	Reports    []string `json:"reports,omitempty"` // whose words stand inside, in words: "Ana Berg (claimed): …"
	Worth      float64  `json:"worth,omitempty"`   // 0 to 1: how much it looks like a checkable statement
	WorthWhy   []string `json:"worth_why,omitempty"`
}

// CanonicalURL checks an address and gives the form under which two copies of
// it are the same: http and https only, lower-case host without "www." and
// default port, no fragment, no campaign parameters, no trailing slash.
// field names the form field for the error.
func CanonicalURL(field, raw string) (string, error) {
	u, err := WebURL(field, raw)
	if err != nil {
		return "", err
	}
	u.Scheme = "https" // the same page on both
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	host = strings.TrimPrefix(host, "www.")
	if a, err := netip.ParseAddr(host); err == nil && a.Is6() {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		host += ":" + p
	}
	u.Host, u.Fragment, u.RawFragment, u.User = host, "", "", nil
	q := u.Query()
	for k := range q {
		if campaign(k) {
			q.Del(k)
		}
	}
	u.RawQuery = q.Encode()
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	return u.String(), nil
}

// campaign tells parameters that only say where the reader came from.
func campaign(k string) bool {
	switch k {
	case "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src", "cmpid":
		return true
	}
	return strings.HasPrefix(k, "utm_")
}

// WebURL checks an address that will be linked: http or https, a host, no user
// name, no control characters. field names the form field for the error.
func WebURL(field, raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > MaxURL {
		return nil, Invalid(field, "the address is longer than %d characters", MaxURL)
	}
	if strings.ContainsFunc(raw, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == ' ' || r == '\\' || unicode.Is(unicode.Cf, r)
	}) {
		return nil, Invalid(field, "the address %q has a character that no address may have", clip(raw, 80))
	}
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, Invalid(field, "%q is not a web address: it starts with https:// or http://", clip(raw, 80))
	}
	if u.User != nil {
		return nil, Invalid(field, "the address must not carry a user name or password")
	}
	return u, nil
}

// Check makes an article ready to be kept: it trims the fields, works out the
// canonical address and the host, and names what is missing or wrong.
func (a *Article) Check() error {
	var p Problems
	a.Title, a.Outlet, a.Byline = Line(a.Title), Line(a.Outlet), Line(a.Byline)
	a.URL = strings.TrimSpace(a.URL)
	if a.Title == "" {
		p.Add(Invalid("title", "the article needs a title"))
	}
	for _, f := range []struct {
		field, value string
		limit        int
	}{{"title", a.Title, MaxTitle}, {"outlet", a.Outlet, MaxName}, {"byline", a.Byline, MaxName}} {
		if len([]rune(f.value)) > f.limit {
			p.Add(Invalid(f.field, "the %s is longer than %d characters", f.field, f.limit))
		}
	}
	if a.URL != "" {
		c, err := CanonicalURL("url", a.URL)
		p.Add(err)
		if u, err := url.Parse(c); err == nil {
			a.Canonical, a.Host = c, u.Hostname()
		}
	}
	if a.Outlet == "" {
		if a.Host == "" {
			p.Add(Invalid("outlet", "say where it was published: an outlet, or the article's address"))
		}
		a.Outlet = a.Host
	}
	if a.Host == "" {
		a.Host = Slug(a.Outlet)
	}
	if strings.TrimSpace(a.Text) == "" {
		p.Add(Invalid("text", "the article has no text"))
	}
	if len(a.Text) > MaxArticleBytes {
		p.Add(&Error{Kind: KindTooLarge, Field: "text", Message: "the text is longer than 2 MB: import the article alone, not the whole site"})
	}
	return p.Err()
}

// Line makes one line of what was typed into a one-line field: white space of
// every kind becomes one space, invisible and control characters go.
func Line(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == 0xFFFD, unicode.Is(unicode.Cf, r) && r != 0x200c && r != 0x200d:
			return -1
		}
		return r
	}, s)), " ")
}
