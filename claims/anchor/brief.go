package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// around is how many words that stayed are left before and after a change.
const around = 12

// Brief cuts a difference to what a reader needs of it: long stretches that
// stayed the same keep a few words next to each change, and … stands for the
// rest. Where nothing changed, all is left out.
func Brief(ops []Op) []Op {
	var out []Op
	for i, op := range ops {
		if op.Kind == Same {
			op.Text = shortened(op.Text, i > 0, i+1 < len(ops))
		}
		if op.Text != "" {
			out = append(out, op)
		}
	}
	return out
}

// shortened keeps the first words of a stretch, if it follows a change, and the
// last ones, if one follows it.
func shortened(s string, first, last bool) string {
	head, tail := 0, len(s)
	if first {
		head = firstWords(s, around)
	}
	if last {
		tail = len(s) - lastWords(s, around)
	}
	if head >= tail {
		return s
	}
	if !first && !last {
		return ""
	}
	return strings.TrimRight(s[:head], " \n") + " … " + strings.TrimLeft(s[tail:], " \n")
}

// firstWords is how many bytes the first n words of s take.
func firstWords(s string, n int) int {
	in := false
	for i, r := range s {
		if unicode.IsSpace(r) {
			in = false
		} else if !in {
			if in = true; n == 0 {
				return i
			}
			n--
		}
	}
	return len(s)
}

// lastWords is how many bytes the last n words of s take.
func lastWords(s string, n int) int {
	in := false
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if unicode.IsSpace(r) {
			in = false
		} else if !in {
			if in = true; n == 0 {
				return len(s) - i
			}
			n--
		}
		i -= size
	}
	return len(s)
}
