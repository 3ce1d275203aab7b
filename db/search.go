package db

import (
	"context"
	"strings"

	"touchstone/claims"
)

// matchWords writes a parsed search as an FTS5 expression. Every word stands
// in quotes, so that none of it is read as syntax. Empty for an empty search.
func matchWords(terms []claims.Term) string {
	var yes, no []string
	for _, t := range terms {
		s := `"` + strings.Join(t.Words, " ") + `"`
		if t.Prefix {
			s += "*"
		}
		if t.Not {
			no = append(no, s)
		} else {
			yes = append(yes, s)
		}
	}
	if len(yes) == 0 {
		return ""
	}
	e := "(" + strings.Join(yes, " AND ") + ")"
	for _, s := range no {
		e += " NOT " + s
	}
	return e
}

// index writes the words by which a claim is found, if they changed.
func (t *tx) index(ctx context.Context, before, after *claims.Claim) error {
	was, is := words(before), words(after)
	if was == is {
		return nil
	}
	if before.Revision > 0 {
		if _, err := t.ExecContext(ctx, `DELETE FROM claim_words WHERE rowid = ?`, after.ID); err != nil {
			return err
		}
	}
	_, err := t.ExecContext(ctx, `INSERT INTO claim_words (rowid, statement, speaker, body) VALUES (?, ?, ?, ?)`, after.ID, is[0], is[1], is[2])
	return err
}

// words are a claim's texts in the search's three columns.
func words(c *claims.Claim) [3]string {
	var w [3]string
	w[0] = c.Statement + "\n" + c.ShortForm
	if c.Speaker != nil {
		w[1] = strings.Join(append([]string{c.Speaker.Name, c.SpeakerRole}, c.Speaker.Aliases...), "\n")
	}
	body := []string{c.Summary, c.Explanation, c.Place}
	body = append(body, c.Topics...)
	for _, a := range c.Appearances {
		body = append(body, a.Quote)
	}
	for _, e := range c.Evidence {
		body = append(body, e.Source.Title, e.Source.Publisher, e.Passage)
	}
	w[2] = strings.Join(body, "\n")
	return w
}
