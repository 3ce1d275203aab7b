package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OpKind says what became of a stretch of text.
type OpKind string

// The kinds of change.
const (
	Same    OpKind = "same"
	Added   OpKind = "added"
	Removed OpKind = "removed"
)

// Op is a stretch of text with what became of it.
type Op struct {
	Kind OpKind `json:"op"`
	Text string `json:"text"`
}

// Diff is the difference of two texts word by word. The texts of Same and
// Removed together are the old one, those of Same and Added the new one. The
// algorithm is Myers's in linear space; where two long texts differ nearly
// everywhere it stops looking for the shortest difference.
func Diff(old, new string) []Op {
	d := differ{ids: map[string]int32{}}
	a, b := d.words(old), d.words(new)
	d.compare(a, b)
	return readable(d.ops)
}

// tokenise divides a text into words, runs of white space and single marks.
func tokenise(s string) []string {
	out := make([]string, 0, len(s)/4+1)
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		in := inWord
		switch {
		case unicode.IsSpace(r):
			in = unicode.IsSpace
		case !inWord(r):
			in = func(rune) bool { return false }
		}
		for size < len(s) {
			r, n := utf8.DecodeRuneInString(s[size:])
			if !in(r) {
				break
			}
			size += n
		}
		out, s = append(out, s[:size]), s[size:]
	}
	return out
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '\'' || r == '’'
}

// differ compares words as numbers.
type differ struct {
	ids  map[string]int32
	text []string // by number
	ops  []Op
	fore []int
	back []int
}

func (d *differ) words(s string) []int32 {
	toks := tokenise(s)
	out := make([]int32, len(toks))
	for i, w := range toks {
		id, ok := d.ids[w]
		if !ok {
			id = int32(len(d.text)) // #nosec G115 -- within an article, which has a limit
			d.ids[w], d.text = id, append(d.text, w)
		}
		out[i] = id
	}
	return out
}

func (d *differ) emit(k OpKind, w []int32) {
	if len(w) == 0 {
		return
	}
	var b strings.Builder
	for _, id := range w {
		b.WriteString(d.text[id])
	}
	d.ops = append(d.ops, Op{k, b.String()})
}

// compare writes the difference of a and b: their common head and tail, and
// between them both halves of what a middle snake divides.
func (d *differ) compare(a, b []int32) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	d.emit(Same, a[:n])
	a, b = a[n:], b[n:]
	n = 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	tail := a[len(a)-n:]
	a, b = a[:len(a)-n], b[:len(b)-n]
	if len(a) == 0 || len(b) == 0 {
		d.emit(Removed, a)
		d.emit(Added, b)
	} else if x, y := d.middle(a, b); x+y == 0 || x+y == len(a)+len(b) {
		d.emit(Removed, a)
		d.emit(Added, b)
	} else {
		d.compare(a[:x], b[:y])
		d.compare(a[x:], b[y:])
	}
	d.emit(Same, tail)
}

// maxCost is how many changes the search for a shortest path goes through
// before it takes the furthest point instead.
const maxCost = 400

// middle finds a point on a shortest path from (0,0) to (len(a),len(b)) by
// searching from both ends (Myers 1986, section 4b).
func (d *differ) middle(a, b []int32) (int, int) {
	n, m := len(a), len(b)
	limit := min((n+m+1)/2, maxCost)
	size := 2*limit + 3
	if len(d.fore) < size {
		d.fore, d.back = make([]int, 2*maxCost+3), make([]int, 2*maxCost+3)
	}
	fore, back := d.fore, d.back
	off, delta := limit+1, n-m
	odd := delta%2 != 0
	fore[off+1], back[off+1] = 0, 0
	for cost := 0; cost <= limit; cost++ {
		for k := -cost; k <= cost; k += 2 {
			x := step(fore, off, k, cost)
			for x < n && x-k < m && x-k >= 0 && a[x] == b[x-k] {
				x++
			}
			fore[off+k] = x
			if r := delta - k; odd && x <= n && x-k <= m && r > -cost && r < cost && x+back[off+r] >= n {
				return inside(x, x-k, n, m)
			}
		}
		for k := -cost; k <= cost; k += 2 {
			x := step(back, off, k, cost)
			for x < n && x-k < m && x-k >= 0 && a[n-1-x] == b[m-1-(x-k)] {
				x++
			}
			back[off+k] = x
			if r := delta - k; !odd && x <= n && x-k <= m && r >= -cost && r <= cost && x+fore[off+r] >= n {
				return inside(n-x, m-(x-k), n, m)
			}
		}
	}
	return furthest(fore, off, limit, n, m)
}

// step is where the path of a cost on diagonal k starts from its neighbours.
func step(v []int, off, k, cost int) int {
	if cost == 0 {
		return 0
	}
	if k == -cost || k != cost && v[off+k-1] < v[off+k+1] {
		return v[off+k+1]
	}
	return v[off+k-1] + 1
}

// inside keeps a point within the grid; paths run over its edge by one.
func inside(x, y, n, m int) (int, int) {
	return min(max(x, 0), n), min(max(y, 0), m)
}

// furthest is the point that the search from the start came furthest with.
func furthest(fore []int, off, limit, n, m int) (int, int) {
	bx, by := 0, 0
	for k := -limit; k <= limit; k += 2 {
		x, y := inside(fore[off+k], fore[off+k]-k, n, m)
		if x+y > bx+by {
			bx, by = x, y
		}
	}
	return bx, by
}

// readable joins what belongs together: where only white space stays the same
// between two changes it counts as changed, and each change shows what was
// removed before what was added.
func readable(ops []Op) []Op {
	var out []Op
	var removed, added strings.Builder
	flush := func() {
		if removed.Len() > 0 {
			out = append(out, Op{Removed, removed.String()})
		}
		if added.Len() > 0 {
			out = append(out, Op{Added, added.String()})
		}
		removed.Reset()
		added.Reset()
	}
	for i, op := range ops {
		both := removed.Len() > 0 && added.Len() > 0
		switch {
		case op.Kind == Removed:
			removed.WriteString(op.Text)
		case op.Kind == Added:
			added.WriteString(op.Text)
		case both && i+1 < len(ops) && ops[i+1].Kind != Same && strings.TrimSpace(op.Text) == "" && !strings.Contains(op.Text, "\n"):
			removed.WriteString(op.Text)
			added.WriteString(op.Text)
		case len(out) > 0 && out[len(out)-1].Kind == Same && removed.Len()+added.Len() == 0:
			out[len(out)-1].Text += op.Text
		default:
			flush()
			out = append(out, op)
		}
	}
	flush()
	return out
}
