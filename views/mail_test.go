package views

import (
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

func TestAnAdminSeesWhenMailDoesNotGoOut(t *testing.T) {
	d := newHouse(t, Config{})
	admin, now := d.as(claims.Admin), time.Now()
	if body := admin.get("/admin/feeds").Body.String(); strings.Contains(body, "Mail to colleagues") {
		t.Error("a desk without a mail server speaks of mail")
	}
	if err := d.d.SetMailServer(t.Context(), "mail.desk.example:587"); err != nil {
		t.Fatal(err)
	}
	d.d.Now = func() time.Time { return now }
	user := func(role claims.Role) claims.User {
		u, _, err := d.d.Credentials(t.Context(), email(role))
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	rev := user(claims.Reviewer)
	c, err := d.d.CreateClaim(t.Context(), rev, &claims.Claim{Statement: "Half of all boats stay in port", Language: "en"})
	if err == nil {
		err = d.d.AddComment(t.Context(), rev, c.ID, "@Ana editor and @Ana admin, look")
	}
	if err != nil {
		t.Fatal(err)
	}
	take := func() db.Job {
		j, ok, err := d.d.TakeMail(t.Context(), time.Minute)
		if err != nil || !ok {
			t.Fatalf("take a mail: %t, %v", ok, err)
		}
		return j
	}
	now = now.Add(2 * time.Minute)
	j := take()
	id, err := j.Subject()
	if err == nil {
		err = d.d.EndMail(t.Context(), j, id, db.MailRefused, "550 <no> such person")
	}
	if err == nil {
		err = d.d.PutOffMail(t.Context(), take(), time.Hour, "no route to host")
	}
	if err != nil {
		t.Fatal(err)
	}
	body := admin.get("/admin/feeds").Body.String()
	for _, want := range []string{"Mail does not go out.", "No route to host", "1 mail waits.", "refused: 550 &lt;no&gt; such person"} {
		if !strings.Contains(body, want) {
			t.Errorf("missing %q in:\n%s", want, body)
		}
	}
	if strings.Contains(body, "to be fetched") {
		t.Error("mails count as pages")
	}
}
