package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"touchstone/claims"
)

// siteWriter asks the site for every page that a reader can reach, and writes
// the answers as files.
type siteWriter struct {
	h        http.Handler
	links    linker
	files    *siteFiles
	seen     map[string]bool // files that are written or wait
	queue    []target
	progress io.Writer // a terminal, or nil
	next     time.Time
}

// siteReport is what a run did.
type siteReport struct {
	files, fresh, changed, same, removed int
	took                                 time.Duration
}

// The addresses that nothing links to, or that other things need.
var siteRoots = []string{"/", "/claims", "/speakers", "/corrections", "/methodology", "/about", "/data", "/stats", "/transparency",
	"/claims.csv", "/claims.jsonl", "/sources.csv", "/sources.jsonl", "/appearances.csv", "/appearances.jsonl", "/corrections.csv", "/corrections.jsonl",
	"/status-history.csv", "/status-history.jsonl", "/data.zip", "/datapackage.json", "/feed.atom", "/corrections.atom", "/claimreview.json", "/sitemap.xml", "/robots.txt"}

// run writes everything beside the site that is there, and then puts it in its
// place: what is new first, what is gone last, so that no link leads nowhere on
// the way.
func (w *siteWriter) run(ctx context.Context) (siteReport, error) {
	start := time.Now()
	for _, p := range siteRoots {
		w.add(target{fetch: p, file: p})
	}
	w.maps(ctx)
	if err := w.drain(ctx); err != nil {
		return siteReport{}, err
	}
	if err := w.lost(ctx); err != nil {
		return siteReport{}, err
	}
	if err := w.notFound(ctx); err != nil {
		return siteReport{}, err
	}
	if w.progress != nil {
		fmt.Fprint(w.progress, "\r\x1b[K")
	}
	if err := ctx.Err(); err != nil {
		return siteReport{}, claims.Conflict("stopped: the site in %s is as it was", w.files.dir)
	}
	r, err := w.files.commit()
	r.took = time.Since(start)
	return r, err
}

// maps adds the parts of the site map, to which its index alone leads.
func (w *siteWriter) maps(ctx context.Context) {
	a := &siteAnswer{}
	w.ask(ctx, "/sitemap.xml", a)
	for _, part := range strings.Split(a.body.String(), "<loc>"+w.links.base+"/sitemaps/")[1:] {
		name, _, _ := strings.Cut(part, "<")
		w.add(target{fetch: "/sitemaps/" + name, file: "/sitemaps/" + name})
	}
}

func (w *siteWriter) add(t target) {
	if !w.seen[t.file] {
		w.seen[t.file] = true
		w.queue = append(w.queue, t)
	}
}

func (w *siteWriter) drain(ctx context.Context) error {
	for len(w.queue) > 0 {
		if err := ctx.Err(); err != nil {
			return claims.Conflict("stopped: the site in %s is as it was", w.files.dir)
		}
		t := w.queue[0]
		w.queue = w.queue[1:]
		if err := w.write(ctx, t); err != nil {
			return err
		}
		w.tell(t)
	}
	return nil
}

// tell shows on a terminal how far it is.
func (w *siteWriter) tell(t target) {
	if w.progress == nil || time.Now().Before(w.next) {
		return
	}
	w.next = time.Now().Add(time.Second / 4)
	fmt.Fprintf(w.progress, "\r\x1b[K%d written, %d to go  %s", len(w.seen)-len(w.queue), len(w.queue), tail(t.file, 40))
}

// lost asks again for the pages of earlier runs to which no link leads any
// more: a check that was merged away leads to the other one, a page that is
// gone for good says so.
func (w *siteWriter) lost(ctx context.Context) error {
	for _, file := range w.files.pages() {
		if w.seen[file] || file == notFoundFile {
			continue
		}
		w.seen[file] = true
		if err := w.write(ctx, target{fetch: (&url.URL{Path: file}).EscapedPath(), file: file, gone: true}); err != nil {
			return err
		}
	}
	return w.drain(ctx)
}

const notFoundFile = "/404.html"

// notFound writes the page that web servers show for what is not there, whose
// links work at every depth.
func (w *siteWriter) notFound(ctx context.Context) error {
	a := &siteAnswer{}
	w.ask(ctx, "/not-here", a)
	page := w.links.rewrite(a.body.Bytes(), target{fetch: "/not-here", file: notFoundFile, anywhere: true}, w.add)
	return w.files.keep(notFoundFile, page)
}

