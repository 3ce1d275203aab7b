package views

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestAnEditorRemovesAnArticlesTextByLaw(t *testing.T) {
	d := newHouse(t, Config{})
	b := d.as(claims.Editor)
	w := b.post("/desk/articles/new", url.Values{"title": {"The ferry"}, "outlet": {"Harbour Post"},
		"text": {"The zebrafinch landed. “The ferry carried 4,000 people last year,” Mayor Lena Oduya said on Monday."}})
	room, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther || room == "" {
		t.Fatalf("add the article: %d %s", w.Code, w.Body)
	}
	if w := d.as(claims.Reviewer).get(room); strings.Contains(w.Body.String(), "/remove-text") {
		t.Error("a reviewer is offered what only an editor may do")
	}
	w = b.post(room+"/remove-text", url.Values{"reason": {" "}})
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "rite who asked for it") || !strings.Contains(body, "zebrafinch") {
		t.Errorf("without a reason: %d", w.Code)
	}
	w = b.post(room+"/remove-text", url.Values{"reason": {"the court of Northmark, 4 C 12/26"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("remove it: %d %s", w.Code, w.Body)
	}
	w = b.get(w.Header().Get("Location"))
	body := w.Body.String()
	for _, want := range []string{"The text was removed for good.", "because the law asked for it", "The ferry carried 4,000 people last year", "SHA-256"} {
		if !strings.Contains(body, want) {
			t.Errorf("the room afterwards lacks %q", want)
		}
	}
	for _, not := range []string{"zebrafinch", "/remove-text", "/fetch", "?mark=1"} {
		if strings.Contains(body, not) {
			t.Errorf("the room afterwards has %q", not)
		}
	}
	if w := b.get(room + "/versions"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "zebrafinch") {
		t.Errorf("its versions: %d", w.Code)
	}
}

func TestAnAdminTakesAPersonOutOfAClosedAccount(t *testing.T) {
	d := newHouse(t, Config{})
	u, _, err := d.d.Credentials(t.Context(), email(claims.Reviewer))
	if err != nil {
		t.Fatal(err)
	}
	b, page := d.as(claims.Admin), "/admin/users/"+u.ID.String()
	if w := b.get(page); strings.Contains(w.Body.String(), "/remove-person") {
		t.Error("it is offered for an open account")
	}
	if w := b.post(page+"/remove-person", url.Values{"confirm": {u.Name}}); w.Code != http.StatusConflict {
		t.Errorf("of an open account: %d, want 409", w.Code)
	}
	if w := b.post(page+"/disable", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("close it: %d %s", w.Code, w.Body)
	}
	if w := b.post(page+"/remove-person", url.Values{"confirm": {"somebody"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "ype the name as it stands above") {
		t.Errorf("with another name: %d", w.Code)
	}
	if w := b.post(page+"/remove-person", url.Values{"confirm": {u.Name}}); w.Code != http.StatusSeeOther {
		t.Fatalf("take the person out: %d %s", w.Code, w.Body)
	}
	w := b.get(page + "?saved=removed")
	if body := w.Body.String(); w.Code != http.StatusOK || strings.Contains(body, u.Name) || strings.Contains(body, "/enable") || !strings.Contains(body, "taken out of this account") {
		t.Errorf("its page afterwards: %d %s", w.Code, body)
	}
	if w := b.get("/admin/users"); strings.Contains(w.Body.String(), u.Name) || strings.Contains(w.Body.String(), u.Email) {
		t.Error("the list of users still names the person")
	}
	for _, address := range []string{u.Email, u.ID.String() + "@removed.invalid"} {
		if w := d.browser().post("/login", url.Values{"email": {address}, "password": {password}}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("sign in as %s: %d, want 422", address, w.Code)
		}
	}
}
