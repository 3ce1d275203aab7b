package ui

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// minPacked is the shortest answer that is worth packing, in bytes.
const minPacked = 1024

var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// pack makes the packed form, where it is worth it.
func (x *answer) pack() {
	kind := x.header.Get("Content-Type")
	if len(x.body) < minPacked || !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "json") && !strings.Contains(kind, "xml") {
		return
	}
	var b bytes.Buffer
	b.Grow(len(x.body) / 3)
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	w.Write(x.body) // to memory: it cannot fail
	w.Close()
	if b.Len() < len(x.body)/4*3 {
		x.packed = b.Bytes()
	}
}

// takesGzip reads Accept-Encoding as browsers and programs write it.
func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(coding) == "gzip" {
			return strings.Trim(strings.ReplaceAll(weight, " ", ""), "0.") != "q="
		}
	}
	return false
}

// Packed compresses what is not kept, as it is sent. It is for answers without
// a secret in them: the length of a packed page tells of what stands beside
// words that somebody else can choose (BREACH). Archives are packed already, and
// what is sent as it happens is not held back.
var Packed = middleware.GzipWithConfig(middleware.GzipConfig{
	Level: gzip.BestSpeed, MinLength: minPacked,
	Skipper: func(c echo.Context) bool {
		return path.Ext(c.Request().URL.Path) == ".zip" || c.Request().Header.Get("Accept") == "text/event-stream"
	},
})
