package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"touchstone/claims/ingest"
)

func matchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "match TEXT|FILE",
		Short: "Find the claims on the desk that a text may repeat",
		Args:  wrapArgs(cobra.ExactArgs(1)),
	}
	data := dataFlag(cmd)
	top := cmd.Flags().Int("top", 5, "how many at most")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *top < 1 || *top > 100 {
			return usage(fmt.Errorf("--top %d is out of range: choose 1 to 100", *top))
		}
		text, err := textOrFile(cmd, args[0])
		if err != nil {
			return err
		}
		d, err := openDesk(cmd.Context(), *data, false)
		if err != nil {
			return err
		}
		defer d.Close()
		list, err := d.Known(cmd.Context(), text, "", 0, *top)
		if err != nil {
			return err
		}
		for _, k := range list {
			verdict := k.State.Label()
			if k.Rating != nil {
				verdict = k.Rating.Label
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%.2f  %s  %s: %s (%s)\n", k.Confidence, k.ID, verdict, k.Statement, strings.Join(k.Why, "; "))
		}
		if len(list) == 0 {
			fmt.Fprintln(cmd.OutOrStdout(), "nothing like it is known here")
		}
		return nil
	}
	return cmd
}

// textOrFile takes an argument that names a file, or "-" for standard input, as
// that file's text, and every other one as the text itself.
func textOrFile(cmd *cobra.Command, arg string) (string, error) {
	if _, err := os.Stat(arg); err != nil && arg != "-" {
		return arg, nil
	}
	raw, err := readFile(arg, cmd.InOrStdin())
	if err != nil {
		return "", err
	}
	text, err := ingest.Text(raw)
	return text, inFile(arg, err)
}
