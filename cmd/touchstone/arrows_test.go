package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "touchstone"

// arrows are which rooms of the house a room may import. claims alone imports
// nothing but the standard library; rooms that are not named import no room.
var arrows = map[string][]string{
	"claims":         {},
	"claims/extract": {"claims"},
	"claims/anchor":  {"claims"},
	"claims/match":   {"claims"},
	"claims/export":  {"claims"},
	"claims/mail":    {"claims"},
	"claims/ingest":  {"claims", "claims/extract", "claims/anchor"},
	"db":             {"claims", "claims/extract", "claims/anchor", "claims/match", "claims/export"},
	"db/dbtest":      {"claims", "db"},
	"views/static":   {},
	"views/words":    {"claims"},
	"views/ui":       {"claims", "claims/anchor", "views/static", "views/words"},
	"views/auth":     {"claims", "db", "views/ui"},
	"views/public":   {"claims", "claims/*", "db", "views/ui", "views/words"},
	"views/desk":     {"claims", "claims/*", "db", "views/auth", "views/ui"},
	"views/admin":    {"claims", "claims/export", "db", "views/auth", "views/ui", "views/words"},
	"views/api":      {"claims", "claims/*", "db", "views/auth", "views/ui"},
	"views":          {"claims", "db", "views/*"},
	"cmd/touchstone": {"*"},
	"cmd/bench":      {"*"},
}

// testArrows are what tests may import besides.
var testArrows = []string{"db/dbtest", "db", "claims", "claims/*", "views/auth", "views/ui"}

func TestImportsFollowTheArrowsOfTheHouse(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (strings.HasPrefix(e.Name(), ".") && path != root || e.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		files++
		checkFile(t, root, path)
		return nil
	})
	if err != nil || files < 20 {
		t.Fatalf("read %d files: %v", files, err)
	}
}

func checkFile(t *testing.T, root, path string) {
	t.Helper()
	rel, err := filepath.Rel(root, path)
	if err != nil {
		t.Fatal(err)
	}
	room := filepath.ToSlash(filepath.Dir(rel))
	if strings.HasPrefix(room, "cmd/bench/") {
		return // modules of their own
	}
	allowed, known := arrows[room]
	if !known {
		t.Errorf("%s: the house has no room %s", rel, room)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	test := strings.HasSuffix(path, "_test.go")
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		inside, ours := strings.CutPrefix(p, module+"/")
		switch {
		case !ours && room == "claims" && !test && strings.Contains(strings.SplitN(p, "/", 2)[0], "."):
			t.Errorf("%s: claims imports the standard library only, not %s", rel, p)
		case !ours:
		case inside == room && test:
		case test && matches(testArrows, inside):
		case !matches(allowed, inside):
			t.Errorf("%s: %s may not import %s", rel, room, inside)
		}
	}
}

func matches(patterns []string, room string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		above, all := strings.CutSuffix(p, "*")
		return p == room || all && strings.HasPrefix(room, above)
	})
}
