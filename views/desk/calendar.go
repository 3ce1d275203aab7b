package desk

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

const calendarPath = "/desk/calendar"

// calendarView is a month with the claims that are to be looked at again.
type calendarView struct {
	Page  ui.Page
	Month time.Time // its first day
	Today string
	Days  []calendarDay // whole weeks, from Monday
	N     int
	More  bool // there are more than are shown
}

// calendarDay is a day of the calendar.
type calendarDay struct {
	On      time.Time
	Beyond  bool // it belongs to the month before or after
	Claims  []claims.Again
	IsToday bool
}

// maxAgain bounds what a month shows.
const maxAgain = 400

// calendar shows a month of the days by which claims are to be looked at again.
func (d *Desk) calendar(c echo.Context) error {
	today := d.db.Now().UTC()
	v := calendarView{Today: today.Format(time.DateOnly), Month: time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)}
	if s := c.QueryParam("month"); s != "" {
		m, err := time.Parse("2006-01", s)
		if err != nil || m.Year() < 1900 || m.Year() > 2200 {
			return claims.Invalid("month", "%q is not a month: write it as 2026-03", clip(s, 20))
		}
		v.Month = m
	}
	last := v.Month.AddDate(0, 1, -1)
	list, more, err := d.db.LookAgain(c.Request().Context(), v.Month.Format(time.DateOnly), last.Format(time.DateOnly), maxAgain)
	if err != nil {
		return err
	}
	v.N, v.More = len(list), more
	on := map[string][]claims.Again{}
	for _, a := range list {
		on[a.By.Day] = append(on[a.By.Day], a)
	}
	monday := v.Month.AddDate(0, 0, -(int(v.Month.Weekday())+6)%7)
	for day := monday; !day.After(last) || day.Weekday() != time.Monday; day = day.AddDate(0, 0, 1) {
		key := day.Format(time.DateOnly)
		v.Days = append(v.Days, calendarDay{On: day, Beyond: day.Month() != v.Month.Month(), Claims: on[key], IsToday: key == v.Today})
	}
	if v.Page, err = d.page(c, "Calendar, "+v.Month.Format("January 2006"), ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, calendarPage(v))
}

// month is the address of a month some months away.
func (v calendarView) month(away int) string {
	return calendarPath + "?month=" + v.Month.AddDate(0, away, 0).Format("2006-01")
}

// summary says how much the month holds.
func (v calendarView) summary() string {
	switch {
	case v.N == 0:
		return "No claim is to be looked at again in this month."
	case v.More:
		return "The first " + ui.Number(v.N) + " claims to look at again in this month."
	}
	return ui.Plural(v.N, "claim", "claims") + " to look at again in this month."
}

// againWords say where a claim stands, and whether its day is past.
func (v calendarView) againWords(a claims.Again) string {
	s := stateWords(a.State, a.Publication, false)
	if a.By.Precision != claims.DayPrecision {
		s += ", by " + a.By.Text()
	}
	if a.By.Day < v.Today {
		s += ", overdue"
	}
	return s
}
