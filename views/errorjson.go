package views

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// googlePrefix is where the interface stands that Google's clients speak.
const googlePrefix = "/v1alpha1/"

// sendJSON tells a program of an error: in Google's shape where its clients
// ask, in that of RFC 9457 everywhere else.
func (p problem) sendJSON(c echo.Context) error {
	body, kind := any(p.details()), "application/problem+json"
	if strings.HasPrefix(c.Request().URL.Path, googlePrefix) {
		body, kind = p.google(), echo.MIMEApplicationJSON
	}
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.Blob(p.Status, kind, b)
}

// details are an error's members by RFC 9457, with the request's number and the
// fields that are wrong as extensions.
func (p problem) details() map[string]any {
	d := map[string]any{
		"type": "about:blank", "title": http.StatusText(p.Status), "status": p.Status,
		"detail": p.sentence(context.Background()), "request_id": p.RequestID,
	}
	if fields := p.fields("field", "detail"); fields != nil {
		d["errors"] = fields
	}
	return d
}

// fields names the parts of the request that are wrong, each under the keys
// given.
func (p problem) fields(field, detail string) []map[string]string {
	var list []map[string]string
	for _, f := range p.Problems {
		list = append(list, map[string]string{field: f.Field, detail: f.Message})
	}
	if list == nil && p.Field != "" {
		list = append(list, map[string]string{field: p.Field, detail: p.Message})
	}
	return list
}

// codes are Google's names of the statuses (google.rpc.Code).
var codes = map[int]string{
	http.StatusBadRequest:            "INVALID_ARGUMENT",
	http.StatusUnauthorized:          "UNAUTHENTICATED",
	http.StatusForbidden:             "PERMISSION_DENIED",
	http.StatusNotFound:              "NOT_FOUND",
	http.StatusMethodNotAllowed:      "UNIMPLEMENTED",
	http.StatusConflict:              "ABORTED",
	http.StatusRequestEntityTooLarge: "OUT_OF_RANGE",
	http.StatusTooManyRequests:       "RESOURCE_EXHAUSTED",
	http.StatusInternalServerError:   "INTERNAL",
	http.StatusServiceUnavailable:    "UNAVAILABLE",
}

// google is the shape that Google's APIs give their errors
// (https://cloud.google.com/apis/design/errors).
func (p problem) google() any {
	e := map[string]any{"code": p.Status, "message": p.sentence(context.Background()), "status": codes[p.Status]}
	if codes[p.Status] == "" {
		e["status"] = "UNKNOWN"
	}
	details := []map[string]any{{"@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": p.RequestID}}
	if fields := p.fields("field", "description"); fields != nil {
		details = append(details, map[string]any{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": fields})
	}
	e["details"] = details
	return map[string]any{"error": e}
}
