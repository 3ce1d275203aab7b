package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/db"
)

// maxList is the longest line of a list; addresses and paths are shorter.
const maxList = 16 << 10

// batch imports many articles, one after the other. What is wrong with one
// never keeps the next from being imported.
type batch struct {
	d         *db.DB
	flags     importFlags
	published claims.Date
	visitor   *ingest.Visitor
	names     []string // files and addresses
	left      int      // files of a folder that are no articles
	out       io.Writer
	progress  io.Writer // a terminal, or nil
}

// outcome is a line of the report.
type outcome struct {
	name   string
	what   claims.ItemOutcome
	detail string
}

// isFolder reports whether a name is that of a folder.
func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// inFolder finds the articles in a folder and the ones below it, by name. What
// is hidden stays so.
func inFolder(dir string) (names []string, left int, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch hidden := strings.HasPrefix(e.Name(), ".") && path != dir; {
		case err != nil:
			return &claims.Error{Kind: claims.KindNotFound, Message: fmt.Sprintf("%s cannot be read: check that it may be", path), Err: err}
		case hidden && e.IsDir():
			return filepath.SkipDir
		case hidden || e.IsDir():
		case e.Type().IsRegular() && ingest.IsArticle(path):
			names = append(names, path)
		default:
			left++
		}
		return nil
	})
	if err == nil && len(names) == 0 {
		err = claims.NotFound("%s has no article: files that end in .txt, .md or .html are imported", dir)
	}
	return names, left, err
}

// inList reads a list: a file or an address a line; empty lines and those that
// begin with # say nothing.
func inList(cmd *cobra.Command, name string) (names []string, err error) {
	f, err := openFile(name, cmd.InOrStdin())
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, maxList)
	for s.Scan() {
		line := strings.TrimSpace(strings.TrimPrefix(s.Text(), "\ufeff"))
		if line != "" && !strings.HasPrefix(line, "#") {
			names = append(names, line)
		}
	}
	if err := s.Err(); err != nil {
		return nil, inFile(name, &claims.Error{Kind: claims.KindInvalid, Message: "this is no list of files and addresses, one a line", Err: err})
	}
	if len(names) == 0 {
		return nil, inFile(name, claims.Invalid("list", "the list is empty: write a file or an address on each line"))
	}
	return names, nil
}

// run imports everything, tells how far it is, and ends with the report. The
// error says how many failed.
func (b *batch) run(ctx context.Context) error {
	b.visitor = ingest.NewVisitor(ingest.NewFetcher())
	start := time.Now()
	var report []outcome
	count := map[claims.ItemOutcome]int{}
	for _, name := range b.names {
		b.tell(len(report), time.Since(start), name)
		o := b.one(ctx, name)
		if ctx.Err() != nil {
			break
		}
		report = append(report, o)
		count[o.what]++
	}
	b.clear()
	for _, o := range report {
		fmt.Fprintf(b.out, "%-12s  %s  %s\n", o.what, o.name, o.detail)
	}
	fmt.Fprintf(b.out, "%d of %d: %d imported, %d already here, %d failed, in %s\n", len(report), len(b.names), count[claims.ItemImported], count[claims.ItemHere], count[claims.ItemFailed], took(time.Since(start)))
	if b.left > 0 {
		fmt.Fprintf(b.out, "%s left out, without the ending .txt, .md or .html\n", plural(b.left, "other file was", "other files were"))
	}
	switch {
	case ctx.Err() != nil:
		return claims.Conflict("stopped after %d of %d: start it again to go on, what was imported stays", len(report), len(b.names))
	case count[claims.ItemFailed] > 0:
		return claims.Conflict("%d of %d could not be imported: the report says why", count[claims.ItemFailed], len(b.names))
	}
	return nil
}

// one imports one article, whatever happens.
func (b *batch) one(ctx context.Context, name string) (o outcome) {
	defer func() {
		if r := recover(); r != nil {
			o = outcome{name, claims.ItemFailed, fmt.Sprintf("the program could not cope with it: %v", r)}
		}
	}()
	a, raw, err := b.read(ctx, name)
	if err == nil {
		b.flags.fill(&a, b.published)
		a, err = prepareAndKeep(ctx, b.d, a, raw)
	}
	what, detail, id := whatCame(a, err)
	switch what {
	case claims.ItemImported:
		detail += ", " + id.String()
	case claims.ItemHere:
		detail = id.String()
	}
	return outcome{name, what, detail}
}

func (b *batch) read(ctx context.Context, name string) (a claims.Article, raw []byte, err error) {
	if isAddress(name) {
		return b.visitor.Article(ctx, name)
	}
	f, err := os.Open(name) // #nosec G304 -- the file its owner named
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return a, nil, &claims.Error{Kind: claims.KindNotFound, Message: fmt.Sprintf("it cannot be read: %v", err)}
	}
	defer f.Close()
	return ingest.Load(ctx, name, f)
}

// tell writes how far the import is, on a terminal.
func (b *batch) tell(n int, since time.Duration, name string) {
	if b.progress != nil {
		fmt.Fprintf(b.progress, "\r\x1b[K%s  %s", pace(n, len(b.names), since), tail(name, 40))
	}
}

func (b *batch) clear() {
	if b.progress != nil {
		fmt.Fprint(b.progress, "\r\x1b[K")
	}
}

// pace is how far, how fast, and how long still.
func pace(n, of int, since time.Duration) string {
	s := fmt.Sprintf("%d of %d", n, of)
	if n == 0 || since <= 0 {
		return s
	}
	rate := float64(n) / since.Seconds()
	if rate >= 1 {
		s += fmt.Sprintf(", %.0f a second", rate)
	} else {
		s += fmt.Sprintf(", %.0f a minute", rate*60)
	}
	return s + ", " + took(time.Duration(float64(of-n)/rate*float64(time.Second))) + " left"
}

// took is a length of time as people say it.
func took(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
	return fmt.Sprintf("%.0f h", d.Hours())
}

// tail is the end of a name that is too long for a line, without anything that
// a terminal would obey.
func tail(s string, n int) string {
	if r := []rune(claims.Line(s)); len(r) > n {
		return "…" + string(r[len(r)-n+1:])
	}
	return claims.Line(s)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
