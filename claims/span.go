package claims

import (
	"fmt"
	"strconv"
	"strings"
)

func spanJSON(s Span) []byte {
	return fmt.Appendf(nil, "[%d,%d]", s.Start, s.End)
}

func parseSpan(s *Span, b []byte) error {
	t := strings.TrimSpace(string(b))
	t = strings.TrimSuffix(strings.TrimPrefix(t, "["), "]")
	from, to, ok := strings.Cut(t, ",")
	a, err := strconv.Atoi(strings.TrimSpace(from))
	z, err2 := strconv.Atoi(strings.TrimSpace(to))
	if !ok || err != nil || err2 != nil || a < 0 || z < a {
		return Invalid("spans", "%q is not a span: write [start,end]", clip(t, 40))
	}
	*s = Span{a, z}
	return nil
}
