package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/claims/ingest"
)

// importFlags are what a person knows of an article better than its page.
type importFlags struct{ title, outlet, url, published, byline string }

func importCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE|URL|-",
		Short: "Add an article to the desk and find the claims in it",
		Args:  wrapArgs(cobra.ExactArgs(1)),
	}
	data := dataFlag(cmd)
	cmd.Flags().StringVar(&f.title, "title", "", "title (default: the page's own, or the first line of the text)")
	cmd.Flags().StringVar(&f.outlet, "outlet", "", "where it was published")
	cmd.Flags().StringVar(&f.url, "url", "", "its address")
	cmd.Flags().StringVar(&f.published, "published", "", "when it was published: 2026-03-14, 2026-03 or 2026")
	cmd.Flags().StringVar(&f.byline, "byline", "", "who wrote it")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		published, err := claims.ParseDate("published", f.published)
		if err != nil {
			return usage(err)
		}
		if f.url != "" {
			if _, err := claims.WebURL("url", f.url); err != nil {
				return usage(err)
			}
		}
		a, raw, err := readArticle(cmd, args[0])
		if err != nil {
			return err
		}
		f.fill(&a, published)
		a, found, err := ingest.Prepare(a)
		if err != nil {
			return inFile(args[0], err)
		}
		d, err := openDesk(cmd.Context(), *data, true)
		if err != nil {
			return err
		}
		defer d.Close()
		made, err := d.CreateArticle(cmd.Context(), claims.Operator(), a, raw, found)
		var e *claims.Error
		if errors.As(err, &e) && e.Kind == claims.KindExists {
			return inFile(args[0], &claims.Error{Kind: e.Kind, Message: e.Message + " " + e.Ref.String(), Err: err})
		}
		if err != nil {
			return inFile(args[0], err)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "imported %s “%s”: %d claims found, text sha256 %s\n", made.ID, made.Title, made.Candidates, made.TextSHA256)
		return nil
	}
	return cmd
}

// readArticle reads an address from the web, or a file or standard input as a
// page or plain text. raw is what was read, kept as it came.
func readArticle(cmd *cobra.Command, name string) (a claims.Article, raw []byte, err error) {
	if strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://") {
		return ingest.NewFetcher().Article(cmd.Context(), name)
	}
	f, err := openFile(name, cmd.InOrStdin())
	if err != nil {
		return a, nil, err
	}
	defer f.Close()
	a, raw, err = ingest.Load(cmd.Context(), name, f)
	return a, raw, inFile(name, err)
}

// fill puts what was given on the command line over what the page says.
func (f importFlags) fill(a *claims.Article, published claims.Date) {
	for _, x := range []struct {
		given string
		to    *string
	}{{f.title, &a.Title}, {f.outlet, &a.Outlet}, {f.url, &a.URL}, {f.byline, &a.Byline}} {
		if x.given != "" {
			*x.to = x.given
		}
	}
	if !published.IsZero() {
		a.PublishedOn = published
	}
	if a.Outlet == "" && a.URL == "" {
		a.Outlet = "not named"
	}
	if a.Title == "" {
		first, _, _ := strings.Cut(a.Text, ". ")
		a.Title = string([]rune(claims.Line(first))[:min(len([]rune(claims.Line(first))), 120)])
	}
}
