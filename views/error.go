package views

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// problem is an error as a person or a program is told of it.
type problem struct {
	Status    int
	Message   string          // a sentence, where there is one to say
	said      *claims.Error   // of which Message is
	Problems  claims.Problems // several, about a form
	Field     string          // which part of the request it is about; "" for none
	Link      string          // where to go on; "" for none
	LinkText  string
	RequestID string  // for telling us about it
	Typed     []typed // what was sent and is not saved
	Action    string  // where Typed was sent
}

// typed is a field of a form that came to nothing.
type typed struct{ Name, Value string }

// fail is the one door of errors: it turns them into a status and a page, a
// fragment or JSON, and nothing else logs them.
func (s *site) fail(err error, c echo.Context) {
	p := s.problem(err, c)
	if p.Status >= http.StatusInternalServerError {
		s.logError(c, p.Status, err)
	}
	if c.Response().Committed {
		// Half an answer must not look like a whole one: cut the connection.
		if p.Status != statusGone {
			panic(http.ErrAbortHandler)
		}
		return
	}
	if p.Status == statusGone {
		return
	}
	if err := s.tell(c, p); err != nil {
		s.logError(c, http.StatusInternalServerError, err)
		_ = c.String(p.Status, http.StatusText(p.Status)) // the connection may be gone
	}
}

// statusGone stands for a client that went away before its answer.
const statusGone = 499

