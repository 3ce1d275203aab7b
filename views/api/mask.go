package api

import (
	"strings"

	"touchstone/claims"
)

// mask is a choice of fields, as Google's parameter "fields" writes it:
// claims(text,claimReview/url),nextPageToken. A nil mask keeps everything.
type mask map[string]mask

// maxMask bounds the length and the depth of a choice.
const maxMask = 1000

// parseMask reads a choice of fields; the empty one and "*" are everything.
func parseMask(s string) (mask, error) {
	if s == "" {
		return nil, nil
	}
	r := maskReader{s: s}
	m := r.list(0)
	if len(s) > maxMask || r.failed || r.s != "" {
		return nil, claims.Invalid("fields", "the choice of fields cannot be understood: write it as claims(text,claimReview/url),nextPageToken")
	}
	return m, nil
}

type maskReader struct {
	s      string
	failed bool
}

func (r *maskReader) list(depth int) mask {
	m := mask{}
	for {
		r.path(m, depth)
		if r.failed || !r.next(',') {
			return m
		}
	}
}

// path reads one name with what stands below it, into m.
func (r *maskReader) path(m mask, depth int) {
	end := strings.IndexAny(r.s, ",/()")
	if end < 0 {
		end = len(r.s)
	}
	name := strings.TrimSpace(r.s[:end])
	r.s = r.s[end:]
	if name == "" || depth > 8 {
		r.failed = true
		return
	}
	var below mask
	switch {
	case r.next('/'):
		below = mask{}
		r.path(below, depth+1)
	case r.next('('):
		below = r.list(depth + 1)
		r.failed = r.failed || !r.next(')')
	}
	have, known := m[name]
	switch {
	case !known || below == nil:
		m[name] = below
	case have != nil:
		for k, v := range below {
			have[k] = v
		}
	}
}

func (r *maskReader) next(c byte) bool {
	if r.s == "" || r.s[0] != c {
		return false
	}
	r.s = r.s[1:]
	return true
}

// cut leaves in a decoded JSON value what was chosen.
func (m mask) cut(v any) any {
	if m == nil {
		return v
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = m.cut(v[i])
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, below := range v {
			if sub, ok := m[k]; ok {
				out[k] = sub.cut(below)
			} else if sub, ok := m["*"]; ok {
				out[k] = sub.cut(below)
			}
		}
		return out
	}
	return v
}
