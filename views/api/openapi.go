package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// description describes the interface (OpenAPI 3.1). Tests hold it against the
// routes, the columns and the answers.
//
//go:embed openapi.json
var description []byte

func openapi(c echo.Context) error { return c.JSONBlob(http.StatusOK, description) }
