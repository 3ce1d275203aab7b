package views

import (
	"context"
	"net/http"

	"touchstone/views/ui"
	"touchstone/views/words"
)

// meanings are what each status means to a person: what happened, and the way out.
var meanings = map[int]struct{ title, way string }{
	http.StatusBadRequest:            {words.Key("This address does not make sense"), words.Key("A part of it cannot be understood. Go back and follow a link, or start at the front page.")},
	http.StatusUnauthorized:          {words.Key("You are signed out"), words.Key("Sign in in another tab, then come back and send this again.")},
	http.StatusForbidden:             {words.Key("You may not do this"), words.Key("Ask a colleague who may, or an admin of your desk.")},
	http.StatusNotFound:              {words.Key("This page is not here"), words.Key("The address may be mistyped, or the check was never published. Checks that we withdraw keep their page.")},
	http.StatusMethodNotAllowed:      {words.Key("This address does not take that"), words.Key("Open the page first, and use its buttons.")},
	http.StatusConflict:              {words.Key("This cannot be done now"), words.Key("Something has changed since you opened the page. Open it again and look.")},
	http.StatusGone:                  {words.Key("This is no longer here"), ""},
	http.StatusRequestEntityTooLarge: {words.Key("This is too large"), words.Key("An article may have 2 MB of text, everything else less. Shorten it and send it again.")},
	http.StatusUnprocessableEntity:   {words.Key("Something is not right yet"), words.Key("Go back, change it and send it again.")},
	http.StatusTooManyRequests:       {words.Key("Too much at once"), words.Key("Wait a minute, then try again.")},
	http.StatusInternalServerError:   {words.Key("Something went wrong on our side"), words.Key("Nothing you did was wrong. Try again; if it happens again, tell the desk the number below.")},
	http.StatusServiceUnavailable:    {words.Key("The desk cannot do this at the moment"), words.Key("Try again in a minute. If it goes on, tell the people who run the desk the number below.")},
}

func (p problem) title() string {
	if w, ok := meanings[p.Status]; ok {
		return w.title
	}
	return http.StatusText(p.Status)
}

// sentence is what happened, in the error's own words where it has some.
func (p problem) sentence(ctx context.Context) string {
	switch {
	case p.Message != "" && p.said != nil:
		return ui.Sentence(words.Error(ctx, p.said)) + "."
	case p.Message != "":
		return ui.Sentence(p.Message) + "."
	case len(p.Problems) > 0:
		return ui.Sentence(p.Problems.Error()) + "."
	case meanings[p.Status].way == "":
		return ""
	}
	return words.T(ctx, meanings[p.Status].way)
}

// ours reports whether the cause is on this side, so that its number helps.
func (p problem) ours() bool { return p.Status >= http.StatusInternalServerError }
