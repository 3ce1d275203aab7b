package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views"
	"touchstone/views/words"
)

func siteFilesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "site FOLDER",
		Short: "Write the public site as files, for any web server",
		Args:  wrapArgs(cobra.ExactArgs(1)),
	}
	data := dataFlag(cmd)
	base := cmd.Flags().String("base-url", "", "where the files will stand, such as https://check.example or https://pages.example/check")
	live := cmd.Flags().String("live-url", "", "address of the desk's server, for what needs one: searching and filtering (default: left out)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		for flag, s := range map[string]*string{"base-url": base, "live-url": live} {
			u, err := claims.WebURL(flag, *s)
			if *s == "" && flag == "live-url" {
				continue
			}
			if err != nil || u.RawQuery != "" || u.Fragment != "" {
				return usage(fmt.Errorf("--%s %q is not the address of a site: write it as https://check.example", flag, *s))
			}
			*s = strings.TrimRight(*s, "/")
		}
		d, err := openDesk(cmd.Context(), *data, false)
		if err != nil {
			return err
		}
		defer d.Close()
		speaks, err := siteWords(*data)
		if err != nil {
			return err
		}
		w, err := newSiteWriter(cmd.Context(), d, speaks, args[0], *base, *live)
		if err != nil {
			return err
		}
		defer w.clean()
		if terminal(cmd.ErrOrStderr()) {
			w.progress = cmd.ErrOrStderr()
		}
		report, err := w.run(cmd.Context())
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s in %s: %d new, %d changed, %d as they were, %d removed, in %s\n",
			plural(report.files, "file", "files"), args[0], report.fresh, report.changed, report.same, report.removed, took(report.took))
		return nil
	}
	return cmd
}

// newSiteWriter drives the site over a desk. Its clock stands at the newest
// change, so that the same desk gives the same files.
func newSiteWriter(ctx context.Context, d *db.DB, speaks *words.Catalogue, out, base, live string) (*siteWriter, error) {
	head, err := d.AuditHead(ctx)
	if err != nil {
		return nil, err
	}
	d.Now = func() time.Time { return head.At }
	s, err := d.Settings(ctx)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	f, err := openSite(out)
	if err != nil {
		return nil, err
	}
	w := &siteWriter{h: views.New(d, views.Config{BaseURL: base, Version: version(), Words: speaks}), files: f, seen: map[string]bool{}}
	w.links = linker{base: base, root: strings.TrimRight(u.Path, "/"), live: live, note: siteNote(words.In(ctx, speaks.For(s.Language)), head.At, live)}
	return w, nil
}

// siteNote says on each page what a reader of files has to know.
func siteNote(ctx context.Context, at time.Time, live string) string {
	s := words.T(ctx, "This copy is of {0}.", words.Date(ctx, claims.DateOf(at))+at.UTC().Format(", 15:04 UTC")) + " "
	if live == "" {
		return s + words.T(ctx, "Searching and combining filters need the desk’s server and are left out here.")
	}
	return s + words.T(ctx, "Searching and combining filters lead to the desk’s server.")
}

// sitePath makes a path inside the folder of an address on the site.
func (f *siteFiles) sitePath(file string) string {
	return filepath.FromSlash(strings.TrimPrefix(file, "/"))
}
