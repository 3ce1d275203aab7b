package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"touchstone": main})
}

// TestScripts runs the whole program by the texts of testdata: "exec touchstone"
// for its commands, and for the site
//
//	serve [FLAGS]                       start it; $BASE and $SETUP are its addresses
//	as NAME                             go on as another browser
//	http STATUS METHOD PATH [k=v ...]   send a form; the head and the body are then stdout
//	keep NAME REGEXP                    put a match of the last answer into $NAME
//	stop                                end the server, as SIGTERM does
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Values[siteKey{}] = &site{jars: map[string]*cookiejar.Jar{}}
			e.Defer(func() { e.Values[siteKey{}].(*site).stop() })
			shared, err := filepath.Abs(filepath.Join("..", "..", "..", "shared"))
			e.Setenv("SHARED", shared)
			return err
		},
		Condition: func(cond string) (bool, error) {
			if cond != "shared" {
				return false, fmt.Errorf("there is no condition %s", cond)
			}
			_, err := os.Stat(filepath.Join("..", "..", "..", "shared", "seed"))
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": siteCommand((*site).serve),
			"as":    siteCommand((*site).as),
			"http":  siteCommand((*site).http),
			"keep":  siteCommand((*site).keep),
			"stop":  siteCommand((*site).end),
		},
	})
}

type siteKey struct{}

// site is a server that a script talks to.
type site struct {
	base, setup string
	cancel      context.CancelFunc
	done        chan int
	jars        map[string]*cookiejar.Jar
	browser     string
	last        string
}

func siteCommand(do func(*site, *testscript.TestScript, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg {
			ts.Fatalf("this command cannot be negated")
		}
		do(ts.Value(siteKey{}).(*site), ts, args)
	}
}

// console collects what the server prints while others read it.
type console struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.Write(p)
}

func (c *console) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.String()
}

var (
	atAddress = regexp.MustCompile(`Touchstone is at (\S+)\n`)
	setupPath = regexp.MustCompile(`http\S+(/setup/\S+)`)
)

func (s *site) serve(ts *testscript.TestScript, args []string) {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.done = cancel, make(chan int, 1)
	out := &console{}
	data := ts.MkAbs("data")
	go func() {
		s.done <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, args...), func(string) (string, bool) { return "", false }, strings.NewReader(""), out, io.Discard)
	}()
	for range 600 {
		if m := atAddress.FindStringSubmatch(out.String()); m != nil && up(m[1]) {
			s.base = m[1]
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if s.base == "" {
		ts.Fatalf("the server did not start: %s", out)
	}
	if m := setupPath.FindStringSubmatch(out.String()); m != nil {
		s.setup = m[1]
	}
	ts.Setenv("BASE", s.base)
	ts.Setenv("SETUP", s.setup)
	fmt.Fprint(ts.Stdout(), out)
}

// up reports whether a server answers.
func up(base string) bool {
	res, err := http.Get(base + "/healthz")
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func (s *site) stop() (code int) {
	if s.cancel == nil {
		return 0
	}
	s.cancel()
	s.cancel = nil
	return <-s.done
}

func (s *site) end(ts *testscript.TestScript, _ []string) {
	if code := s.stop(); code != 0 {
		ts.Fatalf("the server ended with exit code %d", code)
	}
}

func (s *site) as(ts *testscript.TestScript, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: as NAME")
	}
	s.browser = args[0]
}

func (s *site) http(ts *testscript.TestScript, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: http STATUS METHOD PATH [field=value ...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	form := url.Values{}
	for _, a := range args[3:] {
		k, v, _ := strings.Cut(a, "=")
		if file, ok := strings.CutPrefix(v, "@"); ok {
			v = ts.ReadFile(file)
		}
		form.Add(k, v)
	}
	res, body := s.send(ts, args[1], args[2], form)
	var head strings.Builder
	res.Header.Write(&head)
	s.last = res.Status + "\n" + strings.ReplaceAll(head.String(), "\r\n", "\n") + "\n" + body
	fmt.Fprint(ts.Stdout(), s.last)
	if res.StatusCode != want {
		ts.Fatalf("%s %s: got %s, want %d\n%s", args[1], args[2], res.Status, want, s.last)
	}
}

func (s *site) send(ts *testscript.TestScript, method, path string, form url.Values) (*http.Response, string) {
	var body io.Reader
	if method != http.MethodGet && method != http.MethodHead {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequest(method, s.base+path, body)
	ts.Check(err)
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if s.jars[s.browser] == nil {
		s.jars[s.browser], _ = cookiejar.New(nil) // it never fails without options
	}
	client := &http.Client{Jar: s.jars[s.browser], Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	ts.Check(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	ts.Check(err)
	return res, string(b)
}

func (s *site) keep(ts *testscript.TestScript, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: keep NAME REGEXP")
	}
	m := regexp.MustCompile(args[1]).FindStringSubmatch(s.last)
	if m == nil {
		ts.Fatalf("nothing matches %s in\n%s", args[1], s.last)
	}
	ts.Setenv(args[0], m[len(m)-1])
}
