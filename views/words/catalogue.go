package words

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
)

//go:embed *.json
var builtIn embed.FS

// maxFile bounds a file of words, in bytes.
const maxFile = 1 << 20

// Catalogue is the languages that a site can speak.
type Catalogue struct {
	languages map[string]spoken
	sum       uint64 // of the files it was read from
}

// spoken is a language of a catalogue. Those of the program are read when they
// are first spoken: most sites speak one.
type spoken struct {
	language func() *Language
	plain    bool // English as it stands in the program
}

// Sum is another one when the words are.
func (c *Catalogue) Sum() string { return fmt.Sprintf("%x", c.sum) }

// file is a language as it is written in JSON.
type file struct {
	Language    string             `json:"language"`
	Name        string             `json:"name"`
	Direction   string             `json:"direction"` // "ltr" or "rtl"
	Thousands   string             `json:"thousands"`
	Decimal     string             `json:"decimal"`
	Day         string             `json:"day"`
	Month       string             `json:"month"`
	Months      []string           `json:"months"`
	ShortMonths []string           `json:"short_months"`
	Texts       map[string]message `json:"texts"`
}

// UnmarshalJSON reads a text, or an object with its forms.
func (m *message) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &m.Other)
	}
	type plain message
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode((*plain)(m))
	m.forms = true
	return err
}

// MarshalJSON writes what UnmarshalJSON reads.
func (m message) MarshalJSON() ([]byte, error) {
	if !m.forms {
		return encode(m.Other, "")
	}
	type plain message
	return encode(plain(m), "")
}

// encode writes JSON without hiding < and >, which stand in many texts.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// BuiltIn are the languages that come with the program.
var BuiltIn = sync.OnceValue(func() *Catalogue {
	c := &Catalogue{languages: map[string]spoken{}}
	names, err := fs.Glob(builtIn, "*.json")
	must(err)
	for _, name := range names {
		b, err := builtIn.ReadFile(name)
		must(err)
		c.add(name, b)
		c.languages[strings.TrimSuffix(name, ".json")] = spoken{plain: name == "en.json", language: sync.OnceValue(func() *Language {
			l, err := read(name, b, nil)
			must(err)
			return l
		})}
	}
	return c
})

// must is for the files that are part of the program, and tested.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// english are the words of the site as they stand in the program.
func english() *Language { return BuiltIn().languages["en"].language() }

// With adds a newsroom's own files, *.json, to the languages that are there: a
// new language, or other words of one. A file that cannot be used is an error
// that names it, and what is wrong in it.
func (c *Catalogue) With(dir fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return nil, err
	}
	all := &Catalogue{maps.Clone(c.languages), c.sum}
	var wrong []error
	for _, name := range names {
		if err := all.with(dir, name); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
	}
	return all, errors.Join(wrong...)
}

// with adds the language of a file. What the file leaves out is taken from the
// language of that name that is there, or is English.
func (c *Catalogue) with(dir fs.FS, name string) error {
	info, err := fs.Stat(dir, name)
	if err != nil {
		return err
	}
	if info.Size() > maxFile {
		return fmt.Errorf("the file has %d bytes, and %d are the most", info.Size(), maxFile)
	}
	b, err := fs.ReadFile(dir, name)
	if err != nil {
		return err
	}
	l, err := read(name, b, c.find(strings.TrimSuffix(name, ".json")))
	if err != nil {
		return err
	}
	c.add(name, b)
	c.languages[strings.ToLower(l.Tag)] = spoken{language: func() *Language { return l }}
	return nil
}

// add takes a file into the sum.
func (c *Catalogue) add(name string, b []byte) {
	h := fnv.New64a()
	fmt.Fprintf(h, "%x %s %s", c.sum, name, b)
	c.sum = h.Sum64()
}

// find is the language of a code, also English; nil for none.
func (c *Catalogue) find(tag string) *Language {
	if s, ok := c.languages[strings.ToLower(tag)]; ok {
		return s.language()
	}
	return nil
}

// read reads a language from a file, over the one of that name that was there.
func read(name string, b []byte, old *Language) (*Language, error) {
	f, err := parse(b)
	if err != nil {
		return nil, err
	}
	if base := strings.TrimSuffix(path.Base(name), ".json"); !strings.EqualFold(base, f.Language) {
		return nil, fmt.Errorf("the file is of the language %q: call it %s.json", f.Language, f.Language)
	}
	return f.over(old)
}

// parse reads a file of words and finds what is wrong in it.
func parse(b []byte) (f file, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, fmt.Errorf("this is no file of words: %w", err)
	}
	if d.More() {
		return f, errors.New("something stands behind the end of the words")
	}
	var wrong []error
	for k, m := range f.Texts {
		for _, s := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
			if err := fits(k, s, m.forms); err != nil {
				wrong = append(wrong, fmt.Errorf("%q: %w", k, err))
			}
		}
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return f, errors.Join(wrong...)
}

