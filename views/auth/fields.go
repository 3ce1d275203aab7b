package auth

import (
	"fmt"

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
