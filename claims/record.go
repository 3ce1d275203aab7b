package claims

import "time"

// Item is a claim as a list shows it.
type Item struct {
	ID          ID
	Revision    int
	Statement   string
	Verbatim    bool
	Language    string
	Speaker     string
	SpeakerSlug string
	SpeakerRole string
	ClaimedOn   Date
	Outlet      string // of the first appearance
	ArticleID   ID     // of the first appearance
	Appearances int
	Rating      *Rating // nil without a verdict, and on a withdrawn check
	State       State
	StateSince  time.Time
	Priority    Priority
	Publication Publication
	Held        *Lease
	ChangesDue  bool // a colleague asked for changes
	Cursor      string
	Excerpt     Passage // in a search: where the words stand that the statement does not have
}

// Page is one page of a list.
type Page struct {
	Items  []Item
	Total  int
	More   bool   // there are more than Total
	Newer  string // cursors of the pages around; empty at an end
	Older  string
	Newest int // in a search: how many of the newest with these words were looked through, where there are more; else 0
}

// Again is a claim with the day by which somebody wants to look at it again.
type Again struct {
	ID          ID
	Statement   string
	Verbatim    bool
	Language    string
	State       State
	Publication Publication
	By          Date
}

// Facets are the counts beside a list, each over all other filters.
type Facets struct{ Ratings, Topics, Speakers, Outlets []Count }

// ClaimRecord is a row of claims.csv.
type ClaimRecord struct {
	ID            ID
	Revision      int
	Slug          string
	Statement     string
	Quote         string
	Kind          QuoteKind
	Verb          string
	Language      string
	Claimant      string
	ClaimantType  SpeakerKind
	ClaimantRole  string
	ClaimantSame  string
	ClaimedOn     Date
	Place         string
	Outlet        string
	ArticleTitle  string
	ArticleURL    string
	ArticleOn     Date
	QuoteSpan     Span
	TextSHA256    string
	Appearances   int
	FirstURL      string
	Topics        []string
	Verdict       *Rating
	Scale         string
	Worst, Best   *float64
	Summary       string
	Sources       int
	Primary       int
	SourceURLs    []string
	ReviewedBy    string
	ReviewedAt    time.Time
	PublishedAt   time.Time
	UpdatedAt     time.Time
	Publication   Publication
	Corrections   int
	LastKind      CorrectionKind
	LastCorrected time.Time
	State         State // from here on for the desk alone
	Priority      Priority
	Assignee      string
	RejectReason  RejectReason
	RejectNote    string
}

// SourceRecord is a row of sources.csv: one source on one claim.
type SourceRecord struct {
	ClaimID ID
	Evidence
}

// AppearanceRecord is a row of appearances.csv.
type AppearanceRecord struct {
	ClaimID ID
	Appearance
}

// CorrectionRecord is a row of corrections.csv.
type CorrectionRecord struct {
	ClaimID ID
	Correction
	Statement string
	Slug      string
	Rating    *Rating // the verdict as it is now; nil on a withdrawn check
}

// StatusRecord is a row of status-history.csv: one step of a claim that is
// public, or any step in the desk's export.
type StatusRecord struct {
	ClaimID  ID
	Revision int
	At       time.Time
	Action   string
	Public   string
	Note     string // for the desk alone
	Actor    string // for the desk alone
}