// write asks for one address and keeps the answer.
func (w *siteWriter) write(ctx context.Context, t target) error {
	a := &siteAnswer{}
	if !t.page() {
		f, err := w.files.create(t.file)
		if err != nil {
			return err
		}
		defer f.Close()
		a.file = f
	}
	w.ask(ctx, t.fetch, a)
	switch {
	case a.err != nil:
		return a.err
	case a.status == http.StatusPermanentRedirect || a.status == http.StatusMovedPermanently:
		return w.redirect(t, a.header.Get("Location"))
	case a.status == http.StatusNotFound && t.gone:
		return nil
	case a.status == http.StatusGone && t.gone:
	case a.status != http.StatusOK:
		return fmt.Errorf("write %s: the site answered with %d %s", t.fetch, a.status, http.StatusText(a.status))
	}
	if a.file != nil {
		return w.files.keepCreated(t.file)
	}
	w.alsoNeeded(t)
	return w.files.keep(t.place(), w.links.rewrite(a.body.Bytes(), t, w.add))
}

// alsoNeeded adds what belongs to a check without a link to it: the address
// that never changes, and what stands in other sites' frames.
func (w *siteWriter) alsoNeeded(t target) {
	parts := strings.Split(strings.Trim(t.file, "/"), "/")
	if len(parts) < 2 || len(parts) > 3 || parts[0] != "claims" || t.gone {
		return
	}
	if _, err := claims.ParseID(parts[1]); err == nil {
		for _, p := range []string{"/claims/" + parts[1], "/embed/claims/" + parts[1]} {
			w.add(target{fetch: p, file: p})
		}
	}
}

// redirect keeps a page that leads on to another.
func (w *siteWriter) redirect(t target, location string) error {
	to, _, ok := w.links.find(location, t)
	if !ok {
		return fmt.Errorf("write %s: it leads to %s, which is no page of the site", t.fetch, location)
	}
	w.add(to)
	href := html.EscapeString(w.links.relative(t, to))
	page := `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Moved</title><meta name="robots" content="noindex">` +
		`<meta http-equiv="refresh" content="0; url=` + href + `"><link rel="canonical" href="` + html.EscapeString(w.links.base+to.escaped()) + `"></head>` +
		`<body><p><a href="` + href + `">It stands here now</a></p></body></html>` + "\n"
	return w.files.keep(t.place(), []byte(page))
}

// siteAnswer is what the site said: a page in memory, anything else in a file.
type siteAnswer struct {
	status int
	header http.Header
	body   bytes.Buffer
	file   io.Writer
	err    error
}

// Header is the answer's.
func (a *siteAnswer) Header() http.Header { return a.header }

// WriteHeader notes the status.
func (a *siteAnswer) WriteHeader(status int) { a.status = status }

// Write takes the next bytes.
func (a *siteAnswer) Write(b []byte) (int, error) {
	if a.file != nil {
		return a.file.Write(b)
	}
	return a.body.Write(b)
}

// Flush does nothing: nobody waits for the first bytes.
func (a *siteAnswer) Flush() {}

// ask sends a request through the whole site, as a reader who is not signed in.
func (w *siteWriter) ask(ctx context.Context, address string, a *siteAnswer) {
	a.status, a.header = http.StatusOK, http.Header{}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		a.err = fmt.Errorf("ask for %s: %w", address, err)
		return
	}
	r.RequestURI, r.RemoteAddr = address, "127.0.0.1:1"
	defer func() {
		if p := recover(); p != nil { // an answer that was cut off
			a.err = fmt.Errorf("write %s: the answer was cut off: %v", address, p)
		}
	}()
	w.h.ServeHTTP(a, r)
}

func (w *siteWriter) clean() { w.files.clean() }

// target is an address of the site with the file it becomes.
type target struct {
	fetch    string // what is asked for
	file     string // the address under which it stands among the files, without the query
	list     string // of a page of a list: the address of its first page
	n        int    // and its number
	gone     bool   // no link leads to it any more
	anywhere bool   // its links have to work from any address
}

// fileEndings are those of addresses that are no pages.
var fileEndings = []string{".csv", ".jsonl", ".zip", ".json", ".atom", ".xml", ".txt", ".png", ".svg", ".css", ".js", ".bib", ".ico", ".html", ".jpg", ".webp"}

// page reports whether a target is a page, which becomes a folder's index.
func (t target) page() bool {
	if strings.HasPrefix(t.file, "/outlets/") && strings.Count(t.file, "/") == 2 {
		return true // a host may end like a file
	}
	return !slices.Contains(fileEndings, path.Ext(t.file))
}

// place is where the target is kept.
func (t target) place() string {
	if !t.page() {
		return t.file
	}
	return path.Join(t.file, "index.html")
}

// escaped is the target's address on the site of files.
func (t target) escaped() string {
	p := (&url.URL{Path: t.file}).EscapedPath()
	if t.page() && !strings.HasSuffix(p, "/") {
		p += "/"
	}
	return p
}
