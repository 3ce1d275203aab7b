package conformance

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// litestream is the replication that is tested, as it is.
const litestream = "github.com/benbjohnson/litestream/cmd/litestream@v0.5.18"

// programs builds the desk and installs Litestream.
func programs(t *testing.T) (desk, stream string) {
	t.Helper()
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "touchstone"), "./cmd/touchstone")
	build.Dir = filepath.Join("..", "..", "..")
	install := exec.Command("go", "install", litestream)
	install.Dir, install.Env = dir, append(os.Environ(), "GOBIN="+dir)
	for _, cmd := range []*exec.Cmd{build, install} {
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
		}
	}
	return filepath.Join(dir, "touchstone"), filepath.Join(dir, "litestream")
}

// running is a program that a test can kill.
type running struct {
	cmd *exec.Cmd
	mu  sync.Mutex
	out strings.Builder
}

func (r *running) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.out.Write(p)
}

func (r *running) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.out.String()
}

func begin(t *testing.T, name string, args ...string) *running {
	t.Helper()
	r := &running{cmd: exec.Command(name, args...)}
	r.cmd.Stdout, r.cmd.Stderr = r, r
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.kill)
	return r
}

// kill ends a program as a power cut does.
func (r *running) kill() {
	if r.cmd.ProcessState == nil {
		r.cmd.Process.Kill()
		r.cmd.Wait()
	}
}

