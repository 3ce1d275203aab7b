package main

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/views/auth"
)

// ssoFlags say at which OpenID Connect provider people sign in, and who of them.
type ssoFlags struct {
	sso         auth.SingleSignOn
	claim, role string
}

func (f *ssoFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.sso.Issuer, "oidc-issuer", "", "address of an OpenID Connect provider at which people sign in")
	cmd.Flags().StringVar(&f.sso.ClientID, "oidc-client-id", "", "what the desk is called at the provider")
	cmd.Flags().StringVar(&f.sso.ClientSecret, "oidc-client-secret", "", "its secret there; give it as the variable, which others on the machine cannot read")
	cmd.Flags().StringVar(&f.sso.Name, "oidc-name", "", "what people call the provider (default: its host)")
	cmd.Flags().StringSliceVar(&f.sso.Scopes, "oidc-scope", nil, "a further scope to ask for, such as groups")
	cmd.Flags().StringSliceVar(&f.sso.Domains, "oidc-domain", nil, "domain of the e-mail addresses that are let in (default: any)")
	cmd.Flags().StringVar(&f.claim, "oidc-claim", "", "what the provider has to say of a person, such as groups=factcheck")
	cmd.Flags().StringVar(&f.role, "oidc-role", "", "role of people without an account (default: they need an invitation)")
}

// check says what is wrong with the flags, and reads what is written in words.
// Without an issuer there is no single sign-on.
func (f *ssoFlags) check() error {
	s := &f.sso
	if s.Issuer == "" {
		f.sso = auth.SingleSignOn{}
		return nil
	}
	u, err := url.Parse(s.Issuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname())) {
		return usage(fmt.Errorf("--oidc-issuer %q is not the address of a provider: write it as https://login.example", s.Issuer))
	}
	if s.ClientID == "" {
		return usage(errors.New("--oidc-issuer needs --oidc-client-id"))
	}
	if s.Name == "" {
		s.Name = u.Host
	}
	if f.claim != "" {
		name, value, ok := strings.Cut(f.claim, "=")
		if !ok || name == "" || value == "" {
			return usage(fmt.Errorf("--oidc-claim %q is not a claim and its value: write it as groups=factcheck", f.claim))
		}
		s.Claim, s.Value = name, value
	}
	return f.checkRole()
}

// checkRole refuses to give everybody on the internet an account.
func (f *ssoFlags) checkRole() (err error) {
	if f.role == "" {
		return nil
	}
	if f.sso.Role, err = claims.ParseRole(f.role); err != nil {
		return usage(err)
	}
	if len(f.sso.Domains) == 0 && f.sso.Claim == "" {
		return usage(errors.New("--oidc-role gives everybody at the provider an account: say who with --oidc-domain or --oidc-claim"))
	}
	return nil
}

// local reports whether a host is this machine, where plain http hurts nobody.
func local(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}
