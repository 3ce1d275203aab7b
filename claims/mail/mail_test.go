package mail

import (
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"touchstone/claims"
)

var when = time.Date(2026, 3, 14, 9, 30, 0, 0, time.UTC)

func message() Message {
	return Message{
		To: mail.Address{Name: "Rae Reviewer", Address: "rae@desk.example"}, Subject: "Otto asks for changes: Half of all boats", Body: "Hällo,\n\nالعربية\n.\nend\n",
		ID: "notice.1234567.ABC", Date: when, Choices: "https://check.example/desk/notices/choices",
	}
}

func TestAMailIsHandedOverEncryptedAndWhole(t *testing.T) {
	for _, security := range []Security{StartTLS, Implicit, None} {
		t.Run(string(security), func(t *testing.T) {
			box := &letterbox{}
			s := listen(t, box, security)
			s.User, s.Password = userName, password
			answer, err := s.Send(t.Context(), message())
			if err != nil || answer == "" {
				t.Fatalf("got %q, %v", answer, err)
			}
			got := box.messages()
			if len(got) != 1 || box.to[0] != "rae@desk.example" || box.tls != (security != None) || box.who != userName {
				t.Fatalf("got %d mails to %v, TLS %t, by %q", len(got), box.to, box.tls, box.who)
			}
			m := parsed(t, got[0])
			for name, want := range map[string]string{
				"Subject": "Otto asks for changes: Half of all boats", "To": `"Rae Reviewer" <rae@desk.example>`, "From": `"The fact desk" <desk@newsroom.example>`,
				"Message-Id": "<notice.1234567.ABC@newsroom.example>", "Date": "Sat, 14 Mar 2026 09:30:00 +0000", "Auto-Submitted": "auto-generated",
				"List-Unsubscribe": "<https://check.example/desk/notices/choices>",
			} {
				if got := m.Header.Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
			if kind := m.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain; charset=UTF-8") {
				t.Errorf("got the type %q", kind)
			}
			body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
			if want := strings.ReplaceAll(message().Body, "\n", "\r\n"); err != nil || strings.TrimSpace(string(body)) != strings.TrimSpace(want) {
				t.Errorf("got the body %q, %v", body, err)
			}
		})
	}
}

func TestAServerWithoutTLSGetsNothingThatIsToBeEncrypted(t *testing.T) {
	box := &letterbox{}
	s := listen(t, box, None)
	s.Security = StartTLS
	if _, err := s.Send(t.Context(), message()); err == nil || len(box.messages()) > 0 {
		t.Errorf("got %v and %d mails", err, len(box.messages()))
	}
	box = &letterbox{}
	s = listen(t, box, StartTLS)
	s.Roots = nil // nobody vouches for it
	if _, err := s.Send(t.Context(), message()); err == nil || len(box.messages()) > 0 {
		t.Errorf("an unknown certificate: got %v and %d mails", err, len(box.messages()))
	}
	s = listen(t, box, Implicit)
	s.User, s.Password = userName, "wrong"
	_, err := s.Send(t.Context(), message())
	var refused *Refused
	if err == nil || errors.As(err, &refused) || strings.Contains(err.Error(), "wrong words") || len(box.messages()) > 0 {
		t.Errorf("a wrong password: got %v", err)
	}
}

func TestWhatAServerRefusesForGoodIsToldFromWhatMayPass(t *testing.T) {
	no := func(code int) error { return &smtp.SMTPError{Code: code, Message: "no\tsuch\u202eone"} }
	for name, tc := range map[string]struct {
		box  *letterbox
		good bool
		want bool // refused for good
	}{
		"recipient unknown":   {&letterbox{refuse: func(string) error { return no(550) }}, false, true},
		"recipient full":      {&letterbox{refuse: func(string) error { return no(452) }}, false, false},
		"message refused":     {&letterbox{data: func(*session) error { return no(554) }}, false, true},
		"message for later":   {&letterbox{data: func(*session) error { return no(451) }}, false, false},
		"dies in the message": {&letterbox{data: func(s *session) error { s.conn.Conn().Close(); return no(451) }}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, tc.box, StartTLS)
			_, err := s.Send(t.Context(), message())
			var refused *Refused
			if err == nil || errors.As(err, &refused) != tc.want {
				t.Errorf("got %v", err)
			}
			if strings.ContainsAny(err.Error(), "\r\n\t") {
				t.Errorf("the answer has more than one line: %q", err)
			}
		})
	}
	s := listen(t, &letterbox{}, StartTLS)
	s.Port = "1"
	var refused *Refused
	if _, err := s.Send(t.Context(), message()); err == nil || errors.As(err, &refused) || claims.KindOf(err) != claims.KindConflict {
		t.Errorf("nobody there: got %v", err)
	}
}

