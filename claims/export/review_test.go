package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

const page = "https://checks.example/claims/abc1234/the-harbour"

func check() *claims.Claim {
	scale := claims.DefaultScale()
	return &claims.Claim{
		ID: 1, Revision: 5, Statement: "The harbour earned 40 million last year, more than any other harbour on this coast has ever earned.",
		ShortForm: "The harbour earned 40 million last year.", Language: "en",
		Speaker: &claims.Speaker{Name: "Ilse Brandt", Kind: claims.IsPerson, SameAs: "https://www.wikidata.org/wiki/Q42"}, SpeakerRole: "Mayor of Port Averell",
		ClaimedOn: claims.Date{Day: "2026-03-02", Precision: claims.DayPrecision},
		State:     claims.StateApproved, Publication: claims.Published, PublishedAt: at(5, 10), Summary: "It earned 14 million.",
		Verdict:     &claims.Verdict{Scale: "Touchstone six-step, version 1", Rating: scale.Ratings[4]},
		Appearances: []claims.Appearance{seen},
	}
}

func desk() claims.Settings {
	s := claims.DefaultSettings()
	s.Organisation = "Averell Fact Desk"
	return s
}

func reviewOf(t *testing.T, c *claims.Claim) map[string]any {
	t.Helper()
	b, err := ClaimReview(c, claims.DefaultScale(), desk(), page)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAClaimReviewIsAsDocumented(t *testing.T) {
	c := check()
	c.Corrections = []claims.Correction{{Kind: claims.CorrectUpdate, At: at(9, 12)}}
	b, err := ClaimReview(c, claims.DefaultScale(), desk(), page)
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, b, "", "  "); err != nil {
		t.Fatal(err)
	}
	golden(t, "claimreview.json", append(pretty.Bytes(), '\n'))
}

