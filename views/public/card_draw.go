package public

import (
	"image"
	"image/png"
	"io"

	"touchstone/claims"
	"touchstone/views/ui"
)

// The measures of a card in pixels. 1200 by 630 is what sites that show links
// ask for (https://ogp.me, and the guides of those who read it).
const (
	cardWidth, cardHeight = 1200, 630
	cardEdge              = 72
	cardMeasure           = cardWidth - 2*cardEdge
	statementTop          = 118
	statementHeight       = 282
)

// statementSizes are tried from the largest; the last one is cut where it does
// not fit.
var statementSizes = []float32{72, 64, 56, 50, 44, 40}

// maxDrawn is how many characters of a text are looked at: more than a card has
// room for.
const maxDrawn = 600

// drawCard writes a card as PNG: the desk above, the statement, who said it, and
// the verdict under a rule in its colour.
func drawCard(w io.Writer, k card) error {
	f, err := fonts()
	if err != nil {
		return err
	}
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight))}
	c.box(c.img.Bounds(), paper)
	c.box(image.Rect(0, 0, cardWidth, 10), ink)
	c.head(f, k)
	c.statement(f, k)
	c.said(f, k)
	c.verdict(f, k)
	return (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(w, c.img)
}

func (c *canvas) head(f typefaces, k card) {
	sign{c, cardEdge, 46, 1.7}.stone()
	kind := oneLine(f.sans, k.Kind, 26, 460)
	c.text(kind, cardWidth-cardEdge-kind.width, 74, soft)
	if f.bold.shows(k.Desk) {
		c.text(oneLine(f.bold, k.Desk, 30, cardMeasure-60-int(kind.width)), cardEdge+52, 74, ink)
	}
}

// statement sets the words as large as they fit. In a script that no font here
// has, the rest of the card stands without them.
func (c *canvas) statement(f typefaces, k card) {
	text := clip(claims.Line(k.Statement), maxDrawn)
	if !f.serif.shows(text) {
		return
	}
	lines, size := fit(f.serif, text, k.Language)
	y := float32(statementTop) + size*.95
	for _, l := range lines {
		x := float32(cardEdge)
		if ui.Dir(text) == "rtl" {
			x = cardWidth - cardEdge - l.width
		}
		c.text(l, x, y, ink)
		y += size * 1.18
	}
}

// fit finds the largest size at which a text fits, or cuts it at the smallest.
// Then it takes the narrowest measure that needs no line more, so that no word
// stands alone at the end.
func fit(t typeface, text, lang string) (lines []line, size float32) {
	for _, size = range statementSizes {
		most := int(statementHeight / (size * 1.18))
		var all bool
		if lines, all = t.setLines(text, lang, size, cardMeasure, most); all {
			break
		}
	}
	for width := cardMeasure - 40; width > cardMeasure/2 && len(lines) > 1; width -= 40 {
		narrower, all := t.setLines(text, lang, size, width, len(lines))
		if !all {
			break
		}
		lines = narrower
	}
	return lines, size
}

// said names the speaker, the role as far as there is room, and the date.
func (c *canvas) said(f typefaces, k card) {
	const y, room = 448, 18
	x := float32(cardEdge)
	if name := claims.Line(k.Name); f.bold.shows(name) {
		l := oneLine(f.bold, name, 30, 640)
		c.text(l, x, y, ink)
		x += l.width + room
	}
	date := oneLine(f.sans, k.Date, 28, 320)
	left := cardWidth - cardEdge - int(x+date.width) - room
	if role := claims.Line(k.As); role != "" && left > 100 && f.sans.shows(role) {
		l := oneLine(f.sans, role, 28, left)
		c.text(l, x, y, soft)
		x += l.width + room
	}
	c.text(date, x, y, soft)
}

func (c *canvas) verdict(f typefaces, k card) {
	col := roleColour(k.Role)
	c.box(image.Rect(cardEdge, 484, cardWidth-cardEdge, 492), col)
	x := float32(cardEdge)
	if k.Role >= 0 {
		sign{c, x, 520, 3.6}.icon(k.Role)
		x += 96
	}
	if f.bold.shows(k.Verdict) {
		c.text(oneLine(f.bold, k.Verdict, 64, cardWidth-cardEdge-int(x)), x, 579, col)
	}
}

// oneLine sets a text on one line, cut where it is too long.
func oneLine(t typeface, text string, size float32, width int) line {
	lines, _ := t.setLines(text, "", size, width, 1)
	if len(lines) == 0 {
		return line{}
	}
	return lines[0]
}
