package public

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
)

// asOf reads the day whose end a file is asked for; zero for the present.
func (p *Public) asOf(c echo.Context) (time.Time, error) {
	s := c.QueryParam("as_of")
	if s == "" {
		return time.Time{}, nil
	}
	d, err := claims.ParseDate("as_of", s)
	if err != nil {
		return time.Time{}, err
	}
	day, err := time.Parse(time.DateOnly, d.Day)
	switch {
	case err != nil || d.Precision != claims.DayPrecision:
		return time.Time{}, claims.Invalid("as_of", "as_of takes a day, such as 2026-03-14")
	case day.After(p.db.Now()):
		return time.Time{}, claims.Invalid("as_of", "the day %s is not here yet", d)
	case c.QueryParam("q") != "":
		return time.Time{}, claims.Invalid("q", "a search finds what is here now: leave out q, or as_of")
	}
	return day.AddDate(0, 0, 1).Add(-time.Millisecond), nil
}

func claimsThen(at time.Time) reader[claims.ClaimRecord] {
	return func(d *db.DB, ctx context.Context, f claims.Filter, _ bool) export.Rows[claims.ClaimRecord] {
		return export.Records(d.ClaimsAsOf(ctx, f, at), func(id claims.ID) (claims.Scale, error) { return d.ScaleByID(ctx, id) })
	}
}

// partsThen are the rows of a table that belong to the checks of a day.
func partsThen[T any](of func(*claims.Claim) []T) then[T] {
	return func(at time.Time) reader[T] {
		return func(d *db.DB, ctx context.Context, f claims.Filter, _ bool) export.Rows[T] {
			return export.Flat(d.ClaimsAsOf(ctx, f, at), func(c *claims.Claim) ([]T, error) { return of(c), nil })
		}
	}
}

var (
	sourcesThen     = partsThen(export.Sources)
	appearancesThen = partsThen(export.Appearances)
	correctionsThen = partsThen(export.Corrections)
)

func statusThen(at time.Time) reader[claims.StatusRecord] {
	return func(d *db.DB, ctx context.Context, f claims.Filter, _ bool) export.Rows[claims.StatusRecord] {
		return d.StatusAsOf(ctx, f, at)
	}
}
