package claims

import "testing"

func TestAHandedOutPasswordComesBeforeTheSecondFactor(t *testing.T) {
	for _, c := range []struct {
		a    Account
		want Debt
	}{
		{Account{}, OwesNothing},
		{Account{MustChange: true, Required: true}, OwesPassword},
		{Account{Required: true}, OwesSecondFactor},
		{Account{Required: true, SecondFactor: true}, OwesNothing},
		{Account{SecondFactor: true}, OwesNothing},
	} {
		if got := c.a.Owes(); got != c.want {
			t.Errorf("%+v owes %q, want %q", c.a, got, c.want)
		}
	}
}

func TestATokenNeedsANameAScopeAndAnEnd(t *testing.T) {
	for _, c := range []struct {
		name   string
		scopes []Scope
		days   int
		field  string
	}{
		{"importer", []Scope{ScopeReadDesk, ScopeReadDesk}, 30, ""},
		{" ", []Scope{ScopeReadDesk}, 30, "token-name"},
		{"importer", nil, 30, "scopes"},
		{"importer", []Scope{"admin"}, 30, "scopes"},
		{"importer", []Scope{ScopeReadDesk}, 100_000, "days"},
	} {
		var p Problems
		k := Token{Name: c.name, Scopes: c.scopes}
		p.Add(k.Check(c.days))
		switch {
		case c.field == "" && (len(p) > 0 || len(k.Scopes) != 1):
			t.Errorf("%+v: %v, want it taken with one scope", k, p)
		case c.field != "" && p.Field(c.field) == "":
			t.Errorf("%q %v %d: %v, want a problem with %s", c.name, c.scopes, c.days, p, c.field)
		}
	}
}
