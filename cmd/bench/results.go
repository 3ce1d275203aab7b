package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// measured is the median of rounds with the smallest and the largest.
type measured struct{ median, least, most float64 }

func medianOf(list []float64) measured {
	if len(list) == 0 {
		return measured{}
	}
	s := slices.Sorted(slices.Values(list))
	return measured{s[len(s)/2], s[0], s[len(s)-1]}
}

// target is what a measure should be.
type target struct {
	words string
	met   func(float64) bool
}

func atLeast(x float64) target {
	return target{fmt.Sprintf("≥ %s", figure(x)), func(v float64) bool { return v >= x }}
}

func atMost(x float64) target {
	return target{fmt.Sprintf("≤ %s", figure(x)), func(v float64) bool { return v <= x }}
}

// noTarget is for what is told and not judged.
var noTarget = target{}

type result struct {
	claims int // 0: of no desk
	name   string
	measured
	target
}

// results is the table that load prints.
type results struct {
	out  io.Writer
	list []result
}

func (t *results) add(n int, name string, m measured, want target) {
	t.list = append(t.list, result{n, name, m, want})
}

func (t *results) of(n int, name string) (float64, bool) {
	for _, r := range t.list {
		if r.claims == n && r.name == name {
			return r.median, true
		}
	}
	return 0, false
}

// growth holds the largest desk against the smallest.
func (t *results) growth(sizes []int) {
	small, large := sizes[0], sizes[len(sizes)-1]
	for _, g := range []struct {
		name string
		want target
	}{{claimUncached, atMost(1.6)}, {listFirst, atMost(2)}, {searchRare, noTarget}, {searchCommon, noTarget}} {
		a, ok := t.of(small, g.name)
		b, ok2 := t.of(large, g.name)
		if ok && ok2 && a > 0 && b > 0 && small != large {
			slower := a / b
			if strings.Contains(g.name, "p99") {
				slower = b / a
			}
			t.add(0, fmt.Sprintf("slower from %d to %d: %s", small, large, g.name), measured{median: slower}, g.want)
		}
	}
}

func (t *results) print() error {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "claims\tmeasure\tmedian\tleast\tmost\ttarget\t")
	for _, r := range t.list {
		size, spread, verdict := fmt.Sprint(r.claims), "\t", ""
		if r.claims == 0 {
			size = ""
		}
		if r.most > 0 {
			spread = figure(r.least) + "\t" + figure(r.most)
		}
		if r.met != nil {
			verdict = "short"
			if r.met(r.median) {
				verdict = "pass"
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", size, r.name, figure(r.median), spread, r.words, verdict)
	}
	return w.Flush()
}

// figure writes a number with as many digits as say something.
func figure(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
