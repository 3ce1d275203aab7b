package public

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
)

type rowsFunc = func(*db.DB, context.Context, claims.Filter, bool) export.Rows[claims.ClaimRecord]

// breaking yields n rows and then an error, as a disk that fails does.
func breaking(n int) rowsFunc {
	return func(*db.DB, context.Context, claims.Filter, bool) iter.Seq2[*claims.ClaimRecord, error] {
		return func(yield func(*claims.ClaimRecord, error) bool) {
			for range n {
				if !yield(&claims.ClaimRecord{ID: 1, Statement: strings.Repeat("x", 500)}, nil) {
					return
				}
			}
			yield(nil, errors.New("the disk failed"))
		}
	}
}

func serve(t *testing.T, rows rowsFunc) *httptest.Server {
	p := New(nil, Config{})
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if c.Response().Committed {
			panic(http.ErrAbortHandler)
		}
		_ = c.String(http.StatusInternalServerError, "an error page")
	}
	e.GET("/claims.csv", func(c echo.Context) error {
		return download(p, c, "claims.csv", export.CSV, export.ClaimColumns, rows)
	})
	s := httptest.NewServer(e)
	t.Cleanup(s.Close)
	return s
}

func TestADownloadThatBreaksIsCutAndCarriesNoErrorText(t *testing.T) {
	res, err := http.Get(serve(t, breaking(1000)).URL + "/claims.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v after %d bytes, want a connection that was cut", err, len(body))
	}
	if strings.Contains(string(body), "disk") || strings.Contains(string(body), "error page") {
		t.Error("an error text stands in the file")
	}
}

func TestADownloadThatBreaksAtOnceIsAnErrorPage(t *testing.T) {
	res, err := http.Get(serve(t, breaking(0)).URL + "/claims.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 500 || strings.Contains(res.Header.Get("Content-Type"), "csv") || res.Header.Get("Content-Disposition") != "" {
		t.Errorf("got %d as %q, %q", res.StatusCode, res.Header.Get("Content-Type"), res.Header.Get("Content-Disposition"))
	}
}

func TestAThirdDownloadIsAskedToComeBack(t *testing.T) {
	// Rows that wait keep two places taken.
	first, let := make(chan bool, maxExports), make(chan bool)
	s := serve(t, func(*db.DB, context.Context, claims.Filter, bool) iter.Seq2[*claims.ClaimRecord, error] {
		return func(yield func(*claims.ClaimRecord, error) bool) {
			yield(&claims.ClaimRecord{ID: 1}, nil)
			first <- true
			<-let
		}
	})
	for range maxExports {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		io.WriteString(conn, "GET /claims.csv HTTP/1.1\r\nHost: x\r\n\r\n")
		<-first
		line, _ := bufio.NewReader(conn).ReadString('\n')
		if !strings.Contains(line, "200") {
			t.Errorf("the first row is not out before the last is read: %q", line)
		}
	}
	res, err := http.Get(s.URL + "/claims.csv")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.Header.Get("Retry-After") == "" {
		t.Errorf("got %d without Retry-After", res.StatusCode)
	}
	close(let)
}
