package main

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/time/rate"

	"touchstone/claims"
	out "touchstone/claims/mail"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// outbox is a desk whose notices go out by mail, with a clock of its own.
type outbox struct {
	*testing.T
	*notifier
	rae, otto claims.User
	claim     claims.ID
	now       time.Time
	sent      []out.Message
	answer    func(out.Message) error // nil takes everything
}

func newOutbox(t *testing.T) *outbox {
	d := dbtest.New(t)
	o := &outbox{T: t, now: time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)}
	d.Now = func() time.Time { return o.now }
	o.rae, o.otto = dbtest.User(t, d, "Rae Reviewer", claims.Reviewer), dbtest.User(t, d, "Otto Other", claims.Reviewer)
	c, err := d.CreateClaim(t.Context(), o.rae, &claims.Claim{Statement: "Half of all boats stay in port", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	o.claim = c.ID
	if err := d.SetMailServer(t.Context(), "mail.desk.example:587"); err != nil {
		t.Fatal(err)
	}
	o.notifier = o.another(d)
	return o
}

// another is a notifier as a new process has it.
func (o *outbox) another(d *db.DB) *notifier {
	return &notifier{d: d, base: "https://check.example", log: slog.New(slog.DiscardHandler), pace: rate.NewLimiter(rate.Inf, 1), delivered: map[claims.ID]string{},
		send: func(_ context.Context, m out.Message) (string, error) {
			if o.answer != nil {
				if err := o.answer(m); err != nil {
					return "", err
				}
			}
			o.sent = append(o.sent, m)
			return "250 queued", nil
		}}
}

// mention has Rae call Otto.
func (o *outbox) mention(text string) {
	o.Helper()
	if err := o.d.AddComment(o.Context(), o.rae, o.claim, "@Otto Other "+text); err != nil {
		o.Fatal(err)
	}
}

// work sends what is due after a while.
func (o *outbox) work(after time.Duration) {
	o.Helper()
	o.now = o.now.Add(after)
	for o.rested = (time.Time{}); o.next(o.Context()); o.rested = (time.Time{}) {
	}
}

// sql changes the database past the program.
func (o *outbox) sql(query string) error {
	file, err := sql.Open("sqlite", "file:"+o.d.Path())
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.ExecContext(o.Context(), query)
	return err
}

func (o *outbox) server() db.MailServer {
	o.Helper()
	s, err := o.d.MailServer(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	return s
}

func TestWhatIsToldAtOnceGoesOutInOneMailAMinuteLater(t *testing.T) {
	o := newOutbox(t)
	o.mention("one")
	o.work(0)
	if len(o.sent) != 0 {
		t.Fatalf("%d mails went out before the minute", len(o.sent))
	}
	o.mention("two")
	o.work(time.Minute)
	if len(o.sent) != 1 {
		t.Fatalf("%d mails went out, want 1", len(o.sent))
	}
	m := o.sent[0]
	if m.To.Address != o.otto.Email || m.Subject != "2 notices of the desk: Half of all boats stay in port" || strings.Contains(m.Body, "one") || !strings.Contains(m.Body, "https://check.example/desk/claims/"+o.claim.String()) {
		t.Errorf("got %+v", m)
	}
	o.work(time.Hour)
	o.mention("three")
	o.work(time.Minute)
	if len(o.sent) != 2 || o.sent[1].Subject != "Rae Reviewer calls you by name in its thread: Half of all boats stay in port" || o.sent[0].ID == o.sent[1].ID {
		t.Errorf("got %+v", o.sent)
	}
	if s := o.server(); s.Waiting != 0 || !s.GoodAt.Equal(o.now) || !s.FailedAt.IsZero() {
		t.Errorf("got %+v", s)
	}
}

func TestAMailThatNobodyNeedsAnyMoreStays(t *testing.T) {
	for name, change := range map[string]func(o *outbox){
		"read in the desk": func(o *outbox) {
			list, err := o.d.Notices(o.Context(), o.otto.ID, 10)
			if err == nil {
				err = o.d.ReadNotices(o.Context(), o.otto.ID, list[0].ID)
			}
			if err != nil {
				o.Fatal(err)
			}
		},
		"chosen otherwise": func(o *outbox) {
			if err := o.d.SetNoticeChoices(o.Context(), o.otto.ID, claims.Choices{claims.NoticeMentioned: claims.WayDesk}); err != nil {
				o.Fatal(err)
			}
		},
		"the account is closed": func(o *outbox) {
			_, err := o.d.UpdateUser(o.Context(), claims.Person{}, o.otto.ID, func(u *claims.User) (claims.Event, error) {
				u.Disabled = true
				return claims.Event{Action: "disabled"}, nil
			})
			if err != nil {
				o.Fatal(err)
			}
		},
		"older than three days": func(o *outbox) { o.now = o.now.Add(73 * time.Hour) },
	} {
		o := newOutbox(t)
		o.mention("look")
		change(o)
		o.work(time.Minute)
		o.work(time.Hour)
		if s := o.server(); len(o.sent) != 0 || s.Waiting != 0 {
			t.Errorf("%s: %d mails went out, %d wait", name, len(o.sent), s.Waiting)
		}
	}
}

func TestTheDailyMailGoesOutInTheMorning(t *testing.T) {
	o := newOutbox(t)
	if err := o.d.SetNoticeChoices(t.Context(), o.otto.ID, claims.Choices{claims.NoticeMentioned: claims.WayDigest}); err != nil {
		t.Fatal(err)
	}
	o.mention("one")
	o.work(10 * time.Hour)
	o.mention("two")
	o.work(time.Hour)
	if len(o.sent) != 0 {
		t.Fatalf("%d mails went out in the evening", len(o.sent))
	}
	o.work(10 * time.Hour)
	if len(o.sent) != 1 || !strings.HasPrefix(o.sent[0].Subject, "2 notices") {
		t.Errorf("got %+v", o.sent)
	}
}

func TestAServerThatFailsIsTriedAgainAndShown(t *testing.T) {
	o := newOutbox(t)
	down := true
	tries := 0
	o.answer = func(out.Message) error {
		if tries++; down {
			return claims.Conflict("the mail server could not be used: no route to host")
		}
		return nil
	}
	o.mention("look")
	for range 8 {
		o.work(time.Minute)
	}
	s := o.server()
	if tries < 3 || tries > 4 || s.Problem != "the mail server could not be used: no route to host" || s.FailedAt.IsZero() || s.Waiting != 1 {
		t.Errorf("got %d tries, %+v", tries, s)
	}
	if left := time.Until(o.rested); left > time.Minute {
		t.Errorf("the server is left alone for %s", left)
	}
	if jobs, err := o.d.FailingJobs(t.Context(), 10); err != nil || len(jobs) != 0 {
		t.Errorf("among the pages that are fetched again: %+v, %v", jobs, err)
	}
	down = false
	o.work(time.Hour)
	if s = o.server(); len(o.sent) != 1 || s.Waiting != 0 || !s.FailedAt.IsZero() || s.Problem != "" {
		t.Errorf("afterwards: %d mails, %+v", len(o.sent), s)
	}
}

func TestARefusedMailIsNotTriedAgain(t *testing.T) {
	o := newOutbox(t)
	tries := 0
	o.answer = func(out.Message) error { tries++; return &out.Refused{Answer: "550 no such person"} }
	o.mention("look")
	o.work(time.Minute)
	o.work(24 * time.Hour)
	s := o.server()
	if tries != 1 || s.Waiting != 0 || len(s.Refused) != 1 || s.Refused[0].To != "Otto Other" || s.Refused[0].Answer != "550 no such person" || !s.FailedAt.IsZero() {
		t.Errorf("got %d tries, %+v", tries, s)
	}
}

// A process that is killed leaves its lease behind; the next one sends the mail
// under the same Message-ID.
func TestAMailOutlivesTheProcessThatSendsIt(t *testing.T) {
	o := newOutbox(t)
	o.mention("look")
	o.now = o.now.Add(time.Minute)
	j, ok, err := o.d.TakeMail(t.Context(), mailLease)
	if err != nil || !ok {
		t.Fatalf("got %+v, %v", j, err)
	}
	o.mention("after it was taken")
	o.notifier = o.another(o.d)
	o.work(0)
	if len(o.sent) != 0 {
		t.Fatal("the mail of a process that may live was sent")
	}
	o.work(mailLease + time.Second)
	if len(o.sent) != 2 || !strings.HasPrefix(o.sent[0].Subject, "Rae Reviewer calls you") || o.sent[0].ID == o.sent[1].ID {
		t.Fatalf("got %+v", o.sent)
	}
	if err := o.d.EndMail(t.Context(), j, 1, db.MailSent, ""); err == nil {
		t.Error("the process that was thought dead marked it as sent, too")
	}
}

func TestWhatTheServerAcknowledgedIsNotSentAgainThoughTheDiskFails(t *testing.T) {
	o := newOutbox(t)
	o.mention("look")
	o.now = o.now.Add(time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	o.answer = func(out.Message) error {
		return o.sql(`CREATE TRIGGER full BEFORE UPDATE ON mails BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
	}
	if o.next(ctx) {
		t.Fatal("a mail that could not be marked counts as done")
	}
	cancel()
	if err := o.sql(`DROP TRIGGER full`); err != nil {
		t.Fatal(err)
	}
	o.answer = nil
	o.work(mailLease + time.Second)
	if s := o.server(); len(o.sent) != 1 || s.Waiting != 0 || s.GoodAt.IsZero() {
		t.Errorf("%d mails went out; %+v", len(o.sent), s)
	}
}

func TestADeskWithoutAMailServerKeepsNoMail(t *testing.T) {
	o := newOutbox(t)
	if err := o.d.SetMailServer(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	o.mention("look")
	o.work(time.Hour)
	if n, err := o.d.UnreadNotices(t.Context(), o.otto.ID); err != nil || n != 1 || len(o.sent) != 0 || o.server().Waiting != 0 {
		t.Errorf("got %d notices, %d mails, %v", n, len(o.sent), err)
	}
}

// postOffice is a mail server on this machine that is away at first.
type postOffice struct {
	mu   sync.Mutex
	took []string
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return p, nil }
func (p *postOffice) Mail(string, *smtp.MailOptions) error        { return nil }
func (p *postOffice) Rcpt(string, *smtp.RcptOptions) error        { return nil }
func (p *postOffice) Reset()                                      {}
func (p *postOffice) Logout() error                               { return nil }

func (p *postOffice) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took = append(p.took, string(b))
	return err
}

func TestNoticesReachAMailServerThatComesLater(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	server := &out.Server{Host: host, Port: port, From: mail.Address{Address: "desk@newsroom.example"}}
	if err := server.Check(); err != nil {
		t.Fatal(err)
	}
	o := newOutbox(t)
	o.notifier.send = server.Send
	o.mention("look")
	o.work(time.Minute)
	if s := o.server(); s.FailedAt.IsZero() || !strings.Contains(s.Problem, net.JoinHostPort(host, port)) {
		t.Fatalf("got %+v", s)
	}

	box := &postOffice{}
	s := smtp.NewServer(box)
	if l, err = net.Listen("tcp", net.JoinHostPort(host, port)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	defer func() {
		s.Close()
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	}()
	o.work(time.Hour)
	box.mu.Lock()
	defer box.mu.Unlock()
	if len(box.took) != 1 || !strings.Contains(box.took[0], "Subject: Rae Reviewer calls you by name") || !o.server().FailedAt.IsZero() {
		t.Errorf("got %q, %+v", box.took, o.server())
	}
}
