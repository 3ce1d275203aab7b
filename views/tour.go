package views

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// TourPath is where the demonstration is shown around.
const TourPath = "/tour"

// Tour leads through the demonstration, whose accounts are no secret.
type Tour struct {
	Password string // of every account
	Stops    []Stop
}

// Stop is a place to look at, and who sees it.
type Stop struct {
	Title, Text string
	Path        string
	As          string // the e-mail address of who is signed in for it; "" for a reader
	Who         string // the same in words
}

func (s *site) tour(c echo.Context) error {
	page := ui.Page{Title: "A tour", NoIndex: true}
	settings, err := s.d.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	page.Organisation, page.Logo, page.Contact = settings.Organisation, settings.Logo, settings.Contact
	return ui.Render(c, http.StatusOK, tourPage(page, *s.cfg.Tour))
}

// tourAddress is where the sign-in page leads to; "" where there is no tour.
func tourAddress(t *Tour) string {
	if t == nil {
		return ""
	}
	return TourPath
}

// tourRoutes are there in the demonstration alone.
func (s *site) tourRoutes() []ui.Route {
	if s.cfg.Tour == nil {
		return nil
	}
	return []ui.Route{{Method: http.MethodGet, Path: TourPath, Act: claims.ActPublic, Handler: s.tour}}
}
