package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"touchstone/claims"
	"touchstone/db"
)

// The grades of what the doctor finds.
const (
	fine = "ok"
	note = "note" // works, and could be better
	bad  = "bad"
)

// finding is what one look came to: words name the thing and the way out.
type finding struct{ grade, about, words string }

// examination looks at a machine with the flags that the server would have.
type examination struct {
	serveFlags
	ctx   context.Context
	now   time.Time
	found []finding
}

func doctorCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at the configuration and the machine, and say what to do; takes the flags of serve",
		Args:  wrapArgs(cobra.NoArgs),
	}
	f.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return err
		}
		x := &examination{serveFlags: f, ctx: cmd.Context(), now: time.Now()}
		for _, look := range []func(){x.folder, x.database, x.disk, x.listening, x.address, x.proxy, x.certificate, x.mail, x.backing, x.words} {
			look()
		}
		w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 4, 2, ' ', 0)
		wrong := 0
		for _, n := range x.found {
			fmt.Fprintf(w, "%s\t%s\t%s\n", n.grade, n.about, n.words)
			if n.grade == bad {
				wrong++
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if wrong > 0 {
			return claims.Conflict("%d of %d findings are bad: see above what to do", wrong, len(x.found))
		}
		return nil
	}
	return cmd
}

func (x *examination) say(grade, about, format string, args ...any) {
	x.found = append(x.found, finding{grade, about, fmt.Sprintf(format, args...)})
}

// folder looks at the data folder and who may read it.
func (x *examination) folder() {
	info, err := os.Stat(x.data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		x.say(note, "folder", "%s is not there yet: “touchstone serve” makes it", x.data)
		return
	case err != nil:
		x.say(bad, "folder", "%s cannot be read: run the doctor as the user that serves, and give the folder to that user", x.data)
		return
	case !info.IsDir():
		x.say(bad, "folder", "%s is a file: name a folder with --data", x.data)
		return
	}
	for _, path := range []string{x.data, filepath.Join(x.data, db.FileName)} {
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
			x.say(bad, "folder", "others on this machine may open %s (%v): run “chmod go= %s”", path, info.Mode().Perm(), path)
		}
	}
	probe, err := os.CreateTemp(x.data, "doctor-")
	if err != nil {
		x.say(bad, "folder", "nothing can be written in %s: give it to the user that serves, or mount its disk for writing", x.data)
		return
	}
	probe.Close()
	os.Remove(probe.Name())
	x.say(fine, "folder", "%s can be written", x.data)
}

// words looks at the languages that a newsroom added.
func (x *examination) words() {
	if _, err := os.Stat(filepath.Join(x.data, wordsFolder)); err != nil {
		return
	}
	c, err := siteWords(x.data)
	if err != nil {
		x.say(bad, "words", "%s", sentence(err))
		return
	}
	for _, l := range c.All() {
		if done, all := c.Translated(l); done < all {
			x.say(note, "words", "%d of %d texts of the site have no words in %s yet: “touchstone words %s” writes them all", all-done, all, l.Name, l.Tag)
		}
	}
	x.say(fine, "words", "the site can speak %s", plural(len(c.All()), "language", "languages"))
}

// database looks at the file and at the clock: no event may be of the future.
func (x *examination) database() {
	path := filepath.Join(x.data, db.FileName)
	if _, err := os.Stat(path); err != nil {
		return // the folder said so
	}
	g, err := db.Glance(x.ctx, path)
	switch {
	case err != nil:
		x.say(bad, "database", "%s", sentence(err))
		return
	case g.Missing > 0:
		x.say(note, "database", "schema %d, %d steps behind this program: the next start copies the file and brings it up to date", g.Schema, g.Missing)
	default:
		x.say(fine, "database", "schema %d, %d MB; “touchstone verify” reads all of it", g.Schema, g.Size>>20)
	}
	if ahead := g.Newest.Sub(x.now); ahead > time.Minute {
		x.say(bad, "clock", "the newest event is of %s, which is %s from now: this clock is late, or it was early. Set it by NTP (“timedatectl set-ntp true”)", g.Newest.Format(time.RFC3339), ahead.Round(time.Second))
	} else {
		x.say(fine, "clock", "%s, after the newest event", x.now.UTC().Format(time.RFC3339))
	}
}

// disk looks for room: an upgrade copies the database first.
func (x *examination) disk() {
	free := db.Free(x.data)
	if free < 0 {
		return
	}
	need := int64(x.minFree) << 20
	if info, err := os.Stat(filepath.Join(x.data, db.FileName)); err == nil {
		need = max(need, info.Size())
	}
	switch {
	case free < int64(x.minFree)<<20:
		x.say(bad, "disk", "%d MB left in %s, and /readyz wants %d: make room, or move the folder to a larger disk", free>>20, x.data, x.minFree)
	case free < 2*need:
		x.say(note, "disk", "%d MB left in %s: an upgrade copies the database first, so keep %d MB", free>>20, x.data, 2*need>>20)
	default:
		x.say(fine, "disk", "%d MB left", free>>20)
	}
}

// listening looks whether the address can be had, or who has it.
func (x *examination) listening() {
	l, err := listen(x.ctx, x.addr)
	if err == nil {
		l.Close()
		x.say(fine, "address", "%s is free", x.addr)
		return
	}
	if status, err := x.health("http://" + x.addr); err == nil && status == http.StatusOK {
		x.say(fine, "address", "%s is served by a desk", x.addr)
		return
	}
	x.say(bad, "address", "%s", sentence(err))
}

