package auth

import (
	"net/url"
	"strings"
	"testing"
)

func TestCheck35NextLeadsNowhereElse(t *testing.T) {
	for _, c := range []struct{ next, want string }{
		{"", "/desk"},
		{"/", "/"},
		{"/desk/claims?state=open&q=a%26b", "/desk/claims?state=open&q=a%26b"},
		{"/desk/speakers/jos%C3%A9", "/desk/speakers/jos%C3%A9"},
		{"/login?next=/desk", "/desk"},
		{"/logout", "/desk"},
		{"//evil", "/"},
		{"///evil", "/"},
		{`/\evil`, "/"},
		{`\\evil`, "/"},
		{"/%5cevil", "/"},
		{"%2f%2fevil", "/"},
		{"/%2fevil", "/"},
		{"/%09/evil", "/"},
		{"/\t/evil", "/"},
		{"/%0d%0aSet-Cookie:a=b", "/"},
		{"https://evil.example/", "/"},
		{"https:evil.example", "/"},
		{"javascript:alert(1)", "/"},
		{"desk", "/"},
		{"?a", "/"},
		{"/%zz", "/"},
		{"/" + strings.Repeat("a", 3000), "/"},
	} {
		if got := Next(c.next); got != c.want {
			t.Errorf("Next(%q) = %q, want %q", c.next, got, c.want)
		}
	}
}

func FuzzNext(f *testing.F) {
	for _, s := range []string{"//evil", `/\evil`, "/%09/evil", "/desk?x=1", "/.//evil", "/;//evil"} {
		f.Add(s)
	}
	here, _ := url.Parse("https://desk.example/login")
	f.Fuzz(func(t *testing.T, s string) {
		got := Next(s)
		u, err := here.Parse(got)
		if err != nil || u.Host != "desk.example" || u.Scheme != "https" || !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") {
			t.Errorf("Next(%q) = %q, which leads to %v", s, got, u)
		}
	})
}
