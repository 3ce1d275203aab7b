package claims

import (
	"errors"
	"fmt"
	"unicode"
)

// Kind sorts errors by what the person can do about them.
type Kind int

// The kinds of error that reach a user. Internal is everything unforeseen.
const (
	KindInternal  Kind = iota
	KindInvalid        // what was sent is wrong; Field says which part
	KindNotFound       // there is no such thing, or it is not public
	KindForbidden      // this role may not do that
	KindSignIn         // nobody is signed in
	KindConflict       // someone else was first, or the state does not allow it
	KindStale          // the write was based on an older revision
	KindExists         // the same thing is here already; Ref names it
	KindGone           // it was here and was withdrawn for good
	KindTooLarge       // over a limit
	KindTooMany        // too often; try later
	KindBusy           // the machine cannot do it now
)

// Error is the only error whose text a user reads.
type Error struct {
	Kind    Kind
	Message string // one sentence that names the thing and the way out
	Field   string // the form field or flag it belongs to, if one
	Ref     ID     // for KindExists and merged claims: the thing to open instead
	Err     error  // the cause, for the log only

	format string // what Message was made of, for other languages
	values []any
}

// Made is the format of the message and what was put into it, so that it can be
// said in another language.
func (e *Error) Made() (format string, values []any) {
	if e.format == "" {
		return e.Message, nil
	}
	return e.format, e.values
}

// said makes an error of a format and what is put into it.
func said(kind Kind, field, format string, values []any) *Error {
	return &Error{Kind: kind, Field: field, Message: fmt.Sprintf(format, values...), format: format, values: values}
}

// Error gives the message, with the cause behind it where there is one.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Invalid says that a field's content cannot be taken, and why.
func Invalid(field, format string, args ...any) *Error {
	return said(KindInvalid, field, format, args)
}

// NotFound says that there is no such thing.
func NotFound(format string, args ...any) *Error {
	return said(KindNotFound, "", format, args)
}

// Forbidden says that this person may not do that.
func Forbidden(format string, args ...any) *Error {
	return said(KindForbidden, "", format, args)
}

// Conflict says that the thing's state does not allow it.
func Conflict(format string, args ...any) *Error {
	return said(KindConflict, "", format, args)
}

// Problems are several errors about one form, in the order of its fields.
type Problems []*Error

// Add appends err if it is one.
func (p *Problems) Add(err error) {
	var e *Error
	var more Problems
	switch {
	case err == nil:
	case errors.As(err, &more):
		*p = append(*p, more...)
	case errors.As(err, &e):
		*p = append(*p, e)
	default:
		*p = append(*p, &Error{Message: "something went wrong here", Err: err})
	}
}

// Err gives nil where there is no problem, so that it can be returned.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Error joins the messages.
func (p Problems) Error() string {
	s := ""
	for i, e := range p {
		if i > 0 {
			s += "; "
		}
		s += e.Message
	}
	return s
}

// Unwrap lets errors.As find the first problem.
func (p Problems) Unwrap() []error {
	errs := make([]error, len(p))
	for i, e := range p {
		errs[i] = e
	}
	return errs
}

// Field gives the message for one field, or "".
func (p Problems) Field(name string) string {
	if e := p.Of(name); e != nil {
		return e.Message
	}
	return ""
}

// Of is the first problem of a field; nil where it has none.
func (p Problems) Of(name string) *Error {
	for _, e := range p {
		if e.Field == name {
			return e
		}
	}
	return nil
}

// KindOf finds the kind of an error; an unknown one is internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// clip cuts s to n characters so that a message cannot be flooded by its input.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
