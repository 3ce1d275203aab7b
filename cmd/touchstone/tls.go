package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"touchstone/claims"
)

// tlsFlags say how the site is served over TLS: with a certificate of its own,
// or with one from an ACME authority such as Let's Encrypt.
type tlsFlags struct {
	cert, key        string
	domains          []string
	email, directory string
	redirect         string
}

func (f *tlsFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.cert, "tls-cert", "", "file of the site's certificate and its chain, in PEM; read again when it changes")
	cmd.Flags().StringVar(&f.key, "tls-key", "", "file of the certificate's key, in PEM")
	cmd.Flags().StringSliceVar(&f.domains, "acme-domain", nil, "domain to get a certificate for from an ACME authority")
	cmd.Flags().StringVar(&f.email, "acme-email", "", "where the authority may write about the certificate")
	cmd.Flags().StringVar(&f.directory, "acme-directory", acme.LetsEncryptURL, "address of the ACME authority's directory")
	cmd.Flags().StringVar(&f.redirect, "redirect-addr", "", "address to answer plain HTTP at, by sending browsers to HTTPS (default: :80 with --acme-domain)")
}

func (f *tlsFlags) on() bool { return f.cert != "" || len(f.domains) > 0 }

func (f *tlsFlags) check() error {
	switch {
	case (f.cert == "") != (f.key == ""):
		return usage(errors.New("--tls-cert and --tls-key belong together: name both files"))
	case f.cert != "" && len(f.domains) > 0:
		return usage(errors.New("--tls-cert and --acme-domain exclude each other: choose one"))
	case f.redirect != "" && !f.on():
		return usage(errors.New("--redirect-addr leads to HTTPS: it needs --acme-domain, or --tls-cert and --tls-key"))
	}
	return nil
}

// redirectAddr is where plain HTTP is answered; "" for nowhere.
func (f *tlsFlags) redirectAddr() string {
	if f.redirect == "" && len(f.domains) > 0 {
		return ":80"
	}
	return f.redirect
}

// serving is the site's TLS, nil without, and what answers plain HTTP beside it.
func (f *tlsFlags) serving(data, base string, log *slog.Logger) (*tls.Config, http.Handler, error) {
	plain := http.Handler(redirect(base))
	switch {
	case len(f.domains) > 0:
		m := &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			Cache:      autocert.DirCache(filepath.Join(data, "acme")),
			HostPolicy: autocert.HostWhitelist(f.domains...),
			Email:      f.email,
			Client:     &acme.Client{DirectoryURL: f.directory, UserAgent: "touchstone"},
		}
		c := m.TLSConfig()
		c.MinVersion = tls.VersionTLS12
		return c, m.HTTPHandler(plain), nil
	case f.cert != "":
		own := &ownCertificate{cert: f.cert, key: f.key, log: log}
		if _, err := own.get(nil); err != nil {
			return nil, nil, err
		}
		return &tls.Config{GetCertificate: own.get, MinVersion: tls.VersionTLS12}, plain, nil
	}
	return nil, plain, nil
}

// fetch gets the certificates that are missing before the first reader comes:
// an authority takes longer than a handshake may last.
func (f *tlsFlags) fetch(secure *tls.Config, log *slog.Logger) {
	for _, domain := range f.domains {
		hello := &tls.ClientHelloInfo{ServerName: domain, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}} // as browsers ask
		if _, err := secure.GetCertificate(hello); err != nil {
			log.Error("no certificate yet, the next visit tries again", "domain", domain, "error", err)
		}
	}
}

// redirect sends browsers to the same path of the public address, whatever host
// they asked for.
func redirect(base string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use "+base, http.StatusMethodNotAllowed) // what was sent has crossed the net in the clear
			return
		}
		to := url.URL{Path: "/"}
		if strings.HasPrefix(r.URL.Path, "/") { // not so in “GET x:.evil.example”, which would lengthen the host
			to = url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		}
		http.Redirect(w, r, base+to.RequestURI(), http.StatusMovedPermanently) // #nosec G710 -- to the configured address alone
	}
}

// ownCertificate is a certificate in two files, which another program renews.
type ownCertificate struct {
	cert, key string
	log       *slog.Logger

	mu   sync.Mutex
	read [2]time.Time // when the files were changed, as far as they were read
	have *tls.Certificate
}

// get is the certificate as the files have it. New ones that cannot be read
// leave the old in place.
func (o *ownCertificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	at := [2]time.Time{changedAt(o.cert), changedAt(o.key)}
	if o.have != nil && at == o.read {
		return o.have, nil
	}
	c, err := tls.LoadX509KeyPair(o.cert, o.key)
	switch {
	case err == nil:
		o.have = &c
		o.log.Info("certificate read", "file", o.cert, "until", c.Leaf.NotAfter)
	case o.have == nil:
		return nil, &claims.Error{Kind: claims.KindConflict, Message: fmt.Sprintf("the certificate %s with the key %s cannot be used: %v", o.cert, o.key, err), Err: err}
	default:
		o.log.Error("the new certificate cannot be used, the old one goes on", "file", o.cert, "error", err)
	}
	o.read = at
	return o.have, nil
}

func changedAt(file string) time.Time {
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// hostOf is a host without its port.
func hostOf(addr string) string {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	return host
}
