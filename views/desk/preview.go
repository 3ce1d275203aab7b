package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// preview shows what the public page will say, before there is one.
func (d *Desk) preview(c echo.Context) error {
	v, err := d.claimView(c, form{})
	if err != nil {
		return err
	}
	if v.Claim.Publication.Public() {
		return see(c, "/claims/"+v.Claim.ID.String())
	}
	v.Page.Title = "Preview: " + v.Claim.Statement
	return ui.Render(c, http.StatusOK, previewPage(v))
}

// stanced is the evidence that does one thing to the claim.
func stanced(k *claims.Claim, s claims.Stance) (list []claims.Evidence) {
	for _, e := range k.Evidence {
		if e.Stance == s {
			list = append(list, e)
		}
	}
	return list
}
