package public

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// statsView is what the published checks add up to.
type statsView struct {
	Page     ui.Page
	Period   claims.Period
	Choices  []ui.Option // of periods
	Stats    claims.Statistics
	Total    claims.Tally
	Median   int
	Periods  []claims.Tally // oldest first, without gaps
	Over     ui.OverTime
	Topics   ui.Bars
	Outlets  ui.Bars
	Speakers ui.Bars
	Parties  ui.Bars
	Delays   ui.Bars
	Wrong    ui.Bars // corrected checks by the period of publication
}

// stats shows what the published checks add up to.
func (p *Public) stats(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v := statsView{Page: p.page(s, words.T(ctx, "Statistics"), ui.SectionData, "/stats")}
	if v.Period, err = claims.ParsePeriod(c.QueryParam("period")); err != nil {
		return err
	}
	all, err := p.counted.of(ctx, p, claims.Period{})
	if err != nil {
		return err
	}
	if v.Stats, err = p.counted.of(ctx, p, v.Period); err != nil {
		return err
	}
	v.Choices = periods(ctx, all.Months)
	v.Page.Description = words.T(ctx, "The checks of {0} in numbers: verdicts over time, topics, outlets, how long a check takes, and how often we were wrong.", s.Organisation)
	v.Total = v.Stats.Total()
	v.Median, _ = v.Stats.MedianDelay()
	v.Periods = ui.Periods(ctx, v.Stats.Months)
	v.Over = ui.NewOverTime(v.Periods, v.Stats.Ratings)
	v.Topics = ui.VerdictBars(ctx, v.Stats.Topics, v.Stats.Ratings, topicPath)
	v.Outlets = ui.VerdictBars(ctx, v.Stats.Outlets, v.Stats.Ratings, outletPath)
	v.Speakers = ui.VerdictBars(ctx, v.Stats.Speakers, v.Stats.Ratings, speakerPath)
	v.Parties = ui.VerdictBars(ctx, v.Stats.Parties, v.Stats.Ratings, func(string) string { return "" })
	v.Delays, v.Wrong = ui.StretchBars(ctx, v.Stats.Delays), ui.WrongBars(ctx, v.Periods)
	return ui.Render(c, http.StatusOK, statsPage(v))
}

// periods are the years in which something was published, and the quarters of
// the last three of them, to choose from.
func periods(ctx context.Context, months []claims.Tally) []ui.Option {
	list := []ui.Option{{Value: "", Label: words.T(ctx, "All time")}}
	var years, quarters []string
	for _, m := range slices.Backward(months) {
		month, err := time.Parse("2006-01", m.Key)
		if err != nil {
			continue
		}
		year := m.Key[:4]
		if !slices.Contains(years, year) {
			years = append(years, year)
		}
		if q := fmt.Sprintf("%s-Q%d", year, (month.Month()+2)/3); !slices.Contains(quarters, q) && len(years) <= 3 {
			quarters = append(quarters, q)
		}
	}
	for _, y := range years {
		list = append(list, ui.Option{Value: y, Label: y})
		for _, q := range quarters {
			if strings.HasPrefix(q, y) {
				list = append(list, ui.Option{Value: q, Label: words.T(ctx, "Quarter {0} of {1}", q[6:], y)})
			}
		}
	}
	return list
}

// file is the address of numbers of the period that is shown.
func (v statsView) file(name string) string {
	if v.Period.Whole() {
		return name
	}
	return name + "?period=" + v.Period.Name
}

// counted keeps the statistics of one state of the database, so that many
// readers at once count once.
type counted struct {
	mu      sync.Mutex
	version db.Version
	stats   map[string]claims.Statistics // by the name of the period
}

// keptPeriods bounds how many periods are kept.
const keptPeriods = 40

func (k *counted) of(ctx context.Context, p *Public, period claims.Period) (claims.Statistics, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, err := p.db.Version()
	if err != nil {
		return claims.Statistics{}, err
	}
	if k.version != v || len(k.stats) >= keptPeriods {
		k.version, k.stats = v, map[string]claims.Statistics{}
	}
	if s, ok := k.stats[period.Name]; ok {
		return s, nil
	}
	s, err := p.db.Statistics(ctx, period)
	if err == nil {
		k.stats[period.Name] = s
	}
	return s, err
}
