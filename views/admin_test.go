package views

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestAnAdminAddsAColleagueWhoSignsInAndChangesThePassword(t *testing.T) {
	d := newHouse(t, Config{})
	admin := d.as(claims.Admin)
	form := url.Values{"email": {"Ines@Desk.example"}, "name": {"Ines Quillfeather"}, "role": {"reviewer"}, "password": {"chosen by the admin"}}
	w := admin.post("/admin/users", form)
	if w.Code != http.StatusCreated {
		t.Fatalf("add: status %d\n%s", w.Code, w.Body)
	}
	found := regexp.MustCompile(`<code>([a-z2-7-]{23})</code>`).FindStringSubmatch(w.Body.String())
	if found == nil {
		t.Fatalf("the page shows no password:\n%s", w.Body)
	}
	if strings.Contains(admin.get("/admin/users").Body.String(), found[1]) {
		t.Error("the password is shown a second time")
	}
	if w := admin.post("/admin/users", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "has an account already") || !strings.Contains(w.Body.String(), `value="Ines Quillfeather"`) {
		t.Errorf("the same address again: status %d; want 422, the reason and what was typed\n%s", w.Code, w.Body)
	}
	ines := d.browser()
	if w := ines.post("/login", login("ines@desk.example", found[1])); w.Code != http.StatusSeeOther {
		t.Fatalf("sign in with it: status %d", w.Code)
	}
	if w := ines.post("/account/password", url.Values{"current": {found[1]}, "password": {"words of my own choice"}}); w.Code != http.StatusSeeOther {
		t.Errorf("change it: status %d\n%s", w.Code, w.Body)
	}
	if w := ines.get("/admin/users"); w.Code != http.StatusForbidden {
		t.Errorf("a reviewer opens the users: status %d, want 403", w.Code)
	}
}

func TestTheLastAdminStays(t *testing.T) {
	d := newHouse(t, Config{})
	admin := d.as(claims.Admin)
	u, _, err := d.d.Credentials(t.Context(), email(claims.Admin))
	if err != nil {
		t.Fatal(err)
	}
	page := "/admin/users/" + u.ID.String()
	for name, got := range map[string]int{
		"close the account":  admin.post(page+"/disable", nil).Code,
		"take the role away": admin.post(page, url.Values{"email": {u.Email}, "name": {u.Name}, "role": {"editor"}}).Code,
	} {
		if got != http.StatusConflict && got != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d, want 409 or 422", name, got)
		}
	}
	if w := admin.get(page); w.Code != http.StatusOK {
		t.Errorf("the admin is no longer one: status %d", w.Code)
	}
}

func TestAUserCannotTakeAColleaguesAddress(t *testing.T) {
	d := newHouse(t, Config{})
	u, _, err := d.d.Credentials(t.Context(), email(claims.Editor))
	if err != nil {
		t.Fatal(err)
	}
	w := d.as(claims.Admin).post("/admin/users/"+u.ID.String(), url.Values{"email": {email(claims.Reviewer)}, "name": {u.Name}, "role": {string(u.Role)}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Another account has this address") {
		t.Errorf("status %d, want 422 with the reason\n%s", w.Code, w.Body)
	}
}

func TestANewPasswordEndsTheUsersSessions(t *testing.T) {
	d := newHouse(t, Config{})
	editor := d.as(claims.Editor)
	u, _, err := d.d.Credentials(t.Context(), email(claims.Editor))
	if err != nil {
		t.Fatal(err)
	}
	if w := d.as(claims.Admin).post("/admin/users/"+u.ID.String()+"/password", nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<code>") {
		t.Fatalf("make a new password: status %d\n%s", w.Code, w.Body)
	}
	if w := editor.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("the editor is still signed in: status %d, want 303", w.Code)
	}
}

func TestSettingsAreSavedOrComeBackAsTyped(t *testing.T) {
	d := newHouse(t, Config{})
	admin := d.as(claims.Admin)
	form := url.Values{
		"organisation": {"The Aldery Ledger"}, "contact": {"facts@ledger.example"}, "about": {"We are <b>here</b>."},
		"method": {"We look."}, "licence": {"javascript:alert(1)"}, "second_review": {"two_of_three"}, "funding": {"Readers pay."}, "address": {"1 Quay\r\nAldery"},
	}
	w := admin.post("/admin/settings", form)
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#licence"`) || !strings.Contains(body, "We are &lt;b&gt;here&lt;/b&gt;.</textarea>") {
		t.Errorf("a licence that is no address: status %d; want 422, a link to the field and what was typed\n%s", w.Code, body)
	}
	form.Set("licence", "https://licence.example/by")
	if w := admin.post("/admin/settings", form); w.Code != http.StatusSeeOther {
		t.Fatalf("save: status %d\n%s", w.Code, w.Body)
	}
	got, err := d.d.Settings(t.Context())
	if err != nil || got.Organisation != "The Aldery Ledger" || got.Licence != "https://licence.example/by" || got.Language != "en" ||
		got.SecondReview != claims.ReviewTwoOfThree || got.Funding != "Readers pay." || got.Address != "1 Quay\nAldery" {
		t.Errorf("the settings are %+v, %v", got, err)
	}
}
