// Command bench is the evaluation and load harness: accuracy on public data
// sets, scale, peers.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	if err := root().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func root() *cobra.Command {
	c := &cobra.Command{
		Use:           "bench",
		Short:         "Measure Touchstone's parts on evaluation data",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	c.AddCommand(extractCommand(), worthCommand(), matchCommand())
	return c
}
