package ui

import (
	"bytes"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/views/words"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render draws the whole component before the first byte is sent, so that an
// error in it becomes an error page and never half a page.
func Render(c echo.Context, status int, t templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() < 1<<20 {
			b.Reset()
			buffers.Put(b)
		}
	}()
	if err := t.Render(c.Request().Context(), b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// Speak lets what is drawn from here on speak a language; nil is English.
func Speak(c echo.Context, l *words.Language) {
	r := c.Request()
	if words.Of(r.Context()) != l {
		c.SetRequest(r.WithContext(words.In(r.Context(), l)))
	}
}
