package match

import "strings"

// number is a number in a text with the word it counts.
type number struct {
	value string // digits
	shown string // with what follows: "4 per cent", "20 million"
	unit  string // the stem of what follows
}

// numbersOf gives the numbers of a text, each once.
func numbersOf(ws []word) []number {
	var out []number
	seen := map[string]bool{}
	for i, w := range ws {
		if !w.num || seen[w.stem] {
			continue
		}
		seen[w.stem] = true
		n := number{value: w.stem, shown: strings.TrimRight(w.form, ".,")}
		if i+1 < len(ws) && scale[ws[i+1].low] {
			n.unit = ws[i+1].stem
			n.shown += " " + ws[i+1].form
		}
		out = append(out, n)
	}
	return out
}

// scale are words that belong to the number before them.
var scale = set("percent per-cent % thousand million billion trillion hundred m bn k days weeks months years")

// compareNumbers says which numbers of a query stand in a claim, and which
// stand against another number of the same kind there.
func compareNumbers(query, claim []number) []string {
	var agree, differ []string
	for _, q := range query {
		found, other := false, ""
		for _, c := range claim {
			if found = c.value == q.value && c.unit == q.unit; found {
				break
			}
			if c.unit == q.unit && other == "" && !isYear(c.value) && !isYear(q.value) && !has(query, c) {
				other = c.shown
			}
		}
		switch {
		case found:
			agree = append(agree, q.shown)
		case other != "":
			differ = append(differ, q.shown+" and "+other)
		}
	}
	var out []string
	if len(agree) > 0 {
		out = append(out, "numbers agree: "+strings.Join(agree, ", "))
	}
	if len(differ) > 0 {
		out = append(out, "numbers differ: "+strings.Join(differ, ", "))
	}
	return out
}

func has(list []number, n number) bool {
	for _, x := range list {
		if x.value == n.value && x.unit == n.unit {
			return true
		}
	}
	return false
}

// isYear reports whether a number looks like a year: two different years are
// no disagreement about a figure.
func isYear(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20"))
}
