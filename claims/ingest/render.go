package ingest

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unread are elements whose content is not the article's running text.
var unread = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Object: true, atom.Embed: true, atom.Svg: true, atom.Math: true, atom.Canvas: true, atom.Audio: true, atom.Video: true,
	atom.Form: true, atom.Button: true, atom.Input: true, atom.Select: true, atom.Textarea: true, atom.Nav: true, atom.Menu: true,
	atom.Figcaption: true, atom.Dialog: true, atom.Footer: true,
}

// inline are elements that stand within a line; every other one begins a
// paragraph of its own.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Img: true,
	atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Q: true, atom.Rp: true, atom.Rt: true, atom.Ruby: true,
	atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true,
	atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true, atom.Picture: true, atom.Td: true, atom.Th: true,
}

// render gives the text of a part of a page: paragraphs divided by empty
// lines, no text of what is hidden, and quotation marks for q elements.
func render(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	draw(&b, n, false)
	return b.String()
}

func draw(b *strings.Builder, n *html.Node, pre bool) {
	switch n.Type {
	case html.TextNode:
		if pre {
			b.WriteString(n.Data)
		} else {
			b.WriteString(white.Replace(n.Data))
		}
		return
	case html.ElementNode:
		if unread[n.DataAtom] || n.Namespace != "" || hidden(n) {
			return
		}
		if n.DataAtom == atom.Br {
			b.WriteByte('\n')
			return
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	before, after := "\n\n", "\n\n"
	switch {
	case n.DataAtom == atom.Q:
		before, after = "“", "”"
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		before, after = " ", " "
	case inline[n.DataAtom] || n.Type == html.ElementNode && n.DataAtom == 0:
		before, after = "", ""
	}
	b.WriteString(before)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		draw(b, c, pre || n.DataAtom == atom.Pre)
	}
	b.WriteString(after)
}

// white is white space as HTML reads it; a non-breaking space is none.
var white = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ", "\f", " ")

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			return a.Val == "true"
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// body is the page's main part if it names one, or its body.
func body(doc *html.Node) *html.Node {
	for _, want := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		if n := first(doc, func(n *html.Node) bool { return n.DataAtom == want }); n != nil {
			return n
		}
	}
	return doc
}

// first finds an element in the order of the page.
func first(n *html.Node, is func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && is(d) {
			return d
		}
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
