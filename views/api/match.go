package api

import (
	"math"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// Limits of a question for known claims.
const (
	usualMatches  = 5
	maxMatchText  = 2000 // characters
	matchDecimals = 1e4
)

// matched is a known claim that a text may repeat.
type matched struct {
	ID           string   `json:"claim_id"`
	URL          *string  `json:"claim_url"` // null where readers have no page of it
	Statement    string   `json:"statement"`
	Claimant     *string  `json:"claimant_name"`
	ClaimedOn    *string  `json:"claim_date"`
	Verdict      *string  `json:"verdict"`
	VerdictLabel *string  `json:"verdict_label"`
	Appearances  int      `json:"appearance_count"`
	Confidence   float64  `json:"confidence"`
	Why          []string `json:"why"`
	Standing     string   `json:"standing"`
	State        *string  `json:"state,omitempty"`   // at the desk alone
	HeldBy       *string  `json:"held_by,omitempty"` // likewise
}

// match finds what a text may repeat: published checks, or, for a token that
// may read the desk, all claims with where they stand.
func (a *API) match(c echo.Context) error {
	text, speaker, limit, err := matchQuestion(c.QueryParams())
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderVary, echo.HeaderAuthorization)
	ctx, desk := c.Request().Context(), auth.User(c).ID != 0
	var found []claims.Known
	if desk {
		if err := auth.User(c).Need(claims.ActDesk); err != nil {
			return err
		}
		found, err = a.db.Known(ctx, text, speaker, 0, limit)
	} else {
		h.Set(echo.HeaderCacheControl, "no-cache")
		found, err = a.db.KnownChecks(ctx, text, speaker, limit)
	}
	if err != nil {
		return err
	}
	items := make([]matched, len(found))
	for i, k := range found {
		items[i] = a.matched(k, desk)
	}
	return c.JSON(http.StatusOK, list{Items: items})
}

func (a *API) matched(k claims.Known, desk bool) matched {
	m := matched{ID: k.ID.String(), Statement: k.Statement, Claimant: or(k.Speaker), ClaimedOn: known(k.ClaimedOn), Appearances: k.Appearances,
		Confidence: math.Round(k.Confidence*matchDecimals) / matchDecimals, Why: append([]string{}, k.Why...), Standing: k.Standing()}
	if k.Publication.Public() {
		m.URL = or(a.page(k.ID, k.Statement))
	}
	if k.Rating != nil && (desk || k.Publication.Public()) {
		m.Verdict, m.VerdictLabel = &k.Rating.Key, &k.Rating.Label
	}
	if desk {
		m.State = or(string(k.State))
		if k.Held != nil && k.Held.Until.After(a.db.Now()) {
			m.HeldBy = or(k.Held.By.Name)
		}
	}
	return m
}

// matchQuestion reads the address: text, and speaker and limit where they are
// given.
func matchQuestion(v url.Values) (text, speaker string, limit int, err error) {
	var p claims.Problems
	text, speaker = strings.TrimSpace(v.Get("text")), claims.Line(v.Get("speaker"))
	if text == "" {
		p.Add(claims.Invalid("text", "say what may be known already: text=words"))
	}
	if utf8.RuneCountInString(text) > maxMatchText {
		p.Add(claims.Invalid("text", "the text is longer than %d characters: ask about one statement at a time", maxMatchText))
	}
	if utf8.RuneCountInString(speaker) > claims.MaxName {
		p.Add(claims.Invalid("speaker", "the name is longer than %d characters", claims.MaxName))
	}
	limit, err = paging(v, "text", "speaker")
	p.Add(err)
	if v.Get("limit") == "" {
		limit = usualMatches
	}
	return text, speaker, limit, p.Err()
}
