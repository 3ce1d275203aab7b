package main

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/claims/ingest"
	"touchstone/db"
	"touchstone/views/auth"
)

//go:embed demo
var demoFiles embed.FS

// demoPassword opens every account of the demonstration, which is no secret.
const demoPassword = "paper ink one gold streak" // #nosec G101 -- of the demonstration, which prints it

// demoClaim is a claim of demo/claims.json with the work that was done on it.
type demoClaim struct {
	Key, Article, Statement, Speaker, Role, Place, Language, Cue string
	ShortForm                                                    string `json:"short_form"`
	Quote                                                        []string
	Kind                                                         claims.QuoteKind
	SpeakerKind                                                  claims.SpeakerKind `json:"speaker_kind"`
	ClaimedOn                                                    string             `json:"claimed_on"`
	Topics                                                       []string
	Priority                                                     string
	State                                                        claims.State
	Publication                                                  claims.Publication
	RejectReason                                                 claims.RejectReason `json:"reject_reason"`
	RejectNote                                                   string              `json:"reject_note"`
	HoldReason                                                   string              `json:"hold_reason"`
	Rating, Summary, Explanation, Reasons                        string
	Sources                                                      []demoSource
	AlsoIn                                                       []demoQuote `json:"also_in"`
	Proposer, Approver, Editor, Holder                           string
	PublishedAfter                                               int                           `json:"published_after_days"`
	ChangesRequested                                             *struct{ By, Comment string } `json:"changes_requested"`
	Corrections                                                  []demoCorrection
	WithdrawnNote                                                string `json:"withdrawn_note"`
	WithdrawnAfter                                               int    `json:"withdrawn_after_days"`
}

type demoQuote struct {
	Article string
	Quote   []string
	Kind    claims.QuoteKind
	Cue     string
}

type demoSource struct {
	URL, Title, Publisher, Archived, Passage, Note string
	Kind                                           claims.SourceKind
	Stance                                         claims.Stance
	AccessedOn                                     string `json:"accessed_on"`
}

type demoCorrection struct {
	Kind           claims.CorrectionKind
	Note, Reason   string
	After          int    `json:"after_days"`
	NewRating      string `json:"new_rating"`
	NewSummary     string `json:"new_summary"`
	NewExplanation string `json:"new_explanation"`
}

// demo is a demonstration desk while it is filled. Everything happens through
// the rules, by invented people, at the time it would have happened: the steps
// are gathered first and done in the order of their dates.
type demo struct {
	d        *db.DB
	scale    claims.Scale
	users    map[string]claims.User
	speakers map[string]claims.Speaker
	claims   []*demoClaim
	articles map[string]*demoArticle
	ids      map[string]claims.ID // of claims, by key
	steps    []demoStep
	now      time.Time
}

type demoArticle struct {
	claims.Article
	texts *anchor.Text
	found []claims.Claim
}

type demoStep struct {
	at time.Time
	do func(ctx context.Context, now time.Time) error
}

// demoFresh is how many of the newest articles keep the candidates that nobody
// decided on; the desk has read the older ones.
const demoFresh = 5

