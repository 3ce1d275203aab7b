package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"touchstone/claims"
)

// MaxContext is how far a context reaches at most before and after its quote,
// in code points.
const MaxContext = 400

// context is the span of the sentences that a quote stands in. It does not
// leave the paragraphs in which the quote starts and ends, and reaches over
// others where these stand in the same paragraphs.
func context(t *Text, quote claims.Span, others []claims.Span) claims.Span {
	from, to := t.Byte(quote.Start), t.Byte(quote.End)
	paraFrom, paraTo := paragraphs(t.s, from, to)
	for _, o := range others {
		a, z := t.Byte(o.Start), t.Byte(o.End)
		if a >= paraFrom && z <= paraTo && a < z {
			from, to = min(from, a), max(to, z)
		}
	}
	para := t.s[paraFrom:paraTo]
	from, to = sentencesAround(para, from-paraFrom, to-paraFrom)
	if open := opening(para[:from], para[from:to]); open >= 0 {
		from, to = sentencesAround(para, open, to)
	}
	c := t.Span(from+paraFrom, to+paraFrom)
	return trimAround(t, capped(t, c, quote), quote)
}

// opening finds, in what stands before a stretch of text, the mark of the
// quotation that closes in the stretch without having begun there; -1 where
// none does. A reader should see who speaks.
func opening(before, stretch string) int {
	if i := strings.IndexAny(stretch, "“”"); i < 0 || !strings.HasPrefix(stretch[i:], "”") {
		return -1
	}
	i := strings.LastIndexAny(before, "“”")
	if i < 0 || !strings.HasPrefix(before[i:], "“") {
		return -1
	}
	return i
}

// capped cuts a context down to MaxContext on each side, between words where
// a space is near.
func capped(t *Text, c, quote claims.Span) claims.Span {
	const near = 40
	if quote.Start-c.Start > MaxContext {
		c.Start = quote.Start - MaxContext
		if i := strings.IndexFunc(t.Slice(claims.Span{Start: c.Start, End: c.Start + near}), unicode.IsSpace); i >= 0 {
			c.Start = t.At(t.Byte(c.Start) + i)
		}
	}
	if c.End-quote.End > MaxContext {
		c.End = quote.End + MaxContext
		if i := strings.LastIndexFunc(t.Slice(claims.Span{Start: c.End - near, End: c.End}), unicode.IsSpace); i >= 0 {
			c.End = t.At(t.Byte(c.End-near) + i)
		}
	}
	return c
}

// trimAround takes white space off a context, never off its quote.
func trimAround(t *Text, c, quote claims.Span) claims.Span {
	c = Trim(t, c)
	return claims.Span{Start: min(c.Start, quote.Start), End: max(c.End, quote.End)}
}

// reach bounds the bytes looked at on each side of a quote: four for each code
// point of the longest context, and room for its first sentence to begin.
const reach = 4*MaxContext + 1024

// paragraphs gives the bytes from the start of the paragraph around from to
// the end of the one around to, as far as the reach goes. Empty lines divide
// paragraphs.
func paragraphs(s string, from, to int) (int, int) {
	start, end := runeStart(s, max(0, from-reach)), runeStart(s, min(len(s), to+reach))
	if i := strings.LastIndex(s[start:from], "\n\n"); i >= 0 {
		start += i + 2
	}
	if i := strings.Index(s[to:end], "\n\n"); i >= 0 {
		end = to + i
	}
	return start, end
}

// sentencesAround widens from..to to whole sentences of the paragraphs.
func sentencesAround(s string, from, to int) (int, int) {
	start, end, at := 0, len(s), 0
	seg := sentences.FromString(s)
	for seg.Next() {
		text := seg.Value()
		next := at + len(text)
		if !stops(text, s[next:]) && next < len(s) {
			at = next // an abbreviation: the sentence goes on
			continue
		}
		if next <= from {
			start = next
		}
		if next >= to {
			end = next
			break
		}
		at = next
	}
	return start, end
}

// runeStart is i, or the start of the character that i stands in. Bytes that
// are no character's are characters of their own, as in a range loop.
func runeStart(s string, i int) int {
	for back := 1; back < utf8.UTFMax && back <= i && i < len(s); back++ {
		if _, size := utf8.DecodeRuneInString(s[i-back:]); size > back {
			return i - back
		}
	}
	return i
}

// stops reports whether a sentence really ends with text, which the Unicode
// rules take for a sentence, when rest follows.
func stops(text, rest string) bool {
	if strings.HasSuffix(text, "\n") {
		return true
	}
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	if !strings.HasSuffix(text, ".") {
		return true
	}
	text = strings.TrimSuffix(text, ".")
	word := text[strings.LastIndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '.' && !unicode.IsDigit(r)
	})+1:]
	if abbreviations[strings.ToLower(word)] {
		return false
	}
	// An initial, "J. Smith" or "U.S. Senate"; "plan B. The" stays apart only
	// where a short word of grammar follows.
	last := word[strings.LastIndexByte(word, '.')+1:]
	if utf8.RuneCountInString(last) == 1 && strings.ToUpper(last) == last && unicode.IsLetter([]rune(last)[0]) {
		return starters[firstWord(rest)]
	}
	return true
}

func firstWord(s string) string {
	s = s[:min(len(s), 40)]
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		s = s[:i]
	}
	return s
}

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// abbreviations are words that a full stop follows inside a sentence.
var abbreviations = words(`mr mrs ms mx dr prof rev fr sr jr hon gov sen rep gen col lt sgt capt cmdr adm maj cpl pvt brig insp supt
	st mt ft vs fig vol ed eds approx est dept assn bros messrs mme mlle atty e.g i.e cf al nos
	jan feb mar apr jun jul aug sep sept oct nov dec ala ariz ark calif colo conn fla ga ill ind kan ky mass mich minn mont neb nev okla
	ore pa tenn tex va vt wash wis wyo bzw ca dr hr fr nr usw z.b d.h mme mm cie`)

// starters begin a sentence rather than follow an initial.
var starters = words(`The A An He She It They We I You His Her Its Their Our In On At But And For With As When While If Although Though This
	That These Those There However Meanwhile After Before Since Asked What Who How Why Last Earlier Both Some Many Most`)
