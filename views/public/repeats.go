package public

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
	"touchstone/views/words"
)

// repeatedWords says how often a claim was made again, since when, and when
// last; empty for one that was made once.
func repeatedWords(ctx context.Context, c *claims.Claim) string {
	r := c.Repeats()
	if r.Times < 2 {
		return ""
	}
	s := words.N(ctx, r.Times-1, "Repeated {0} time", "Repeated {0} times")
	if r.First.Known() {
		s += words.T(ctx, " since {0}", r.First)
		if r.Last.Day > r.First.Day {
			s += words.T(ctx, ", last {0}", when(ctx, r.Last))
		}
	}
	if r.Outlets > 1 {
		s += words.N(ctx, r.Outlets, ", at {0} outlet", ", at {0} outlets")
	}
	return s + "."
}

// when is a date with the word before it.
func when(ctx context.Context, d claims.Date) string {
	if d.Precision == claims.DayPrecision {
		return words.T(ctx, "on {0}", d)
	}
	if d.Precision == claims.YearPrecision {
		return words.T(ctx, "in the year {0}", d)
	}
	return words.T(ctx, "in {0}", d)
}

// appearancesCSV gives where one check's claim appeared, with the columns of
// appearances.csv.
func (p *Public) appearancesCSV(c echo.Context) error {
	id, err := claims.ParseID(param(c, "id"))
	if err != nil {
		return err
	}
	k, err := p.db.PublicClaim(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return download(p, c, "appearances-"+k.ID.String()+".csv", export.CSV[claims.AppearanceRecord], export.AppearanceColumns, one(k))
}

// one gives a claim's appearances, whatever the filters say.
func one(k *claims.Claim) reader[claims.AppearanceRecord] {
	return func(*db.DB, context.Context, claims.Filter, bool) export.Rows[claims.AppearanceRecord] {
		return func(yield func(*claims.AppearanceRecord, error) bool) {
			for _, a := range export.Appearances(k) {
				if !yield(&a, nil) {
					return
				}
			}
		}
	}
}

// repeatedPath is the page of a claim that a speaker's record counts.
func repeatedPath(k claims.Count) string {
	n, err := strconv.ParseInt(k.Key, 10, 64)
	if err != nil {
		return "/claims"
	}
	return claimPath(claims.ID(n), k.Label)
}
