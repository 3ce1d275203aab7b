package main

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
	"touchstone/views/words"
)

func writeSite(t *testing.T, d *db.DB, out, live string) siteReport {
	t.Helper()
	w, err := newSiteWriter(t.Context(), d, words.BuiltIn(), out, "https://pages.example/check", live)
	if err != nil {
		t.Fatal(err)
	}
	defer w.clean()
	r, err := w.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// follow reads every page that can be reached in a folder that any web server
// serves, and says what is wrong with its links.
func follow(t *testing.T, dir string) (pages int) {
	t.Helper()
	server := httptest.NewServer(http.StripPrefix("/check", http.FileServer(http.Dir(dir))))
	defer server.Close()
	seen, queue := map[string]bool{}, []string{server.URL + "/check/", server.URL + "/check/404.html"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		res, err := http.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, %v", at, res.StatusCode, err)
		}
		if res.Request.URL.String() != at {
			t.Errorf("%s is sent on to %s", at, res.Request.URL)
		}
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			continue
		}
		pages++
		for _, l := range linksOf(string(body)) {
			u, err := res.Request.URL.Parse(l.href)
			switch {
			case err != nil:
				t.Errorf("%s: %q is no link: %v", at, l.href, err)
			case "http://"+u.Host != server.URL && l.loads:
				t.Errorf("%s asks another host: %s", at, l.href)
			case "http://"+u.Host != server.URL:
			case u.RawQuery != "" || strings.HasPrefix(l.href, "/") && !strings.HasPrefix(l.href, "/check/"):
				t.Errorf("%s: only a server could answer %q", at, l.href)
			case strings.HasPrefix(u.Path, "/check/"):
				u.Fragment = ""
				if !seen[u.String()] {
					seen[u.String()] = true
					queue = append(queue, u.String())
				}
			}
		}
	}
	return pages
}

type siteLink struct {
	href  string
	loads bool // the browser asks for it by itself
}

func linksOf(page string) (list []siteLink) {
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		rel := ""
		for _, a := range tok.Attr {
			if a.Key == "rel" {
				rel = a.Val
			}
		}
		for _, a := range tok.Attr {
			switch {
			case tok.Data == "use" || rel == "canonical":
			case a.Key == "src", a.Key == "href" && tok.Data == "link" && rel != "alternate":
				list = append(list, siteLink{a.Val, true})
			case a.Key == "href", a.Key == "action":
				list = append(list, siteLink{a.Val, false})
			}
		}
	}
	return list
}

func TestTheSiteStandsAsFilesWithoutTheServer(t *testing.T) {
	d := dbtest.New(t)
	if err := fillDemo(t.Context(), d, io.Discard); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "site")
	first := writeSite(t, d, out, "")
	pages := follow(t, out)
	if pages < 100 || first.fresh != first.files || first.files < pages {
		t.Errorf("%d pages can be reached of %+v", pages, first)
	}
	hidden(t, d, out)
	for file, words := range map[string]string{
		"claims/page/2/index.html": "Searching and combining filters need the desk’s server", "404.html": `href="/check/claims/"`,
		"robots.txt": "https://pages.example/check/sitemap.xml", "sitemap.xml": "https://pages.example/check/claims/", "claims.csv": "https://pages.example/check/claims/",
	} {
		if b, err := os.ReadFile(filepath.Join(out, file)); err != nil || !strings.Contains(string(b), words) {
			t.Errorf("%s: %v, want %q in it", file, err, words)
		}
	}

	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	touch(t, out, old)
	if r := writeSite(t, d, out, ""); r.same != first.files || r.fresh+r.changed+r.removed != 0 || changedSince(t, out, old) != 1 { // the list of files
		t.Errorf("a second run: %+v, %d files have another time", r, changedSince(t, out, old))
	}

	t.Run("what changes is written anew, what is gone goes", func(t *testing.T) {
		page, err := d.Claims(t.Context(), claims.Filter{Public: true, PageLimit: 20})
		if err != nil {
			t.Fatal(err)
		}
		d.Now = time.Now
		ines := editorOf(t, d)
		k, err := d.UpdateClaim(t.Context(), page.Items[3].ID, func(c *claims.Claim) (claims.Event, error) {
			return c.Withdraw(ines, d.Now(), "The table was of another year.")
		})
		if err != nil {
			t.Fatal(err)
		}
		stray := filepath.Join(out, "mine.txt")
		if err := os.WriteFile(stray, []byte("not ours"), 0o644); err != nil {
			t.Fatal(err)
		}
		r := writeSite(t, d, out, "")
		if r.changed == 0 || r.same == 0 || r.files < first.files-10 {
			t.Errorf("got %+v", r)
		}
		b, err := os.ReadFile(filepath.Join(out, "claims", k.ID.String(), claims.Slug(k.Statement), "index.html"))
		if err != nil || !strings.Contains(string(b), "The table was of another year.") {
			t.Errorf("the withdrawn check: %v", err)
		}
		if _, err := os.Stat(stray); err != nil {
			t.Errorf("a file of somebody else is gone: %v", err)
		}
		follow(t, out)
	})

	t.Run("a run that was stopped leaves the site as it was", func(t *testing.T) {
		before := contents(t, out)
		w, err := newSiteWriter(t.Context(), d, words.BuiltIn(), out, "https://other.example", "")
		if err != nil {
			t.Fatal(err)
		}
		w.add(target{fetch: "/", file: "/"})
		if err := w.drain(t.Context()); err != nil { // and never put in its place, as if it were killed here
			t.Fatal(err)
		}
		for file, body := range contents(t, out) {
			if !strings.HasPrefix(file, ".touchstone-new-") && before[file] != body {
				t.Errorf("%s changed", file)
			}
		}
		writeSite(t, d, out, "")
		if left, _ := filepath.Glob(filepath.Join(out, ".touchstone-new-*")); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
	})

	t.Run("with a live desk, what needs it leads there", func(t *testing.T) {
		writeSite(t, d, out, "https://desk.example")
		b, err := os.ReadFile(filepath.Join(out, "claims", "index.html"))
		if err != nil || !strings.Contains(string(b), `action="https://desk.example/claims"`) {
			t.Errorf("the search: %v", err)
		}
	})

	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "thesis.doc"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := newSiteWriter(t.Context(), d, words.BuiltIn(), other, "https://pages.example", ""); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("a folder of somebody else: %v", err)
	}
}

