package mail

import (
	"fmt"
	"strings"

	"touchstone/claims"
)

// Item is a notice as a mail tells it: the statement, what happened, and where.
// Notes, drafts and comments stay in the desk.
type Item struct {
	claims.Notice
	Statement string
	Verbatim  bool
}

// Desk is who writes.
type Desk struct {
	Organisation string
	BaseURL      string // of the site, without a slash at the end
}

// ChoicesURL is where a person says how to be told.
func (d Desk) ChoicesURL() string { return d.BaseURL + "/desk/notices/choices" }

// maxSubject is how many characters of a statement stand in a subject.
const maxSubject = 70

// Text writes a mail's subject and body from its notices, oldest first.
func (d Desk) Text(items []Item) (subject, body string) {
	if len(items) == 1 {
		subject = items[0].Words() + ": " + clip(items[0].Statement)
	} else {
		subject = fmt.Sprintf("%d notices of the desk: %s", len(items), clip(items[0].Statement))
	}
	var b strings.Builder
	for _, group := range byClaim(items) {
		statement := claims.Line(group[0].Statement)
		if group[0].Verbatim {
			statement = "“" + statement + "”"
		}
		fmt.Fprintf(&b, "%s\n\n", statement)
		for _, n := range group {
			fmt.Fprintf(&b, "- %s, %s UTC\n", claims.Line(n.Words()), n.At.UTC().Format("2 January 2006, 15:04"))
		}
		fmt.Fprintf(&b, "\n%s/desk/claims/%s\n\n\n", d.BaseURL, group[0].Claim)
	}
	fmt.Fprintf(&b, "-- \nThe fact desk of %s\nHow you are told: %s\n", claims.Line(d.Organisation), d.ChoicesURL())
	return subject, b.String()
}

// byClaim puts together what is about one claim, in the order of the first.
func byClaim(items []Item) [][]Item {
	var groups [][]Item
	at := map[claims.ID]int{}
	for _, n := range items {
		i, ok := at[n.Claim]
		if !ok {
			i = len(groups)
			at[n.Claim] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], n)
	}
	return groups
}

func clip(s string) string {
	r := []rune(claims.Line(s))
	if len(r) <= maxSubject {
		return string(r)
	}
	return strings.TrimSpace(string(r[:maxSubject])) + "…"
}
