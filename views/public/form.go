package public

import (
	"context"
	"slices"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// hidden are the filters that a form does not show, as name and value.
func hidden(f claims.Filter, but ...string) []ui.Option {
	v := f.Values()
	var keys []string
	for k := range v {
		if !slices.Contains(but, k) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var out []ui.Option
	for _, k := range keys {
		for _, s := range v[k] {
			out = append(out, ui.Option{Value: k, Label: s})
		}
	}
	return out
}

// dateValue fills a date field, which knows days only.
func dateValue(d claims.Date) string {
	if d.Known() {
		return d.Day
	}
	return ""
}

func takeWords(ctx context.Context, l claims.Page) string {
	switch {
	case l.Newest > 0:
		return words.T(ctx, "Take all checks with these words with you")
	case l.More:
		return words.T(ctx, "Take all of these checks with you")
	}
	return words.N(ctx, l.Total, "Take this check with you", "Take these {0} checks with you")
}

// file is a link to what the list shows, in another form.
func (v listView) file(path string) ui.Wrap { return ui.Unfollowed(path + question(v.Filter)) }
