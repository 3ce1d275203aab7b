package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

const (
	userName = "desk"
	password = "four quiet words"
)

// letterbox is a mail server that keeps what it took.
type letterbox struct {
	mu   sync.Mutex
	took []string // whole messages
	to   []string
	tls  bool // the last one came encrypted
	who  string

	refuse func(to string) error // what it says to a recipient; nil is yes
	data   func(*session) error  // what it says to a message
	hangUp bool                  // after the first one that it took
}

func (b *letterbox) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &session{box: b, conn: c, secure: secure}, nil
}

// messages are those that it acknowledged.
func (b *letterbox) messages() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string{}, b.took...)
}

type session struct {
	box    *letterbox
	conn   *smtp.Conn
	secure bool
	who    string
	to     []string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, pass string) error {
		if name != userName || pass != password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "wrong"}
		}
		s.who = name
		return nil
	}), nil
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.box.refuse != nil {
		if err := s.box.refuse(to); err != nil {
			return err
		}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.box.data != nil {
		if err := s.box.data(s); err != nil {
			return err
		}
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.took, s.box.to = append(s.box.took, string(b)), append(s.box.to, s.to...)
	s.box.tls, s.box.who = s.secure, s.who
	return nil
}

// Reset comes after the acknowledgement of a message.
func (s *session) Reset() {
	if s.to = nil; s.box.hangUp && len(s.box.messages()) > 0 {
		s.conn.Conn().Close()
	}
}

func (s *session) Logout() error { return nil }

// listen starts a mail server on this machine; implicit speaks TLS from the
// first byte, the others offer it.
func listen(t *testing.T, b *letterbox, security Security) *Server {
	t.Helper()
	config, roots := certificate(t)
	s := smtp.NewServer(b)
	s.Domain, s.ReadTimeout, s.WriteTimeout, s.AllowInsecureAuth = "mail.desk.example", 10*time.Second, 10*time.Second, security == None
	s.ErrorLog = quiet{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	switch security {
	case Implicit:
		l = tls.NewListener(l, config)
	case StartTLS:
		s.TLSConfig = config
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		s.Close()
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	})
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	out := &Server{Host: host, Port: port, Security: security, From: mail.Address{Name: "The fact desk", Address: "desk@newsroom.example"}, Roots: roots}
	if err := out.Check(); err != nil {
		t.Fatal(err)
	}
	return out
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certificate is one for 127.0.0.1, and who vouches for it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(made)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

// parsed reads a message as its recipient's program does.
func parsed(t *testing.T, raw string) *mail.Message {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, raw)
	}
	return m
}
