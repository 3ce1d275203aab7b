package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/claims/extract"
)

// extractCommand runs the extractor over a file of articles in the form of
// the evaluation data and prints its attributions in the same form; on standard
// error, what a thousand words cost.
func extractCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "extract GOLD.jsonl",
		Short: "Find the attributed statements of every article, for extract/score.py",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			var c cost
			if err := extractAll(f, cmd.OutOrStdout(), &c); err != nil {
				return err
			}
			fmt.Fprintln(cmd.ErrOrStderr(), c)
			return nil
		},
	}
}

// attribution is one attribution of a predicted line.
type attribution struct {
	Content    []claims.Span    `json:"content"`
	Source     []claims.Span    `json:"source"`
	Cue        []claims.Span    `json:"cue"`
	Kind       claims.QuoteKind `json:"kind"`
	Speaker    string           `json:"speaker"`
	Role       string           `json:"role,omitempty"`
	Rule       string           `json:"rule"`
	Why        string           `json:"why,omitempty"`
	Confidence float64          `json:"confidence"`
	Worth      float64          `json:"worth"`
	Tier       string           `json:"tier"`
}

// cost is what finding took, over all articles.
type cost struct {
	words       int
	time        time.Duration
	bytes, objs uint64
}

// String says it per thousand words.
func (c cost) String() string {
	if c.words == 0 {
		return "no words"
	}
	per := 1000 / float64(c.words)
	return fmt.Sprintf("%d words; per 1,000 words: %.2f ms, %.0f KB and %.0f objects allocated",
		c.words, per*float64(c.time.Microseconds())/1000, per*float64(c.bytes)/1024, per*float64(c.objs))
}

// find runs the extractor and adds what it took.
func (c *cost) find(text string) []extract.Candidate {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	found := extract.Find(text)
	c.time += time.Since(start)
	runtime.ReadMemStats(&after)
	c.words += len(strings.Fields(text))
	c.bytes += after.TotalAlloc - before.TotalAlloc
	c.objs += after.Mallocs - before.Mallocs
	return found
}

func extractAll(r io.Reader, w io.Writer, c *cost) error {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 64<<20)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for in.Scan() {
		var article struct {
			ID   string `json:"id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(in.Bytes(), &article); err != nil {
			return err
		}
		line := struct {
			ID           string        `json:"id"`
			Attributions []attribution `json:"attributions"`
		}{article.ID, attributions(c.find(article.Text))}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}

func attributions(found []extract.Candidate) []attribution {
	all := []attribution{}
	for _, c := range found {
		tier := "low"
		if c.High {
			tier = "high"
		}
		all = append(all, attribution{spans(c.Content), spans(c.Source), spans(c.Cue), c.Kind, c.Speaker, c.Role, c.Rule, c.SpeakerWhy, c.Confidence, c.Worth, tier})
	}
	return all
}

// spans gives an empty list for none, as the scorer expects.
func spans(s []claims.Span) []claims.Span {
	if s == nil {
		return []claims.Span{}
	}
	return s
}
