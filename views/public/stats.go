package public

import (
	"context"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// statsView is what the published checks add up to.
type statsView struct {
	Page    ui.Page
	Stats   claims.Statistics
	Total   claims.Tally
	Median  int
	Periods []claims.Tally // oldest first, without gaps
	Over    ui.OverTime
	Topics  ui.Bars
	Outlets ui.Bars
	Delays  ui.Bars
	Wrong   ui.Bars // corrected checks by the period of publication
}

// stats shows what the published checks add up to.
func (p *Public) stats(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v := statsView{Page: p.page(s, words.T(ctx, "Statistics"), ui.SectionData, "/stats")}
	if v.Stats, err = p.counted.of(ctx, p); err != nil {
		return err
	}
	v.Page.Description = words.T(ctx, "The checks of {0} in numbers: verdicts over time, topics, outlets, how long a check takes, and how often we were wrong.", s.Organisation)
	v.Total = v.Stats.Total()
	v.Median, _ = v.Stats.MedianDelay()
	v.Periods = ui.Periods(ctx, v.Stats.Months)
	v.Over = ui.NewOverTime(v.Periods, v.Stats.Ratings)
	v.Topics = ui.VerdictBars(ctx, v.Stats.Topics, v.Stats.Ratings, topicPath)
	v.Outlets = ui.VerdictBars(ctx, v.Stats.Outlets, v.Stats.Ratings, outletPath)
	v.Delays, v.Wrong = ui.StretchBars(ctx, v.Stats.Delays), ui.WrongBars(ctx, v.Periods)
	return ui.Render(c, http.StatusOK, statsPage(v))
}

// counted keeps the statistics of one state of the database, so that many
// readers at once count once.
type counted struct {
	mu      sync.Mutex
	version db.Version
	stats   claims.Statistics
	done    bool
}

func (k *counted) of(ctx context.Context, p *Public) (claims.Statistics, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, err := p.db.Version()
	if err != nil || k.done && k.version == v {
		return k.stats, err
	}
	s, err := p.db.Statistics(ctx)
	if err != nil {
		return s, err
	}
	k.version, k.stats, k.done = v, s, true
	return s, nil
}
