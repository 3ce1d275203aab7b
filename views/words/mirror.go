package words

import (
	"fmt"
	"maps"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// mirrorTag is a language for trying the site from right to left: the English
// words in Arabic letters (the name is that of the CLDR's own trial locale).
const mirrorTag = "ar-xb"

// letters stand for the Latin ones; they say nothing.
var letters = []rune("ابچدهفجحيژكلمنوپقرستعثغخیز")

// mirrored is the trial language, made of the English texts.
var mirrored = sync.OnceValue(func() *Language {
	en := english()
	l := *en
	l.Tag, l.Name, l.RTL, l.tag, l.texts = "ar-XB", "Right to left, to try", true, language.English, maps.Clone(en.texts)
	for i := range l.months {
		l.months[i], l.shortMonths[i] = turned(l.months[i]), turned(l.shortMonths[i])
	}
	for k, m := range l.texts {
		for _, s := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many, &m.Other} {
			*s = turned(*s)
		}
		l.texts[k] = m
	}
	return &l
})

// turned puts other letters into a text and leaves its places.
func turned(text string) string {
	var b strings.Builder
	for _, p := range Parts(text) {
		switch {
		case p.Tag:
			fmt.Fprintf(&b, "<%d>%s</%d>", p.Place, turned(p.Text), p.Place)
		case p.Place >= 0:
			b.WriteString(p.Text)
		default:
			at := 0
			for _, v := range verb.FindAllStringIndex(p.Text, -1) {
				b.WriteString(strings.Map(other, p.Text[at:v[0]]) + p.Text[v[0]:v[1]])
				at = v[1]
			}
			b.WriteString(strings.Map(other, p.Text[at:]))
		}
	}
	return b.String()
}

// other is the letter that stands for a Latin one.
func other(r rune) rune {
	if low := r | 0x20; low >= 'a' && low <= 'z' {
		return letters[low-'a']
	}
	return r
}
