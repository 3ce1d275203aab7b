package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/db"
)

func TestALoneAdminsSecondFactorIsResetFromTheCommandLineAndAudited(t *testing.T) {
	dir := t.TempDir()
	d, err := db.Open(t.Context(), filepath.Join(dir, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.CreateUser(t.Context(), claims.Person{}, claims.User{Email: "ana@desk.example", Name: "Ana Reyes", Role: claims.Admin}, "no password")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SetSecondFactor(t.Context(), u.Person(), u.ID, "SECRET", 1, []string{"code"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	command := func(args ...string) string {
		t.Helper()
		var out bytes.Buffer
		args = append([]string{"user", "factor", "--data", dir, "--email", "ana@desk.example"}, args...)
		if code := run(t.Context(), args, func(string) (string, bool) { return "", false }, strings.NewReader(""), &out, &out); code != exitDone {
			t.Fatalf("%v: exit code %d\n%s", args, code, &out)
		}
		return out.String()
	}
	for _, step := range []struct{ args, says string }{
		{"", "ana@desk.example has a second factor\n"},
		{"--reset", "ana@desk.example has no second factor any more, and was signed out everywhere\n"},
		{"", "ana@desk.example has no second factor\n"},
	} {
		if got := command(strings.Fields(step.args)...); got != step.says {
			t.Errorf("factor %s says %q, want %q", step.args, got, step.says)
		}
	}
	if d, err = db.Open(t.Context(), filepath.Join(dir, db.FileName)); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if report, err := d.Verify(t.Context()); err != nil || report.Events != 4 {
		t.Errorf("the audit log: %+v, %v; want the desk, the user, the factor on and off", report, err)
	}
}
