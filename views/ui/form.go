package ui

import (
	"cmp"
	"strconv"

	"github.com/a-h/templ"

	"touchstone/claims"
)

// Field is a form field: its name is also its id, so that errors and the
// preflight can link to it.
type Field struct {
	Name, Label, Hint string
	As                string        // the name it is sent under, where fields repeat; "" is Name
	Wrong             *claims.Error // nil where nothing is
	Limit             int           // in characters; shown and counted where it is not 0
	Required          bool
	Key               string // the key that puts the cursor here
	Type              string // of an input; text without it
	Autocomplete      string
	Narrow            bool // as wide as its content, not the column
}

// F makes a field and takes its message from the form's problems.
func F(p claims.Problems, name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Wrong: p.Of(name)}
}

// Attrs are the attributes of the field's control.
func (f Field) Attrs() templ.Attributes {
	a := templ.Attributes{"id": f.Name, "name": cmp.Or(f.As, f.Name)}
	described := ""
	if f.Hint != "" {
		described += " " + f.Name + "-hint"
	}
	if f.Wrong != nil {
		described += " " + f.Name + "-error"
		a["aria-invalid"] = "true"
	}
	if f.Limit > 0 {
		described += " " + f.Name + "-count"
		a["data-limit"] = strconv.Itoa(f.Limit)
	}
	if described != "" {
		a["aria-describedby"] = described[1:]
	}
	if f.Required {
		a["required"] = true
	}
	if f.Key != "" {
		a["data-key"], a["data-key-label"] = f.Key, f.Label
	}
	if f.Autocomplete != "" {
		a["autocomplete"] = f.Autocomplete
	}
	if !f.Narrow {
		a["class"] = "full"
	}
	return a
}

func (f Field) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Option is one choice of a select.
type Option struct{ Value, Label string }
