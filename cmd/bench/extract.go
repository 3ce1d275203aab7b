package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/claims/extract"
)

// extractCommand runs the extractor over a file of articles in the form of
// the evaluation data and prints its attributions in the same form.
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
			return extractAll(f, cmd.OutOrStdout())
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

func extractAll(r io.Reader, w io.Writer) error {
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
		}{article.ID, attributions(article.Text)}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}

func attributions(text string) []attribution {
	all := []attribution{}
	for _, c := range extract.Find(text) {
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
