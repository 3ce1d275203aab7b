// Package static holds what browsers may keep for a year: the style sheet, the
// icon and the scripts, each under an address that changes with its content.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
)

// Prefix is where the files stand; the server mounts Handler under it.
const Prefix = "/static/"

// htmx.min.js is htmx 2.0.11 as published on npm (Zero-Clause BSD).
//
//go:embed style.css favicon.svg htmx.min.js keys.js forms.js drafts.js live.js go.js
var files embed.FS

type asset struct {
	url, kind string
	body      []byte
	packed    func() []byte // gzip of it, made when it is first asked for
}

var (
	byName = map[string]*asset{}
	byPath = map[string]*asset{}
	// Version changes when any of the files does. Pages name the files, so it
	// belongs in the ETag of every page.
	Version string
)

func init() {
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	all := sha256.New()
	for _, e := range names {
		name := e.Name()
		body, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(body)
		all.Write(sum[:])
		ext := path.Ext(name)
		a := &asset{
			url:  Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:])[:10] + ext,
			kind: kind(ext),
			body: body, packed: sync.OnceValue(func() []byte { return pack(body) }),
		}
		byName[name], byPath[a.url] = a, a
	}
	Version = hex.EncodeToString(all.Sum(nil))[:10]
}

// kind does not ask the machine's own table first, which may be missing or odd.
func kind(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(ext)
}

// URL is the address of a file by its name in this folder. A name that is not
// there is a mistake in the program.
func URL(name string) string {
	a, ok := byName[name]
	if !ok {
		panic(fmt.Sprintf("static: there is no file %q", name))
	}
	return a.url
}

// Names are the files by name, sorted.
func Names() []string {
	var names []string
	for n := range byName {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// Handler serves the files at exactly their addresses; everything else under
// the prefix is not found.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		a, ok := byPath[r.URL.Path]
		if !ok {
			http.Error(w, "there is no such file", http.StatusNotFound)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		body := a.body
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(a.packed()) < len(body) {
			body = a.packed()
			h.Set("Content-Encoding", "gzip")
		}
		h.Set("Content-Length", fmt.Sprint(len(body)))
		if r.Method != http.MethodHead {
			w.Write(body)
		}
	})
}

func pack(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is one
	w.Write(body)                                         // to memory: it cannot fail
	w.Close()
	return b.Bytes()
}
