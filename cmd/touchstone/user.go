package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/views/auth"
)

// userFlags are what the user commands know a person by.
type userFlags struct {
	data              *string
	email, name, role string
	reset             bool
}

func userCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "Add, list and change the people of the desk",
		Args:  wrapArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(errors.New("say what to do: user add, list, role, disable, anonymise, password or factor"))
		},
	}
	for _, c := range []struct {
		use, short string
		need       []string
		run        func(*cobra.Command, userFlags) error
	}{
		{"add", "Add a person; the password comes from standard input", []string{"email", "name", "role"}, addUser},
		{"list", "List the people of the desk", nil, listUsers},
		{"role", "Give a person another role", []string{"email", "role"}, changeRole},
		{"disable", "Close a person's account and end its sessions", []string{"email"}, disableUser},
		{"anonymise", "Take the person out of a closed account: name, address and sign-ins; it cannot be undone", []string{"email"}, anonymiseUser},
		{"password", "Set a person's password from standard input and end the sessions", []string{"email"}, setPassword},
		{"factor", "Say whether a person has a second factor, or turn it off with --reset", []string{"email"}, secondFactor},
	} {
		var f userFlags
		sub := &cobra.Command{Use: c.use, Short: c.short, Args: wrapArgs(cobra.NoArgs)}
		f.data = dataFlag(sub)
		sub.Flags().StringVar(&f.email, "email", "", "the person's e-mail address")
		sub.Flags().StringVar(&f.name, "name", "", "the name colleagues and readers see")
		sub.Flags().StringVar(&f.role, "role", "", "contributor, reviewer, editor or admin")
		if c.use == "factor" {
			sub.Flags().BoolVar(&f.reset, "reset", false, "turn it off, for one who lost the phone and the recovery codes")
		}
		sub.RunE = func(cmd *cobra.Command, _ []string) error {
			for _, name := range c.need {
				if cmd.Flags().Lookup(name).Value.String() == "" {
					return usage(fmt.Errorf("user %s needs --%s", c.use, name))
				}
			}
			if f.role != "" {
				if _, err := claims.ParseRole(f.role); err != nil {
					return usage(err)
				}
			}
			return c.run(cmd, f)
		}
		cmd.AddCommand(sub)
	}
	return cmd
}

func addUser(cmd *cobra.Command, f userFlags) error {
	role, err := claims.ParseRole(f.role)
	if err != nil {
		return usage(err)
	}
	u := claims.User{Email: f.email, Name: f.name, Role: role}
	if err := u.Check(); err != nil {
		return usage(err)
	}
	hash, err := readPassword(cmd.InOrStdin(), u)
	if err != nil {
		return err
	}
	d, err := openDesk(cmd.Context(), *f.data, true)
	if err != nil {
		return err
	}
	defer d.Close()
	if u, err = d.CreateUser(cmd.Context(), claims.Person{}, u, hash); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s may now sign in as %s\n", u.Email, u.Role)
	return nil
}

// readPassword takes the first line of standard input, so that a password
// never stands on a command line that others can read.
func readPassword(r io.Reader, u claims.User) (hash string, err error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password from standard input: %w", err)
	}
	password := strings.TrimRight(line, "\r\n")
	if password == "" {
		return "", claims.Invalid("password", "no password came on standard input: write it there, on one line")
	}
	if err := claims.CheckPassword(password, u.Email, u.Name); err != nil {
		return "", err
	}
	return auth.Hash(password)
}

func listUsers(cmd *cobra.Command, f userFlags) error {
	d, err := openDesk(cmd.Context(), *f.data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	list, err := d.Users(cmd.Context())
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "EMAIL\tNAME\tROLE\tSTATE")
	for _, u := range list {
		state := "active"
		if u.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", u.Email, u.Name, u.Role, state)
	}
	return w.Flush()
}

func changeRole(cmd *cobra.Command, f userFlags) error {
	return changeUser(cmd, f, func(u *claims.User) (claims.Event, error) {
		u.Role = claims.Role(strings.ToLower(f.role))
		return claims.Event{Action: "role changed"}, nil
	})
}

func disableUser(cmd *cobra.Command, f userFlags) error {
	return changeUser(cmd, f, func(u *claims.User) (claims.Event, error) {
		u.Disabled = true
		return claims.Event{Action: "account closed"}, nil
	})
}

func anonymiseUser(cmd *cobra.Command, f userFlags) error {
	d, err := openDesk(cmd.Context(), *f.data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	u, _, err := d.Credentials(cmd.Context(), f.email)
	if err != nil {
		return noSuchUser(err, f.email)
	}
	if u, err = d.RemovePerson(cmd.Context(), claims.Person{}, u.ID); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "the account %s has no person any more; backups made before still name the person\n", u.ID)
	return nil
}

func changeUser(cmd *cobra.Command, f userFlags, rule func(*claims.User) (claims.Event, error)) error {
	d, err := openDesk(cmd.Context(), *f.data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	u, _, err := d.Credentials(cmd.Context(), f.email)
	if err != nil {
		return noSuchUser(err, f.email)
	}
	if u, err = d.UpdateUser(cmd.Context(), claims.Person{}, u.ID, rule); err != nil {
		return err
	}
	state := ""
	if u.Disabled {
		state = ", disabled"
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s is now %s%s\n", u.Email, u.Role, state)
	return nil
}

func setPassword(cmd *cobra.Command, f userFlags) error {
	d, err := openDesk(cmd.Context(), *f.data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	u, _, err := d.Credentials(cmd.Context(), f.email)
	if err != nil {
		return noSuchUser(err, f.email)
	}
	hash, err := readPassword(cmd.InOrStdin(), u)
	if err != nil {
		return err
	}
	if err := d.SetPassword(cmd.Context(), claims.Person{}, u.ID, hash); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s has a new password, and was signed out everywhere\n", u.Email)
	return nil
}

// secondFactor turns a person's second factor off: the way back in for a desk
// whose only admin lost the phone. Who may run it owns the files anyway.
func secondFactor(cmd *cobra.Command, f userFlags) error {
	d, err := openDesk(cmd.Context(), *f.data, false)
	if err != nil {
		return err
	}
	defer d.Close()
	u, _, err := d.Credentials(cmd.Context(), f.email)
	if err != nil {
		return noSuchUser(err, f.email)
	}
	a, err := d.Account(cmd.Context(), u.ID)
	if err != nil {
		return err
	}
	if f.reset {
		if err := d.RemoveSecondFactor(cmd.Context(), claims.Person{}, u.ID); err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s has no second factor any more, and was signed out everywhere\n", u.Email)
		return nil
	}
	state := "no second factor"
	if a.SecondFactor {
		state = "a second factor"
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s has %s\n", u.Email, state)
	return nil
}

func noSuchUser(err error, email string) error {
	if claims.KindOf(err) != claims.KindNotFound {
		return err
	}
	return claims.NotFound("%s has no account here: see “touchstone user list”", email)
}
