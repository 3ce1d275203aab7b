// Package mail writes the desk's mails to its own people and hands them to a
// mail server. The protocol is github.com/wneessen/go-mail's: the standard
// library's net/smtp is frozen, has neither deadlines nor most ways to sign in,
// and leaves the writing of a message to its caller.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"touchstone/claims"
)

// Security is how the way to the server is kept from being read.
type Security string

// The ways. None is for a server on this machine.
const (
	StartTLS Security = "starttls" // required, not merely tried
	Implicit Security = "implicit" // TLS from the first byte
	None     Security = "none"
)

// sendTime is how long the server may take for one mail.
const sendTime = time.Minute

// Server is where mail goes out.
type Server struct {
	Host, Port     string
	Security       Security
	User, Password string         // both empty: without signing in
	From           mail.Address   // of the desk
	Roots          *x509.CertPool // who may vouch for the server; nil is whom the system trusts
}

// Check fills in what was left out and names what is wrong; fields are named as
// the program's flags.
func (s *Server) Check() error {
	if s.Port == "" {
		s.Port = "587"
		if s.loopback() {
			s.Port = "25"
		}
	}
	if s.Security == "" {
		switch {
		case s.Port == "465":
			s.Security = Implicit
		case s.loopback():
			s.Security = None
		default:
			s.Security = StartTLS
		}
	}
	if p, err := net.LookupPort("tcp", s.Port); err != nil || p == 0 || s.Host == "" || strings.ContainsAny(s.Host, " /@") {
		return claims.Invalid("smtp", "%q is not the address of a mail server: write it as mail.newsroom.example:587", net.JoinHostPort(s.Host, s.Port))
	}
	switch {
	case s.Security != StartTLS && s.Security != Implicit && s.Security != None:
		return claims.Invalid("smtp-tls", "%q is no way to reach a mail server: use starttls, implicit or none", s.Security)
	case (s.User == "") != (s.Password == ""):
		return claims.Invalid("smtp-user", "a mail server asks for a user and a password: give both or neither")
	case s.Password != "" && s.Security == None && !s.loopback():
		return claims.Invalid("smtp-tls", "a password is not sent to another machine without TLS: use starttls or implicit")
	case s.From.Address == "":
		return claims.Invalid("smtp-from", "say from which address the desk writes, such as desk@newsroom.example")
	}
	return nil
}

func (s *Server) loopback() bool {
	if a, err := netip.ParseAddr(s.Host); err == nil {
		return a.IsLoopback()
	}
	return strings.EqualFold(s.Host, "localhost")
}

// Address is the server as a person reads it.
func (s *Server) Address() string { return net.JoinHostPort(s.Host, s.Port) }

// Message is one mail. Its texts are plain.
type Message struct {
	To            mail.Address
	Subject, Body string
	ID            string // left part of its Message-ID, the same at every try
	Date          time.Time
	Choices       string // address of the page where its reader says how to be told
}

// Refused says that the server will never take a mail; any other error may pass.
type Refused struct{ Answer string }

// Error gives the server's answer.
func (r *Refused) Error() string { return "the mail server refused it: " + r.Answer }

// Send hands a mail over. Once the server has acknowledged it there is no error
// any more, whatever becomes of the connection. The answer is the server's.
func (s *Server) Send(ctx context.Context, m Message) (answer string, err error) {
	msg, err := s.write(m)
	if err != nil {
		return "", err
	}
	client, err := s.client()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, msg)
	if msg.IsDelivered() {
		return line(msg.ServerResponse()), nil
	}
	var e *gomail.SendError
	if errors.As(err, &e) && !e.IsTemp() && e.ErrorCode() >= 500 && (e.Reason == gomail.ErrSMTPRcptTo || e.Reason == gomail.ErrSMTPData || e.Reason == gomail.ErrSMTPDataClose) {
		return "", &Refused{line(e.Error())}
	}
	if err == nil {
		err = errors.New("it was not delivered")
	}
	return "", claims.Conflict("the mail server %s could not be used: %s", s.Address(), line(err.Error()))
}

// line is somebody else's text as one line of bounded length.
func line(s string) string {
	s = claims.Line(s)
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}

func (s *Server) client() (*gomail.Client, error) {
	port, err := net.LookupPort("tcp", s.Port)
	if err != nil {
		return nil, err
	}
	opts := []gomail.Option{
		gomail.WithTimeout(sendTime / 2), gomail.WithoutNoop(), gomail.WithHELO(s.domain()),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}),
	}
	auth := gomail.SMTPAuthAutoDiscover
	switch s.Security {
	case Implicit:
		opts = append(opts, gomail.WithSSL())
	case None:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
		auth = gomail.SMTPAuthPlainNoEnc // to this machine only: see Check
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		opts = append(opts, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, append(opts, gomail.WithPort(port))...)
}

func (s *Server) domain() string {
	_, domain, _ := strings.Cut(s.From.Address, "@")
	return domain
}

// write makes the message. Addresses go in as parsed ones and texts encoded, so
// that nothing in them becomes a header of its own.
func (s *Server) write(m Message) (*gomail.Msg, error) {
	if a, err := mail.ParseAddress(m.To.Address); err != nil || a.Address != m.To.Address || strings.ContainsAny(m.To.Address, "\r\n") {
		return nil, &Refused{fmt.Sprintf("%q is not an address", m.To.Address)}
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&mail.Address{Name: claims.Line(s.From.Name), Address: s.From.Address})
	msg.ToMailAddress(&mail.Address{Name: claims.Line(m.To.Name), Address: m.To.Address})
	msg.Subject(claims.Line(m.Subject))
	msg.SetMessageIDWithValue(claims.Line(m.ID) + "@" + s.domain())
	msg.SetDateWithValue(m.Date.UTC())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday notices in return
	if m.Choices != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+claims.Line(m.Choices)+">") // RFC 2369
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Body)
	return msg, nil
}

// Reach finds out whether the server can be reached and signed in to, and sends
// nothing.
func (s *Server) Reach(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return claims.Conflict("the mail server %s could not be used: %s", s.Address(), line(err.Error()))
	}
	_ = client.Close() // it answered
	return nil
}
