package views

import (
	"net/http"

	"touchstone/views/ui"
)

// words are what each status means to a person: what happened, and the way out.
var words = map[int]struct{ title, way string }{
	http.StatusBadRequest:            {"This address does not make sense", "A part of it cannot be understood. Go back and follow a link, or start at the front page."},
	http.StatusUnauthorized:          {"You are signed out", "Sign in in another tab, then come back and send this again."},
	http.StatusForbidden:             {"You may not do this", "Ask a colleague who may, or an admin of your desk."},
	http.StatusNotFound:              {"This page is not here", "The address may be mistyped, or the check was never published. Checks that we withdraw keep their page."},
	http.StatusMethodNotAllowed:      {"This address does not take that", "Open the page first, and use its buttons."},
	http.StatusConflict:              {"This cannot be done now", "Something has changed since you opened the page. Open it again and look."},
	http.StatusGone:                  {"This is no longer here", ""},
	http.StatusRequestEntityTooLarge: {"This is too large", "An article may have 2 MB of text, everything else less. Shorten it and send it again."},
	http.StatusUnprocessableEntity:   {"Something is not right yet", "Go back, change it and send it again."},
	http.StatusTooManyRequests:       {"Too much at once", "Wait a minute, then try again."},
	http.StatusInternalServerError:   {"Something went wrong on our side", "Nothing you did was wrong. Try again; if it happens again, tell the desk the number below."},
	http.StatusServiceUnavailable:    {"The desk cannot do this at the moment", "Try again in a minute. If it goes on, tell the people who run the desk the number below."},
}

func (p problem) title() string {
	if w, ok := words[p.Status]; ok {
		return w.title
	}
	return http.StatusText(p.Status)
}

// sentence is what happened, in the error's own words where it has some.
func (p problem) sentence() string {
	switch {
	case p.Message != "":
		return ui.Sentence(p.Message) + "."
	case len(p.Problems) > 0:
		return ui.Sentence(p.Problems.Error()) + "."
	}
	return words[p.Status].way
}

// ours reports whether the cause is on this side, so that its number helps.
func (p problem) ours() bool { return p.Status >= http.StatusInternalServerError }
