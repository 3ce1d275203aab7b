package export

import (
	"slices"
	"strings"
	"unicode"

	"touchstone/claims"
)

// Mapping says how a table of somebody else is read.
type Mapping struct {
	Columns map[string]string `json:"columns"`         // what stands over a column of the file -> the column of ours
	Dates   string            `json:"dates,omitempty"` // how 3/4/2026 is read: DayFirst or MonthFirst; "" refuses it
	Lists   string            `json:"lists,omitempty"` // what divides several values in a cell: OurLists, or any of these characters
	Raw     bool              `json:"raw,omitempty"`   // the cells have no guard against formulas
}

// Ways of reading dates and lists.
const (
	DayFirst   = "dmy"
	MonthFirst = "mdy"
	OurLists   = "|"
	AnyLists   = ",;|"
)

// Target is a column of ours that an import can fill.
type Target struct {
	Name, Doc string
	names     []string // what others call it, in small letters and digits alone
}

// Targets are the columns of ours that an import can fill, in the order of the
// form. What is not among them is made by the desk itself.
var Targets = targets([]Target{
	{Name: "statement", names: []string{"claim", "claimtext", "claimreviewed", "text", "statementtext", "content", "assertion"}},
	{Name: "claimant_name", names: []string{"speaker", "claimant", "author", "person", "who", "saidby", "name", "itemreviewedauthorname", "claimauthor", "source"}},
	{Name: "claimant_type", names: []string{"speakertype", "speakerkind", "authortype"}},
	{Name: "claimant_role", names: []string{"role", "speakerrole", "speakerjobtitle", "jobtitle", "job", "position", "speakersjobtitle"}},
	{Name: "claimant_same_as", names: []string{"sameas", "wikidata", "speakerurl", "claimanturl"}},
	{Name: "claim_date", names: []string{"date", "claimdate", "saidon", "statementdate", "dateofclaim", "claimedon", "when"}},
	{Name: "claim_date_precision", names: []string{"dateprecision"}},
	{Name: "claim_place", names: []string{"place", "occasion", "venue", "context", "location", "event", "where"}},
	{Name: "language", names: []string{"lang", "languagecode", "inlanguage"}},
	{Name: "topics", names: []string{"topic", "subject", "subjects", "tags", "tag", "category", "categories", "keywords"}},
	{Name: "quote", names: []string{"quotation", "originalquote", "verbatim", "exactwords"}},
	{Name: "attribution_kind", names: []string{"quotekind", "kind"}},
	{Name: "quote_is_verbatim", names: []string{"isverbatim", "isquote", "direct"}},
	{Name: "attribution_verb", names: []string{"cue", "verb"}},
	{Name: "outlet", names: []string{"publication", "newspaper", "medium", "media", "channel"}},
	{Name: "article_title", names: []string{"headline", "title", "articleheadline"}},
	{Name: "article_url", names: []string{"appearance", "firstappearance", "appearanceurl", "claimurlsource", "originalurl", "sourceurl", "statementurl"}},
	{Name: "article_published_on", names: []string{"articledate", "publishedon"}},
	{Name: "summary", names: []string{"shortanswer", "conclusion", "justification"}},
	{Name: "verdict", names: []string{"ratingkey", "verdictkey"}},
	{Name: "verdict_label", names: []string{"rating", "label", "verdictlabel", "textualrating", "alternatename", "truthvalue", "truthometer", "veracity", "ruling"}},
	{Name: "verdict_scale", names: []string{"scale", "ratingscale"}},
	{Name: "source_urls", names: []string{"sources", "evidence", "evidenceurls", "references"}},
	{Name: "reviewed_by", names: []string{"reviewer", "factchecker", "checkedby", "checker", "publisher"}},
	{Name: "reviewed_at", names: []string{"reviewdate", "checkdate", "datepublished", "checkedon", "reviewed"}},
	{Name: "claim_url", names: []string{"url", "link", "reviewurl", "factcheckurl", "checkurl", "permalink"}},
	{Name: "claim_id", names: []string{"id", "identifier"}},
})

// targets takes the words about each from the columns of the export.
func targets(list []Target) []Target {
	for i, t := range list {
		j := slices.IndexFunc(ClaimColumns, func(c Column[claims.ClaimRecord]) bool { return c.Name == t.Name })
		list[i].Doc = ClaimColumns[j].Doc
	}
	return list
}

// Guess reads the header of a table: our own names as they are, and those that
// others use often.
func Guess(header []string) Mapping {
	m := Mapping{Columns: map[string]string{}, Lists: AnyLists}
	if Own(header) {
		m.Lists = OurLists
	}
	taken := map[string]bool{}
	for _, byName := range []bool{true, false} {
		for _, t := range Targets {
			i := slices.IndexFunc(header, func(h string) bool {
				if byName {
					return h == t.Name
				}
				return m.Columns[h] == "" && (plain(h) == plain(t.Name) || slices.Contains(t.names, plain(h)))
			})
			if i >= 0 && !taken[t.Name] {
				m.Columns[header[i]], taken[t.Name] = t.Name, true
			}
		}
	}
	return m
}

// Own reports whether a header is that of our own export.
func Own(header []string) bool {
	for _, name := range []string{"claim_id", "statement", "claimant_name", "claim_date", "claim_date_precision"} {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return true
}

// plain is a name in small letters and digits alone.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Check holds a mapping against the header it is for.
func (m Mapping) Check(header []string) error {
	var p claims.Problems
	used := map[string]string{}
	for _, name := range header {
		to := m.Columns[name]
		switch {
		case to == "":
		case !slices.ContainsFunc(Targets, func(t Target) bool { return t.Name == to }):
			p.Add(claims.Invalid(name, "there is no column %q to put %q into", to, name))
		case used[to] != "":
			p.Add(claims.Invalid(name, "two columns, “%s” and “%s”, cannot both be %s", used[to], name, to))
		}
		used[to] = name
	}
	if used["statement"] == "" {
		p.Add(claims.Invalid("statement", "say which column holds the statement"))
	}
	for name := range m.Columns {
		if !slices.Contains(header, name) {
			p.Add(claims.Invalid("columns", "the file has no column “%s”", name))
		}
	}
	if m.Dates != "" && m.Dates != DayFirst && m.Dates != MonthFirst {
		p.Add(claims.Invalid("dates", "dates are read with the day first (%s) or the month first (%s)", DayFirst, MonthFirst))
	}
	return p.Err()
}
