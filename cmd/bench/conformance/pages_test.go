package conformance

import "testing"

// validators are npm's packages that the pages are held against, pinned.
var validators = []string{
	"html-validate@9.7.1", "jsonld@8.3.3", "schema-dts@1.1.5", "typescript@5.9.3", "feedsmith@2.6.0", "sitemap@8.0.0", "xmllint-wasm@5.0.0",
	"@citation-js/core@0.7.21", "@citation-js/plugin-bibtex@0.7.21", "@citation-js/plugin-csl@0.7.22",
}

// Every public page is HTML as html-validate understands it; ClaimReview is
// read by a JSON-LD processor and typed by schema.org; feeds, site map and
// citations are read by those who are to read them.
func TestThePublicSiteIsWhatValidatorsExpect(t *testing.T) {
	runPage(t, "check.mjs", validators, desk(t))
}
