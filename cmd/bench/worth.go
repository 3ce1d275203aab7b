package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"touchstone/claims/extract"
)

// worthCommand scores sentences for check-worthiness, or fits the weights of
// the features anew.
func worthCommand() *cobra.Command {
	var fit bool
	c := &cobra.Command{
		Use:   "worth FILE.tsv",
		Short: "Score sentences (label TAB sentence TAB id) for check-worthiness, for match/score.py cw",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			rows, err := readSentences(args[0])
			if err != nil {
				return err
			}
			if fit {
				return fitWorth(rows, cmd.OutOrStdout())
			}
			out := bufio.NewWriter(cmd.OutOrStdout())
			for _, r := range rows {
				score, _ := extract.Worth(r.text)
				fmt.Fprintf(out, "%.6f\n", score)
			}
			return out.Flush()
		},
	}
	c.Flags().BoolVar(&fit, "fit", false, "fit the weights of the features to the labels and print them as Go")
	return c
}

// labelled is a sentence with whether people found it check-worthy.
type labelled struct {
	yes  bool
	text string
}

func readSentences(name string) ([]labelled, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var rows []labelled
	for line := range strings.SplitSeq(strings.TrimSuffix(string(raw), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if len(f) < 2 {
			return nil, fmt.Errorf("%s: no tab in %q", name, line)
		}
		rows = append(rows, labelled{f[0] == "1", f[1]})
	}
	return rows, nil
}

// fitWorth fits a logistic regression by stochastic gradient descent with a
// small ridge, and prints the weights.
func fitWorth(rows []labelled, w io.Writer) error {
	names := []string{"bias"}
	at := map[string]int{"bias": 0}
	type point struct {
		i []int
		v []float64
		y float64
	}
	points := make([]point, len(rows))
	for n, r := range rows {
		p := point{i: []int{0}, v: []float64{1}}
		for _, f := range extract.Features(r.text) {
			k, ok := at[f.Name]
			if !ok {
				k = len(names)
				at[f.Name] = k
				names = append(names, f.Name)
			}
			if f.Value != 0 {
				p.i, p.v = append(p.i, k), append(p.v, f.Value)
			}
		}
		if r.yes {
			p.y = 1
		}
		points[n] = p
	}
	weights := make([]float64, len(names))
	random := rand.New(rand.NewPCG(1, 2))
	for epoch := range 60 {
		rate := .1 / (1 + float64(epoch)/4)
		for _, n := range random.Perm(len(points)) {
			p := points[n]
			z := 0.0
			for k, i := range p.i {
				z += weights[i] * p.v[k]
			}
			g := p.y - 1/(1+math.Exp(-z))
			for k, i := range p.i {
				weights[i] += rate * (g*p.v[k] - 1e-5*weights[i])
			}
		}
	}
	sort.Slice(names, func(i, j int) bool { return names[i] < names[j] })
	for _, n := range names {
		if _, err := fmt.Fprintf(w, "\t%q: %.2f,\n", n, weights[at[n]]); err != nil {
			return err
		}
	}
	return nil
}