func (s *site) logError(c echo.Context, status int, err error) {
	attrs := []slog.Attr{
		slog.String("id", c.Response().Header().Get(echo.HeaderXRequestID)), slog.Int("status", status),
		slog.String("method", c.Request().Method), slog.String("route", c.Path()), slog.String("err", err.Error()),
	}
	var p *panicked
	if errors.As(err, &p) {
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	s.cfg.Log.LogAttrs(c.Request().Context(), slog.LevelError, "request failed", attrs...)
}

// kinds gives each kind of error its status.
var kinds = map[claims.Kind]int{
	claims.KindInternal:  http.StatusInternalServerError,
	claims.KindInvalid:   http.StatusUnprocessableEntity,
	claims.KindNotFound:  http.StatusNotFound,
	claims.KindForbidden: http.StatusForbidden,
	claims.KindSignIn:    http.StatusUnauthorized,
	claims.KindConflict:  http.StatusConflict,
	claims.KindStale:     http.StatusConflict,
	claims.KindExists:    http.StatusConflict,
	claims.KindGone:      http.StatusGone,
	claims.KindTooLarge:  http.StatusRequestEntityTooLarge,
	claims.KindTooMany:   http.StatusTooManyRequests,
	claims.KindBusy:      http.StatusServiceUnavailable,
}

// problem says what an error means to the one who asked.
func (s *site) problem(err error, c echo.Context) problem {
	p := problem{RequestID: c.Response().Header().Get(echo.HeaderXRequestID)}
	var (
		mine  *claims.Error
		list  claims.Problems
		large *http.MaxBytesError
		web   *echo.HTTPError
	)
	switch {
	case errors.As(err, &large):
		p.Status = http.StatusRequestEntityTooLarge
	case errors.As(err, &mine):
		p.Status = kinds[mine.Kind]
		p.Message, p.said, p.Field = mine.Message, mine, mine.Field
		if errors.As(err, &list) && len(list) > 1 {
			p.Problems, p.Message = list, ""
		}
		s.detail(&p, mine, c)
	case errors.Is(err, context.Canceled) && c.Request().Context().Err() != nil:
		p.Status = statusGone
	case errors.Is(err, context.DeadlineExceeded):
		p.Status = http.StatusServiceUnavailable
	case errors.As(err, &web):
		p.Status = web.Code
	default:
		p.Status = http.StatusInternalServerError
	}
	if p.Status == http.StatusInternalServerError {
		p.Message = "" // an unforeseen error's words are for the log
	}
	if retry := c.Response().Header(); p.Status == http.StatusTooManyRequests && retry.Get(echo.HeaderRetryAfter) == "" {
		retry.Set(echo.HeaderRetryAfter, "60")
	}
	p.Typed, p.Action = typedIn(c, p.Status)
	return p
}

// detail adds what the kind of error calls for.
func (s *site) detail(p *problem, e *claims.Error, c echo.Context) {
	switch e.Kind {
	case claims.KindInvalid:
		if m := c.Request().Method; m == http.MethodGet || m == http.MethodHead {
			p.Status = http.StatusBadRequest
		}
	case claims.KindExists:
		if e.Ref != 0 {
			p.Link, p.LinkText = "/desk/claims/"+e.Ref.String(), words.Key("Open the one that is here")
			if strings.Contains(c.Path(), "/articles") {
				p.Link = "/desk/articles/" + e.Ref.String()
			}
		}
	case claims.KindBusy:
		if s.d.Replica() {
			p.Link, p.LinkText = s.cfg.Primary+c.Request().URL.Path, words.Key("Go there")
		}
		// Where the database lies is for those who run it.
		if e.Err != nil && auth.User(c).ID == 0 {
			p.Message = ""
		}
	}
}

// secret are fields that are never sent back.
var secret = []string{"password", "current", "token", "code"}

// typedIn finds what was typed into the form that failed, so that it is not
// lost with it. A form of someone whose session has ended meanwhile was not
// read yet; one that came from another site never is.
func typedIn(c echo.Context, status int) (list []typed, action string) {
	r := c.Request()
	if status == http.StatusUnauthorized && r.Method == http.MethodPost && r.ContentLength <= formBytes {
		_ = readForm(r) // a damaged form has nothing to keep
	}
	if r.Method != http.MethodPost || r.PostForm == nil || slices.ContainsFunc(secret, r.PostForm.Has) || r.MultipartForm != nil {
		return nil, ""
	}
	for name, values := range r.PostForm {
		for _, v := range values {
			list = append(list, typed{name, v})
		}
	}
	slices.SortFunc(list, func(a, b typed) int { return strings.Compare(a.Name, b.Name) })
	return list, r.URL.RequestURI()
}

// tell sends the problem in the form the client reads.
func (s *site) tell(c echo.Context, p problem) error {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Del("ETag")
	h.Del("Last-Modified")
	r := c.Request()
	switch {
	case wantsJSON(r):
		return p.sendJSON(c)
	case p.Status == http.StatusUnauthorized && isHTMX(r):
		h.Set("HX-Redirect", loginAddress(r.Header.Get("HX-Current-URL")))
		return c.NoContent(p.Status)
	case isHTMX(r):
		h.Set("HX-Retarget", "#main")
		h.Set("HX-Reswap", "afterbegin show:window:top")
		return ui.Render(c, p.Status, errorFragment(p))
	case p.Status == http.StatusUnauthorized && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		return c.Redirect(http.StatusSeeOther, loginAddress(r.URL.RequestURI()))
	}
	page := s.frame(c, p)
	return ui.Render(c, p.Status, errorPage(page, p))
}

// loginAddress leads to the sign-in page and back again.
func loginAddress(from string) string {
	u, err := url.Parse(from)
	if err != nil {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(u.RequestURI())
}

func wantsJSON(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/v1alpha1/") {
		return true
	}
	accept := r.Header.Get(echo.HeaderAccept)
	return strings.Contains(accept, echo.MIMEApplicationJSON) && !strings.Contains(accept, echo.MIMETextHTML)
}

// frame is the page around an error. It must stand where the database does not.
func (s *site) frame(c echo.Context, p problem) ui.Page {
	page := ui.Page{Title: p.title(), NoIndex: true}
	if settings, err := s.d.Settings(c.Request().Context()); err == nil {
		page.Organisation, page.Logo, page.Contact = settings.Organisation, settings.Logo, settings.Contact
		if p.Status != http.StatusUnauthorized && p.Status != http.StatusForbidden { // of the desk's own pages, which are English
			ui.Speak(c, s.cfg.Words.For(settings.Language))
		}
	}
	if u := auth.User(c); u.ID != 0 {
		ui.Speak(c, nil)
		page.Desk, page.User, page.Notices = true, &u, auth.Notices(c)
	}
	page.Title = words.T(c.Request().Context(), page.Title)
	return page
}