func TestAClaimReviewSaysOnlyWhatIsTrue(t *testing.T) {
	c := check()
	c.Speaker.Kind, c.Speaker.SameAs = claims.IsOrganisation, ""
	c.ClaimedOn, c.ShortForm, c.Appearances, c.PublishedAt, c.Summary = claims.UnknownDate, "", nil, time.Time{}, ""
	c.Verdict.Rating = claims.DefaultScale().Ratings[6]
	want := map[string]any{
		"@context": "https://schema.org", "@type": "ClaimReview", "@id": page, "url": page, "claimReviewed": c.Statement, "inLanguage": "en",
		"license":      "https://creativecommons.org/licenses/by/4.0/",
		"author":       map[string]any{"@type": "Organization", "name": "Averell Fact Desk", "url": "https://checks.example/"},
		"itemReviewed": map[string]any{"@type": "Claim", "inLanguage": "en", "author": map[string]any{"@type": "Organization", "name": "Ilse Brandt"}},
		"reviewRating": map[string]any{"@type": "Rating", "alternateName": "Unproven"},
	}
	if diff := cmp.Diff(want, reviewOf(t, c)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheDateOfTheClaimIsCutToWhatIsKnown(t *testing.T) {
	for s, want := range map[string]any{"2026-03-02": "2026-03-02", "2026-03": "2026-03", "2026": "2026", "unknown": nil, "": nil} {
		c := check()
		c.ClaimedOn, _ = claims.ParseDate("d", s)
		if got := reviewOf(t, c)["itemReviewed"].(map[string]any)["datePublished"]; got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func TestNumbersStandOnlyOnTheirOwnScale(t *testing.T) {
	numbered, unnumbered := claims.DefaultScale(), claims.DefaultScale()
	numbered.ID = 4
	for i := range unnumbered.Ratings {
		unnumbered.Ratings[i].Value = nil
	}
	for name, c := range map[string]struct {
		scale   claims.Scale
		verdict claims.Verdict
		want    bool
	}{
		"its own":        {numbered, claims.Verdict{ScaleID: 4, Rating: numbered.Ratings[0]}, true},
		"another":        {numbered, claims.Verdict{ScaleID: 3, Rating: numbered.Ratings[0]}, false},
		"without values": {unnumbered, claims.Verdict{Rating: unnumbered.Ratings[0]}, false},
		"off the scale":  {numbered, claims.Verdict{ScaleID: 4, Rating: numbered.Ratings[6]}, false},
		"out of range":   {numbered, claims.Verdict{ScaleID: 4, Rating: claims.Rating{Label: "x", Value: num(9)}}, false},
	} {
		check := check()
		check.Verdict = &c.verdict
		b, err := ClaimReview(check, c.scale, desk(), page)
		if got := bytes.Contains(b, []byte("ratingValue")); err != nil || got != c.want || bytes.Contains(b, []byte("bestRating")) != c.want {
			t.Errorf("%s: numbers %v, want %v (%v)", name, got, c.want, err)
		}
	}
}

func TestEveryAppearanceIsKept(t *testing.T) {
	c := check()
	for i := range 20 {
		a := seen
		a.First = false
		a.Article = &claims.Article{URL: fmt.Sprintf("https://post.example/%d", i), Title: "Again"}
		c.Appearances = append(c.Appearances, a, a)
	}
	if got := len(reviewOf(t, c)["itemReviewed"].(map[string]any)["appearance"].([]any)); got != 21 {
		t.Errorf("%d appearances, want 21, each once", got)
	}
}

func TestAClaimReviewIsSafeInsideAScriptElement(t *testing.T) {
	c := check()
	c.ShortForm = "</script><script>alert(1)</script>\u2028<!--"
	b, err := ClaimReview(c, claims.DefaultScale(), desk(), page)
	if err != nil || bytes.ContainsAny(b, "<>\u2028") {
		t.Errorf("%s, %v", b, err)
	}
	if got := reviewOf(t, c)["claimReviewed"]; got != c.ShortForm {
		t.Errorf("got %q back, want %q", got, c.ShortForm)
	}
}

func TestWhatIsNotPublicHasNoClaimReview(t *testing.T) {
	withdrawn, unrated, merged := check(), check(), check()
	withdrawn.Publication, unrated.Verdict, merged.MergedInto = claims.Withdrawn, nil, 2
	for _, c := range []*claims.Claim{withdrawn, unrated, merged} {
		if b, err := ClaimReview(c, claims.DefaultScale(), desk(), page); b != nil || err != nil {
			t.Errorf("got %s, %v, want nothing", b, err)
		}
	}
}

func TestTheLinterFindsWhatConsumersReject(t *testing.T) {
	date := func(s string) claims.Date { d, _ := claims.ParseDate("d", s); return d }
	for _, c := range []struct {
		name   string
		change func(*claims.Claim, *claims.Settings)
		level  Level
		field  string
	}{
		{"nothing to say", func(*claims.Claim, *claims.Settings) {}, "", ""},
		{"rating in front", func(c *claims.Claim, _ *claims.Settings) { c.ShortForm = "FALSE: The harbour earned 40 million." }, Blocks, "short_form"},
		{"rating in brackets", func(c *claims.Claim, _ *claims.Settings) {
			c.ShortForm = "The harbour earned 40 million (mostly false)"
		}, Blocks, "short_form"},
		{"rating behind a dash", func(c *claims.Claim, _ *claims.Settings) {
			c.ShortForm = "The harbour earned 40 million – misleading."
		}, Blocks, "short_form"},
		{"fact check", func(c *claims.Claim, _ *claims.Settings) { c.ShortForm = "Fact check: The harbour earned 40 million" }, Blocks, "short_form"},
		{"a true story", func(c *claims.Claim, _ *claims.Settings) { c.ShortForm = "True-crime books outsell all others." }, "", ""},
		{"a word of the claim", func(c *claims.Claim, _ *claims.Settings) { c.ShortForm = "The report on the harbour is false." }, "", ""},
		{"empty statement", func(c *claims.Claim, _ *claims.Settings) { c.ShortForm, c.Statement = "", " " }, Blocks, "statement"},
		{"long statement", func(c *claims.Claim, _ *claims.Settings) { c.ShortForm = "" }, Advises, "short_form"},
		{"a question", func(c *claims.Claim, _ *claims.Settings) { c.ShortForm = "Did it earn 40 million?" }, Advises, "short_form"},
		{"nobody said it", func(c *claims.Claim, _ *claims.Settings) { c.Speaker = nil }, Blocks, "speaker"},
		{"neither person nor organisation", func(c *claims.Claim, _ *claims.Settings) { c.Speaker.Kind = "" }, Blocks, "speaker_kind"},
		{"who is it", func(c *claims.Claim, _ *claims.Settings) { c.Speaker.SameAs = "" }, Advises, "same_as"},
		{"no date", func(c *claims.Claim, _ *claims.Settings) { c.ClaimedOn = claims.Date{} }, Blocks, "claimed_on"},
		{"date not known", func(c *claims.Claim, _ *claims.Settings) { c.ClaimedOn = claims.UnknownDate }, Advises, "claimed_on"},
		{"date of the check", func(c *claims.Claim, _ *claims.Settings) {
			c.ClaimedOn, c.Appearances[0].Article = date("2026-03-05"), &claims.Article{URL: "https://post.example/"}
		}, Advises, "claimed_on"},
		{"after the check", func(c *claims.Claim, _ *claims.Settings) { c.ClaimedOn = date("2027") }, Blocks, "claimed_on"},
		{"after its article", func(c *claims.Claim, _ *claims.Settings) {
			c.ClaimedOn = date("2026-03-04")
			c.Appearances[0].Article = &claims.Article{URL: "https://post.example/", PublishedOn: date("2026-03-01")}
		}, Blocks, "claimed_on"},
		{"a month is no day", func(c *claims.Claim, _ *claims.Settings) { c.ClaimedOn = date("2026-03") }, "", ""},
		{"no rating", func(c *claims.Claim, _ *claims.Settings) { c.Verdict = nil }, Blocks, "review"},
		{"a rating without words", func(c *claims.Claim, _ *claims.Settings) { c.Verdict.Rating.Label = "" }, Blocks, "rating"},
		{"a number off the scale", func(c *claims.Claim, _ *claims.Settings) { c.Verdict.Rating.Value = num(0) }, Blocks, "rating"},
		{"no address", func(c *claims.Claim, _ *claims.Settings) { c.Appearances = nil }, Advises, "appearances"},
		{"a script for an address", func(c *claims.Claim, _ *claims.Settings) {
			c.Appearances[0].Article = &claims.Article{URL: "javascript:alert(1)"}
		}, Blocks, "appearances"},
		{"no publisher", func(_ *claims.Claim, s *claims.Settings) { s.Organisation = "" }, Blocks, "organisation"},
		{"a default publisher", func(_ *claims.Claim, s *claims.Settings) { *s = claims.DefaultSettings() }, Advises, "organisation"},
		{"merged", func(c *claims.Claim, _ *claims.Settings) { c.MergedInto = 4 }, Blocks, ""},
		{"no short answer", func(c *claims.Claim, _ *claims.Settings) { c.Summary = "" }, Advises, "summary"},
	} {
		claim, settings := check().Clone(), desk()
		c.change(claim, &settings)
		got := Lint(claim, claims.DefaultScale(), settings)
		if c.level == "" {
			if len(got) > 0 {
				t.Errorf("%s: got %v, want nothing", c.name, got)
			}
			continue
		}
		if len(got) != 1 || got[0].Level != c.level || got[0].Field != c.field {
			t.Errorf("%s: got %v, want one that %s %s", c.name, got, c.level, c.field)
		}
	}
}
