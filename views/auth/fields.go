package auth

import (
	"fmt"
	"strconv"
	"strings"

	"touchstone/claims"
	"touchstone/views/ui"
)

func emailField(p claims.Problems) ui.Field {
	f := ui.F(p, "email", "E-mail address", "")
	f.Type, f.Autocomplete, f.Required = "email", "username", true
	return f
}

func nameField(p claims.Problems) ui.Field {
	f := ui.F(p, "name", "Your name", "In full, as colleagues and readers will see it.")
	f.Autocomplete, f.Required = "name", true
	return f
}

// passwordField is left empty whatever was typed: passwords are not sent back.
func passwordField(p claims.Problems, name, label, hint, autocomplete string) ui.Field {
	f := ui.F(p, name, label, hint)
	f.Type, f.Autocomplete, f.Required = "password", autocomplete, true
	return f
}

var passwordHint = fmt.Sprintf("At least %d characters; four words that do not belong together are easy to keep in mind. Pasting from a password manager is welcome.", claims.MinPassword)

func codeField(p claims.Problems, hint string) ui.Field {
	f := ui.F(p, "code", "Code", hint)
	f.Autocomplete, f.Required, f.Narrow = "one-time-code", true, true
	return f
}

func tokenNameField(p claims.Problems) ui.Field {
	f := ui.F(p, "token-name", "What it is for", "For example: the newsroom’s importer.")
	f.Autocomplete, f.Required = "off", true
	return f
}

// scopeWords say what a scope lets a program do.
var scopeWords = map[claims.Scope]string{
	claims.ScopeReadDesk:      "read what the desk works on",
	claims.ScopeWriteArticles: "add articles",
	claims.ScopeWriteClaims:   "add and change claims",
}

func scopeList(list []claims.Scope) string {
	var words []string
	for _, s := range list {
		words = append(words, scopeWords[s])
	}
	return strings.Join(words, ", ")
}

func dayOptions() []ui.Option {
	var list []ui.Option
	for _, n := range claims.TokenDays {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n) + " days"})
	}
	return list
}
