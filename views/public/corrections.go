package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// maxCorrections is how many corrections the page lists; the CSV has them all.
const maxCorrections = 200

// correctionsView is the list of what we got wrong.
type correctionsView struct {
	Page ui.Page
	List []claims.CorrectionRecord
	Full bool // there may be more than the page lists
}

// corrections lists the public notes on checks, newest first.
func (p *Public) corrections(c echo.Context) error {
	ctx := c.Request().Context()
	list, err := p.db.Corrections(ctx, maxCorrections)
	if err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	page := p.page(s, words.T(ctx, "Corrections"), ui.SectionCorrections, "/corrections")
	page.Description = words.T(ctx, "What we got wrong, and what is right. Every correction of {0}.", s.Organisation)
	page.Feed = "/corrections.atom"
	return ui.Render(c, http.StatusOK, correctionsPage(correctionsView{page, list, len(list) == maxCorrections}))
}
