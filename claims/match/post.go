package match

import (
	"regexp"
	"strings"
	"unicode"
)

// address is a web address, or the short one of a picture, up to the space.
var address = regexp.MustCompile(`(?i)(?:https?://|www\.|pic\.twitter\.com/)[^\s—]*`)

// signature is what an embedded post ends with: a dash, the author's name and
// handle, the date.
var signature = regexp.MustCompile(`(?s)\s*[—–-]+\s*([^—]{0,80}?)\s*\(@\w+\)\s*(?:\pL+ \d{1,2}, \d{2,4})?\s*$`)

// CleanPost makes a query of a post from a social network: addresses go, tags
// and handles become the words they are made of, and the author at its end
// becomes the speaker. It is a step of its own, for text that is known to be a
// post; articles and speeches are matched as they stand.
func CleanPost(text string) Query {
	text = address.ReplaceAllString(clip(text, MaxText), " ")
	var q Query
	if m := signature.FindStringSubmatchIndex(text); m != nil {
		q.Speaker, text = text[m[2]:m[3]], text[:m[0]]
	}
	q.Text = strings.TrimSpace(splitTags(text))
	return q
}

// splitTags writes #SafeCityNow and @SafeCityNow as Safe City Now.
func splitTags(text string) string {
	var b strings.Builder
	letters := []rune(text)
	tag := false
	for i, r := range letters {
		if r == '#' || r == '@' {
			tag = true
			b.WriteByte(' ')
			continue
		}
		tag = tag && (r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r))
		switch {
		case tag && r == '_':
			r = ' '
		case tag && begins(letters, i):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// begins reports whether a word of a tag begins at i: a capital after a small
// letter or before one, a digit after a letter.
func begins(letters []rune, i int) bool {
	last, r := letters[i-1], letters[i]
	if unicode.IsDigit(r) {
		return unicode.IsLetter(last)
	}
	next := i+1 < len(letters) && unicode.IsLower(letters[i+1])
	return unicode.IsUpper(r) && (unicode.IsLower(last) || unicode.IsDigit(last) || next)
}
