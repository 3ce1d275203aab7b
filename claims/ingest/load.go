package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"path/filepath"
	"strings"

	"touchstone/claims"
)

// endings are those of files that are read as articles.
var endings = map[string]bool{".txt": true, ".text": true, ".md": true, ".html": true, ".htm": true, ".xhtml": true}

// IsArticle reports whether a file of this name is read as an article where a
// whole folder is.
func IsArticle(name string) bool { return endings[strings.ToLower(filepath.Ext(name))] }

// Load reads an article from a file: a web page where it looks like one, plain
// text otherwise. name is the file's, for its ending; raw is what was read.
func Load(ctx context.Context, name string, r io.Reader) (a claims.Article, raw []byte, err error) {
	if err := ctx.Err(); err != nil {
		return a, nil, fmt.Errorf("load %s: %w", name, err)
	}
	limit := max(MaxPageBytes, claims.MaxArticleBytes)
	if raw, err = io.ReadAll(io.LimitReader(r, int64(limit)+1)); err != nil {
		return a, nil, &claims.Error{Kind: claims.KindInvalid, Field: "file", Message: "the file cannot be read: check that it is there and may be read", Err: err}
	}
	kind := "text/plain"
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		kind = "text/html"
	case ".txt", ".text", ".md":
	default:
		kind = ""
	}
	a, err = read(raw, kind, "")
	return a, raw, err
}

// read takes what came from a file or a site for what it is: its content type
// counts, and where there is none, its beginning.
func read(raw []byte, contentType, pageURL string) (claims.Article, error) {
	if contentType == "" {
		contentType = http.DetectContentType(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	}
	if strings.Contains(contentType, "html") {
		if binary(raw) && !wide(raw) {
			_, err := Text(raw)
			return claims.Article{}, err
		}
		return readPage(raw, contentType, pageURL)
	}
	text, err := Text(raw)
	if err != nil {
		return claims.Article{}, err
	}
	return claims.Article{URL: pageURL, Title: firstLine(text), Text: text}, nil
}

// wide reports a byte order mark of UTF-16, in which a NUL is nothing odd.
func wide(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff})
}

// firstLine is the title of a plain text: its first line, unless that is a
// paragraph.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if line = claims.Line(line); len(line) > 200 {
		return ""
	}
	return line
}
