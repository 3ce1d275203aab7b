package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/db"
	"touchstone/views"
)

func TestEveryStopOfTheTourIsOpenToWhomItSignsIn(t *testing.T) {
	d := demoDesk(t)
	tour := demoTour()
	server := httptest.NewServer(views.New(d, views.Config{Tour: tour}))
	defer server.Close()
	get := func(c *http.Client, path string) string {
		res, err := c.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d, %v", path, res.StatusCode, err)
		}
		return string(b)
	}
	page := get(http.DefaultClient, views.TourPath)
	if !strings.Contains(get(http.DefaultClient, "/login"), `href="`+views.TourPath+`"`) {
		t.Error("the sign-in page does not lead to the tour")
	}
	for _, s := range tour.Stops {
		if !strings.Contains(page, s.Title) {
			t.Errorf("the tour lacks %q", s.Title)
		}
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := &http.Client{Jar: jar}
		if s.As == "" {
			get(c, s.Path)
			continue
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/login", strings.NewReader(url.Values{"email": {s.As}, "password": {tour.Password}, "next": {s.Path}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", server.URL)
		res, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(b), "Sign out") {
			t.Errorf("%s: %s as %s answers %d, %v", s.Title, s.Path, s.Who, res.StatusCode, err)
		}
		if strings.Contains(string(b), "Nothing here now") || strings.Contains(string(b), "Nothing matches") || strings.Contains(string(b), "Nothing left to read") {
			t.Errorf("%s: there is nothing to look at", s.Title)
		}
	}
}

func TestThereIsNoTourOutsideOfTheDemonstration(t *testing.T) {
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	server := httptest.NewServer(views.New(d, views.Config{}))
	defer server.Close()
	res, err := http.Get(server.URL + views.TourPath)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("got %d", res.StatusCode)
	}
}