// health asks a site whether it is a desk that runs.
func (x *examination) health(base string) (int, error) {
	ctx, cancel := context.WithTimeout(x.ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/healthz", nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	res.Body.Close()
	return res.StatusCode, nil
}

// address looks at what absolute links begin with.
func (x *examination) address() {
	secure, open := strings.HasPrefix(x.base, "https://") || x.base == "" && x.tls.on(), !loopback(hostOf(x.addr))
	switch {
	case x.base == "" && len(x.tls.domains) == 0 && open:
		x.say(bad, "base URL", "links would begin with the address %s: set --base-url to the site's public address", x.addr)
		return
	case x.base == "":
		x.say(note, "base URL", "not set: right for trying it out, and for a public desk set --base-url")
		return
	case !secure && !loopback(hostOf(strings.TrimPrefix(x.base, "http://"))):
		x.say(bad, "base URL", "%s carries passwords in the clear: use https://, with --acme-domain, --tls-cert or a proxy", x.base)
		return
	}
	switch status, err := x.health(strings.TrimRight(x.base, "/")); {
	case err != nil:
		x.say(note, "base URL", "%s does not answer from here (%v): start the server, and look at the name's address and the firewall", x.base, err)
	case status != http.StatusOK:
		x.say(bad, "base URL", "%s answers %d: another program is there, or the proxy does not reach the desk", x.base, status)
	default:
		x.say(fine, "base URL", "%s answers", x.base)
	}
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback()
}

// proxy looks whether visitors can be told apart behind one.
func (x *examination) proxy() {
	switch {
	case strings.HasPrefix(x.base, "https://") && !x.tls.on() && len(x.trusted) == 0:
		x.say(bad, "proxy", "the site is behind a proxy that is not trusted, so all visitors count as one when too many sign-ins are refused: name it, as in --trusted-proxy 127.0.0.1")
	case len(x.trusted) > 0 && x.tls.on() && !loopback(hostOf(x.addr)):
		x.say(note, "proxy", "a proxy is trusted and the desk can be reached without it: make sure that only the proxy can")
	case len(x.trusted) > 0:
		x.say(fine, "proxy", "X-Forwarded-For of %v counts", x.trusted)
	}
}

// certificate looks at TLS.
func (x *examination) certificate() {
	switch {
	case x.tls.cert != "":
		x.ownCertificate()
	case len(x.tls.domains) > 0:
		for _, domain := range x.tls.domains {
			if list, err := net.DefaultResolver.LookupHost(x.ctx, domain); err != nil {
				x.say(bad, "TLS", "%s has no address (%v): the authority looks there, so make a DNS record that leads to this machine", domain, err)
			} else {
				x.say(fine, "TLS", "%s is %s: the authority will knock there at port 443 or 80", domain, strings.Join(list, ", "))
			}
		}
	}
}

func (x *examination) ownCertificate() {
	o := ownCertificate{cert: x.tls.cert, key: x.tls.key, log: logger(io.Discard)}
	c, err := o.get(nil)
	if err != nil {
		x.say(bad, "TLS", "%s", sentence(err))
		return
	}
	if host := hostOf(strings.TrimPrefix(x.base, "https://")); host != "" {
		if err := c.Leaf.VerifyHostname(host); err != nil {
			x.say(bad, "TLS", "the certificate is not for %s: it names %s", host, strings.Join(c.Leaf.DNSNames, ", "))
			return
		}
	}
	switch left := c.Leaf.NotAfter.Sub(x.now); {
	case left < 0:
		x.say(bad, "TLS", "the certificate ended on %s: renew it; the server reads the new one by itself", c.Leaf.NotAfter.Format(time.DateOnly))
	case left < 14*24*time.Hour:
		x.say(note, "TLS", "the certificate ends on %s: renew it; the server reads the new one by itself", c.Leaf.NotAfter.Format(time.DateOnly))
	default:
		x.say(fine, "TLS", "the certificate is good until %s", c.Leaf.NotAfter.Format(time.DateOnly))
	}
}

// mail looks whether the desk's notices can go out.
func (x *examination) mail() {
	if x.smtp.server == nil {
		x.say(note, "mail", "none is sent: set --smtp and --smtp-from, if people are to be told by mail")
		return
	}
	ctx, cancel := context.WithTimeout(x.ctx, 10*time.Second)
	defer cancel()
	if err := x.smtp.server.Reach(ctx); err != nil {
		x.say(bad, "mail", "%s: check address, TLS and sign-in (--smtp, --smtp-tls, --smtp-user)", sentence(err))
		return
	}
	x.say(fine, "mail", "%s takes mail from %s", x.smtp.server.Address(), x.smtp.server.From.Address)
}

// backing looks at backups.
func (x *examination) backing() {
	if x.backups.dir == "" {
		x.say(note, "backups", "the server makes none: set --backup-dir, on another disk, or run “touchstone backup” by a timer")
		return
	}
	newest, err := db.NewestBackup(x.backups.dir)
	switch {
	case err != nil:
		x.say(bad, "backups", "%s", sentence(err))
	case newest.IsZero():
		x.say(note, "backups", "none in %s yet: the server makes the first when it starts", x.backups.dir)
	case x.now.Sub(newest) > 2*x.backups.every:
		x.say(bad, "backups", "the newest in %s is of %s, and one is due every %s: look in the log for “backup”", x.backups.dir, newest.Format(time.RFC3339), x.backups.every)
	default:
		x.say(fine, "backups", "the newest is of %s", newest.Format(time.RFC3339))
	}
}