func editorOf(t *testing.T, d *db.DB) claims.User {
	t.Helper()
	list, err := d.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range list {
		if u.Role == claims.Editor {
			return u
		}
	}
	t.Fatal("no editor")
	return claims.User{}
}

// hidden looks for what is not published in every file.
func hidden(t *testing.T, d *db.DB, out string) {
	t.Helper()
	files := contents(t, out)
	n := 0
	for r, err := range d.ClaimRecords(t.Context(), claims.Filter{}, true) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Publication != claims.Private {
			continue
		}
		n++
		for file, body := range files {
			if strings.Contains(body, r.Statement) && len(r.Statement) > 40 || strings.Contains(file+body, "/claims/"+r.ID.String()) {
				t.Errorf("%s has claim %s, which is not published: %s", file, r.ID, r.Statement)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d claims are unpublished: the test is too weak", n)
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	walk(t, dir, func(p string, _ fs.FileInfo) {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		rel, _ := filepath.Rel(dir, p) // both are absolute
		files[rel] = string(b)
	})
	return files
}

func walk(t *testing.T, dir string, f func(string, fs.FileInfo)) {
	t.Helper()
	err := filepath.Walk(dir, func(p string, info fs.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			f(p, info)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func touch(t *testing.T, dir string, at time.Time) {
	t.Helper()
	walk(t, dir, func(p string, _ fs.FileInfo) {
		if err := os.Chtimes(p, at, at); err != nil {
			t.Fatal(err)
		}
	})
}

func changedSince(t *testing.T, dir string, at time.Time) (n int) {
	t.Helper()
	walk(t, dir, func(_ string, info fs.FileInfo) {
		if !info.ModTime().Equal(at) {
			n++
		}
	})
	return n
}

func TestALinkFindsItsFile(t *testing.T) {
	l := linker{base: "https://a.example/check", root: "/check"}
	on := target{fetch: "/claims?rating=false&after=x", file: "/claims/rating/false/page/2", list: "/claims/rating/false", n: 2}
	for href, want := range map[string]string{
		"/claims": "../../../../ ", "/claims/abc1234/a-b": "../../../../abc1234/a-b/", "https://a.example/check/data": "../../../../../data/",
		"/claims?rating=false&after=y": "../3/", "/claims?rating=false&before=x": "../../", "/claims?topic=rail": "../../../../../topics/rail/",
		"/claims?topic=rail&rating=false": "", "/claims?q=x": "", "/login": "", "/desk": "", "/oembed?url=x": "", "/claims?rating=true&after=z": "",
		"/claims.csv?outlet=a.zip": "../../../../../outlets/a.zip/claims.csv", "/outlets/a.zip": "../../../../../outlets/a.zip/",
		"/static/style.0.css": "../../../../../static/style.0.css", "/speakers/zoë": "../../../../../speakers/zo%C3%AB/",
	} {
		to, ours, ok := l.find(href, on)
		got := ""
		if ours && ok {
			got = l.relative(on, to)
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%s: got %q, want %q", href, got, want)
		}
	}
	for _, href := range []string{"https://other.example/claims", "#top", "mailto:a@b.example", "//evil.example/x"} {
		if _, ours, _ := l.find(href, on); ours {
			t.Errorf("%s is taken for ours", href)
		}
	}
	if _, err := url.Parse(l.base); err != nil {
		t.Fatal(err)
	}
}