// fits reports what is wrong in the translation of a text: each place of one is
// a place of the other. Where a form stands for one number it can leave it out.
func fits(text, s string, forms bool) error {
	if s == "" {
		return nil // not translated yet
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }); i >= 0 {
		return fmt.Errorf("a sign that cannot be shown stands at byte %d", i)
	}
	if want, got := verbs(text), verbs(s); !slices.Equal(want, got) {
		return fmt.Errorf("%v are put in, and it takes %v", want, got)
	}
	want, got := places(text), places(s)
	for p := range got {
		if !want[p] {
			return fmt.Errorf("%s has no meaning here", p)
		}
	}
	for p := range want {
		if !got[p] && !(forms && p == "{0}") {
			return fmt.Errorf("%s is missing", p)
		}
	}
	return nil
}

// verb is a place of a message of package claims, as package fmt has them.
var verb = regexp.MustCompile(`%(\[\d\])?([sdvq])`)

// verbs are what a text asks to be put in, sorted, because languages order it
// in different ways.
func verbs(text string) (list []string) {
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		list = append(list, "%"+m[2])
	}
	slices.Sort(list)
	return list
}

// places are the places of a text, also those inside of a wrapped stretch.
func places(text string) map[string]bool {
	all := map[string]bool{}
	for _, p := range Parts(text) {
		switch {
		case p.Tag:
			all[fmt.Sprintf("<%d>", p.Place)] = true
			maps.Copy(all, places(p.Text))
		case p.Place >= 0:
			all[p.Text] = true
		}
	}
	return all
}

// over makes a language of a file, over one that was there; nil for none.
func (f file) over(old *Language) (*Language, error) {
	tag, err := language.Parse(f.Language)
	if err != nil || f.Language == "" {
		return nil, fmt.Errorf("%q is not the code of a language (BCP 47), such as de or pt-BR", f.Language)
	}
	l := &Language{Tag: tag.String(), Name: f.Language, tag: tag, thousands: ",", decimal: ".", day: "{day} {month} {year}", month: "{month} {year}"}
	if old != nil {
		*l = *old
	} else if len(f.Months) == 0 || f.Name == "" {
		return nil, errors.New("a new language needs its name and the names of its months")
	}
	for _, x := range []struct {
		from string
		to   *string
	}{{f.Name, &l.Name}, {f.Thousands, &l.thousands}, {f.Decimal, &l.decimal}, {f.Day, &l.day}, {f.Month, &l.month}} {
		if x.from != "" {
			*x.to = x.from
		}
	}
	switch f.Direction {
	case "":
	case "ltr", "rtl":
		l.RTL = f.Direction == "rtl"
	default:
		return nil, fmt.Errorf("the direction is %q, and can be ltr or rtl", f.Direction)
	}
	for _, x := range []struct {
		name string
		from []string
		to   *[12]string
	}{{"months", f.Months, &l.months}, {"short_months", f.ShortMonths, &l.shortMonths}} {
		if len(x.from) != 0 && len(x.from) != 12 {
			return nil, fmt.Errorf("%s has %d names, and a year has 12", x.name, len(x.from))
		}
		copy(x.to[:], x.from)
	}
	if l.shortMonths[0] == "" {
		l.shortMonths = l.months
	}
	l.texts = maps.Clone(l.texts)
	if l.texts == nil {
		l.texts = map[string]message{}
	}
	for k, m := range f.Texts {
		if m.Other != "" {
			l.texts[k] = m
		}
	}
	return l, nil
}

// For is the language of a code: that one, the one without its region, or nil,
// which is English.
func (c *Catalogue) For(tag string) *Language {
	for tag = strings.ToLower(tag); tag != ""; {
		switch s, ok := c.languages[tag]; {
		case s.plain:
			return nil
		case ok:
			return s.language()
		case tag == mirrorTag:
			return mirrored()
		}
		i := strings.LastIndexByte(tag, '-')
		tag = tag[:max(i, 0)]
	}
	return nil
}

// All are the languages of the catalogue, by their codes.
func (c *Catalogue) All() (list []*Language) {
	for _, k := range slices.Sorted(maps.Keys(c.languages)) {
		list = append(list, c.languages[k].language())
	}
	return list
}

// Translated is how many of the site's texts a language has, and how many there
// are.
func (c *Catalogue) Translated(l *Language) (done, of int) {
	all := english().texts
	for k := range all {
		if _, ok := l.texts[k]; ok {
			done++
		}
	}
	return done, len(all)
}

// File is a language as a file to translate in: every text of the site, with
// the translations that are there. Those that are missing are empty.
func (c *Catalogue) File(tag string) ([]byte, error) {
	code, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("%q is not the code of a language, such as nb or pt-BR", tag)
	}
	en, l := english(), c.find(code.String())
	f := file{Language: code.String(), Direction: "ltr", Thousands: ",", Decimal: ".", Day: en.day, Month: en.month, Months: en.months[:], ShortMonths: en.shortMonths[:], Texts: map[string]message{}}
	if l != nil {
		f = file{Language: l.Tag, Name: l.Name, Direction: l.dir(), Thousands: l.thousands, Decimal: l.decimal, Day: l.day, Month: l.month, Months: l.months[:], ShortMonths: l.shortMonths[:], Texts: map[string]message{}}
	}
	for k, m := range en.texts {
		f.Texts[k] = message{forms: m.forms}
		if l != nil {
			if there, ok := l.texts[k]; ok {
				f.Texts[k] = there
			}
		}
	}
	return encode(f, "  ")
}
