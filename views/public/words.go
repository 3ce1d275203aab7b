package public

import (
	"context"
	"strings"

	"touchstone/claims"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// clip cuts a text to n characters at the end of a word.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	r = r[:n]
	for i := len(r) - 1; i > n/2; i-- {
		if r[i] == ' ' {
			r = r[:i]
			break
		}
	}
	return string(r) + "…"
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// comma stands before what may be empty.
func comma(s string) string {
	if s == "" {
		return ""
	}
	return ", "
}

// auto sets a name in a sentence in its own direction.
var auto = ui.Wrap{Element: "span", Auto: true}

// step is a public step as the log has it, in the language of the page. What a
// person wrote of it stays.
func step(ctx context.Context, public string) string {
	if words.Of(ctx) == nil {
		return public
	}
	for _, s := range []string{words.Key("Published with the rating {0}."), words.Key("Withdrawn: {0}"), words.Key("Approved by an editor without a second person: {0}")} {
		before, after, _ := strings.Cut(s, "{0}")
		if rest, ok := strings.CutPrefix(public, before); ok && strings.HasSuffix(rest, after) {
			return words.T(ctx, s, strings.TrimSuffix(rest, after))
		}
	}
	for _, k := range claims.CorrectionKinds {
		if note, ok := strings.CutPrefix(public, "Correction, "+k.Label()+": "); ok {
			return words.T(ctx, "Correction, {0}: {1}", words.T(ctx, k.Label()), note)
		}
	}
	return words.T(ctx, public)
}
