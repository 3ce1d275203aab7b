package public

import (
	"touchstone/claims"
	"touchstone/views/ui"
)

func allChecks(n int) string {
	if n == 1 {
		return "The one check so far"
	}
	return "All " + ui.Plural(n, "check", "checks")
}

func atWork(n int) string {
	if n == 1 {
		return "We are checking 1 more statement."
	}
	return "We are checking " + ui.Number(n) + " more statements."
}

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

func takeHow(f claims.Filter) string {
	if f.Narrowed() {
		return " with the filters above, or "
	}
	return ", or "
}
