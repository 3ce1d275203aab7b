package main

import (
	"context"
	"errors"
	"log/slog"
	"net/mail"
	"time"

	"golang.org/x/time/rate"

	"touchstone/claims"
	out "touchstone/claims/mail"
	"touchstone/db"
)

// How mail is sent.
const (
	mailRate  = time.Second        // between two mails
	mailLease = 3 * time.Minute    // longer than the server may take for one
	mailAge   = 3 * 24 * time.Hour // an older one is of no use
	mailWait  = time.Hour          // at most, between two tries of one
	timeCheck = time.Minute        // between two looks at what time brings
	mailID    = "notice"           // begins a Message-ID
)

// notifier tells people what time brings, and sends what is told by mail.
type notifier struct {
	d    *db.DB
	send func(context.Context, out.Message) (answer string, err error) // nil: no mail is sent
	base string
	log  *slog.Logger
	idle time.Duration
	pace *rate.Limiter

	delivered map[claims.ID]string // mails that went out and could not be marked so, with the answer
	failures  int                  // of the server, in a row
	rested    time.Time            // it is left alone until then
}

// startNotifier begins the work; what it gives ends it, and returns when a mail
// under way is done with.
func startNotifier(ctx context.Context, d *db.DB, server *out.Server, base string, log *slog.Logger) (stop func(), err error) {
	n := &notifier{d: d, base: base, log: log, idle: idle, pace: rate.NewLimiter(rate.Every(mailRate), 1)}
	address := ""
	if server != nil {
		n.send, address = server.Send, server.Address()
	}
	if err := d.SetMailServer(ctx, address); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		n.run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}, nil
}

func (n *notifier) run(ctx context.Context) {
	n.delivered = map[claims.ID]string{}
	looked := time.Time{}
	for ctx.Err() == nil {
		if time.Since(looked) > timeCheck {
			looked = time.Now()
			_, err := n.d.TellTime(ctx)
			n.note(err, "tell what time brings")
		}
		if !n.next(ctx) {
			rest(ctx, n.idle)
		}
	}
}

// next sends the mail that is due longest; it is false where there is none, or
// the server is left alone.
func (n *notifier) next(ctx context.Context) bool {
	if n.send == nil || time.Now().Before(n.rested) {
		return false
	}
	j, ok, err := n.d.TakeMail(ctx, mailLease)
	if err != nil || !ok {
		n.note(err, "take a mail")
		return false
	}
	err = n.deliver(ctx, j)
	n.note(err, "send a mail")
	return err == nil
}

// deliver sends one mail. What the server acknowledged is never sent again by
// this program; only where it is killed between the acknowledgement and the
// commit it is, under the same Message-ID.
func (n *notifier) deliver(ctx context.Context, j db.Job) error {
	id, err := j.Subject()
	if err != nil {
		return err
	}
	if answer, ok := n.delivered[id]; ok {
		return n.end(ctx, j, id, db.MailSent, answer)
	}
	m, err := n.d.Mail(ctx, id)
	switch {
	case claims.KindOf(err) == claims.KindNotFound:
		return n.d.EndJob(ctx, j)
	case err != nil:
		return err
	case n.d.Now().Sub(m.CreatedAt) > mailAge:
		return n.end(ctx, j, id, db.MailGivenUp, "it could not be sent for three days")
	case m.To.Disabled || len(m.Notices) == 0:
		return n.end(ctx, j, id, db.MailDropped, "")
	}
	message, err := n.compose(ctx, m)
	if err != nil {
		return err
	}
	if err := n.pace.Wait(ctx); err != nil {
		return errors.Join(n.d.ReleaseJob(context.WithoutCancel(ctx), j), ctx.Err())
	}
	answer, err := n.send(context.WithoutCancel(ctx), message) // one that was begun is ended
	return n.answered(ctx, j, m, answer, err)
}

// answered keeps what the server said.
func (n *notifier) answered(ctx context.Context, j db.Job, m db.Mail, answer string, err error) error {
	var refused *out.Refused
	switch {
	case err == nil:
		n.failures = 0
		n.delivered[m.ID] = answer
		return n.end(ctx, j, m.ID, db.MailSent, answer)
	case errors.As(err, &refused):
		n.failures = 0
		n.log.Warn("mail refused", "user", m.To.ID.String(), "answer", refused.Answer)
		return n.end(ctx, j, m.ID, db.MailRefused, refused.Answer)
	}
	n.failures++
	n.rested = time.Now().Add(min(n.idle<<min(n.failures, 6), time.Minute))
	n.log.Warn("mail put off", "problem", sentence(err))
	return n.d.PutOffMail(context.WithoutCancel(ctx), j, min(claims.Backoff(j.Failures+1), mailWait), sentence(err))
}

func (n *notifier) end(ctx context.Context, j db.Job, id claims.ID, fate db.MailFate, answer string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := n.d.EndMail(ctx, j, id, fate, answer)
	if err == nil {
		delete(n.delivered, id)
	}
	return err
}

func (n *notifier) compose(ctx context.Context, m db.Mail) (out.Message, error) {
	s, err := n.d.Settings(ctx)
	if err != nil {
		return out.Message{}, err
	}
	var items []out.Item
	for _, x := range m.Notices {
		items = append(items, out.Item{Notice: x.Notice, Statement: x.Statement, Verbatim: x.Verbatim})
	}
	desk := out.Desk{Organisation: s.Organisation, BaseURL: n.base}
	subject, body := desk.Text(items)
	return out.Message{
		To: mail.Address{Name: m.To.Name, Address: m.To.Email}, Subject: subject, Body: body, Choices: desk.ChoicesURL(),
		ID: mailID + "." + m.ID.String() + "." + m.Token, Date: n.d.Now(),
	}, nil
}

// note logs an error that is not the end of the program.
func (n *notifier) note(err error, doing string) {
	if err != nil && !errors.Is(err, context.Canceled) && claims.KindOf(err) != claims.KindConflict {
		n.log.Error("notifier", "doing", doing, "error", err)
	}
}
