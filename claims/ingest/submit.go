package ingest

import (
	"context"
	"errors"

	"touchstone/claims"
)

// Fetch gets the article at an address, with the page as it came.
type Fetch func(ctx context.Context, address string) (claims.Article, []byte, error)

// Submit makes an article of what somebody sent: its text as it is, or, where
// there is an address alone, what the page there says, under what was sent.
func Submit(ctx context.Context, fetch Fetch, a claims.Article) (claims.Article, []byte, error) {
	if claims.Line(a.Text) != "" {
		checked := a
		return a, nil, checked.Check()
	}
	if claims.Line(a.URL) == "" {
		return a, nil, claims.Invalid("text", "give the article’s text, or its address alone")
	}
	if _, err := claims.WebURL("url", a.URL); err != nil {
		return a, nil, err
	}
	got, raw, err := fetch(ctx, a.URL)
	if err != nil {
		return a, nil, atAddress(err)
	}
	for _, f := range []struct{ sent, to *string }{{&a.Title, &got.Title}, {&a.Outlet, &got.Outlet}, {&a.Byline, &got.Byline}} {
		if claims.Line(*f.sent) != "" {
			*f.to = *f.sent
		}
	}
	if !a.PublishedOn.IsZero() {
		got.PublishedOn = a.PublishedOn
	}
	return got, raw, got.Check()
}

// atAddress lets a message of the fetcher stand beside the address.
func atAddress(err error) error {
	var e *claims.Error
	if errors.As(err, &e) && e.Field == "" {
		x := *e
		x.Field = "url"
		return &x
	}
	return err
}
