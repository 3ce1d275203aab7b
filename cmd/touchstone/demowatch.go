package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/db"
)

// planWatch plans what the watcher would have done, without asking anybody: a
// feed that was read, and a page that was changed after words were quoted.
func (m *demo) planWatch(context.Context) error {
	m.steps = append(m.steps,
		demoStep{m.now.Add(-50 * time.Hour), m.changePage},
		demoStep{m.now.Add(-40 * time.Minute), m.readFeed})
	return nil
}

// changePage is a silent edit of one article: a figure that a claim rests on is
// another, and a line was put on top.
func (m *demo) changePage(ctx context.Context, _ time.Time) error {
	a := m.articles["07-half-a-herring"]
	text := "This article was updated on Thursday.\n\n" + strings.Replace(a.Text, "one net in five brings up a porpoise", "one net in fifty brings up a porpoise", 1)
	_, err := m.d.KeepLook(ctx, nil, claims.Person{}, a.ID, claims.Article{Title: a.Title, Text: text, TextSHA256: anchor.New(text).Hash()}, []byte("<html>"))
	return err
}

// readFeed is the last look at a feed: what it names is here or failed.
func (m *demo) readFeed(ctx context.Context, now time.Time) error {
	var admin claims.User
	for _, u := range m.users {
		if u.Role == claims.Admin {
			admin = u
		}
	}
	f, err := m.d.AddFeed(ctx, admin, claims.Feed{URL: "https://skarrow-lantern.example/feed.xml", Every: 24 * time.Hour})
	if err != nil {
		return err
	}
	answer := db.FeedAnswer{Title: "The Skarrow Lantern", Entries: []claims.Entry{{URL: "https://skarrow-lantern.example/2025/11/20/tides-and-timetables", Title: "Tides and timetables"}}}
	here := map[string]claims.ID{}
	for _, a := range m.articles {
		if a.Outlet == answer.Title {
			c, err := claims.CanonicalURL("url", a.URL)
			if err != nil {
				return err
			}
			here[c] = a.ID
			answer.Entries = append(answer.Entries, claims.Entry{URL: a.URL, Title: a.Title})
		}
	}
	for {
		j, ok, err := m.d.TakeJob(ctx, time.Minute, nil)
		if err != nil || !ok {
			return err
		}
		switch {
		case j.Kind == db.JobFeed:
			_, err = m.d.KeepFeed(ctx, j, f.ID, answer)
		case here[j.Key] != 0:
			err = m.d.KeepEntry(ctx, j, claims.FateImported, "", here[j.Key])
		default:
			err = m.d.KeepEntry(ctx, j, claims.FateFailed, "the site answered with 404 instead of the page", 0)
		}
		if err != nil {
			return fmt.Errorf("do the job %s %s: %w", j.Kind, j.Key, err)
		}
	}
}
