package public

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
)

// dataZip streams all tables of one commit in an archive, with what programs
// need to read them: a data package, CSV on the Web, and the sums of the files.
func (p *Public) dataZip(c echo.Context) error {
	at, err := p.asOf(c)
	if err != nil {
		return err
	}
	f, err := publicFilter(c.QueryParams())
	if err != nil {
		return err
	}
	s, err := p.db.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	leave, err := p.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	name := "data.zip"
	if !at.IsZero() {
		name = "data-" + at.Format(time.DateOnly) + ".zip"
	}
	attach(c, name)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	out := &patient{w: c.Response(), rc: http.NewResponseController(c.Response())}
	err = p.db.AtOnce(db.Lengthy(c.Request().Context()), func(ctx context.Context) error {
		a := archive{zip: zip.NewWriter(out), db: p.db, filter: f, at: at, now: p.db.Now(), options: export.Options{BaseURL: p.base, Unsafe: c.QueryParam("safe") == "0"}}
		if err := a.write(ctx, s, p.url("/data")); err != nil {
			return err
		}
		return a.zip.Close()
	})
	detach(c, err)
	return err
}

// dataPackage describes the CSV files as they stand beside it: what their
// columns mean, how many rows and bytes they have, and their sums.
func (p *Public) dataPackage(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	leave, err := p.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	a := archive{db: p.db, filter: claims.Filter{Public: true}, now: p.db.Now(), options: export.Options{BaseURL: p.base}}
	if err := p.db.AtOnce(db.Lengthy(ctx), a.tables); err != nil {
		return err
	}
	described, err := export.DataPackage(a.parts, s, p.url("/data"), a.now)
	if err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, described)
}

// archive is a data.zip while it is written.
type archive struct {
	zip     *zip.Writer // nil where the tables are only measured
	db      *db.DB
	filter  claims.Filter
	at, now time.Time // the day asked for, zero for the present; and the present
	options export.Options
	parts   []export.Part
	sums    string
}

// tables writes the tables one after another.
func (a *archive) tables(ctx context.Context) error {
	for _, step := range []func() error{
		func() error { return pack(ctx, a, "claims", export.ClaimColumns, (*db.DB).ClaimRecords, claimsThen) },
		func() error {
			return pack(ctx, a, "sources", export.SourceColumns, (*db.DB).SourceRecords, sourcesThen)
		},
		func() error {
			return pack(ctx, a, "appearances", export.AppearanceColumns, (*db.DB).AppearanceRecords, appearancesThen)
		},
		func() error {
			return pack(ctx, a, "corrections", export.CorrectionColumns, (*db.DB).CorrectionRecords, correctionsThen)
		},
		func() error {
			return pack(ctx, a, "status-history", export.StatusColumns, (*db.DB).StatusRecords, statusThen)
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (a *archive) write(ctx context.Context, s claims.Settings, homepage string) error {
	if err := a.tables(ctx); err != nil {
		return err
	}
	for _, part := range a.parts {
		meta, err := export.CSVW(part.Table, s)
		if err != nil {
			return err
		}
		if err := a.add(part.Table.Name+".csv-metadata.json", meta); err != nil {
			return err
		}
	}
	described, err := export.DataPackage(a.parts, s, homepage, a.now)
	if err != nil {
		return err
	}
	if err := a.add("datapackage.json", described); err != nil {
		return err
	}
	return a.add("SHA256SUMS", []byte(a.sums))
}

// file begins an entry that is written in parts.
func (a *archive) file(name string) (io.Writer, error) {
	if a.zip == nil {
		return io.Discard, nil
	}
	return entry(a.zip, name, a.now)
}

// entry begins a file of an archive.
func entry(z *zip.Writer, name string, at time.Time) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC().Truncate(time.Second)})
}

func (a *archive) add(name string, body []byte) error {
	w, err := a.file(name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	a.sums += hex.EncodeToString(sum[:]) + "  " + name + "\n"
	_, err = w.Write(body)
	return err
}

// pack streams a table into the archive, counting its bytes and taking its sum
// on the way.
func pack[T any](ctx context.Context, a *archive, name string, cols []export.Column[T], now reader[T], at then[T]) error {
	w, err := a.file(name + ".csv")
	if err != nil {
		return err
	}
	rows := now
	if !a.at.IsZero() {
		rows = at(a.at)
	}
	sum, size := sha256.New(), new(counter)
	n, err := export.CSV(io.MultiWriter(w, sum, size), cols, rows(a.db, ctx, a.filter, false), a.options)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(export.Tables, func(t export.Table) bool { return t.Name == name })
	part := export.Part{Table: export.Tables[i], Rows: n, Bytes: int64(*size), SHA256: hex.EncodeToString(sum.Sum(nil))}
	a.parts = append(a.parts, part)
	a.sums += part.SHA256 + "  " + name + ".csv\n"
	return nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
