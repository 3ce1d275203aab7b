// Command bench is the evaluation harness: accuracy and cost on public data
// sets, which are not part of this project and are read from where they lie.
//
// Attributed claims, by "bench extract GOLD.jsonl > PRED.jsonl" and the data
// sets' own scorer (November 2026):
//
//	PolNeAR dev, reported statements   IoU 0.5 F1 82.3, with the source's head 78.2, source head on matches 95.1 %
//	  direct / mixed / indirect        joint F1 91.6 / 81.9 / 70.9
//	  high tier (tier = high)          joint precision 90.1 at recall 51.0
//	PolNeAR dev, all attributions      content spans exact F1 60.2
//	12 invented articles               joint F1 100, resolved speakers 100 % (the rules were tuned on them)
//	cost of 1,000 words, one core      1.4 to 2.4 ms
//
// Check-worthiness, by "bench worth FILE.tsv > PRED":
//
//	CheckThat! 2024 English dev        average precision .924
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	if err := root().ExecuteContext(context.Background()); err != nil {
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
	c.AddCommand(extractCommand(), worthCommand(), matchCommand(), fillCommand(), loadCommand(), constantCommand())
	return c
}
