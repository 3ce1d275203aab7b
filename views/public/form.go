package public

import (
	"slices"

	"touchstone/claims"
	"touchstone/views/ui"
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

func takeWords(l claims.Page) string {
	switch {
	case l.Newest > 0:
		return "all checks with these words"
	case l.More:
		return "all of these checks"
	case l.Total == 1:
		return "this check"
	}
	return "these " + ui.Plural(l.Total, "check", "checks")
}
