package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"touchstone/views/words"
)

// Wrap is an element around a stretch of a sentence.
type Wrap struct {
	Element string // "a", "b", "ins" …
	Href    templ.SafeURL
	Rel     string
	Auto    bool // the direction is that of the words inside
}

// A is a link around a stretch of a sentence.
func A(href string) Wrap { return Wrap{Element: "a", Href: templ.SafeURL(href)} }

// Unfollowed is A for pages that robots should not go through.
func Unfollowed(href string) Wrap {
	return Wrap{Element: "a", Href: templ.SafeURL(href), Rel: "nofollow"}
}

// Say is a sentence of the catalogue with values, components and elements put
// in: {0} is a string, a number, a date or a component; <0>…</0> is a Wrap.
func Say(text string, values ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return say(ctx, w, words.Raw(ctx, text), values)
	})
}

func say(ctx context.Context, w io.Writer, text string, values []any) error {
	for _, p := range words.Parts(text) {
		if p.Place < 0 || p.Place >= len(values) {
			if _, err := io.WriteString(w, templ.EscapeString(p.Text)); err != nil {
				return err
			}
			continue
		}
		if err := put(ctx, w, p, values); err != nil {
			return err
		}
	}
	return nil
}

// put writes one place of a sentence.
func put(ctx context.Context, w io.Writer, p words.Part, values []any) error {
	switch v := values[p.Place].(type) {
	case templ.Component:
		return v.Render(ctx, w)
	case Wrap:
		return v.around(ctx, w, p.Text, values)
	}
	_, err := io.WriteString(w, templ.EscapeString(words.Value(ctx, values[p.Place])))
	return err
}

// around writes the element with a stretch in it, in which there may be places.
func (e Wrap) around(ctx context.Context, w io.Writer, text string, values []any) error {
	open := "<" + e.Element
	if e.Href != "" {
		open += ` href="` + templ.EscapeString(string(e.Href)) + `"`
	}
	if e.Rel != "" {
		open += ` rel="` + templ.EscapeString(e.Rel) + `"`
	}
	if e.Auto {
		open += ` dir="auto"`
	}
	if _, err := io.WriteString(w, open+">"); err != nil {
		return err
	}
	if err := say(ctx, w, text, values); err != nil {
		return err
	}
	_, err := io.WriteString(w, "</"+e.Element+">")
	return err
}
