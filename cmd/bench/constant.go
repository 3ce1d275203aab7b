package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"

	"github.com/spf13/cobra"
)

// constantCommand is the limit that pages are measured against.
func constantCommand() *cobra.Command {
	return &cobra.Command{
		Use: "constant", Short: "Serve 8 KB that never change", Args: cobra.NoArgs, Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := new(net.ListenConfig).Listen(cmd.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "at http://%s\n", l.Addr())
			body := bytes.Repeat([]byte("12345678"), 1024)
			return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Write(body)
			}))
		},
	}
}
