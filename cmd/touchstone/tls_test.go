package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certify writes a certificate that signs itself, for localhost, into a folder.
func certify(t *testing.T, dir, name string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(1000 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, file), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheSiteIsServedOverTLSAndPlainHTTPLeadsThere(t *testing.T) {
	dir := t.TempDir()
	roots := x509.NewCertPool()
	roots.AddCert(certify(t, dir, "first"))
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	plain.Close() // its port is free now
	p := startServer(t, filepath.Join(t.TempDir(), "desk"), nil, "--redirect-addr", plain.Addr().String(),
		"--tls-cert", filepath.Join(dir, "cert.pem"), "--tls-key", filepath.Join(dir, "key.pem"))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	res, err := client.Get(p.base + "/")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if !strings.HasPrefix(p.base, "https://") || res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s: got %s with HSTS %q; want HTTP/2 with HSTS", p.base, res.Proto, res.Header.Get("Strict-Transport-Security"))
	}
	for _, c := range res.Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("the cookie %s is not bound to the host", c.Name)
		}
	}
	old := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequest(http.MethodGet, "http://"+plain.Addr().String()+"/claims?q=ferry", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "evil.example"
	if res, err = old.Do(req); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if got, want := res.Header.Get("Location"), p.base+"/claims?q=ferry"; res.StatusCode != http.StatusMovedPermanently || got != want {
		t.Errorf("plain HTTP: got %d to %q, want 301 to %q", res.StatusCode, got, want)
	}
	if res, err = old.Post("http://"+plain.Addr().String()+"/login", "text/plain", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a form over plain HTTP: got %d, want 405", res.StatusCode)
	}
	if code, _ := p.term(); code != exitDone {
		t.Errorf("stopped with %d", code)
	}
}

func TestACertificateIsReadAgainWhenItChanges(t *testing.T) {
	dir := t.TempDir()
	first := certify(t, dir, "first")
	own := &ownCertificate{cert: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem"), log: slog.New(slog.DiscardHandler)}
	got := func() *x509.Certificate {
		t.Helper()
		c, err := own.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf
	}
	touch := func(at time.Time) {
		for _, f := range []string{own.cert, own.key} {
			if err := os.Chtimes(f, at, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !got().Equal(first) {
		t.Error("the first certificate is not served")
	}
	second := certify(t, dir, "second")
	touch(time.Now().Add(time.Second))
	if !got().Equal(second) {
		t.Error("the new certificate is not served")
	}
	if err := os.WriteFile(own.cert, []byte("half a fi"), 0o600); err != nil {
		t.Fatal(err)
	}
	touch(time.Now().Add(2 * time.Second))
	if !got().Equal(second) {
		t.Error("a damaged file takes the certificate away")
	}
}

func TestSystemdHandsOverTheSocketAndIsTold(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	notify := filepath.Join(t.TempDir(), "notify")
	told, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: notify, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	hear := func() string {
		t.Helper()
		b := make([]byte, 512)
		told.SetReadDeadline(time.Now().Add(30 * time.Second))
		n, err := told.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
	// The socket waits for its first visitor before the program is there.
	first := make(chan error, 1)
	go func() {
		res, err := http.Get("http://" + l.Addr().String() + "/healthz")
		if err == nil {
			res.Body.Close()
		}
		first <- err
	}()
	p := startServer(t, filepath.Join(t.TempDir(), "desk"), func(cmd *exec.Cmd) {
		cmd.Args = append([]string{"sh", "-c", `LISTEN_PID=$$ exec "$@"`, "sh"}, cmd.Args...)
		cmd.Path, cmd.Err = "/bin/sh", nil
		cmd.ExtraFiles = []*os.File{socket}
		cmd.Env = append(os.Environ(), "LISTEN_FDS=1", "LISTEN_FDNAMES=site", "NOTIFY_SOCKET="+notify)
	})
	if want := "http://" + l.Addr().String(); p.base != want {
		t.Errorf("the site is at %s, want the socket's %s", p.base, want)
	}
	if err := <-first; err != nil {
		t.Errorf("who came before the program: %v", err)
	}
	if got := hear(); got != "READY=1" {
		t.Errorf("systemd was told %q, want READY=1", got)
	}
	if code, _ := p.term(); code != exitDone {
		t.Errorf("stopped with %d", code)
	}
	if got := hear(); got != "STOPPING=1" {
		t.Errorf("systemd was told %q, want STOPPING=1", got)
	}
}

func TestCheck33PlainHTTPLeadsToThePublicAddressOnly(t *testing.T) {
	for _, target := range []string{"http://evil.example//evil.example/%0d%0aSet-Cookie:x=1", "x:.evil.example"} {
		w := httptest.NewRecorder()
		redirect("https://check.example")(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, target, nil))
		if got := w.Header().Get("Location"); !strings.HasPrefix(got, "https://check.example/") || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%s: got %q", target, got)
		}
	}
}
