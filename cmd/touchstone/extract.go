package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/claims/extract"
	"touchstone/claims/ingest"
)

func extractCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "extract FILE|-",
		Short: "Print the attributed statements of a text; no database",
		Args:  wrapArgs(cobra.ExactArgs(1)),
	}
	format := cmd.Flags().String("format", "text", "text, or jsonl with spans in code points")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *format != "text" && *format != "jsonl" {
			return usage(fmt.Errorf("the format %q is not known: use text or jsonl", *format))
		}
		raw, err := readFile(args[0], cmd.InOrStdin())
		if err != nil {
			return err
		}
		// The given text is taken as it is, so that offsets fit it; Text only
		// decides whether it is a text.
		if _, err := ingest.Text(raw); err != nil {
			return inFile(args[0], err)
		}
		text := string(raw)
		if !utf8.ValidString(text) {
			return inFile(args[0], claims.Invalid("text", "it is not UTF-8: save it as UTF-8 and try again"))
		}
		if *format == "jsonl" {
			return printSpans(cmd.OutOrStdout(), args[0], text)
		}
		return printStatements(cmd.OutOrStdout(), text)
	}
	return cmd
}

// readFile reads a file, or standard input for "-", up to one byte past the
// limit of an article, so that too long is told from just long enough.
func readFile(name string, stdin io.Reader) ([]byte, error) {
	f, err := openFile(name, stdin)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, claims.MaxArticleBytes+1))
	if err != nil {
		return nil, inFile(name, &claims.Error{Kind: claims.KindBusy, Message: "it cannot be read: check that it is a file", Err: err})
	}
	return raw, nil
}

// openFile opens a file, or standard input for "-".
func openFile(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	f, err := os.Open(name) // #nosec G304 -- the file its owner named
	if err == nil {
		return f, nil
	}
	var p *os.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return nil, &claims.Error{Kind: claims.KindNotFound, Message: fmt.Sprintf("%s cannot be read: %v", name, err)}
}

// inFile names the file in front of what is wrong with it.
func inFile(name string, err error) error {
	if err == nil {
		return nil
	}
	if name == "-" {
		name = "standard input"
	}
	var e *claims.Error
	if errors.As(err, &e) {
		named := *e
		named.Message = name + ": " + e.Message
		return &named
	}
	return fmt.Errorf("%s: %w", name, err)
}

// attribution is one statement in the form of the evaluation data.
type attribution struct {
	Content    []claims.Span    `json:"content"`
	Source     []claims.Span    `json:"source"`
	Cue        []claims.Span    `json:"cue"`
	Kind       claims.QuoteKind `json:"kind"`
	Speaker    string           `json:"speaker"`
	Role       string           `json:"role,omitempty"`
	Rule       string           `json:"rule"`
	Confidence float64          `json:"confidence"`
}

func printSpans(w io.Writer, name, text string) error {
	line := struct {
		ID           string        `json:"id"`
		Attributions []attribution `json:"attributions"`
	}{ID: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), Attributions: []attribution{}}
	for _, c := range extract.Find(text) {
		line.Attributions = append(line.Attributions, attribution{
			Content: spans(c.Content), Source: spans(c.Source), Cue: spans(c.Cue), Kind: c.Kind,
			Speaker: c.Speaker, Role: c.Role, Rule: c.Rule, Confidence: c.Confidence,
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(line)
}

// spans is never null in JSON.
func spans(s []claims.Span) []claims.Span {
	if s == nil {
		return []claims.Span{}
	}
	return s
}

func printStatements(w io.Writer, text string) error {
	t := anchor.New(text)
	b := bufio.NewWriter(w)
	for _, c := range extract.Find(text) {
		who := c.Speaker
		if c.Role != "" {
			who += ", " + c.Role
		}
		if who == "" {
			who = "nobody named"
		}
		fmt.Fprintf(b, "%s (%s, %s): %s\n", who, c.CueText, c.Kind, claims.Line(anchor.Quote(t, c.Content)))
	}
	return b.Flush()
}
