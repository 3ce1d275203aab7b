package main

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"os"
	"strings"

	"github.com/spf13/cobra"

	out "touchstone/claims/mail"
)

// smtpFlags say where mail goes out.
type smtpFlags struct {
	at, security, user, password, passwordFile, from string
	server                                           *out.Server // read from them; nil: no mail is sent
}

func (f *smtpFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.at, "smtp", "", "mail server that takes the desk's notices, such as mail.newsroom.example:587 (default: no mail)")
	cmd.Flags().StringVar(&f.from, "smtp-from", "", "address that the desk writes from, such as desk@newsroom.example")
	cmd.Flags().StringVar(&f.security, "smtp-tls", "", "starttls, implicit or none (default: starttls; implicit at port 465; none to a server on this machine)")
	cmd.Flags().StringVar(&f.user, "smtp-user", "", "who signs in to the mail server")
	cmd.Flags().StringVar(&f.password, "smtp-password", "", "the password; give it as the variable, which others on the machine cannot read")
	cmd.Flags().StringVar(&f.passwordFile, "smtp-password-file", "", "file that holds the password instead")
}

// check says what is wrong with the flags, and reads what is written in words.
func (f *smtpFlags) check() error {
	if f.at == "" {
		if f.from != "" || f.user != "" {
			return usage(errors.New("--smtp-from and --smtp-user need --smtp, the mail server"))
		}
		return nil
	}
	s := &out.Server{Host: strings.Trim(f.at, "[]"), Security: out.Security(f.security), User: f.user, Password: f.password}
	if host, port, err := net.SplitHostPort(f.at); err == nil {
		s.Host, s.Port = host, port
	}
	if f.from != "" {
		a, err := mail.ParseAddress(f.from)
		if err != nil {
			return usage(fmt.Errorf("--smtp-from %q is not an address: write it as desk@newsroom.example", f.from))
		}
		s.From = *a
	}
	if f.passwordFile != "" {
		b, err := os.ReadFile(f.passwordFile)
		if err != nil {
			return usage(fmt.Errorf("--smtp-password-file: %w", err))
		}
		s.Password = strings.TrimRight(string(b), "\r\n")
	}
	f.server = s
	return usage(s.Check())
}
