package views

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// exposition writes Prometheus's text format. It is short enough to stand here:
// the usual library adds 2.3 MB to the program
// (https://prometheus.io/docs/instrumenting/exposition_formats/).
type exposition struct{ w *bufio.Writer }

func expose(w io.Writer) exposition { return exposition{bufio.NewWriter(w)} }

// family begins a metric: what it is called, what it is, and in what words.
func (x exposition) family(name, kind, help string) {
	fmt.Fprintf(x.w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

// value writes one series; labels are names and values in turn.
func (x exposition) value(name string, v float64, labels ...string) {
	x.w.WriteString(name)
	for i := 0; i+1 < len(labels); i += 2 {
		x.w.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
		x.w.WriteString(labels[i] + `="` + labelValue.Replace(labels[i+1]) + `"`)
	}
	if len(labels) > 0 {
		x.w.WriteString("}")
	}
	x.w.WriteString(" " + strconv.FormatFloat(v, 'g', -1, 64) + "\n")
}

var labelValue = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

// one writes a metric that has one series.
func (x exposition) one(name, kind, help string, v float64) {
	x.family(name, kind, help)
	x.value(name, v)
}

// bounds are the upper bounds of a histogram's buckets, in seconds.
var bounds = [...]float64{.001, .005, .025, .1, .5, 2.5, 10}

// histogram counts times.
type histogram struct {
	in  [len(bounds)]uint64 // of each bucket alone
	n   uint64
	sum float64
}

func (h *histogram) observe(seconds float64) {
	h.n++
	h.sum += seconds
	for i, bound := range bounds {
		if seconds <= bound {
			h.in[i]++
			return
		}
	}
}

// histogram writes one series of a histogram.
func (x exposition) histogram(name string, h *histogram, labels ...string) {
	upTo := uint64(0)
	for i, bound := range bounds {
		upTo += h.in[i]
		x.value(name+"_bucket", float64(upTo), append(labels[:len(labels):len(labels)], "le", strconv.FormatFloat(bound, 'g', -1, 64))...)
	}
	x.value(name+"_bucket", float64(h.n), append(labels[:len(labels):len(labels)], "le", "+Inf")...)
	x.value(name+"_sum", h.sum, labels...)
	x.value(name+"_count", float64(h.n), labels...)
}