// fillDemo fills an empty desk and prints a login for each role.
func fillDemo(ctx context.Context, d *db.DB, stdout io.Writer) error {
	m := &demo{d: d, users: map[string]claims.User{}, speakers: map[string]claims.Speaker{}, articles: map[string]*demoArticle{}, ids: map[string]claims.ID{}, now: time.Now().UTC()}
	var err error
	if m.scale, err = d.Scale(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{m.addPeople, m.readArticles, m.readClaims, m.planWatch} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	slices.SortStableFunc(m.steps, func(a, b demoStep) int { return a.at.Compare(b.at) })
	real := d.Now
	defer func() { d.Now = real }()
	for _, s := range m.steps {
		d.Now = func() time.Time { return s.at }
		if err := s.do(ctx, s.at); err != nil {
			return err
		}
	}
	fmt.Fprintf(stdout, "A demonstration: everything in it is invented, and goes when the program ends.\nSign in with the password “%s” as\n", demoPassword)
	for _, role := range claims.Roles {
		for _, u := range m.users {
			if u.Role == role && !(role == claims.Reviewer && strings.HasPrefix(u.Email, "tove")) {
				fmt.Fprintf(stdout, "  %-12s %s\n", u.Role, u.Email)
			}
		}
	}
	return nil
}

func readDemo(name string, into any) error {
	b, err := demoFiles.ReadFile(path.Join("demo", name))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

func (m *demo) addPeople(ctx context.Context) error {
	var people []struct {
		Key, Name, Email string
		Role             claims.Role
	}
	if err := readDemo("users.json", &people); err != nil {
		return err
	}
	hash, err := auth.Hash(demoPassword)
	if err != nil {
		return err
	}
	// The desk is older than everything it did.
	start := time.Date(2025, 6, 2, 8, 0, 0, 0, time.UTC)
	real := m.d.Now
	m.d.Now = func() time.Time { return start }
	defer func() { m.d.Now = real }()
	for _, p := range people {
		u, err := m.d.CreateUser(ctx, claims.Person{}, claims.User{Email: p.Email, Name: p.Name, Role: p.Role}, hash)
		if err != nil {
			return fmt.Errorf("add %s: %w", p.Key, err)
		}
		m.users[p.Key] = u
	}
	s := claims.DefaultSettings()
	s.Organisation, s.Contact = "The Aldery Ledger", "facts@aldery-ledger.example"
	s.About = "The fact desk of The Aldery Ledger, an invented newspaper of an invented country. We check statements that matter to our readers, say how we know, and correct ourselves in public."
	s.Address = "The Aldery Ledger\n4 Quay Street\nPort Aldery"
	s.Funding = "The paper pays for the desk out of what its readers pay. No party, company or ministry gives it money, and whoever advertises in the paper has no say in what we check."
	s.NonPartisanship = "Nobody at the desk stands for an office, works for a party or campaigns for one. We hold everybody to the same scale and the same rules, whoever speaks."
	if err := m.d.SaveSettings(ctx, claims.Person{}, s); err != nil {
		return err
	}
	var speakers []claims.Speaker
	if err := readDemo("speakers.json", &speakers); err != nil {
		return err
	}
	for _, s := range speakers {
		m.speakers[s.Name] = s
	}
	return nil
}

// readArticles reads the articles and plans their import.
func (m *demo) readArticles(context.Context) error {
	files, err := demoFiles.ReadDir("demo/articles")
	if err != nil {
		return err
	}
	for _, f := range files {
		raw, err := demoFiles.ReadFile("demo/articles/" + f.Name())
		if err != nil {
			return err
		}
		a, err := parseDemoArticle(string(raw))
		if err != nil {
			return fmt.Errorf("read %s: %w", f.Name(), err)
		}
		m.articles[strings.TrimSuffix(f.Name(), ".txt")] = a
	}
	return nil
}

// parseDemoArticle reads header lines, an empty line, and the text.
func parseDemoArticle(raw string) (*demoArticle, error) {
	head, body, _ := strings.Cut(raw, "\n\n")
	a := claims.Article{Text: body}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "Title":
			a.Title = value
		case "Outlet":
			a.Outlet = value
		case "URL":
			a.URL = value
		case "Byline":
			a.Byline = value
		case "Language":
			a.Language = value
		case "Published":
			d, err := claims.ParseDate("published", value)
			if err != nil {
				return nil, err
			}
			a.PublishedOn = d
		}
	}
	a, found, err := ingest.Prepare(a)
	return &demoArticle{Article: a, texts: anchor.New(a.Text), found: found}, err
}

// readClaims joins the claims to their articles and plans what happened.
func (m *demo) readClaims(context.Context) error {
	if err := readDemo("claims.json", &m.claims); err != nil {
		return err
	}
	byArticle := map[string][]*demoClaim{}
	for _, c := range m.claims {
		byArticle[c.Article] = append(byArticle[c.Article], c)
	}
	names := make([]string, 0, len(m.articles))
	for name := range m.articles {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return strings.Compare(m.articles[b].PublishedOn.Day+b, m.articles[a].PublishedOn.Day+a)
	})
	for i, name := range names {
		if err := m.planArticle(name, byArticle[name], i < demoFresh); err != nil {
			return fmt.Errorf("article %s: %w", name, err)
		}
	}
	for i, c := range m.claims {
		if err := m.planClaim(c, i); err != nil {
			return fmt.Errorf("claim %s: %w", c.Key, err)
		}
	}
	return nil
}
