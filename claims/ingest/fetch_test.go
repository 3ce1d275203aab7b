package ingest

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"touchstone/claims"
)

// doors counts connections to a port of this machine that must stay shut.
func doors(t *testing.T) (port string, count *atomic.Int64) {
	t.Helper()
	count = new(atomic.Int64)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(l.Addr().String())
	listeners := []net.Listener{l}
	if l6, err := net.Listen("tcp", "[::1]:"+port); err == nil {
		listeners = append(listeners, l6)
	}
	for _, l := range listeners {
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				count.Add(1)
				_ = c.Close()
			}
		}()
	}
	return port, count
}

// strict is the real guard, but for the port.
func strict() *guard {
	g := newGuard()
	g.anyPort = true
	return g
}

// local also lets the test's own servers be reached.
func local() *guard {
	g := strict()
	g.loopback = true
	return g
}

func refused(t *testing.T, f *Fetcher, address string) error {
	t.Helper()
	_, raw, err := f.Article(context.Background(), address)
	if claims.KindOf(err) != claims.KindInvalid || raw != nil {
		t.Errorf("%s: got %v and %d bytes, want a refusal", address, err, len(raw))
	}
	return err
}

func TestAnAddressOfThisMachineIsNeverDialled(t *testing.T) {
	port, count := doors(t)
	f := newFetcher(strict())
	for _, host := range []string{
		"127.0.0.1", "[::1]", "0.0.0.0", "[::]", "localhost", "LOCALHOST.", "127.0.0.1.", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0x7f000001",
		"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "ⓛocalhost", "１２７.０.０.１", "127。0。0。1", "[::1%25lo]",
	} {
		for _, scheme := range []string{"http", "https"} {
			refused(t, f, scheme+"://"+host+":"+port+"/")
		}
	}
	refused(t, f, "http://user:pass@127.0.0.1:"+port)
	if n := count.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func TestAddressesThatAreNotThePublicWebAreRefused(t *testing.T) {
	g := newGuard()
	g.own = func() ([]net.Addr, error) {
		return []net.Addr{&net.IPNet{IP: net.ParseIP("93.184.216.34"), Mask: net.CIDRMask(24, 32)}}, nil
	}
	for _, ip := range []string{
		"127.0.0.1", "::1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
		"198.18.0.1", "198.19.255.255", "240.0.0.1", "255.255.255.255", "224.0.0.1", "192.0.0.192", "192.0.2.1", "168.63.129.16", "93.184.216.34",
		"fc00::1", "fd00:ec2::254", "fe80::1", "ff02::1", "::", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::",
		"2001:0:7f00:1::", "2001:db8::1", "3ffe::1", "5f00::1", "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1",
	} {
		if err := g.control("tcp4", netip.AddrPortFrom(netip.MustParseAddr(ip), 443).String(), nil); err == nil {
			t.Errorf("%s was allowed", ip)
		}
	}
	for _, to := range []string{"8.8.8.8:80", "93.184.216.35:443", "[2606:4700::1111]:443", "[2606:4700::5efe:808:808]:80"} {
		if err := g.control("tcp4", to, nil); err != nil {
			t.Errorf("%s: %v", to, err)
		}
	}
	for _, to := range []string{"8.8.8.8:22", "8.8.8.8:8080", "nonsense"} {
		if err := g.control("tcp4", to, nil); err == nil {
			t.Errorf("%s was allowed", to)
		}
	}
}

func TestAnAddressThatIsNoWebPageIsRefusedAtOnce(t *testing.T) {
	f := NewFetcher()
	for _, address := range []string{
		"", "ftp://a.example/", "file:///etc/passwd", "gopher://a.example", "javascript:alert(1)", "//evil", "http://", "http://a.example:8080/", "https://a.example:22",
		"http://u@a.example/", "http://a b.example/", "http://a.example/\tx", "http://-/", "http://a..example:0/", "http://[::1", "http://999.1/",
	} {
		if err := refused(t, f, address); err != nil && strings.Contains(err.Error(), "dial") {
			t.Errorf("%q was dialled: %v", address, err)
		}
	}
}

// names is a name server that gives 127.0.0.1 for every name.
func names(t *testing.T) *net.Resolver {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil {
				continue
			}
			m.Response, m.RCode, m.Additionals = true, dnsmessage.RCodeSuccess, nil
			for _, q := range m.Questions {
				if q.Type == dnsmessage.TypeA {
					m.Answers = append(m.Answers, dnsmessage.Resource{
						Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
						Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
					})
				}
			}
			if b, err := m.Pack(); err == nil {
				_, _ = c.WriteTo(b, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", c.LocalAddr().String())
	}}
}

func TestANameThatStandsForThisMachineIsRefusedAfterTheLookUp(t *testing.T) {
	port, count := doors(t)
	g := strict()
	g.resolver = names(t)
	err := refused(t, newFetcher(g), "http://rebound.example:"+port+"/")
	var e *claims.Error
	if !errors.As(err, &e) || !strings.Contains(fmt.Sprint(e.Err), "127.0.0.1") {
		t.Errorf("the name was not looked up: %v", err)
	}
	if n := count.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestAPageIsFetchedAndRead(t *testing.T) {
	page := fixture(t, "news.html")
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/2026/03/03/harbour-closes", http.StatusMovedPermanently)
			return
		}
		if r.Header.Get("Cookie")+r.Header.Get("Authorization")+r.Header.Get("Referer") != "" {
			t.Errorf("the request carries %v", r.Header)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})
	a, raw, err := newFetcher(local()).Article(context.Background(), base+"/old")
	if err != nil {
		t.Fatal(err)
	}
	if a.URL != base+"/2026/03/03/harbour-closes" || a.Outlet != "Averell Post" || !strings.Contains(a.Text, "older than I am") || string(raw) != string(page) {
		t.Errorf("got %+v and %d bytes", a, len(raw))
	}
}

