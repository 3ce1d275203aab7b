package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/auth"
)

// process is the program as an operating system runs it, for tests that kill it.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	out  *console // what it prints, its log too
	base string
	done chan error
}

// startServer starts “touchstone serve” on the desk in a folder and waits for
// its address. how runs before the start, to change the command.
func startServer(t testing.TB, data string, how func(*exec.Cmd), flags ...string) *process {
	t.Helper()
	p := &process{t: t, out: &console{}, done: make(chan error, 1)}
	p.cmd = exec.Command("touchstone", append([]string{"serve", "--addr", "127.0.0.1:0", "--min-free", "0", "--data", data}, flags...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if how != nil {
		how(p.cmd)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	go func() { p.done <- p.cmd.Wait() }()
	deadline := time.Now().Add(60 * time.Second)
	for p.base == "" && time.Now().Before(deadline) {
		if m := atAddress.FindStringSubmatch(p.out.String()); m != nil {
			p.base = m[1]
			return p
		}
		select {
		case err := <-p.done:
			p.done <- err
			t.Fatalf("the server ended: %v\n%s", err, p.out)
		case <-time.After(5 * time.Millisecond):
		}
	}
	t.Fatalf("the server did not start: %s", p.out)
	return nil
}

// kill ends the program as a power cut does.
func (p *process) kill() {
	if p.cmd.ProcessState == nil {
		p.cmd.Process.Kill()
		p.done <- <-p.done
	}
}

// term asks the program to stop; it gives the exit code and how long that took.
func (p *process) term() (int, time.Duration) {
	p.t.Helper()
	start := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	err := <-p.done
	p.done <- err
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return p.cmd.ProcessState.ExitCode(), time.Since(start)
}

// client is a browser that is signed in.
type client struct {
	http *http.Client
	base string
}

// send asks for a page, or sends a form where there is one.
func (v *client) send(ctx context.Context, path string, form url.Values) (status int, body string, err error) {
	method, content := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, content = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, v.base+path, content)
	if err != nil {
		return 0, "", err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := v.http.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

func clientAt(base string, jar http.CookieJar) *client {
	return &client{base: base, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

const deskPassword = "four quiet words here"

// signIn signs in an editor of a desk that newDeskWith made.
func signIn(t testing.TB, base, email string) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := clientAt(base, jar)
	status, body, err := v.send(t.Context(), "/login", url.Values{"email": {email}, "password": {deskPassword}})
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("sign in as %s: %d, %v\n%s", email, status, err, body)
	}
	return v
}

// newDeskWith makes a desk in a folder with two editors, and as many claims as
// asked for, each in research by the first of them.
func newDeskWith(t testing.TB, dir string, n int) []claims.ID {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), filepath.Join(dir, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	hash, err := auth.Hash(deskPassword)
	if err != nil {
		t.Fatal(err)
	}
	var users []claims.User
	for _, name := range []string{"ana", "bo"} {
		u, err := d.CreateUser(t.Context(), claims.Person{}, claims.User{Email: name + "@desk.example", Name: "The editor " + name, Role: claims.Editor}, hash)
		if err != nil {
			t.Fatal(err)
		}
		users = append(users, u)
	}
	var ids []claims.ID
	for range n {
		c, err := d.CreateClaim(t.Context(), users[0], &claims.Claim{Statement: "The ferry ran at night."})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []func(*claims.Claim) (claims.Event, error){
			func(c *claims.Claim) (claims.Event, error) {
				return c.Accept(users[0], time.Now(), claims.Edit{Speaker: &claims.Speaker{Name: "Lena Oduya", Kind: claims.IsPerson}})
			},
			func(c *claims.Claim) (claims.Event, error) { return c.Hold(users[0], time.Now()) },
			func(c *claims.Claim) (claims.Event, error) {
				return c.AddEvidence(users[0], time.Now(), claims.Evidence{Stance: claims.Supports, Passage: "It ran at night.",
					Source: claims.Source{URL: "https://ferry.example/times", Title: "Times of the ferry", Publisher: "The harbour", Kind: claims.PrimaryDocument}})
			},
		} {
			if _, err := d.UpdateClaim(t.Context(), c.ID, step); err != nil {
				t.Fatal(err)
			}
		}
		ids = append(ids, c.ID)
	}
	return ids
}
