package public

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// embedView is a check as it stands in other sites' pages.
type embedView struct {
	Page     ui.Page
	Claim    *claims.Claim
	Settings claims.Settings
	Said     string // who said it and when, on one line
	URL      string
}

// embed shows a check in short, for frames in other sites' pages.
func (p *Public) embed(c echo.Context) error {
	ctx := c.Request().Context()
	k, err := p.find(c, func(k *claims.Claim) string { return embedPath(k.ID) })
	if k == nil || err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	path := claimPath(k.ID, k.Statement)
	v := embedView{Page: p.page(s, title(ctx, k), "", path), Claim: k, Settings: s, Said: whoSaid(ctx, k), URL: p.url(path)}
	return ui.Render(c, http.StatusOK, embedPage(v))
}

// whoSaid names the speaker with the role and the day.
func whoSaid(ctx context.Context, k *claims.Claim) string {
	var parts []string
	if k.Speaker != nil {
		parts = append(parts, k.Speaker.Name)
	}
	if k.SpeakerRole != "" {
		parts = append(parts, k.SpeakerRole)
	}
	return strings.Join(append(parts, words.Date(ctx, k.ClaimedOn)), ", ")
}

func embedPath(id claims.ID) string { return "/embed/claims/" + id.String() }
