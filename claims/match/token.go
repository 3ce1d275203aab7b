package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/claims"
)

// MaxText is how many bytes of a text are read: enough for a statement, a
// title, or the head of an explanation, which is where it names its claim.
const MaxText = 4000

// word is one word of a text.
type word struct {
	form string // as it stands in the text, for people to read
	low  string // lower case, without accents
	stem string // what is compared
	stop bool   // too common to say anything on its own
	num  bool
}

// words divides a text into words: runs of letters, digits and the
// apostrophes, points and commas inside them.
func words(text string) []word {
	text = clip(text, MaxText)
	var all []word
	start := -1
	for i, r := range text {
		switch inside := start >= 0; {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || inside && unicode.IsMark(r):
			if !inside {
				start = i
			}
		case inside && joins(text, i, r):
		case inside:
			all = appendWord(all, text[start:i])
			start = -1
			fallthrough
		default:
			if r == '%' {
				all = append(all, newWord("%", "percent"))
			}
		}
	}
	if start >= 0 {
		all = appendWord(all, text[start:])
	}
	return all
}

// joins reports whether a sign at i stands inside a word: an apostrophe
// between letters, a point or comma between digits, a point in "U.S.".
func joins(text string, i int, r rune) bool {
	_, size := utf8.DecodeRuneInString(text[i:])
	next, _ := utf8.DecodeRuneInString(text[i+size:])
	switch r {
	case '\'', '’':
		return unicode.IsLetter(next)
	case ',':
		return isDigit(text[i-1]) && unicode.IsDigit(next)
	case '.':
		return isDigit(text[i-1]) && unicode.IsDigit(next) ||
			unicode.IsUpper(next) && text[i-1] < 0x80 && unicode.IsUpper(rune(text[i-1])) && (i < 2 || !unicode.IsLetter(rune(text[i-2])))
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func appendWord(all []word, form string) []word {
	low := claims.Fold(form)
	if isDigit(low[0]) {
		return appendNumber(all, form, low)
	}
	switch {
	case form == "US" || form == "U.S":
		low = "usa"
	case strings.Contains(low, "."):
		low = strings.ReplaceAll(low, ".", "")
	}
	if i := strings.IndexByte(low, '\''); i >= 0 {
		switch low[i:] {
		case "'s", "'d", "'ll", "'re", "'ve", "'m":
			low = low[:i]
		}
		low = strings.ReplaceAll(low, "'", "")
	}
	if low == "cent" && len(all) > 0 && all[len(all)-1].low == "per" {
		all[len(all)-1] = newWord("per cent", "percent")
		return all
	}
	return append(all, newWord(form, low))
}

// appendNumber writes 4,300 as 4300 and parts what follows the digits: 20th
// is 20, 5m is 5 and m.
func appendNumber(all []word, form, low string) []word {
	low = strings.TrimRight(strings.ReplaceAll(low, ",", ""), ".")
	end := strings.IndexFunc(low, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	rest := ""
	if end > 0 {
		low, rest = low[:end], low[end:]
	}
	w := word{form: form, low: low, stem: low, num: true}
	all = append(all, w)
	switch rest {
	case "", "st", "nd", "rd", "th", "s":
		return all
	}
	return append(all, newWord(rest, rest))
}

func newWord(form, low string) word {
	if n, ok := numerals[low]; ok {
		return word{form: form, low: low, stem: n, num: true}
	}
	if stopWords[low] {
		return word{form: form, low: low, stem: low, stop: true}
	}
	return word{form: form, low: low, stem: claims.Stem(low)}
}

// numerals are small numbers written as words.
var numerals = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}

// clip cuts a text after at most n bytes, never inside a character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
