package export

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"touchstone/claims"
)

// Level is how much a finding matters.
type Level string

// The levels of a finding.
const (
	Blocks  Level = "blocks"  // a consumer rejects the record, or it says what is not so
	Advises Level = "advises" // a consumer takes it, and could do more with it
)

// Finding is what a consumer of ClaimReview would say about a check.
type Finding struct {
	Level Level
	Text  string // what is wrong and the way out
	Field string // the form field to put it right in
}

// Lint looks at a check as the consumers of ClaimReview do: what they reject
// first, then advice. Rules: Google's guidelines for ClaimReview (fact check
// structured data, as last published) and the faults known of other tools.
func Lint(c *claims.Claim, scale claims.Scale, s claims.Settings) []Finding {
	var l linter
	l.statement(c, scale)
	l.claimant(c)
	l.date(c)
	l.rating(c, scale)
	l.works(c)
	l.publisher(c, s)
	slices.SortStableFunc(l.list, func(a, b Finding) int { return strings.Compare(string(b.Level), string(a.Level)) })
	return l.list
}

// linter gathers findings.
type linter struct{ list []Finding }

func (l *linter) block(field, format string, args ...any) {
	l.list = append(l.list, Finding{Blocks, fmt.Sprintf(format, args...), field})
}

func (l *linter) advise(field, format string, args ...any) {
	l.list = append(l.list, Finding{Advises, fmt.Sprintf(format, args...), field})
}

func (l *linter) statement(c *claims.Claim, scale claims.Scale) {
	text, field := Reviewed(c), "statement"
	if c.ShortForm != "" {
		field = "short_form"
	}
	if strings.TrimSpace(text) == "" {
		l.block(field, "The statement is empty.")
		return
	}
	if word := carriesRating(text, scale); word != "" {
		l.block(field, "The statement carries a rating (“%s”): consumers show it beside the verdict. Write what was said, without judging it.", word)
	}
	if n := utf8.RuneCountInString(text); n > claims.MaxShortForm {
		l.advise("short_form", "The statement has %d characters and consumers cut it at %d: write a short form.", n, claims.MaxShortForm)
	}
	if strings.HasSuffix(text, "?") {
		l.advise(field, "The statement is a question: write what was claimed.")
	}
}

// carriesRating finds a verdict put before or after the statement: "False: …",
// "… (misleading)", "Fact check: …".
func carriesRating(text string, scale claims.Scale) string {
	words := []string{"fact check", "fact-check", "claim", "true", "false"}
	for _, r := range scale.Ratings {
		words = append(words, strings.ToLower(r.Label))
	}
	low := strings.ToLower(strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("“”\"'‘’", r) }))
	for _, w := range words {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(low, "([【"), w); ok && w != "" {
			if t := strings.TrimLeft(rest, " )]】"); t != "" && (strings.ContainsRune(":!-–—|", []rune(t)[0]) || rest[0] == ')' || rest[0] == ']') && !joined(rest) {
				return w
			}
		}
		if rest, ok := strings.CutSuffix(strings.TrimRight(low, ")]】.! "), w); ok && w != "" && w != "claim" {
			if t := strings.TrimRight(rest, " "); t != "" && strings.ContainsAny(t[len(t)-1:], "([:|") || strings.HasSuffix(t, "–") || strings.HasSuffix(t, "—") {
				return w
			}
		}
	}
	return ""
}

// joined reports whether a hyphen makes the word part of a longer one, as in
// "false-positive rates".
func joined(rest string) bool {
	return len(rest) > 1 && rest[0] == '-' && rest[1] != ' '
}

func (l *linter) claimant(c *claims.Claim) {
	switch {
	case c.Speaker == nil || c.Speaker.Name == "":
		l.block("speaker", "Nobody is named as the one who said it: itemReviewed needs an author.")
	case c.Speaker.Kind != claims.IsPerson && c.Speaker.Kind != claims.IsOrganisation:
		l.block("speaker_kind", "Say whether %s is a person or an organisation.", c.Speaker.Name)
	case c.Speaker.SameAs == "":
		l.advise("same_as", "No address says which %s is meant: add a Wikidata page.", c.Speaker.Name)
	}
}

func (l *linter) date(c *claims.Claim) {
	if !c.ClaimedOn.Known() {
		if c.ClaimedOn.IsZero() {
			l.block("claimed_on", "The date of the claim is missing: give it, or say that it is not known.")
		} else {
			l.advise("claimed_on", "The date of the claim is not known, so the record has none: consumers sort by it.")
		}
		return
	}
	if first := c.First(); first != nil && first.Article != nil && c.ClaimedOn.Precision == claims.DayPrecision {
		if on := day(first.Article.PublishedOn); on != "" && laterBy(c.ClaimedOn.Day, on) > 1 {
			l.block("claimed_on", "The claim is dated %s, after the article it first appeared in (%s): give the day on which it was said.", c.ClaimedOn.Text(), first.Article.PublishedOn.Text())
		}
	}
	if c.PublishedAt.IsZero() {
		return
	}
	published := c.PublishedAt.UTC().Format(time.DateOnly)
	switch days := laterBy(c.ClaimedOn.Day, published); {
	case days > 1:
		l.block("claimed_on", "The claim is dated %s, after the check was published: give the day on which it was said.", c.ClaimedOn.Text())
	case days == 0 && c.ClaimedOn.Precision == claims.DayPrecision:
		l.advise("claimed_on", "The claim has the date of the check: make sure that it is the day on which it was said.")
	}
}

// laterBy is by how many days a is after b.
func laterBy(a, b string) int {
	x, err := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	if err != nil || err2 != nil {
		return 0
	}
	return int(x.Sub(y).Hours() / 24)
}

func (l *linter) rating(c *claims.Claim, scale claims.Scale) {
	if c.Verdict == nil {
		l.block("review", "There is no approved rating yet.")
		return
	}
	v := c.Verdict.Rating
	if strings.TrimSpace(v.Label) == "" {
		l.block("rating", "The rating has no label: name it in the settings' scale.")
	}
	if v.Value == nil {
		return
	}
	if _, _, ok := numbers(c.Verdict, scale); !ok {
		l.block("rating", "The rating's number %g does not lie on its scale: it would be published without a best and a worst to compare with.", *v.Value)
	}
}

func (l *linter) works(c *claims.Claim) {
	at := slices.IndexFunc(c.Appearances, func(a claims.Appearance) bool { return a.Article != nil && a.Article.URL != "" })
	if at < 0 {
		l.advise("appearances", "No appearance has an address: a reader of the record cannot see where it was said.")
	}
	for i := range c.Appearances {
		if a := c.Appearances[i].Article; a != nil && a.URL != "" {
			if _, err := claims.WebURL("url", a.URL); err != nil {
				l.block("appearances", "The address of “%s” is not one that can be linked: put it right in the article.", a.Title)
			}
		}
	}
}

func (l *linter) publisher(c *claims.Claim, s claims.Settings) {
	if strings.TrimSpace(s.Organisation) == "" {
		l.block("organisation", "The desk has no name: an admin writes it in the settings.")
	} else if s.Organisation == claims.DefaultSettings().Organisation {
		l.advise("organisation", "The desk is still called “%s”: an admin writes its name in the settings.", s.Organisation)
	}
	if c.MergedInto != 0 {
		l.block("", "The claim was merged into another, so its address leads on: publish that one.")
	}
	if c.Summary == "" {
		l.advise("summary", "The short answer is empty: it explains the rating where the check is shown.")
	}
}
