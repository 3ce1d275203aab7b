package claims

import "strings"

// FieldText puts a value of Fields, also one that was read back from the audit
// log, into words: dates, states, sources and quotes as a person says them.
func FieldText(name string, value any) string {
	kind, _, _ := strings.Cut(name, " ")
	switch v := value.(type) {
	case string:
		return oneText(kind, v)
	case []any:
		s := make([]string, 8) // as many as a source has; more is no field of ours
		for i := range min(len(v), len(s)) {
			s[i], _ = v[i].(string)
		}
		switch kind {
		case "source":
			return sourceText(s)
		case "appearance":
			return joinFilled("“"+s[1]+"”", QuoteKind(s[0]).Words(), Anchoring(s[2]).Words())
		case "proposal":
			return joinFilled(oneText("verdict", s[1]), s[2], strings.ReplaceAll(s[3], "_", " "))
		case "reply":
			return replyText(s)
		}
		return joinFilled(s...)
	}
	return ""
}

func oneText(name, v string) string {
	if v == "" {
		return ""
	}
	switch name {
	case "topics":
		return strings.ReplaceAll(v, "|", ", ")
	case "state":
		return State(v).Label()
	case "reject_reason", "verdict":
		return strings.ReplaceAll(v, "_", " ")
	case "claimed_on", "review_by":
		if d, err := ParseDate(name, v); err == nil {
			return d.Text()
		}
	}
	return v
}

// sourceText is a source in words: stance, title, publisher, kind, the day it
// was read, archived copy, passage, note.
func sourceText(s []string) string {
	read, archived, passage := "", "", ""
	if d, err := ParseDate("", s[4]); err == nil && d.Known() {
		read = "read on " + d.Text()
	}
	if s[5] != "" {
		archived = "archived at " + s[5]
	}
	if s[6] != "" {
		passage = "passage: “" + s[6] + "”"
	}
	if s[7] != "" {
		s[7] = "note: " + s[7]
	}
	return joinFilled(s[0], s[1], s[2], SourceKind(s[3]).Label(), read, archived, passage, s[7])
}

// replyText is a request for a reply in words: the way, the deadline, the answer
// and its day, whether none came, and whether readers see it.
func replyText(s []string) string {
	for i, before := range map[int]string{1: "answer asked for by ", 3: "answered on "} {
		if d, err := ParseDate("", s[i]); err == nil && d.Known() {
			s[i] = before + d.Text()
		}
	}
	return joinFilled(Channel(s[0]).Label(), s[1], "“"+s[2]+"”", s[3], s[4], s[5])
}

// joinFilled joins what is not empty.
func joinFilled(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" && p != "“”" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}
