package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// write does what a request asks and gives the answer with its status: 201
// where something was made, 200 where it was here already.
type write func(c echo.Context, body []byte) (status int, answer any, err error)

// writes is the door of everything that changes the desk. A request that
// carries an Idempotency-Key is done once: sent again, it is answered as it was.
func (a *API) writes(do write) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)); kind != echo.MIMEApplicationJSON {
			return echo.ErrUnsupportedMediaType
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		key := r.Header.Get("Idempotency-Key")
		if key == "" {
			status, answer, err := do(c, body)
			if err != nil {
				return err
			}
			return c.JSON(status, answer)
		}
		return a.once(c, key, body, do)
	}
}

const maxKey = 255

// once does a request unless one with its key was done before. An error is
// forgotten, so that the request can be put right and sent again.
func (a *API) once(c echo.Context, key string, body []byte, do write) error {
	ctx, by := c.Request().Context(), auth.User(c).Person()
	if len(key) > maxKey {
		return claims.Invalid("Idempotency-Key", "the key is longer than %d characters", maxKey)
	}
	sum := sha256.Sum256(append([]byte(c.Path()+"\n"), body...))
	status, was, err := a.db.BeginRequest(ctx, by, key, hex.EncodeToString(sum[:]))
	if err != nil {
		return err
	}
	if status > 0 {
		c.Response().Header().Set("Idempotent-Replayed", "true")
		return c.JSONBlob(status, []byte(was))
	}
	status, answer, err := do(c, body)
	if err != nil {
		return errors.Join(err, a.db.EndRequest(ctx, by, key, 0, ""))
	}
	told, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	if err := a.db.EndRequest(ctx, by, key, status, string(told)); err != nil {
		return err
	}
	return c.JSONBlob(status, told)
}

// typeOf names the field in an error of encoding/json.
var typeOf = regexp.MustCompile(`unknown field "([^"]*)"`)

// read reads a body into v. A member that nobody reads is refused, because a
// misspelt one would be lost.
func read(body []byte, v any) error {
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil && d.More() {
		return claims.Invalid("", "more follows after the JSON object")
	}
	var kind *json.UnmarshalTypeError
	switch m := typeOf.FindStringSubmatch(errorText(err)); {
	case err == nil:
		return nil
	case m != nil:
		return claims.Invalid(claims.Line(m[1]), "there is no member %q: see /openapi.json", claims.Line(m[1]))
	case errors.As(err, &kind):
		return claims.Invalid(kind.Field, "%s is a %s, not a %s", kind.Field, kind.Type, kind.Value)
	}
	return &claims.Error{Kind: claims.KindInvalid, Message: "the body is no JSON object", Err: err}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
