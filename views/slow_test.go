package views

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

func TestCheck39SlowHeadersAreCutAndOthersServed(t *testing.T) {
	d := newHouse(t, Config{})
	srv := Server("127.0.0.1:0", d.e)
	if srv.ReadHeaderTimeout <= 0 || srv.ReadHeaderTimeout > 5*time.Second || srv.ReadTimeout <= 0 || srv.IdleTimeout <= 0 {
		t.Errorf("header time %v, want at most 5s; read time %v, idle time %v, want some", srv.ReadHeaderTimeout, srv.ReadTimeout, srv.IdleTimeout)
	}
	srv.ReadHeaderTimeout = 300 * time.Millisecond // the same, without the wait
	l, err := net.Listen("tcp", srv.Addr)
	if err != nil {
		t.Fatal(err)
	}
	go srv.Serve(l)
	defer srv.Close()
	var slow []net.Conn
	for range 200 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: desk.example\r\nX-Slow: ")
		slow = append(slow, c)
	}
	res, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("beside 200 slow connections: %v, %v", res, err)
	}
	res.Body.Close()
	until := time.Now().Add(5 * time.Second)
	for i, c := range slow {
		c.SetReadDeadline(until)
		b := make([]byte, 512)
		for err == nil {
			_, err = c.Read(b)
		}
		if ne, ok := err.(net.Error); ok && ne.Timeout() {
			t.Fatalf("connection %d is still open after 5s", i)
		}
		err = nil
	}
}

func TestCheck40AReaderThatStopsIsCutAndOneThatIsSlowIsNot(t *testing.T) {
	defer func(d time.Duration) { stalled = d }(stalled)
	stalled = 400 * time.Millisecond
	ended := make(chan error, 2)
	line := []byte(strings.Repeat("x", 64<<10))
	d, _ := answering(t, claims.ActPublic, func(c echo.Context) error {
		n, pause := 1000, time.Duration(0)
		if c.QueryParam("slow") != "" {
			n, pause = 10, stalled/4
		}
		for range n {
			if _, err := c.Response().Write(line); err != nil {
				ended <- err
				return err
			}
			c.Response().Flush()
			time.Sleep(pause)
		}
		ended <- nil
		return nil
	})
	srv := httptest.NewServer(d.e)
	defer srv.Close()

	c, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "GET /test HTTP/1.1\r\nHost: desk.example\r\n\r\n")
	select {
	case err := <-ended:
		if err == nil {
			t.Error("62 MB were written to a reader that takes none")
		}
	case <-time.After(10 * time.Second):
		t.Error("the handler still waits for a reader that stopped")
	}

	res, err := http.Get(srv.URL + "/test?slow=1")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := <-ended; err != nil {
		t.Errorf("an answer that takes longer than the limit but goes on was cut: %v", err)
	}
}
