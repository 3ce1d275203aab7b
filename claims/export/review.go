package export

import (
	"encoding/json"
	"net/url"
	"slices"
	"time"

	"touchstone/claims"
)

// The parts of schema.org's ClaimReview (https://schema.org/ClaimReview). Every
// field but the types is left out where nothing true can be said.
type (
	claimReview struct {
		Context       string        `json:"@context,omitempty"`
		Type          string        `json:"@type"`
		ID            string        `json:"@id,omitempty"`
		URL           string        `json:"url,omitempty"`
		ClaimReviewed string        `json:"claimReviewed"`
		ItemReviewed  reviewedClaim `json:"itemReviewed"`
		ReviewRating  rating        `json:"reviewRating"`
		Author        *agent        `json:"author,omitempty"`
		DatePublished string        `json:"datePublished,omitempty"`
		DateModified  string        `json:"dateModified,omitempty"`
		InLanguage    string        `json:"inLanguage,omitempty"`
		License       string        `json:"license,omitempty"`
	}
	reviewedClaim struct {
		Type            string  `json:"@type"`
		Text            string  `json:"text,omitempty"` // the statement where claimReviewed is its short form
		Author          *agent  `json:"author,omitempty"`
		DatePublished   string  `json:"datePublished,omitempty"`
		InLanguage      string  `json:"inLanguage,omitempty"`
		FirstAppearance *work   `json:"firstAppearance,omitempty"`
		Appearance      []*work `json:"appearance,omitempty"`
	}
	agent struct {
		Type     string `json:"@type"`
		Name     string `json:"name"`
		JobTitle string `json:"jobTitle,omitempty"`
		SameAs   string `json:"sameAs,omitempty"`
		URL      string `json:"url,omitempty"`
	}
	work struct {
		Type          string `json:"@type"`
		URL           string `json:"url,omitempty"`
		Headline      string `json:"headline,omitempty"`
		DatePublished string `json:"datePublished,omitempty"`
		Publisher     *agent `json:"publisher,omitempty"`
	}
	rating struct {
		Type          string   `json:"@type"`
		AlternateName string   `json:"alternateName"`
		RatingValue   *float64 `json:"ratingValue,omitempty"`
		BestRating    *float64 `json:"bestRating,omitempty"`
		WorstRating   *float64 `json:"worstRating,omitempty"`
		Explanation   string   `json:"ratingExplanation,omitempty"`
	}
)

// ClaimReview writes a check as JSON-LD that may stand inside a script element
// as it is. scale is the one the verdict was given on, pageURL the canonical
// address of the page. A check without a verdict, withdrawn or merged away has
// no ClaimReview: the answer is nil.
func ClaimReview(c *claims.Claim, scale claims.Scale, s claims.Settings, pageURL string) ([]byte, error) {
	r := review(c, scale, s, pageURL)
	if r == nil {
		return nil, nil
	}
	r.Context = "https://schema.org"
	return json.Marshal(r) // escapes < > & and the line separators
}

func review(c *claims.Claim, scale claims.Scale, s claims.Settings, pageURL string) *claimReview {
	if c.Verdict == nil || c.Publication == claims.Withdrawn || c.MergedInto != 0 {
		return nil
	}
	r := &claimReview{
		Type: "ClaimReview", ID: pageURL, URL: pageURL,
		ClaimReviewed: Reviewed(c),
		ItemReviewed: reviewedClaim{
			Type: "Claim", Author: claimant(c), DatePublished: dateOf(c.ClaimedOn), InLanguage: c.Language,
			Appearance: works(c),
		},
		ReviewRating:  reviewRating(c, scale),
		DatePublished: instant(c.PublishedAt), InLanguage: s.Language, License: s.Licence,
	}
	if r.ClaimReviewed != c.Statement {
		r.ItemReviewed.Text = c.Statement
	}
	if i := slices.IndexFunc(c.Appearances, func(a claims.Appearance) bool { return a.First }); i >= 0 {
		r.ItemReviewed.FirstAppearance = workOf(&c.Appearances[i])
	}
	if s.Organisation != "" {
		r.Author = &agent{Type: "Organization", Name: s.Organisation, URL: home(pageURL)}
	}
	if n := len(c.Corrections); n > 0 {
		r.DateModified = instant(c.Corrections[n-1].At)
	}
	return r
}

// Reviewed is the statement as ClaimReview carries it: its short form where
// there is one.
func Reviewed(c *claims.Claim) string {
	if c.ShortForm != "" {
		return c.ShortForm
	}
	return c.Statement
}

// claimant is who said it, a Person or an Organization as it is.
func claimant(c *claims.Claim) *agent {
	if c.Speaker == nil || c.Speaker.Name == "" {
		return nil
	}
	a := &agent{Type: "Organization", Name: c.Speaker.Name, SameAs: c.Speaker.SameAs}
	if c.Speaker.Kind == claims.IsPerson {
		a.Type, a.JobTitle = "Person", c.SpeakerRole
	}
	return a
}

// works are the appearances, each article once.
func works(c *claims.Claim) []*work {
	var list []*work
	for i := range c.Appearances {
		w := workOf(&c.Appearances[i])
		if w != nil && !slices.ContainsFunc(list, func(o *work) bool { return o.URL == w.URL && o.Headline == w.Headline }) {
			list = append(list, w)
		}
	}
	return list
}

func workOf(a *claims.Appearance) *work {
	if a.Article == nil || a.Article.URL == "" && a.Article.Title == "" {
		return nil
	}
	w := &work{Type: "CreativeWork", URL: a.Article.URL, Headline: a.Article.Title, DatePublished: dateOf(a.Article.PublishedOn)}
	if a.Article.Outlet != "" {
		w.Publisher = &agent{Type: "Organization", Name: a.Article.Outlet}
	}
	return w
}

// reviewRating carries numbers only where the verdict stands on this scale
// with a number.
func reviewRating(c *claims.Claim, scale claims.Scale) rating {
	v := c.Verdict.Rating
	r := rating{Type: "Rating", AlternateName: v.Label, Explanation: c.Summary}
	if worst, best, ok := numbers(c.Verdict, scale); ok {
		r.RatingValue, r.WorstRating, r.BestRating = v.Value, &worst, &best
	}
	return r
}

// numbers gives the ends of the scale where they say something about the
// verdict: it has a number between two that differ.
func numbers(v *claims.Verdict, scale claims.Scale) (worst, best float64, ok bool) {
	worst, best, ok = scale.Bounds()
	if !ok || v.Rating.Value == nil || v.ScaleID != scale.ID || worst >= best {
		return 0, 0, false
	}
	return worst, best, *v.Rating.Value >= worst && *v.Rating.Value <= best
}

// dateOf is a date cut to what is known, "" where nothing is.
func dateOf(d claims.Date) string {
	if !d.Known() {
		return ""
	}
	return d.String()
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// home is the site's own address.
func home(page string) string {
	u, err := url.Parse(page)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}
