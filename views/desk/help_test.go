package desk_test

import (
	"strings"
	"testing"

	"touchstone/claims"
)

func TestHelpSaysWhoMayDoWhatAsTheRulesDo(t *testing.T) {
	s := newSite(t)
	body := s.in("Cora Contributor", claims.Contributor).get("/desk/help").has(200, "Claimant, or speaker", "Appearance", "Verdict", "Correction", "ClaimReview", "Mostly false").body
	for _, p := range claims.Permissions() {
		_, row, ok := strings.Cut(body, `<th scope="row">`+string(p.Action)+"</th>")
		row, _, _ = strings.Cut(row, "</tr>")
		if !ok || strings.Count(row, "<td") != len(claims.Roles) {
			t.Errorf("%s: %s", p.Action, row)
		}
		may := 0
		for _, r := range claims.Roles {
			if r.May(p.Action) {
				may++
			}
		}
		if got := strings.Count(row, ">yes<"); got != may {
			t.Errorf("%s: %d roles may, the page says %d", p.Action, may, got)
		}
	}
}
