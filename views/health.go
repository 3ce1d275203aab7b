package views

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// healthy says that the program runs.
func (s *site) healthy(c echo.Context) error { return health(c, http.StatusOK, "ok") }

// ready says whether the database takes writes, by the newest attempt (the
// program writes every few seconds of itself), and whether its disk has room
// for more. Why it does not is for the log.
//
// A copy for reading is ready as long as it follows.
func (s *site) ready(c echo.Context) error {
	if s.d.Replica() {
		age := s.d.Age()
		if age > s.cfg.MaxAge {
			s.logError(c, http.StatusServiceUnavailable, fmt.Errorf("the copy %s last changed %s ago, more than %s", s.d.Path(), age.Round(time.Second), s.cfg.MaxAge))
			return health(c, http.StatusServiceUnavailable, "the copy is too old")
		}
		return health(c, http.StatusOK, "ok")
	}
	if err := s.d.Ready(); err != nil {
		s.logError(c, http.StatusServiceUnavailable, err)
		return health(c, http.StatusServiceUnavailable, "the database cannot be written")
	}
	if free := s.d.Free(); free >= 0 && free < s.cfg.MinFree {
		s.logError(c, http.StatusServiceUnavailable, fmt.Errorf("the disk of %s has %d MB left, less than the %d MB it should", s.d.Path(), free>>20, s.cfg.MinFree>>20))
		return health(c, http.StatusServiceUnavailable, "the disk is nearly full")
	}
	return health(c, http.StatusOK, "ok")
}

func health(c echo.Context, status int, words string) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if wantsJSON(c.Request()) {
		return c.JSON(status, map[string]string{"status": words})
	}
	return c.String(status, words+"\n")
}
