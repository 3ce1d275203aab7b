package public

import (
	"context"
	"net/url"
	"strings"

	"touchstone/claims"
	"touchstone/views/words"
)

// claimPath is where a check stands. Only the identifier matters; the words
// after it are for people.
func claimPath(id claims.ID, statement string) string {
	if s := slug(statement); s != "" {
		return "/claims/" + id.String() + "/" + url.PathEscape(s)
	}
	return "/claims/" + id.String()
}

// slug keeps clear of the pages that stand beside the check's own.
func slug(statement string) string {
	s := claims.Slug(statement)
	if s == "history" {
		return "history-"
	}
	return s
}

func topicPath(topic string) string { return "/topics/" + url.PathEscape(claims.Slug(topic)) }

func outletPath(host string) string { return "/outlets/" + url.PathEscape(host) }

func speakerPath(slug string) string { return "/speakers/" + url.PathEscape(slug) }

func chain(ctx context.Context, names []string) string {
	return strings.Join(names, words.T(ctx, ", after "))
}

// articleLanguage is the language of a quote: its article's, or the claim's.
func articleLanguage(c *claims.Claim, a claims.Appearance) string {
	if a.Article != nil && a.Article.Language != "" {
		return a.Article.Language
	}
	return c.Language
}
