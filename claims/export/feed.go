package export

import (
	"encoding/json"
	"fmt"
	"io"

	"touchstone/claims"
)

// feedItem is one entry of a DataFeed.
type feedItem struct {
	Type         string       `json:"@type"`
	DateCreated  string       `json:"dateCreated,omitempty"`
	DateModified string       `json:"dateModified,omitempty"`
	DateDeleted  string       `json:"dateDeleted,omitempty"`
	Item         *claimReview `json:"item,omitempty"`
	Gone         *gone        `json:"-"`
}

// gone stands in the place of a withdrawn review: its address and no verdict.
type gone struct {
	Type string `json:"@type"`
	ID   string `json:"@id"`
	URL  string `json:"url"`
}

// MarshalJSON puts the withdrawn review in the item's place.
func (f feedItem) MarshalJSON() ([]byte, error) {
	type plain feedItem
	if f.Gone == nil {
		return json.Marshal(plain(f))
	}
	return json.Marshal(struct {
		plain
		Item *gone `json:"item"`
	}{plain(f), f.Gone})
}

// DataFeed writes the ClaimReviews of published checks as a schema.org DataFeed,
// a withdrawn one with the date on which it was deleted. scale gives the scale
// of a verdict, page the canonical address of a check. It answers with the
// number of entries; on an error the caller cuts the connection.
func DataFeed(w io.Writer, rows Rows[claims.Claim], scale func(claims.ID) claims.Scale, page func(*claims.Claim) string, s claims.Settings) (n int, err error) {
	head, err := json.Marshal(struct {
		Context   string `json:"@context"`
		Type      string `json:"@type"`
		Name      string `json:"name"`
		Publisher agent  `json:"publisher"`
		License   string `json:"license,omitempty"`
	}{"https://schema.org", "DataFeed", "Fact checks by " + s.Organisation, agent{Type: "Organization", Name: s.Organisation}, s.Licence})
	if err != nil {
		return 0, fmt.Errorf("feed: %w", err)
	}
	c := Cell{buf: append(head[:len(head)-1], `,"dataFeedElement":[`...)}
	n, err = write(w, &c, items(rows, scale, page, s), func(item *[]byte) {
		if len(c.buf) == 0 || c.buf[len(c.buf)-1] != '[' {
			c.buf = append(c.buf, ',')
		}
		c.buf = append(append(c.buf, '\n'), *item...)
	})
	if err != nil {
		return n, err
	}
	if _, err := io.WriteString(w, "\n]}\n"); err != nil {
		return n, fmt.Errorf("feed: %w", err)
	}
	return n, nil
}

// items draws the entry of each check that has one.
func items(rows Rows[claims.Claim], scale func(claims.ID) claims.Scale, page func(*claims.Claim) string, s claims.Settings) Rows[[]byte] {
	return func(yield func(*[]byte, error) bool) {
		for c, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			item, ok := itemOf(c, scale, page(c), s)
			if !ok {
				continue
			}
			b, err := json.Marshal(item)
			if !yield(&b, err) || err != nil {
				return
			}
		}
	}
}

func itemOf(c *claims.Claim, scale func(claims.ID) claims.Scale, page string, s claims.Settings) (feedItem, bool) {
	f := feedItem{Type: "DataFeedItem", DateCreated: instant(c.PublishedAt)}
	switch {
	case !c.Publication.Public():
		return f, false
	case c.Publication == claims.Withdrawn:
		f.DateDeleted = instant(c.UpdatedAt)
		if n := len(c.Corrections); n > 0 {
			f.DateDeleted = instant(c.Corrections[n-1].At)
		}
		f.Gone = &gone{"ClaimReview", page, page}
		return f, true
	case c.Verdict == nil:
		return f, false
	}
	f.DateModified = instant(c.UpdatedAt)
	f.Item = review(c, scale(c.Verdict.ScaleID), s, page)
	return f, f.Item != nil
}
