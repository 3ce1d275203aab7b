package claims

import (
	"slices"
	"strings"
)

// Identity is a person as a provider of single sign-on knows them.
type Identity struct {
	Issuer   string // the provider's address
	Subject  string // the person, for ever, at that provider
	Email    string // lower case
	Verified bool   // the provider has made sure that the address is theirs
	Name     string // as the provider knows it; may be empty
}

// Doorkeeper says whom the desk lets in from a provider of single sign-on.
type Doorkeeper struct {
	Domains []string // of e-mail addresses; empty for any
	Claim   string   // a claim of the provider that people need, such as groups
	Value   string   // and what it has to be, or to have among its values
	Role    Role     // of people without an account; Anonymous: they need an invitation
}

// Check refuses an identity that the desk does not let in. Of is what the
// provider says under Claim: a text, a truth or a list of texts.
func (d Doorkeeper) Check(i Identity, of any) error {
	if i.Subject == "" || i.Email == "" {
		return Forbidden("the sign-in service did not say who you are and what your e-mail address is: ask whoever looks after it")
	}
	if !i.Verified {
		return Forbidden("the sign-in service has not verified that %s is your address: verify it there, then come back", clip(i.Email, 80))
	}
	_, domain, _ := strings.Cut(i.Email, "@")
	if len(d.Domains) > 0 && !slices.ContainsFunc(d.Domains, func(s string) bool { return strings.EqualFold(s, domain) }) {
		return Forbidden("this desk lets in addresses of %s only, and yours is %s", strings.Join(d.Domains, ", "), clip(i.Email, 80))
	}
	if d.Claim != "" && !says(of, d.Value) {
		return Forbidden("the sign-in service does not count you among this desk’s people: ask an admin of the desk")
	}
	return nil
}

// says reports whether a claim is the value, or has it among its values.
func says(of any, value string) bool {
	switch v := of.(type) {
	case string:
		return v == value
	case bool:
		return value == "true" && v
	case []any:
		return slices.ContainsFunc(v, func(x any) bool { s, ok := x.(string); return ok && s == value })
	}
	return false
}
