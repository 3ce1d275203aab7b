package views

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"touchstone/claims"
	"touchstone/views/ui"
)

// TestCheck30FieldsNobodyAskedForChangeNothing sends every form of the site with
// fields that name what only a rule may set, as somebody who may write.
func TestCheck30FieldsNobodyAskedForChangeNothing(t *testing.T) {
	d, fill := furnished(t, Config{BaseURL: "https://desk.example"})
	before, err := d.d.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := claims.ParseID(fill("/desk/claims/:id")[len("/desk/claims/"):])
	if err != nil {
		t.Fatal(err)
	}
	extras := url.Values{}
	for name, value := range map[string]string{
		"role": "admin", "author": "Somebody Else", "by": "1", "created_by": "1", "user_id": "1", "id": "1", "published_at": "2020-01-01", "publication": "published",
		"state": "approved", "verdict": "true", "rating_key": "true", "scale_id": "1", "disabled": "0", "must_change": "0", "password_hash": "x", "approve": "1", "outcome": "approved",
	} {
		extras.Set(name, value)
	}
	b := d.as(claims.Reviewer)
	for _, r := range d.e.Routes() {
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Path == ui.SignOutPath {
			continue
		}
		if w := b.send(b.form(r.Method, fill(r.Path), extras)); w.Code >= 500 {
			t.Errorf("%s %s: status %d", r.Method, r.Path, w.Code)
		}
	}
	after, err := d.d.Users(t.Context())
	if err != nil || len(after) != len(before) {
		t.Fatalf("%d users, %v; want %d", len(after), err, len(before))
	}
	for i, u := range after {
		if u != before[i] {
			t.Errorf("the user %v became %v", before[i], u)
		}
	}
	k, err := d.d.Claim(t.Context(), hidden)
	if err != nil || k.Verdict != nil || k.Publication != claims.Private || !k.PublishedAt.IsZero() || k.State == claims.StateApproved {
		t.Errorf("the claim is %s and %s, %v, published at %v; %v", k.State, k.Publication, k.Verdict, k.PublishedAt, err)
	}
	events, err := d.d.ClaimEvents(t.Context(), hidden)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Actor.ID != 0 && e.Actor.ID != d.user(claims.Reviewer).ID { // 0: the program found it
			t.Errorf("%q was done by %v", e.Action, e.Actor)
		}
	}
}

func TestCheck17PasswordsCanBePastedAndKeptByTheBrowser(t *testing.T) {
	d, fill := furnished(t, Config{})
	for path, b := range map[string]*browser{fill("/invitations/:token"): d.browser(), "/account/password": d.as(claims.Editor), "/login": d.browser()} {
		fields := 0
		for _, in := range inputs(b.get(path).Body.String()) {
			if in["type"] != "password" {
				continue
			}
			fields++
			_, pasteless := in["onpaste"]
			if in["autocomplete"] != "new-password" && in["autocomplete"] != "current-password" || in["maxlength"] != "" || in["pattern"] != "" || pasteless {
				t.Errorf("%s: the field %v stands in the way of a password manager", path, in)
			}
		}
		if fields == 0 {
			t.Errorf("%s has no field for a password", path)
		}
	}
}

// inputs are the attributes of a page's input fields.
func inputs(page string) []map[string]string {
	var list []map[string]string
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		if t.Data != "input" {
			continue
		}
		in := map[string]string{}
		for _, a := range t.Attr {
			in[a.Key] = a.Val
		}
		list = append(list, in)
	}
	return list
}