// wait waits until something holds.
func wait(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

var siteAddress = regexp.MustCompile(`Touchstone is at (\S+)\n`)

// site is the address at which a server says that it is.
func (r *running) site(t *testing.T) string {
	t.Helper()
	wait(t, "a server that starts: "+r.String(), func() bool { return siteAddress.MatchString(r.String()) || r.cmd.ProcessState != nil })
	m := siteAddress.FindStringSubmatch(r.String())
	if m == nil {
		t.Fatalf("the server ended: %s", r)
	}
	return m[1]
}

// browser is a person who is signed in.
func browser(t *testing.T, base string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if status, _, err := post(c, base+"/login", url.Values{"email": {"ana@desk.example"}, "password": {"four quiet words here"}}); err != nil || status != http.StatusSeeOther {
		t.Fatalf("sign in: %d, %v", status, err)
	}
	return c
}

func post(c *http.Client, address string, form url.Values) (int, string, error) {
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := c.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

// add adds the article of a number; it is an error once the desk is gone.
func add(c *http.Client, base string, n int) error {
	status, body, err := post(c, base+"/desk/articles/new", url.Values{"title": {fmt.Sprintf("Ferry, night %d", n)}, "outlet": {"Harbour Post"},
		"text": {fmt.Sprintf("“The ferry carried %d people last night,” Mayor Lena Oduya said on Monday.", 10_000+n)}})
	if err == nil && status != http.StatusSeeOther {
		err = fmt.Errorf("article %d: %d\n%s", n, status, body)
	}
	return err
}

func status(t *testing.T, address string) (int, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// TestADeskOutlivesItsMachine kills the writer and its Litestream, serves on
// from the follower, promotes it, and counts what is missing.
func TestADeskOutlivesItsMachine(t *testing.T) {
	t.Parallel()
	desk, stream := programs(t)
	t.Run("acknowledged after replication", func(t *testing.T) { outlives(t, desk, stream, true) })
	t.Run("acknowledged at once", func(t *testing.T) { outlives(t, desk, stream, false) })
}

func outlives(t *testing.T, desk, stream string, confirmed bool) {
	dir, err := os.MkdirTemp("", "desk-") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	old, copied, replica, socket := filepath.Join(dir, "old"), filepath.Join(dir, "copy"), filepath.Join(dir, "replica"), filepath.Join(dir, "s")
	user := exec.Command(desk, "user", "add", "--data", old, "--email", "ana@desk.example", "--name", "Ana Reyes", "--role", "editor")
	user.Stdin = strings.NewReader("four quiet words here\n")
	if out, err := user.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	config := filepath.Join(dir, "litestream.yml")
	if err := os.WriteFile(config, fmt.Appendf(nil, "socket: {enabled: true, path: %s}\ndbs:\n  - path: %s\n    replica: {type: file, path: %s, sync-interval: 1s}\n",
		socket, filepath.Join(old, "touchstone.db"), replica), 0o600); err != nil {
		t.Fatal(err)
	}
	sidecar := begin(t, stream, "replicate", "-config", config)
	wait(t, "the socket of Litestream", func() bool { _, err := os.Stat(socket); return err == nil })
	flags := []string{"serve", "--addr", "127.0.0.1:0", "--data", old}
	if confirmed {
		flags = append(flags, "--ack-after-replication", socket)
	}
	writer := begin(t, desk, flags...)
	primary := writer.site(t)
	ana := browser(t, primary)
	if err := add(ana, primary, 0); err != nil {
		t.Fatal(err)
	}
	wait(t, "a snapshot", func() bool { m, _ := filepath.Glob(filepath.Join(replica, "ltx", "*", "*.ltx")); return len(m) > 0 })
	follow := begin(t, stream, "restore", "-f", "-follow-interval", "200ms", "-o", filepath.Join(copied, "touchstone.db"), "file://"+replica)
	wait(t, "the copy's note: "+follow.String(), func() bool { _, err := os.Stat(filepath.Join(copied, "touchstone.db-txid")); return err == nil })
	reader := begin(t, desk, "serve", "--addr", "127.0.0.1:0", "--data", copied, "--replica", "--primary", primary, "--max-age", "15s")
	shown := reader.site(t)

	promote := func(more ...string) (string, error) {
		out, err := exec.Command(desk, append([]string{"promote", "--data", copied, "--primary", primary, "--silence", "1s"}, more...)...).CombinedOutput()
		return string(out), err
	}
	if out, err := promote("--old-writer-is-stopped"); err == nil || !strings.Contains(out, "still answers") {
		t.Errorf("promoted while the writer lives: %v, %s", err, out)
	}

	// The kill comes in the middle of the writing.
	acknowledged, start := 0, time.Now()
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
	defer stop()
	go func() {
		<-ctx.Done()
		writer.cmd.Process.Kill()
		sidecar.cmd.Process.Kill()
	}()
	for {
		err := add(ana, primary, acknowledged+1)
		if err != nil {
			if ctx.Err() == nil {
				t.Fatal(err)
			}
			break
		}
		acknowledged++
	}
	each := time.Since(start) / time.Duration(acknowledged+1)
	if acknowledged < 20 {
		t.Fatalf("only %d saves were acknowledged", acknowledged)
	}

	// Readers go on, and writers are told.
	for _, page := range []string{"/", "/claims", "/claims.csv", "/healthz", "/readyz"} {
		if code, body := status(t, shown+page); code != http.StatusOK {
			t.Errorf("%s of the follower: %d\n%s", page, code, body)
		}
	}
	if code, body, err := post(http.DefaultClient, shown+"/desk/articles/new", url.Values{"text": {"x"}}); err != nil || code != http.StatusServiceUnavailable || !strings.Contains(body, primary) {
		t.Errorf("a save at the follower: %d, %v; want 503 that names the primary", code, err)
	}
	if out, err := promote(); err == nil || !strings.Contains(out, "it may live and only not be reached") {
		t.Errorf("promoted without a word that the writer is stopped: %v, %s", err, out)
	}
	var out string
	wait(t, "the promotion", func() bool {
		var err error
		out, err = promote("--old-writer-is-stopped")
		return err == nil || !strings.Contains(out, "was heard") && !strings.Contains(out, "still changes")
	})
	if !strings.Contains(out, "The copy is the desk now") {
		t.Fatalf("the promotion: %s", out)
	}
	follow.kill()
	reader.kill()
	next := begin(t, desk, "serve", "--addr", "127.0.0.1:0", "--data", copied)
	base := next.site(t)
	csv, err := exec.Command(desk, "export", "claims", "--all", "--data", copied).Output()
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	for n := range acknowledged + 1 {
		if !strings.Contains(string(csv), fmt.Sprintf("The ferry carried %d people", 10_000+n)) {
			lost++
		}
	}
	if confirmed && lost > 0 {
		t.Errorf("%d of %d acknowledged saves are lost", lost, acknowledged)
	}
	t.Logf("%d saves were acknowledged, %v each; %d of them are lost", acknowledged, each.Round(10*time.Microsecond), lost)
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	if len(ana.Jar.Cookies(u)) == 0 {
		t.Fatal("the session's cookie is gone")
	}
	if err := add(ana, base, acknowledged+2); err != nil {
		t.Errorf("the promoted desk does not take a save from a session of the old one: %v", err)
	}
	if out, err := exec.Command(desk, "verify", "--data", copied).CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
}
