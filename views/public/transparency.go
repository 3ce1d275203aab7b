package public

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// shownDays is how many days' ends the page lists; the JSON has all.
const shownDays = 31

// transparencyView is what readers may know of the audit log as a whole.
type transparencyView struct {
	Page     ui.Page
	Head     claims.Head
	Days     []db.DayHead // newest first
	AllDays  int
	Compared compared
	Problems claims.Problems
}

// compared is a head that a reader noted, held against the log.
type compared struct {
	Typed string
	Noted claims.Head
	Done  bool
	Same  bool
	Short bool // the log does not reach that far
}

// transparency shows the head of the audit log and how to check it.
func (p *Public) transparency(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	v := transparencyView{Compared: compared{Typed: strings.TrimSpace(c.QueryParam("head"))}}
	if v.Head, err = p.db.AuditHead(ctx); err != nil {
		return err
	}
	if v.Days, err = p.db.AuditDays(ctx); err != nil {
		return err
	}
	v.AllDays = len(v.Days)
	v.Days = v.Days[:min(len(v.Days), shownDays)]
	status := http.StatusOK
	if v.Compared.Typed != "" {
		if v.Compared, err = p.compare(c, v.Compared.Typed, v.Head); err != nil {
			v.Problems.Add(err)
			if claims.KindOf(err) != claims.KindInvalid {
				return err
			}
			status = http.StatusBadRequest
		}
	}
	v.Page = p.page(s, words.T(ctx, "The audit log"), ui.SectionMethod, "/transparency")
	v.Page.Description = words.T(ctx, "The head of the audit log of {0}, and how to check that nothing in it was changed.", s.Organisation)
	v.Page.NoIndex = v.Compared.Typed != ""
	return ui.Render(c, status, transparencyPage(v))
}

// compare finds out whether the log still has what somebody noted.
func (p *Public) compare(c echo.Context, typed string, head claims.Head) (compared, error) {
	k := compared{Typed: typed}
	h, err := claims.ParseHead(typed)
	if err != nil {
		return k, err
	}
	k.Noted, k.Done = h, true
	k.Short = h.Seq > head.Seq
	hash, err := p.db.AuditHash(c.Request().Context(), h.Seq)
	k.Same = hash == h.Hash || h.Seq == 0
	return k, err
}

// transparencyJSON is transparency.json; its names are added to and never
// changed.
type transparencyJSON struct {
	Organisation string    `json:"organisation"`
	Events       int64     `json:"events"`
	Head         headJSON  `json:"head"`
	Algorithm    string    `json:"algorithm"`
	Genesis      string    `json:"genesis"`
	Description  string    `json:"description"`
	Days         []dayJSON `json:"days"` // newest first
}

type headJSON struct {
	Sequence int64  `json:"sequence"`
	Hash     string `json:"hash"`
	At       string `json:"at,omitempty"`
	Line     string `json:"line"` // as “touchstone audit check” reads it
}

type dayJSON struct {
	Day string `json:"day"`
	headJSON
}

func headOf(h claims.Head) headJSON {
	j := headJSON{Sequence: h.Seq, Hash: h.Hash, Line: h.String()}
	if !h.At.IsZero() {
		j.At = h.At.UTC().Format(time.RFC3339Nano)
	}
	return j
}

// transparencyData gives programs the head of the audit log and those of all
// days.
func (p *Public) transparencyData(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	h, err := p.db.AuditHead(ctx)
	if err != nil {
		return err
	}
	days, err := p.db.AuditDays(ctx)
	if err != nil {
		return err
	}
	out := transparencyJSON{
		Organisation: s.Organisation, Events: h.Seq, Head: headOf(h), Algorithm: "SHA-256", Genesis: claims.Genesis,
		Description: p.url("/transparency"), Days: []dayJSON{},
	}
	for _, d := range days {
		out.Days = append(out.Days, dayJSON{d.Day, headOf(d.Head)})
	}
	return c.JSON(http.StatusOK, out)
}

// dayOf reads a day as the database writes it.
func dayOf(day string) claims.Date { return claims.Date{Day: day, Precision: claims.DayPrecision} }