func TestPlainTextIsFetched(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "A title\n\nThe text.")
	})
	a, _, err := newFetcher(local()).Article(context.Background(), base)
	if err != nil || a.Title != "A title" || a.Text != "A title\n\nThe text." {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestARedirectIsCheckedAtEachHop(t *testing.T) {
	port, count := doors(t)
	var to atomic.Value
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", to.Load().(string))
		w.WriteHeader(http.StatusFound)
	})
	g := strict()
	base = strings.Replace(base, "127.0.0.1", "127.0.0.2", 1)
	var hops atomic.Int64
	f := newFetcher(g)
	f.client.Transport = onlyFirst{f.client.Transport, &hops} // the first hop is a public page, whatever it leads to
	for _, location := range []string{
		"http://127.0.0.1:" + port, "http://[::1]:" + port, "//localhost:" + port, "http://2130706433:" + port, "file:///etc/passwd",
		"gopher://127.0.0.1:" + port, "http://u:p@127.0.0.1:" + port, "javascript:alert(1)", "http://a.example:22\t/",
	} {
		to.Store(location)
		hops.Store(0)
		refused(t, f, base)
	}
	if n := count.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

// onlyFirst answers the first request itself and sends on the others.
type onlyFirst struct {
	next http.RoundTripper
	hops *atomic.Int64
}

func (o onlyFirst) RoundTrip(r *http.Request) (*http.Response, error) {
	if o.hops.Add(1) > 1 {
		return o.next.RoundTrip(r)
	}
	r.URL.Host = strings.Replace(r.URL.Host, "127.0.0.2", "127.0.0.1", 1)
	return http.DefaultTransport.RoundTrip(r)
}

func TestALoopOfRedirectsEnds(t *testing.T) {
	var asked atomic.Int64
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Redirect(w, r, fmt.Sprintf("/%d", asked.Load()), http.StatusFound)
	})
	err := refused(t, newFetcher(local()), base)
	if err == nil || !strings.Contains(err.Error(), "leads on") || asked.Load() != maxRedirects+1 {
		t.Errorf("%v after %d requests", err, asked.Load())
	}
}

func TestWhatIsNoPageIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		says string
		kind claims.Kind
	}{
		"a picture": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "image/png") }, "no page", claims.KindInvalid},
		"a PDF":     {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "application/pdf") }, "no page", claims.KindInvalid},
		"not found": {func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }, "404", claims.KindInvalid},
		"too long": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for range 3 << 10 {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		}, "2 MB", claims.KindTooLarge},
		"long headers": {func(w http.ResponseWriter, _ *http.Request) {
			for i := range 1000 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("a", 1000))
			}
		}, "could not be fetched", claims.KindInvalid},
		"a body that lies about its length": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, "short")
		}, "could not be fetched", claims.KindInvalid},
	} {
		_, _, err := newFetcher(local()).Article(context.Background(), serve(t, c.h))
		if claims.KindOf(err) != c.kind || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
}

func TestABombIsNotUnpacked(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		zeros := make([]byte, 1<<20)
		for range 500 {
			if _, err := z.Write(zeros); err != nil {
				return
			}
		}
		_ = z.Close()
	})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	_, _, err := newFetcher(local()).Article(context.Background(), base)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if claims.KindOf(err) != claims.KindTooLarge {
		t.Errorf("got %v", err)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 20<<20 {
		t.Errorf("memory grew by %d bytes", grown)
	}
}

func TestASlowPageIsGivenUp(t *testing.T) {
	done := make(chan struct{})
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for {
			if _, err := io.WriteString(w, "a"); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-time.After(50 * time.Millisecond):
			case <-done:
				return
			case <-r.Context().Done():
				return
			}
		}
	})
	t.Cleanup(func() { close(done) })
	f := newFetcher(local())
	f.client.Timeout = 300 * time.Millisecond
	if err := refused(t, f, base); !errors.Is(err, os.ErrDeadlineExceeded) && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestAnOpenAndAClosedPortGiveTheSameAnswer(t *testing.T) {
	port, _ := doors(t)
	message := func(f *Fetcher, address string) string {
		var e *claims.Error
		_, _, err := f.Article(context.Background(), address)
		if !errors.As(err, &e) {
			t.Fatalf("%s: %v", address, err)
		}
		return e.Message + e.Field
	}
	f := newFetcher(strict())
	want := message(f, "http://127.0.0.1:"+port)
	for _, address := range []string{"http://127.0.0.1:1/", "http://10.0.0.1/", "http://[::1]/"} {
		if got := message(f, address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	// Even where a connection is made, one that is shut at once and one that is
	// refused say the same.
	if got := message(newFetcher(local()), "http://127.0.0.1:"+port); got != want {
		t.Errorf("an open port says %q, want %q", got, want)
	}
}

func TestAFileIsTakenForWhatItIs(t *testing.T) {
	page, text := string(fixture(t, "news.html")), string(fixture(t, "news.txt"))
	for _, c := range []struct{ name, file, content, title string }{
		{"a page", "a.html", page, "Harbour closes for two weeks & cranes go"},
		{"a page without its ending", "-", page, "Harbour closes for two weeks & cranes go"},
		{"plain text", "a.txt", "The title\n\n" + text, "The title"},
		{"plain text from standard input", "-", "The title\n\n" + text, "The title"},
		{"text with a mark in it", "notes", "a <b> c\n\n" + text, "a <b> c"},
		{"text that begins with a paragraph", "a.md", strings.Repeat("word ", 50) + "\n\n" + text, ""},
	} {
		a, raw, err := Load(context.Background(), c.file, strings.NewReader(c.content))
		if err != nil || a.Title != c.title || string(raw) != c.content || !strings.Contains(a.Text, "two cables were worn through") {
			t.Errorf("%s: %v, title %q", c.name, err, a.Title)
		}
	}
}

func TestAFileThatIsNoArticleIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		file, content string
		kind          claims.Kind
	}{
		"empty": {"a.txt", "", claims.KindInvalid}, "a PDF": {"a.pdf", "%PDF-1.4", claims.KindInvalid}, "a PDF called a page": {"a.html", "%PDF-1.4\x00", claims.KindInvalid},
		"50 MB": {"a.txt", strings.Repeat("a\n", 25<<20), claims.KindTooLarge}, "a page of 3 MB": {"a.html", strings.Repeat("<p>", 1<<20), claims.KindTooLarge},
	} {
		if _, _, err := Load(context.Background(), c.file, strings.NewReader(c.content)); claims.KindOf(err) != c.kind {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
