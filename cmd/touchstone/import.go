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
	var list, archive string
	var table claimsImport
	cmd := &cobra.Command{
		Use:   "import FILE|FOLDER|URL|- | --list FILE | --claims FILE | --archive FILE",
		Short: "Add an article, or many, to the desk and find the claims in them; or add a table of claims",
		Args:  wrapArgs(cobra.MaximumNArgs(1)),
	}
	data := dataFlag(cmd)
	cmd.Flags().StringVar(&f.title, "title", "", "title (default: the page's own, or the first line of the text)")
	cmd.Flags().StringVar(&f.outlet, "outlet", "", "where it was published")
	cmd.Flags().StringVar(&f.url, "url", "", "its address")
	cmd.Flags().StringVar(&f.published, "published", "", "when it was published: 2026-03-14, 2026-03 or 2026")
	cmd.Flags().StringVar(&f.byline, "byline", "", "who wrote it")
	cmd.Flags().StringVar(&list, "list", "", "import what a file names, a file or an address a line; - is standard input")
	cmd.Flags().StringVar(&archive, "archive", "", "make a desk of an archive that “export archive” wrote; --data must have none yet")
	cmd.Flags().StringVar(&table.file, "claims", "", "import a table of claims, a CSV; - is standard input")
	cmd.Flags().StringVar(&table.mapping, "map", "", "with --claims: a JSON file that says which column is what (default: by their names)")
	cmd.Flags().BoolVar(&table.dry, "dry-run", false, "with --claims: say what would be imported, and write nothing")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if archive != "" && len(args) == 0 && list == "" {
			return readArchive(cmd, archive, *data)
		}
		if table.file != "" {
			if len(args) > 0 || list != "" || f != (importFlags{}) {
				return usage(errors.New("--claims goes with --map, --dry-run and --data alone"))
			}
			return table.run(cmd, *data)
		}
		if table.mapping != "" || table.dry {
			return usage(errors.New("--map and --dry-run belong to --claims"))
		}
		if (len(args) == 1) == (list != "") {
			return usage(errors.New("import needs a file, a folder or an address, --list with a file that names them, or --claims with a table"))
		}
		published, err := claims.ParseDate("published", f.published)
		if err != nil {
			return usage(err)
		}
		if f.url != "" {
			if _, err := claims.WebURL("url", f.url); err != nil {
				return usage(err)
			}
		}
		if list != "" || isFolder(args[0]) {
			return importMany(cmd, *data, list, args, f, published)
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

// importMany imports a folder or a list.
func importMany(cmd *cobra.Command, data, list string, args []string, f importFlags, published claims.Date) error {
	if f.title != "" || f.url != "" || f.byline != "" {
		return usage(errors.New("--title, --url and --byline belong to one article: leave them out to import many"))
	}
	b := &batch{flags: f, published: published, out: cmd.OutOrStdout()}
	var err error
	if list != "" {
		b.names, err = inList(cmd, list)
	} else {
		b.names, b.left, err = inFolder(args[0])
	}
	if err != nil {
		return err
	}
	if b.d, err = openDesk(cmd.Context(), data, true); err != nil {
		return err
	}
	defer b.d.Close()
	if terminal(cmd.ErrOrStderr()) {
		b.progress = cmd.ErrOrStderr()
	}
	return b.run(cmd.Context())
}

// isAddress tells addresses of the web from names of files.
func isAddress(name string) bool {
	return strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://")
}

// readArticle reads an address from the web, or a file or standard input as a
// page or plain text. raw is what was read, kept as it came.
func readArticle(cmd *cobra.Command, name string) (a claims.Article, raw []byte, err error) {
	if isAddress(name) {
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
