package public

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// reportView is the form in which a reader says what is wrong.
type reportView struct {
	Page     ui.Page
	Claim    *claims.Claim // nil where no check is named
	Report   claims.Report
	Trap     string // what stands in the field that people do not see
	Problems claims.Problems
	Sent     bool
	Settings claims.Settings
}

// reportForm shows the form, for a check or for anything.
func (p *Public) reportForm(c echo.Context) error {
	return p.showReport(c, http.StatusOK, c.QueryParam("claim"), reportView{Sent: c.QueryParam("sent") != ""})
}

func (p *Public) showReport(c echo.Context, status int, claim string, v reportView) error {
	ctx := c.Request().Context()
	var err error
	if claim != "" {
		id, err := claims.ParseID(claim)
		if err != nil {
			return err
		}
		if v.Claim, err = p.db.PublicClaim(ctx, id); err != nil {
			return err
		}
	}
	if v.Settings, err = p.db.Settings(ctx); err != nil {
		return err
	}
	v.Page = p.page(v.Settings, words.T(ctx, "Report an error"), ui.SectionCorrections, "/report")
	v.Page.NoIndex = claim != "" || v.Sent
	v.Page.Description = words.T(ctx, "Tell {0} what is wrong in a check.", v.Settings.Organisation)
	return ui.Render(c, status, reportPage(v))
}

// report takes what a reader wrote to the desk.
func (p *Public) report(c echo.Context) error {
	v := reportView{Report: claims.Report{Text: c.FormValue("text"), Contact: c.FormValue("contact")}, Trap: c.FormValue("website")}
	claim := c.FormValue("claim")
	if claim != "" {
		id, err := claims.ParseID(claim)
		if err != nil {
			return err
		}
		k, err := p.db.PublicClaim(c.Request().Context(), id)
		if err != nil {
			return err
		}
		v.Report.ClaimID = k.ID
	}
	err := v.Report.Check()
	if strings.TrimSpace(v.Trap) != "" {
		err = claims.Invalid("website", "leave the last field empty: programs that send forms everywhere fill it in")
	}
	if err == nil {
		if err = p.senders.take(c.RealIP(), p.db.Now()); err == nil {
			err = p.db.AddReport(c.Request().Context(), v.Report)
		}
		if err == nil {
			return c.Redirect(http.StatusSeeOther, "/report?sent=1")
		}
	}
	var one *claims.Error
	if !errors.As(err, &v.Problems) && errors.As(err, &one) && one.Kind == claims.KindInvalid {
		v.Problems = claims.Problems{one}
	}
	if len(v.Problems) == 0 {
		return err // the page of errors keeps what was typed
	}
	return p.showReport(c, http.StatusUnprocessableEntity, claim, v)
}

// How many reports are taken: from one network, and from everybody together.
const (
	reportsAtOnce   = 5
	reportsEvery    = 12 * time.Minute
	allReportsBurst = 60
	allReportsEvery = time.Minute
	sendersKept     = 4096 // networks remembered; the one that wrote longest ago is forgotten
)

// senders slows down who sends many reports.
type senders struct {
	mu  sync.Mutex
	by  *lru.Cache[string, *rate.Limiter]
	all *rate.Limiter
}

func newSenders() *senders {
	by, _ := lru.New[string, *rate.Limiter](sendersKept) // fails only for a size below one
	return &senders{by: by, all: rate.NewLimiter(rate.Every(allReportsEvery), allReportsBurst)}
}

func (s *senders) take(ip string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := ui.Network(ip)
	l, ok := s.by.Get(n)
	if !ok {
		l = rate.NewLimiter(rate.Every(reportsEvery), reportsAtOnce)
		s.by.Add(n, l)
	}
	if !l.AllowN(now, 1) || !s.all.AllowN(now, 1) {
		return &claims.Error{Kind: claims.KindTooMany, Message: "many reports came from your network in a short time: wait some minutes and send this one again"}
	}
	return nil
}
