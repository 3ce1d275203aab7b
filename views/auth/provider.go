package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"touchstone/claims"
)

// SingleSignOn is an OpenID Connect provider at which people sign in; the zero
// one is none.
type SingleSignOn struct {
	Issuer       string // its address
	ClientID     string
	ClientSecret string // "" for a public client: PKCE is used either way
	Name         string // what people call it, on the button
	Scopes       []string
	claims.Doorkeeper
}

// provider talks to the provider. Its description is fetched when somebody
// first signs in there, so that the desk starts where the provider is down.
type provider struct {
	SingleSignOn
	client *http.Client

	mu    sync.Mutex
	known *oidc.Provider
}

// providerWait is how long one answer of the provider may take.
const providerWait = 10 * time.Second

func newProvider(s SingleSignOn) *provider {
	return &provider{SingleSignOn: s, client: &http.Client{Timeout: providerWait}}
}

// on reports whether there is a provider.
func (p *provider) on() bool { return p.Issuer != "" }

// describe is what the provider says of itself.
func (p *provider) describe(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// The description keeps its context for fetching keys later on.
	known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	if err != nil {
		return nil, p.away(err)
	}
	p.known = known
	return known, nil
}

func (p *provider) away(err error) error {
	return &claims.Error{Kind: claims.KindBusy, Message: p.Name + " does not answer as it should: try again in a minute, or sign in with your password", Err: err}
}

func (p *provider) oauth(known *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: known.Endpoint(), RedirectURL: back,
		Scopes: append([]string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeEmail}, p.Scopes...),
	}
}

// address is where the browser goes to sign in. Again has the provider ask for
// the password even of one who is signed in there.
func (p *provider) address(ctx context.Context, back string, t trip, again bool) (string, error) {
	known, err := p.describe(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)}
	if again {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"))
	}
	return p.oauth(known, back).AuthCodeURL(t.State, options...), nil
}

// identity trades a code for the one who signed in: the ID token has to be
// signed by the provider, for this desk, of this trip and in time. What the
// token leaves out is asked of the provider's user information.
// (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2.)
func (p *provider) identity(ctx context.Context, back, code string, t trip, now func() time.Time) (claims.Identity, any, error) {
	known, err := p.describe(ctx)
	if err != nil {
		return claims.Identity{}, nil, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.oauth(known, back).Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return claims.Identity{}, nil, p.refused(err)
	}
	if err != nil {
		return claims.Identity{}, nil, p.away(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := known.Verifier(&oidc.Config{ClientID: p.ClientID, Now: now}).Verify(ctx, raw)
	if err != nil {
		return claims.Identity{}, nil, p.refused(err)
	}
	if id.Nonce != t.Nonce {
		return claims.Identity{}, nil, p.refused(errors.New("the nonce is of another sign-in"))
	}
	said := map[string]any{}
	if err := id.Claims(&said); err != nil {
		return claims.Identity{}, nil, p.refused(err)
	}
	if p.lacks(said) && known.UserInfoEndpoint() != "" {
		more, err := known.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return claims.Identity{}, nil, p.away(err)
		}
		if more.Subject != id.Subject {
			return claims.Identity{}, nil, p.refused(errors.New("the user information is somebody else's"))
		}
		if err := more.Claims(&said); err != nil {
			return claims.Identity{}, nil, p.refused(err)
		}
	}
	return p.person(id.Subject, said), said[p.Claim], nil
}

// lacks reports whether the desk needs more than what was said.
func (p *provider) lacks(said map[string]any) bool {
	_, email := said["email"]
	_, verified := said["email_verified"]
	_, claim := said[p.Claim]
	return !email || !verified || p.Claim != "" && !claim
}

func (p *provider) refused(err error) error {
	return &claims.Error{Kind: claims.KindInvalid, Field: "sso", Message: "the sign-in at " + p.Name + " did not come to an end: begin again", Err: err}
}

// person reads what was said of somebody. Some providers send the truth of
// email_verified as a text.
func (p *provider) person(subject string, said map[string]any) claims.Identity {
	text := func(name string) string { s, _ := said[name].(string); return s }
	yes, _ := said["email_verified"].(bool)
	return claims.Identity{
		Issuer: p.Issuer, Subject: subject, Email: strings.ToLower(claims.Line(text("email"))),
		Verified: yes || text("email_verified") == "true", Name: claims.Line(text("name")),
	}
}
