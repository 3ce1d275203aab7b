package claims

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Account is a user with what the door has to know.
type Account struct {
	User
	MustChange   bool // the password was handed out by somebody else
	SecondFactor bool // codes from an app are asked for
	Required     bool // the role may do nothing without a second factor
}

// Debt is what a person has to do before anything else.
type Debt string

// The debts, in the order in which they are paid.
const (
	OwesNothing      Debt = ""
	OwesPassword     Debt = "choose a password of your own"
	OwesSecondFactor Debt = "set up a second factor"
)

// Owes is what the account's owner has to do before anything else.
func (a Account) Owes() Debt {
	switch {
	case a.MustChange:
		return OwesPassword
	case a.Required && !a.SecondFactor:
		return OwesSecondFactor
	}
	return OwesNothing
}

// SignInOutcome says what came of a try to sign in.
type SignInOutcome string

// The outcomes.
const (
	SignedIn      SignInOutcome = "in"
	WrongPassword SignInOutcome = "password" // or an address that nobody has
	WrongCode     SignInOutcome = "code"     // after the right password
	AccountClosed SignInOutcome = "closed"
)

// SignInOutcomes are all of them.
var SignInOutcomes = []SignInOutcome{SignedIn, WrongPassword, WrongCode, AccountClosed}

// SignIn is one try to sign in.
type SignIn struct {
	At      time.Time
	Person  Person // zero where no account has the address
	Network string // such as 192.0.2.0/24
	Outcome SignInOutcome
}

// InvitationTime is how long an invitation's link works.
const InvitationTime = 7 * 24 * time.Hour

// Invitation lets one person make an account.
type Invitation struct {
	ID        ID
	Email     string
	Role      Role
	By        Person
	CreatedAt time.Time
	ExpiresAt time.Time
}

// Check trims the fields and names what is wrong.
func (i *Invitation) Check() error {
	u := User{Email: i.Email, Name: "not known yet", Role: i.Role}
	err := u.Check()
	i.Email = u.Email
	return err
}

// Scope is something that a token of the programming interface may do. It may
// never do more than its owner's role.
type Scope string

// The scopes.
const (
	ScopeReadDesk      Scope = "desk:read"
	ScopeWriteArticles Scope = "articles:write"
	ScopeWriteClaims   Scope = "claims:write"
)

// Scopes are all scopes, in the order in which they are offered.
var Scopes = []Scope{ScopeReadDesk, ScopeWriteArticles, ScopeWriteClaims}

// TokenDays are the lifetimes that a token can be given.
var TokenDays = []int{7, 30, 90, 365}

// MaxTokens is how many tokens one person can have.
const MaxTokens = 50

// Token lets a program act for a person.
type Token struct {
	ID        ID
	Owner     ID
	Name      string // what it is for
	Scopes    []Scope
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // to within five minutes; zero: never
}

// Has reports whether the token has the scope.
func (t Token) Has(s Scope) bool { return slices.Contains(t.Scopes, s) }

// Check trims the fields and names what is wrong. Days is how long it is to work.
func (t *Token) Check(days int) error {
	var p Problems
	t.Name = Line(t.Name)
	if t.Name == "" || utf8.RuneCountInString(t.Name) > MaxName {
		p.Add(Invalid("token-name", "say what the token is for, so that you know later which one to revoke"))
	}
	slices.Sort(t.Scopes)
	t.Scopes = slices.Compact(t.Scopes)
	unknown := slices.ContainsFunc(t.Scopes, func(s Scope) bool { return !slices.Contains(Scopes, s) })
	if len(t.Scopes) == 0 || unknown {
		p.Add(Invalid("scopes", "choose what the token may do"))
	}
	if !slices.Contains(TokenDays, days) {
		p.Add(Invalid("days", "choose how long the token works"))
	}
	return p.Err()
}

// AssignedTime is how long a claim waits for a colleague to whom it was handed.
const AssignedTime = 24 * time.Hour

// Pass takes a claim from somebody whose account is closed: to a colleague, or
// back to the queue where there is none. Whoever may close accounts may do it.
func (c *Claim) Pass(by Person, to *User, now time.Time) (Event, error) {
	actor := User{ID: by.ID, Name: by.Name}
	switch {
	case c.State != StateResearching:
		return Event{}, Conflict("nobody holds this claim")
	case to == nil:
		c.enter(StateOpen, now)
		return c.event(actor, now, "let go", "the account of its holder was closed"), nil
	case !to.May(ActHold):
		return Event{}, Invalid("to", "%s may not hold claims: choose a reviewer or an editor", to.Name)
	}
	c.Lease = &Lease{to.Person(), now.Add(AssignedTime)}
	return c.event(actor, now, "assigned", "to "+to.Person().Ref()+", because the account of its holder was closed"), nil
}

// JoinScopes writes scopes in one text, as they are kept.
func JoinScopes(list []Scope) string {
	var s []string
	for _, x := range list {
		s = append(s, string(x))
	}
	return strings.Join(s, " ")
}

// SplitScopes reads what JoinScopes wrote.
func SplitScopes(s string) []Scope {
	var list []Scope
	for _, x := range strings.Fields(s) {
		list = append(list, Scope(x))
	}
	return list
}