func TestWhatTheServerAcknowledgedIsSent(t *testing.T) {
	box := &letterbox{}
	s := listen(t, box, StartTLS)
	box.hangUp = true
	if _, err := s.Send(t.Context(), message()); err != nil || len(box.messages()) != 1 {
		t.Errorf("got %v and %d mails", err, len(box.messages()))
	}
}

func TestNothingInAMailBecomesAHeader(t *testing.T) {
	const evil = "x\r\nBcc: all@desk.example\r\n\r\n<b>"
	box := &letterbox{}
	s := listen(t, box, None)
	s.From.Name = evil
	m := message()
	m.To.Name, m.Subject, m.ID, m.Choices, m.Body = evil+`"<a@b>`, evil, "1"+evil, "https://x/"+evil, evil
	if _, err := s.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := parsed(t, box.messages()[0])
	if got.Header.Get("Bcc") != "" || len(box.to) != 1 || box.to[0] != "rae@desk.example" {
		t.Errorf("got to %v, %v", box.to, got.Header)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if err != nil || subject != "x Bcc: all@desk.example <b>" {
		t.Errorf("got the subject %q, %v", subject, err)
	}
	for _, to := range []string{"a@b\r\nBcc: c@d", "a@b, c@d", "", "a", "Rae <rae@desk.example>", "a@b>\r\nRCPT TO:<c@d"} {
		m := message()
		m.To.Address = to
		var refused *Refused
		if _, err := s.Send(t.Context(), m); !errors.As(err, &refused) {
			t.Errorf("%q: got %v", to, err)
		}
	}
	if n := len(box.messages()); n != 1 {
		t.Errorf("%d mails went out", n)
	}
}

func TestTheWayToTheServerIsSafeUnlessSaidSo(t *testing.T) {
	from := mail.Address{Address: "desk@newsroom.example"}
	for _, tc := range []struct {
		s     Server
		field string // of the error
		port  string
		way   Security
	}{
		{Server{Host: "mail.example", From: from}, "", "587", StartTLS},
		{Server{Host: "mail.example", Port: "465", From: from}, "", "465", Implicit},
		{Server{Host: "mail.example", Port: "465", Security: StartTLS, From: from}, "", "465", StartTLS},
		{Server{Host: "mail.example", Port: "25", From: from}, "", "25", StartTLS},
		{Server{Host: "mail.example", Security: None, From: from}, "", "587", None},
		{Server{Host: "localhost", From: from}, "", "25", None},
		{Server{Host: "127.0.0.1", Port: "2525", User: "a", Password: "b", From: from}, "", "2525", None},
		{Server{Host: "::1", Security: StartTLS, From: from}, "", "25", StartTLS},
		{Server{Host: "mail.example", Security: None, User: "a", Password: "b", From: from}, "smtp-tls", "", ""},
		{Server{Host: "mail.example", User: "a", From: from}, "smtp-user", "", ""},
		{Server{Host: "mail.example", Security: "ssl", From: from}, "smtp-tls", "", ""},
		{Server{Host: "mail.example"}, "smtp-from", "", ""},
		{Server{Host: "", Port: "25", From: from}, "smtp", "", ""},
		{Server{Host: "a b", From: from}, "smtp", "", ""},
		{Server{Host: "mail.example", Port: "70000", From: from}, "smtp", "", ""},
	} {
		err := tc.s.Check()
		var e *claims.Error
		field := ""
		if errors.As(err, &e) {
			field = e.Field
		}
		if field != tc.field || err == nil && (tc.s.Port != tc.port || tc.s.Security != tc.way) {
			t.Errorf("%s: got %v, port %s, %s; want %q, %s, %s", tc.s.Host, err, tc.s.Port, tc.s.Security, tc.field, tc.port, tc.way)
		}
	}
}
