package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"touchstone/claims"
)

// Exit codes, a contract with scripts.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// usageError marks what is wrong with the command line itself.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// usage marks err as wrong usage; nil stays nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// run is the whole program: main and the end-to-end tests call it.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	root := rootCommand(env)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(stderr, "touchstone: "+sentence(err))
	var u usageError
	if errors.As(err, &u) || strings.HasPrefix(err.Error(), "unknown command") {
		return exitUsage
	}
	return exitFailed
}

// sentence is an error as one clear line: the message made for people, without
// the cause behind it, or the whole chain where there is none.
func sentence(err error) string {
	var p claims.Problems
	var e *claims.Error
	s := err.Error()
	switch {
	case errors.As(err, &p):
		s = p.Error()
	case errors.As(err, &e):
		s = e.Message
	}
	return strings.Join(strings.Fields(s), " ")
}

func rootCommand(env func(string) (string, bool)) *cobra.Command {
	root := &cobra.Command{
		Use:           "touchstone",
		Short:         "A fact-check desk in one program",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          wrapArgs(cobra.NoArgs),
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return usage(fromEnvironment(cmd, env))
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(serveCommand(), extractCommand(), importCommand(), exportCommand(), matchCommand(), userCommand(),
		backupCommand(), restoreCommand(), verifyCommand(), siteFilesCommand(), wordsCommand(), auditCommand(), doctorCommand(), promoteCommand())
	return root
}

// wrapArgs makes a wrong number of arguments wrong usage.
func wrapArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error { return usage(check(cmd, args)) }
}

// fromEnvironment fills each flag that was not given from its variable: --data
// from TOUCHSTONE_DATA, --base-url from TOUCHSTONE_BASE_URL.
func fromEnvironment(cmd *cobra.Command, env func(string) (string, bool)) error {
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := "TOUCHSTONE_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := env(name)
		if !ok || f.Changed || f.Name == "help" || f.Name == "version" {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil && failed == nil {
			failed = fmt.Errorf("the variable %s: %w", name, err)
		}
	})
	return failed
}

// version is the module's version, or the commit of a development build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return info.Main.Version
}
