package ui

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strconv"

	"github.com/a-h/templ"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Markdown draws an explanation. Tags in it are text, not markup; [1] to
// [evidence] become links to the sources of those numbers.
func Markdown(src string, evidence int) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		key := drawnKey{src, evidence}
		html, ok := drawn.Get(key)
		if !ok {
			var b bytes.Buffer
			ctx := parser.NewContext()
			ctx.Set(citable, evidence)
			if err := markdown.Convert([]byte(src), &b, parser.WithContext(ctx)); err != nil {
				return err
			}
			html = policy.SanitizeBytes(b.Bytes())
			if len(html) <= maxDrawn {
				drawn.Add(key, html)
			}
		}
		_, err := w.Write(html)
		return err
	})
}

// Drawing an explanation costs several times what the rest of a check's page
// does, so that the last ones are kept: at most 8 MB of them.
const maxDrawn = 16 << 10

type drawnKey struct {
	src      string
	evidence int
}

var drawn, _ = lru.New[drawnKey, []byte](256)

var (
	citable  = parser.NewContextKey()
	markdown = newMarkdown()
	policy   = newPolicy()
)

// newMarkdown leaves out the two parsers that would read HTML, so that a tag is
// shown as it was typed.
func newMarkdown() goldmark.Markdown {
	var blocks, inlines []util.PrioritizedValue
	for _, p := range parser.DefaultBlockParsers() {
		if p.Priority != 900 { // HTML blocks
			blocks = append(blocks, p)
		}
	}
	for _, p := range parser.DefaultInlineParsers() {
		if p.Priority != 400 { // raw HTML
			inlines = append(inlines, p)
		}
	}
	inlines = append(inlines, util.Prioritized(citationParser{}, 150)) // before links
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blocks...),
			parser.WithInlineParsers(inlines...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
			parser.WithASTTransformers(util.Prioritized(fitting{}, 100)),
		)),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(citationRenderer{}, 100))),
		goldmark.WithExtensions(extension.Table, extension.Linkify),
	)
}

// newPolicy is a second wall behind the parser: what an explanation may hold.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowStandardURLs() // http, https, mailto
	p.AllowRelativeURLs(true)
	p.RequireNoFollowOnLinks(false)
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.AllowElements("p", "br", "hr", "em", "strong", "del", "sup", "blockquote", "ul", "ol", "li", "code", "pre",
		"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("aria-label").Matching(regexp.MustCompile(`^Source [0-9]+$`)).OnElements("a")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	return p
}

// fitting makes a text fit its page: headings stand below those of the page,
// and a citation stands close to the words it belongs to.
type fitting struct{}

func (fitting) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading:
			if entering {
				n.Level = min(n.Level+2, 6)
			}
		case *citation:
			if t, ok := n.PreviousSibling().(*ast.Text); ok && entering {
				t.Segment = t.Segment.TrimRightSpace(r.Source())
			}
		}
		return ast.WalkContinue, nil
	})
}

// citation is a reference to a numbered source.
type citation struct {
	ast.BaseInline
	number int
}

var kindCitation = ast.NewNodeKind("Citation")

func (n *citation) Kind() ast.NodeKind            { return kindCitation }
func (n *citation) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type citationParser struct{}

func (citationParser) Trigger() []byte { return []byte{'['} }

func (citationParser) Parse(_ ast.Node, block text.Reader, ctx parser.Context) ast.Node {
	line, _ := block.PeekLine()
	end := bytes.IndexByte(line, ']')
	if end < 2 || end > 4 || end+1 < len(line) && line[end+1] == '(' {
		return nil
	}
	n, err := strconv.Atoi(string(line[1:end]))
	known, _ := ctx.Get(citable).(int)
	if err != nil || n < 1 || n > known {
		return nil
	}
	block.Advance(end + 1)
	return &citation{number: n}
}

// follows reports whether a citation stands right behind another.
func follows(n ast.Node) bool {
	prev := n.PreviousSibling()
	if t, ok := prev.(*ast.Text); ok && t.Segment.Len() == 0 {
		prev = t.PreviousSibling()
	}
	_, ok := prev.(*citation)
	return ok
}

type citationRenderer struct{}

func (citationRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindCitation, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			if follows(n) {
				w.WriteString("\u2009") // two numbers side by side would read as one
			}
			s := strconv.Itoa(n.(*citation).number)
			w.WriteString(`<sup><a href="#s` + s + `" aria-label="Source ` + s + `">` + s + `</a></sup>`)
		}
		return ast.WalkContinue, nil
	})
}
