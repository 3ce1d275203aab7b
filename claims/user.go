package claims

import (
	"cmp"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Role is what a person is at the desk.
type Role string

// The roles. Each may do what the ones before it may, under the same rules:
// an editor who proposed a rating still cannot approve it.
const (
	Anonymous   Role = ""
	Contributor Role = "contributor" // adds articles, claims and sources
	Reviewer    Role = "reviewer"    // triages, holds, researches, proposes, second-reviews others
	Editor      Role = "editor"      // publishes, corrects, withdraws, merges, assigns, overrides
	Admin       Role = "admin"       // users, settings, scales, feeds
)

// Roles are the roles a person can be given, least first.
var Roles = []Role{Contributor, Reviewer, Editor, Admin}

// Action is something that not everybody may do.
type Action string

// The actions. Every route of the program needs one of them.
const (
	ActPublic     Action = "read published checks"
	ActSignIn     Action = "sign in"
	ActAnswer     Action = "answer a question through its link"
	ActDesk       Action = "enter the desk"
	ActAddArticle Action = "add an article"
	ActAddClaim   Action = "add a claim"
	ActAddSource  Action = "add a source"
	ActTriage     Action = "accept or reject a claim"
	ActHold       Action = "hold a claim"
	ActEdit       Action = "edit a claim"
	ActPropose    Action = "propose a rating"
	ActReview     Action = "review a colleague’s proposal"
	ActPublish    Action = "publish a check"
	ActCorrect    Action = "correct a published check"
	ActWithdraw   Action = "withdraw a check"
	ActMerge      Action = "merge claims"
	ActAssign     Action = "assign a claim"
	ActOverride   Action = "override the second review"
	ActRemoveText Action = "remove an article’s text"
	ActUsers      Action = "manage users"
	ActSettings   Action = "change settings"
	ActFeeds      Action = "watch feeds"
	ActImport     Action = "import a table of claims"
	ActSpeakers   Action = "say what a speaker is"
)

// permissions is the one table of who may do what: the least role for each action.
var permissions = map[Action]Role{
	ActPublic:     Anonymous,
	ActSignIn:     Anonymous,
	ActAnswer:     Anonymous,
	ActDesk:       Contributor,
	ActAddArticle: Contributor,
	ActAddClaim:   Contributor,
	ActAddSource:  Contributor,
	ActTriage:     Reviewer,
	ActHold:       Reviewer,
	ActEdit:       Reviewer,
	ActPropose:    Reviewer,
	ActReview:     Reviewer,
	ActPublish:    Editor,
	ActCorrect:    Editor,
	ActWithdraw:   Editor,
	ActMerge:      Editor,
	ActAssign:     Editor,
	ActImport:     Editor,
	ActSpeakers:   Editor,
	ActOverride:   Editor,
	ActRemoveText: Editor,
	ActUsers:      Admin,
	ActSettings:   Admin,
	ActFeeds:      Admin,
}

// Permission is an action with the least role that may do it.
type Permission struct {
	Action Action
	Least  Role
}

// Permissions are all actions that need a role, those for the least role first.
func Permissions() (list []Permission) {
	for a, least := range permissions {
		if least != Anonymous {
			list = append(list, Permission{a, least})
		}
	}
	slices.SortFunc(list, func(a, b Permission) int {
		return cmp.Or(slices.Index(Roles, a.Least)-slices.Index(Roles, b.Least), cmp.Compare(a.Action, b.Action))
	})
	return list
}

// May reports whether the role may do the action. An action without a row is
// nobody's.
func (r Role) May(a Action) bool {
	least, ok := permissions[a]
	if !ok {
		return false
	}
	return least == Anonymous || slices.Index(Roles, r) >= slices.Index(Roles, least)
}

// ParseRole reads a role's name.
func ParseRole(s string) (Role, error) {
	r := Role(strings.ToLower(strings.TrimSpace(s)))
	if !slices.Contains(Roles, r) {
		return "", Invalid("role", "%q is not a role: choose contributor, reviewer, editor or admin", clip(s, 40))
	}
	return r, nil
}

// Person is someone as others see them. In the audit log a person is a number
// alone, so that a name can be removed and the chain still verifies.
type Person struct {
	ID   ID     `json:"id"`
	Name string `json:"-"`
}

// Ref stands for the person in a text that is sealed. Named puts the name there
// when the text is shown.
func (p Person) Ref() string { return "{person " + p.ID.String() + "}" }

var personRef = regexp.MustCompile(`\{person ([0-9a-z]+)\}`)

// Named is a sealed text with the names of the persons it refers to.
func Named(text string, name func(ID) string) string {
	if !strings.Contains(text, "{person ") {
		return text
	}
	return personRef.ReplaceAllStringFunc(text, func(ref string) string {
		id, err := ParseID(personRef.FindStringSubmatch(ref)[1])
		if err != nil {
			return ref
		}
		return name(id)
	})
}

// FormerColleague is what a person is called whose name was removed.
const FormerColleague = "a former colleague"

// removedDomain ends the address of an account whose person was removed; nobody
// can have an address there (RFC 2606).
const removedDomain = "@removed.invalid"

// Removed reports whether the account's person was taken out of it.
func (u User) Removed() bool { return strings.HasSuffix(u.Email, removedDomain) }

// Remove takes the person out of a closed account: name and address, by which
// somebody could be known. What the person did keeps the account's number. It
// cannot be undone.
func (u *User) Remove() (Event, error) {
	if !u.Disabled {
		return Event{}, Conflict("the account of %s is open: close it first", u.Name)
	}
	if u.Removed() {
		return Event{}, Conflict("this account's person was removed already")
	}
	u.Name, u.Email = FormerColleague, u.ID.String()+removedDomain
	return Event{Action: "person removed"}, nil
}

// User is someone who may write.
type User struct {
	ID        ID
	Email     string
	Name      string
	Role      Role
	Disabled  bool
	CreatedAt time.Time
}

// Operator is whoever runs the program's commands: the owner of the files, who
// needs no account. In the audit log it is the program itself.
func Operator() User { return User{Name: "the command line", Role: Editor} }

// Person is the user as others see them.
func (u User) Person() Person { return Person{u.ID, u.Name} }

// May reports whether the user may do the action.
func (u User) May(a Action) bool { return !u.Disabled && u.Role.May(a) }

// Need is nil where the user may do the action.
func (u User) Need(a Action) error {
	if u.Role == Anonymous && !u.May(a) {
		return &Error{Kind: KindSignIn, Message: "sign in to " + string(a)}
	}
	if !u.May(a) {
		return Forbidden("a %s may not %s: ask a colleague who may", u.Role, a)
	}
	return nil
}

// Check trims the fields and names what is wrong.
func (u *User) Check() error {
	var p Problems
	u.Email, u.Name = strings.ToLower(Line(u.Email)), Line(u.Name)
	if a, err := mail.ParseAddress(u.Email); err != nil || a.Address != u.Email || len(u.Email) > 254 {
		p.Add(Invalid("email", "write an address such as name@newsroom.example"))
	}
	if u.Name == "" || utf8.RuneCountInString(u.Name) > MaxName {
		p.Add(Invalid("name", "write the name colleagues and readers will see"))
	}
	if _, err := ParseRole(string(u.Role)); err != nil {
		p.Add(err)
	}
	return p.Err()
}

// Bounds of a password's length, in characters.
const (
	MinPassword = 12
	MaxPassword = 128
)

// CheckPassword holds a new password against the rules: its length, and that
// it is not one of those tried first. Which characters it has is its owner's
// business (NIST SP 800-63B, 5.1.1.2).
func CheckPassword(password, email, name string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return Invalid("password", "the password has characters that cannot be kept: use UTF-8 text")
	case n < MinPassword:
		return Invalid("password", "the password has %d characters: use at least %d, for example four words", n, MinPassword)
	case n > MaxPassword:
		return Invalid("password", "the password is longer than %d characters", MaxPassword)
	}
	low := strings.ToLower(password)
	if common(low) || low == strings.ToLower(email) || (name != "" && strings.Contains(low, strings.ToLower(name))) {
		return Invalid("password", "this password is among the first that would be tried: choose another")
	}
	return nil
}

// common tells passwords that lists of guesses begin with: one character or a
// short piece over and over, runs of neighbouring keys, and favourite words
// filled up with digits.
func common(low string) bool {
	for size := 1; size <= 4; size++ {
		if len(low)%size == 0 && strings.Repeat(low[:size], len(low)/size) == low {
			return true
		}
	}
	for _, run := range []string{"12345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb", "abcdefghijklmnopqrstuvwxyz", "09876543210987654321"} {
		if strings.Contains(run, low) {
			return true
		}
	}
	word := strings.Trim(low, "0123456789!.?@#$ -_")
	word = strings.NewReplacer("0", "o", "1", "l", "3", "e", "@", "a", "$", "s").Replace(word)
	for _, w := range []string{"", "password", "passwort", "passwordpassword", "letmein", "welcome", "administrator", "admin", "iloveyou", "changeme", "touchstone", "qwerty", "qwertyuiop", "monkey", "dragon", "football", "newsroom", "factcheck", "correcthorsebatterystaple"} {
		if word == w {
			return true
		}
	}
	return false
}
