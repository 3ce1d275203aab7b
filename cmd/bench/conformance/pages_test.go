package conformance

import (
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed pages/check.mjs
var checkPages []byte

// validators are npm's packages that the pages are held against, pinned.
var validators = []string{
	"html-validate@9.7.1", "jsonld@8.3.3", "schema-dts@1.1.5", "typescript@5.9.3", "feedsmith@2.6.0", "sitemap@8.0.0", "xmllint-wasm@5.0.0",
	"@citation-js/core@0.7.21", "@citation-js/plugin-bibtex@0.7.21", "@citation-js/plugin-csl@0.7.22",
}

// Every public page is HTML as html-validate understands it; ClaimReview is
// read by a JSON-LD processor and typed by schema.org; feeds, site map and
// citations are read by those who are to read them.
func TestThePublicSiteIsWhatValidatorsExpect(t *testing.T) {
	base := desk(t)
	dir := t.TempDir()
	for name, text := range map[string][]byte{"check.mjs": checkPages, "package.json": []byte(`{"private": true, "type": "module"}`)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) string {
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, args[0], err, out)
		}
		return string(out)
	}
	run("npm", append([]string{"install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"}, validators...)...)
	t.Log(strings.TrimSpace(run("node", "check.mjs", base)))
}
