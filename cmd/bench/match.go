package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims/match"
)

// matchCommand holds every query of a split against a collection of claims
// with the matcher and the weights the product ships.
func matchCommand() *cobra.Command {
	var top int
	var posts string
	c := &cobra.Command{
		Use:   "match DIR SPLIT",
		Short: "Find the known claim of every query, for match/score.py",
		Long: `Reads DIR/claims.jsonl (or .gz) and DIR/queries.SPLIT.jsonl and prints query TAB claim TAB score.
The score is the confidence, so that it can be compared between queries. Latencies go to standard error.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			x, err := readIndex(args[0])
			if err != nil {
				return err
			}
			queries, err := readQueries(args[0], args[1], posts)
			if err != nil {
				return err
			}
			return matchAll(x, queries, top, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	c.Flags().IntVar(&top, "top", 5, "how many claims for each query")
	postsFlag(c, &posts)
	c.AddCommand(matchFitCommand())
	return c
}

func postsFlag(c *cobra.Command, posts *string) {
	c.Flags().StringVar(posts, "posts", "auto", "clean queries as posts of a social network: yes, no, or auto, where most end with an author's handle")
}

// matchQuery is one query of the evaluation data.
type matchQuery struct {
	ID string
	match.Query
}

func matchAll(x *match.Index, queries []matchQuery, top int, out, log io.Writer) error {
	w := bufio.NewWriter(out)
	took := make([]time.Duration, 0, len(queries))
	for _, q := range queries {
		from := time.Now()
		found := x.Search(q.Query, top)
		took = append(took, time.Since(from))
		for _, m := range found {
			fmt.Fprintf(w, "%s\t%s\t%.6f\n", q.ID, m.ID, m.Confidence)
		}
	}
	if slices.Sort(took); len(took) > 0 {
		fmt.Fprintf(log, "%d claims, %d queries, latency p50 %s p95 %s\n", x.Stats.Docs(), len(took), took[len(took)/2], took[len(took)*95/100])
	}
	return w.Flush()
}

// readIndex reads a collection and learns its table of related words.
func readIndex(dir string) (*match.Index, error) {
	docs, err := readClaims(dir)
	x := match.NewIndex()
	for _, d := range docs {
		x.Add(d)
	}
	x.Learn()
	return x, err
}

func readClaims(dir string) ([]match.Doc, error) {
	var docs []match.Doc
	err := eachLine(filepath.Join(dir, "claims.jsonl"), func(line []byte) error {
		var c struct{ ID, Text, Title, Speaker, Body string }
		if err := json.Unmarshal(line, &c); err != nil {
			return err
		}
		docs = append(docs, match.Doc{ID: c.ID, Statement: c.Text, Title: c.Title, Speaker: c.Speaker, Body: c.Body})
		return nil
	})
	return docs, err
}

func readQueries(dir, split, posts string) ([]matchQuery, error) {
	var plain, cleaned []matchQuery
	signed := 0
	err := eachLine(filepath.Join(dir, "queries."+split+".jsonl"), func(line []byte) error {
		var q struct{ ID, Text string }
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		c := match.CleanPost(q.Text)
		if c.Speaker != "" {
			signed++
		}
		plain = append(plain, matchQuery{q.ID, match.Query{Text: q.Text}})
		cleaned = append(cleaned, matchQuery{q.ID, c})
		return nil
	})
	if posts == "yes" || posts == "auto" && signed*2 > len(plain) {
		return cleaned, err
	}
	return plain, err
}

// eachLine reads a file, or the packed one beside it, line by line.
func eachLine(path string, do func(line []byte) error) error {
	f, err := os.Open(path)
	packed := errors.Is(err, fs.ErrNotExist)
	if packed {
		f, err = os.Open(path + ".gz")
	}
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if packed {
		if r, err = gzip.NewReader(f); err != nil {
			return err
		}
	}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		if err := do(in.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return in.Err()
}
