package ingest

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/claims/extract"
)

// Prepare makes an article ready to be kept and finds the claims in it: new,
// each with its first appearance, in reading order. In another language than
// English nothing is looked for; a reviewer marks claims by hand there.
func Prepare(a claims.Article) (claims.Article, []claims.Claim, error) {
	text, err := Text([]byte(a.Text))
	if err != nil {
		return a, nil, err
	}
	t := anchor.New(text)
	a.Text, a.TextSHA256, a.Language = text, t.Hash(), languageOf(text, a.Language)
	if !English(a.Language) {
		return a, nil, nil
	}
	return a, Claims(t, a, extract.Find(text)), nil
}

// English reports whether claims can be looked for in a language.
func English(tag string) bool { return tag == "en" || strings.HasPrefix(tag, "en-") }

// languageOf is the language the text is in. What the page says of itself is
// often left over from a template, so it counts where it only adds a region,
// or where the text does not tell.
func languageOf(text, said string) string {
	said = tag(said)
	found := extract.Language(text)
	if found == "" || strings.HasPrefix(said, found+"-") {
		return said
	}
	return found
}

// tag is a language tag in its canonical form, "" where it is none.
func tag(s string) string {
	t, err := language.Parse(strings.TrimSpace(s))
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// Claims makes a new claim of each candidate found in the article's text.
func Claims(t *anchor.Text, a claims.Article, found []extract.Candidate) []claims.Claim {
	list := make([]claims.Claim, 0, len(found))
	for i := range found {
		if c, ok := claim(t, &a, &found[i]); ok {
			list = append(list, c)
		}
	}
	return list
}

// claim is false for a candidate that has no words of its own.
func claim(t *anchor.Text, a *claims.Article, f *extract.Candidate) (claims.Claim, bool) {
	spans := f.Content
	if f.Kind == claims.Direct {
		spans = unquoted(t, spans)
	}
	if len(f.Content) > anchor.MaxPieces || !hasWords(t, spans) {
		return claims.Claim{}, false
	}
	seen, err := anchor.Appearance(t, spans, f.Kind, append(f.Cue[:len(f.Cue):len(f.Cue)], f.Source...)...)
	if err != nil {
		return claims.Claim{}, false
	}
	seen.Cue, seen.Chain, seen.First = claims.Line(f.CueText), f.Chain, true
	seen.Finding = finding(f)
	seen.Finding.Reports = reports(t, f.Inner)
	c := claims.Claim{
		Statement: statement(t, spans, f.Kind), Language: a.Language,
		Speaker: speaker(f), SpeakerRole: clip(claims.Line(f.Role), claims.MaxName),
		State: claims.StateNew, Publication: claims.Private,
		Appearances: []claims.Appearance{seen},
	}
	if a.PublishedOn.Precision == claims.DayPrecision {
		c.ClaimedOn = a.PublishedOn
		c.ReviewBy = reviewBy(f.TimeBound, a.PublishedOn)
	}
	return c, true
}

func finding(f *extract.Candidate) claims.Finding {
	why := f.SpeakerWhy
	if len(f.Alternatives) > 0 {
		why = strings.TrimPrefix(why+"; could also be "+strings.Join(f.Alternatives, " or "), "; ")
	}
	return claims.Finding{
		Rule: f.Rule, Confidence: f.Confidence, High: f.High, Mention: f.Mention, Speaker: f.Speaker, Role: f.Role,
		SpeakerWhy: why, Worth: f.Worth, WorthWhy: f.WorthWhy,
	}
}

// reports name the statements of others that stand inside a candidate, so that
// nobody takes the reporter's words for theirs.
func reports(t *anchor.Text, inner []extract.Candidate) []string {
	var list []string
	for _, c := range inner {
		who := c.Speaker
		if who == "" {
			who = c.Mention
		}
		list = append(list, claims.Line(who+" ("+c.CueText+"): "+anchor.Quote(t, c.Content)))
		list = append(list, reports(t, c.Inner)...)
	}
	return list
}

// speaker is nil where nobody is named: a pronoun that could not be resolved
// is no name.
func speaker(f *extract.Candidate) *claims.Speaker {
	name := clip(claims.Line(f.Speaker), claims.MaxName)
	if name == "" || pronouns[strings.ToLower(name)] {
		return nil
	}
	s := &claims.Speaker{Name: name, Kind: f.SpeakerKind, Role: clip(claims.Line(f.Role), claims.MaxName)}
	if s.Kind == "" {
		s.Kind = claims.IsPerson
	}
	return s
}

var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "we": true, "i": true, "you": true, "who": true, "which": true, "that": true, "this": true, "one": true}

