package main

import (
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/views/words"
)

// wordsFolder is where a newsroom keeps languages of its own, inside of the
// folder of its data.
const wordsFolder = "words"

// siteWords are the languages that the site can speak: those of the program,
// and the newsroom's own.
func siteWords(data string) (*words.Catalogue, error) {
	dir := filepath.Join(data, wordsFolder)
	if _, err := os.Stat(dir); err != nil {
		return words.BuiltIn(), nil // there are none
	}
	c, err := words.BuiltIn().With(os.DirFS(dir))
	if err != nil {
		return nil, &claims.Error{Kind: claims.KindInvalid, Message: fmt.Sprintf("the words in %s cannot be used: %v", dir, err)}
	}
	return c, nil
}

func wordsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "words [LANGUAGE]",
		Short: "List the languages of the public site, or write one as a file to translate in",
		Long: "Without a language: which ones the public site can speak, and how much of it is translated.\n" +
			"With the code of one, such as nb or pt-BR: a file of all the site’s words, with the translations that are there.\n" +
			"Fill in the empty ones, put it into the folder words of the data as nb.json, choose the language in the settings, and start the server again.",
		Args: wrapArgs(cobra.MaximumNArgs(1)),
	}
	data := dataFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := siteWords(*data)
		if err != nil {
			return err
		}
		if len(args) == 1 {
			b, err := c.File(args[0])
			if err != nil {
				return usage(err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", b)
			return err
		}
		w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 4, 2, ' ', 0)
		for _, l := range c.All() {
			done, all := c.Translated(l)
			fmt.Fprintf(w, "%s\t%s\t%d of %d texts\n", l.Tag, l.Name, done, all)
		}
		return w.Flush()
	}
	return cmd
}
