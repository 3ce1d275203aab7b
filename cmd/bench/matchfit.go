package main

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"touchstone/claims/match"
)

// matchFitCommand fits the weights that claims/match ships, on the training
// queries of one or more collections, each counting the same.
func matchFitCommand() *cobra.Command {
	var posts string
	c := &cobra.Command{
		Use:   "fit DIR...",
		Short: "Fit the matcher's weights on the training queries of each folder, and say how sure it is of the others",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var sets []fitSet
			var train, dev [][]ranked
			for _, dir := range args {
				fit, err := rankings(dir, "train", posts)
				if err != nil {
					return err
				}
				told, err := rankings(dir, "dev", posts)
				if err != nil {
					return err
				}
				train, dev = append(train, fit...), append(dev, told...)
				s, err := readFitSet(dir, posts)
				if err != nil {
					return err
				}
				sets = append(sets, s)
			}
			weights := fitWeights(sets)
			for i, name := range match.FeatureNames {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %.3g\n", name, weights[i])
			}
			certainty := fitCertainty(train)
			for i, name := range match.SignalNames {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %.3g\n", name, certainty[i])
			}
			for i, s := range sets {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: mean average precision at 5 on train %.4f\n", args[i], s.mean(weights))
				tellSure(cmd.OutOrStdout(), args[i]+" dev", dev[i*len(deskSizes):(i+1)*len(deskSizes)], certainty)
			}
			return nil
		},
	}
	postsFlag(c, &posts)
	return c
}

// fitSet is the training queries of one collection.
type fitSet []fitQuery

// fitQuery is the features of a query's candidates and which are right.
type fitQuery struct {
	features [][]float64
	right    []bool
	rights   int // with those that are no candidates
}

func readFitSet(dir, posts string) (fitSet, error) {
	x, err := readIndex(dir)
	if err != nil {
		return nil, err
	}
	queries, err := readQueries(dir, "train", posts)
	if err != nil {
		return nil, err
	}
	right, err := readRight(dir, "train")
	var set fitSet
	for _, q := range queries {
		candidates := x.Candidates(q.Query, match.Candidates)
		f := fitQuery{match.Features(x.Stats, q.Query, candidates), make([]bool, len(candidates)), len(right[q.ID])}
		for i, c := range candidates {
			f.right[i] = slices.Contains(right[q.ID], c.Doc.ID)
		}
		if f.rights > 0 {
			set = append(set, f)
		}
	}
	return set, err
}

// readRight gives the right claims of each query.
func readRight(dir, split string) (map[string][]string, error) {
	right := map[string][]string{}
	err := eachLine(filepath.Join(dir, "qrels."+split+".tsv"), func(line []byte) error {
		if f := strings.Split(string(line), "\t"); len(f) > 1 {
			right[f[0]] = append(right[f[0]], f[1])
		}
		return nil
	})
	return right, err
}

// fitWeights climbs one weight after the other until none gets better.
func fitWeights(sets []fitSet) []float64 {
	w := slices.Repeat([]float64{0.5}, len(match.FeatureNames))
	best := goal(sets, w)
	for range 12 {
		was := best
		for i := range w {
			old, keep := w[i], w[i]
			for _, step := range []float64{-1, -0.5, -0.25, -0.1, 0.1, 0.25, 0.5, 1, 3} {
				w[i] = max(0, old+step*max(old, 0.1))
				if g := goal(sets, w); g > best+1e-5 {
					best, keep = g, w[i]
				}
			}
			w[i] = keep
		}
		if best-was < 1e-4 {
			break
		}
	}
	return w
}

// goal is what the fit makes large: the precision, and a little for right
// claims that are not among the first five.
func goal(sets []fitSet, w []float64) float64 {
	g := 0.0
	for _, s := range sets {
		for i := range s {
			precision, first := s[i].judge(w)
			g += (precision + 0.3*first) / float64(len(s))
		}
	}
	return g
}

func (s fitSet) mean(w []float64) float64 {
	sum := 0.0
	for i := range s {
		precision, _ := s[i].judge(w)
		sum += precision
	}
	return sum / float64(max(1, len(s)))
}

// judge gives the average precision at 5 and the discounted gain of the first
// right claim.
func (q *fitQuery) judge(w []float64) (precision, first float64) {
	score := make([]float64, len(q.features))
	for i, f := range q.features {
		for k, x := range f {
			score[i] += w[k] * x
		}
	}
	var ranks []int
	for i, right := range q.right {
		if !right {
			continue
		}
		rank := 1
		for k, s := range score {
			if s > score[i] || s == score[i] && k < i && s > 0 {
				rank++
			}
		}
		ranks = append(ranks, rank)
	}
	slices.Sort(ranks)
	for i, rank := range ranks {
		if rank <= 5 {
			precision += float64(i+1) / float64(rank)
		}
	}
	if len(ranks) > 0 {
		first = 1 / math.Log2(float64(ranks[0])+1)
	}
	return precision / float64(min(5, q.rights)), first
}
