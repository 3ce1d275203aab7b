package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const boardPath = "/desk/board"

// boardView are the claims in columns of their states.
type boardView struct {
	Page    ui.Page
	List    queueView // who looks, and when
	Columns []lane
}

// lane is one state of the work, the most urgent claims first.
type lane struct {
	Label string
	Path  string // of all claims of the column
	N     int
	More  bool // and others
	Items []claims.Item
}

// boardStates are the columns, in the order of the work, before what was
// approved; claims that were rejected or published have left it.
var boardStates = []claims.State{claims.StateNew, claims.StateOpen, claims.StateResearching, claims.StateInReview, claims.StateOnHold}

// boardSize is how many claims a column shows.
const boardSize = 12

// board shows the work as columns.
func (d *Desk) board(c echo.Context) error {
	ctx := c.Request().Context()
	v := boardView{List: queueView{User: auth.User(c), Now: d.db.Now()}}
	n, err := d.db.StateCounts(ctx)
	if err != nil {
		return err
	}
	for _, s := range boardStates {
		page, err := d.db.Claims(ctx, claims.Filter{State: s, Sort: claims.Urgent, PageLimit: boardSize})
		if err != nil {
			return err
		}
		v.Columns = append(v.Columns, lane{s.Label(), "/desk?state=" + string(s), n[s], false, page.Items})
	}
	out := claims.Filter{Due: claims.DueOut, Sort: claims.Newest, PageLimit: boardSize}
	page, err := d.db.Claims(ctx, out)
	if err != nil {
		return err
	}
	v.Columns = append(v.Columns, lane{"Approved, not published", address("/desk/claims", out.Values()), page.Total, page.More, page.Items})
	if v.Page, err = d.page(c, "Board", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, boardPage(v))
}

// count is how many there are, as far as they were counted.
func (k lane) count() string { return work{N: k.N, More: k.More}.count() }