// reviewBy proposes when a statement that ages is looked at again: soon after
// what it speaks of is over, otherwise after a year.
func reviewBy(wording string, on claims.Date) claims.Date {
	day, err := time.Parse(time.DateOnly, on.Day)
	if wording == "" || err != nil {
		return claims.Date{}
	}
	months := 12
	switch w := strings.ToLower(wording); {
	case strings.Contains(w, "day") || strings.Contains(w, "week"):
		months = 1
	case strings.Contains(w, "month") || strings.Contains(w, "quarter"):
		months = 3
	}
	return claims.DateOf(day.AddDate(0, months, 0))
}

const (
	openers = `“„«‹‘"'‟‛` + "`"
	closers = `”»›’"'“`
)

// unquoted leaves the outer quotation marks, and the reporter's comma before
// the closing one, out of the pieces of a quotation.
func unquoted(t *anchor.Text, spans []claims.Span) []claims.Span {
	out := make([]claims.Span, 0, len(spans))
	for _, s := range spans {
		r := []rune(t.Slice(s))
		from, to := 0, len(r)
		if to > 0 && strings.ContainsRune(openers, r[0]) {
			from++
			if to-from > 1 && r[0] == '\'' && r[1] == '\'' {
				from++
			}
		}
		end := to
		if to > from && strings.ContainsRune(closers, r[to-1]) && opened(r[:to-1], r[to-1], from > 0) {
			to--
			if to > from && r[to] == '\'' && r[to-1] == '\'' {
				to--
			}
		}
		for to > from && (unicode.IsSpace(r[to-1]) || r[to-1] == ',') {
			to--
		}
		if to <= from {
			from, to = 0, end
		}
		out = append(out, claims.Span{Start: s.Start + from, End: s.Start + to})
	}
	return out
}

// opened reports whether a closing mark at the end is the outer one: a piece
// that began with a mark, or one in which no other is left open.
func opened(r []rune, mark rune, began bool) bool {
	if began {
		return true
	}
	for _, o := range r {
		if o == '“' && mark == '”' || o == '«' && mark == '»' || o == '‘' && mark == '’' || o == '"' && mark == '"' {
			return false
		}
	}
	return mark != '’' && mark != '\'' // it may be an apostrophe
}

func hasWords(t *anchor.Text, spans []claims.Span) bool {
	for _, s := range spans {
		if strings.ContainsFunc(t.Slice(s), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return true
		}
	}
	return false
}

// statement makes one sentence of the pieces. The speaker's own words stay as
// they were said; a reported statement gets a capital and a full stop and
// loses the "that" before it.
func statement(t *anchor.Text, spans []claims.Span, kind claims.QuoteKind) string {
	var s string
	for _, span := range spans {
		s = joined(s, claims.Line(t.Slice(span)))
	}
	s = strings.TrimRight(s, " ,;:–—-")
	if kind != claims.Direct {
		s = sentence(s)
	}
	return shorten(s, claims.MaxStatement)
}

// joined puts the pieces of a divided quotation together again. The comma
// before the reporter's words is the reporter's; what follows with a capital
// is a new sentence.
func joined(before, piece string) string {
	r, _ := utf8.DecodeRuneInString(piece)
	switch {
	case before == "":
		return piece
	case strings.ContainsAny(before[len(before)-1:], ".!?") || !unicode.IsUpper(r):
		return before + " " + piece
	}
	return strings.TrimRight(before, " ,;:–—-") + ". " + piece
}

func sentence(s string) string {
	if len(s) > 5 && strings.EqualFold(s[:5], "that ") {
		s = s[5:]
	}
	r, size := utf8.DecodeRuneInString(s)
	if size > 0 {
		s = string(unicode.ToUpper(r)) + s[size:]
	}
	last := strings.TrimRight(s, `”’"')»`)
	if last != "" && !strings.ContainsAny(last[len(last)-1:], ".!?") && !strings.HasSuffix(last, "…") {
		s += "."
	}
	return s
}

// shorten cuts a statement that is too long after its last whole sentence, or
// else between words, with a mark that something is left out.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	s = clip(s, limit-1)
	if i := strings.LastIndex(s, ". "); i > len(s)/3 {
		return s[:i+1]
	}
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:–—-") + "…"
}

// clip cuts s to n characters.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
