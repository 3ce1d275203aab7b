package conformance

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"
)

// resolver answers every name with this machine, as the world's resolvers do
// for a desk's domain.
func resolver(t *testing.T) string {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dns.Server{PacketConn: c, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetReply(q)
		if name := q.Question[0].Name; q.Question[0].Qtype == dns.TypeA {
			m.Answer = append(m.Answer, &dns.A{Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.IPv4(127, 0, 0, 1)})
		}
		_ = w.WriteMsg(m) // who asked may be gone
	})}
	go s.ActivateAndServe()
	t.Cleanup(func() { s.Shutdown() })
	return c.LocalAddr().String()
}

// freePort is a port that nobody has at the moment.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// TestACertificateComesFromAnACMEAuthority runs Let's Encrypt's own test server,
// which validates by the rules of the real one, against the program.
func TestACertificateComesFromAnACMEAuthority(t *testing.T) {
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "20")
	site, plain := freePort(t), freePort(t)
	quiet := log.New(os.Stderr, "authority ", 0)
	quiet.SetOutput(testLog{t})
	store := db.NewMemoryStore()
	authority := ca.New(quiet, store, "", 0, 1, map[string]ca.Profile{"default": {Description: "any"}})
	pebble := wfe.New(quiet, store, va.New(quiet, plain, site, true, resolver(t), store), authority, true, false, 1, 1)
	front := httptest.NewTLSServer(pebble.Handler())
	defer front.Close()
	trusted := filepath.Join(t.TempDir(), "front.pem")
	if err := os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "desk")
	base := serve(t, []string{"SSL_CERT_FILE=" + trusted}, "--data", data, "--addr", "127.0.0.1:"+strconv.Itoa(site),
		"--redirect-addr", "127.0.0.1:"+strconv.Itoa(plain), "--acme-domain", "check.example", "--acme-email", "desk@check.example", "--acme-directory", front.URL+wfe.DirectoryPath)
	if base != "https://check.example" {
		t.Errorf("the site says that it is at %s", base)
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority.GetRootCert(0).Cert)
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+strconv.Itoa(site))
		},
	}}
	var res *http.Response
	var err error
	for end := time.Now().Add(time.Minute); ; { // a handshake may end before the authority is done
		if res, err = client.Get("https://check.example/healthz"); err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK || res.TLS.PeerCertificates[0].VerifyHostname("check.example") != nil {
		t.Errorf("got %d with a certificate for %v", res.StatusCode, res.TLS.PeerCertificates[0].DNSNames)
	}
	if _, err := client.Get("https://other.example/healthz"); err == nil {
		t.Error("a certificate was got for a name that is not the desk's")
	}
	kept, err := os.ReadDir(filepath.Join(data, "acme"))
	if err != nil || len(kept) == 0 {
		t.Errorf("the certificate is not kept for the next start: %v, %v", kept, err)
	}
	for _, f := range kept {
		if info, err := f.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read %s: %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

// testLog keeps what the authority says for a test that fails.
type testLog struct{ t *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Logf("%s", p)
	return len(p), nil
}
