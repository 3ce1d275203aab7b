package db

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"touchstone/claims"
)

// confirmTime is how long a commit waits for its copy.
const confirmTime = 10 * time.Second

// ConfirmBy makes every write wait, after its commit, until Litestream has
// copied it: it is asked at its control socket. A write whose copy is not
// confirmed returns an error that says so.
func (d *DB) ConfirmBy(socket string) error {
	abs, err := filepath.Abs(d.path)
	if err != nil {
		return err
	}
	ask, err := json.Marshal(map[string]any{"path": abs, "wait": true, "timeout": int(confirmTime.Seconds())})
	if err != nil {
		return err
	}
	client := &http.Client{Timeout: confirmTime + time.Second, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
	d.confirm = func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodPost, "http://litestream/sync", bytes.NewReader(ask))
		if err != nil {
			return err
		}
		res, err := client.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if body, _ := io.ReadAll(io.LimitReader(res.Body, 1000)); res.StatusCode != http.StatusOK {
			return fmt.Errorf("litestream at %s: %s: %s", socket, res.Status, body)
		}
		return nil
	}
	if err := d.confirm(context.Background()); err != nil {
		return &claims.Error{Kind: claims.KindBusy, Message: fmt.Sprintf("Litestream does not confirm copies of %s at %s: start it with a configuration that has this path and this socket", abs, socket), Err: err}
	}
	return nil
}

// confirmed waits until a commit was copied, where that is asked for.
func (d *DB) confirmed(ctx context.Context) error {
	if d.confirm == nil {
		return nil
	}
	if err := d.confirm(ctx); err != nil {
		return busy(err, "this was saved on one disk, and no copy elsewhere was confirmed, so it is not sure to last: open the page again and look before you save again")
	}
	return nil
}
