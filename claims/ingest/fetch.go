package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"touchstone/claims"
)

// Limits of fetching.
const (
	fetchTime    = 10 * time.Second // for everything: name, connections, redirects, body
	maxRedirects = 5
	maxHeaders   = 64 << 10
)

// Fetcher reads pages that users name, and nothing but public web pages: see
// guard for the addresses it refuses. It is safe for concurrent use.
type Fetcher struct {
	client *http.Client
	guard  *guard
}

// NewFetcher makes a fetcher. It keeps no connection open between pages and
// takes no proxy from the environment, which would reach what it must not.
func NewFetcher() *Fetcher { return newFetcher(newGuard()) }

func newFetcher(g *guard) *Fetcher {
	d := &net.Dialer{Timeout: fetchTime, Control: g.control, Resolver: g.resolver}
	f := &Fetcher{guard: g}
	f.client = &http.Client{
		Timeout: fetchTime,
		Transport: &http.Transport{
			Proxy:                  nil,
			DialContext:            d.DialContext,
			ForceAttemptHTTP2:      true,
			DisableKeepAlives:      true,
			MaxResponseHeaderBytes: maxHeaders,
			TLSHandshakeTimeout:    fetchTime,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errRedirects
			}
			r.Header.Del("Referer")
			return f.check(r.URL)
		},
	}
	return f
}

var errRedirects = claims.Invalid("url", "the address leads on more than %d times: give the one where the article stands", maxRedirects)

// Article fetches a page and reads the article on it. raw is the page as it
// came, unpacked, to be kept.
func (f *Fetcher) Article(ctx context.Context, address string) (a claims.Article, raw []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	res, err := f.get(ctx, address)
	if err != nil {
		return a, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if raw, err = io.ReadAll(io.LimitReader(res.Body, MaxPageBytes+1)); err != nil {
		return a, nil, unreachable(err)
	}
	if len(raw) > MaxPageBytes {
		return a, nil, pageTooLong()
	}
	a, err = read(raw, res.Header.Get("Content-Type"), res.Request.URL.String())
	return a, raw, err
}

// get answers with a page of a kind that can hold an article.
func (f *Fetcher) get(ctx context.Context, address string) (*http.Response, error) {
	res, err := f.ask(ctx, address, http.Header{"Accept": {"text/html, application/xhtml+xml, text/plain;q=0.8"}})
	switch {
	case err != nil:
		return nil, err
	case res.StatusCode != http.StatusOK:
		err = answered(res, "the site answered with %d instead of the page: check the address, or open it in a browser and paste the text")
	case !readableType(res.Header.Get("Content-Type")):
		err = claims.Invalid("url", "there is no page or plain text at this address: give that of the article, or download the file and import it")
	}
	if err != nil {
		_ = res.Body.Close()
		return nil, err
	}
	return res, nil
}

// ask sends one request, as ourselves, and gives the answer whatever it is.
func (f *Fetcher) ask(ctx context.Context, address string, header http.Header) (*http.Response, error) {
	u, err := claims.WebURL("url", address)
	if err != nil {
		return nil, err
	}
	if err := f.check(u); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, unreachable(err)
	}
	req.Header = header
	req.Header.Set("User-Agent", "Mozilla/5.0 (compatible; "+Agent+" fact-check desk)")
	res, err := f.client.Do(req)
	var said *claims.Error
	switch {
	case errors.As(err, &said):
		return nil, said
	case err != nil:
		return nil, unreachable(err)
	}
	return res, nil
}

// Agent is our name to sites, also the one that robots.txt may speak of.
const Agent = "Touchstone"

// unreachable is one answer for everything between here and the page, so that
// nobody can learn from it which doors of a network are open. The cause is for
// the log.
func unreachable(err error) error {
	return &claims.Error{Kind: claims.KindInvalid, Field: "url", Err: fmt.Errorf("fetch: %w", err),
		Message: "the page could not be fetched: check the address, or open it in a browser and paste the text"}
}

func readableType(contentType string) bool {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(strings.ToLower(contentType), ";")
	}
	switch strings.TrimSpace(t) {
	case "", "text/html", "application/xhtml+xml", "text/plain":
		return true
	}
	return false
}

// check refuses addresses by their looks, before any name is asked for. What
// a name stands for is refused by the guard, at each connection.
func (f *Fetcher) check(u *url.URL) error {
	if _, err := claims.WebURL("url", u.String()); err != nil {
		return err
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" && !f.guard.anyPort {
		return claims.Invalid("url", "only pages on the usual ports of the web can be fetched: leave out “:%s”, or paste the text", p)
	}
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(u.Hostname(), "."))
	if err != nil && net.ParseIP(u.Hostname()) == nil {
		return claims.Invalid("url", "the address has a host name that cannot be: check it")
	}
	if number(host) && net.ParseIP(u.Hostname()) == nil {
		return claims.Invalid("url", "the address has a number in place of a host name: give the site’s name")
	}
	return nil
}

// number reports whether some resolver could take a host for an IPv4 address
// in an unusual form: its last part is a number (WHATWG URL, 3.5).
func number(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" {
		return true
	}
	if strings.HasPrefix(last, "0x") || strings.HasPrefix(last, "0X") {
		return strings.Trim(last[2:], "0123456789abcdefABCDEF") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}
