package public

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// canvas is a picture that shapes are filled into.
type canvas struct {
	img *image.RGBA
	z   vector.Rasterizer
	top float32 // of the band that is drawn now
}

// fill draws a shape between two heights in one colour.
func (c *canvas) fill(top, bottom int, col color.Color, shape func()) {
	top, bottom = max(top, 0), min(bottom, c.img.Bounds().Dy())
	c.top = float32(top)
	c.z.Reset(c.img.Bounds().Dx(), bottom-top)
	shape()
	c.z.Draw(c.img, image.Rect(0, top, c.img.Bounds().Dx(), bottom), image.NewUniform(col), image.Point{})
}

// box fills a rectangle.
func (c *canvas) box(r image.Rectangle, col color.Color) {
	draw.Draw(c.img, r, image.NewUniform(col), image.Point{}, draw.Src)
}

// text fills the letters of a line that begins at x and stands on y.
func (c *canvas) text(l line, x, y float32, col color.Color) {
	c.fill(int(y)-120, int(y)+60, col, func() {
		for _, run := range l.runs {
			for _, g := range run.Glyphs {
				if o, ok := run.Face.GlyphDataOutline(g.GlyphID); ok {
					scale := pixels(run.Size) / float32(run.Face.Upem())
					c.letter(o, x+pixels(g.XOffset), y-pixels(g.YOffset), scale)
				}
				x += pixels(g.Advance)
			}
		}
	})
}

// letter adds an outline, whose y grows upwards.
func (c *canvas) letter(o font.GlyphOutline, x, y, scale float32) {
	at := func(p opentype.SegmentPoint) (float32, float32) { return x + p.X*scale, y - p.Y*scale - c.top }
	for _, s := range o.Segments {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		dx, dy := at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			c.z.ClosePath()
			c.z.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			c.z.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			c.z.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			c.z.CubeTo(ax, ay, bx, by, dx, dy)
		}
	}
	c.z.ClosePath()
}

// point is a place in pixels.
type point struct{ x, y float32 }

// polygon adds a closed shape. All turn the same way round, so that shapes that
// overlap join; a hole turns the other way.
func (c *canvas) polygon(list []point, hole bool) {
	var area float32
	for i, p := range list {
		q := list[(i+1)%len(list)]
		area += p.x*q.y - q.x*p.y
	}
	n := len(list)
	for i := range list {
		p := list[i]
		if area < 0 != hole {
			p = list[n-1-i]
		}
		if i == 0 {
			c.z.MoveTo(p.x, p.y-c.top)
		} else {
			c.z.LineTo(p.x, p.y-c.top)
		}
	}
	c.z.ClosePath()
}

// arc are points on a circle between two angles; turned clockwise, as y grows
// downwards, from the right.
func arc(m point, r, from, to float32) (list []point) {
	const steps = 48
	for i := range steps + 1 {
		a := float64(from + (to-from)*float32(i)/steps)
		list = append(list, point{m.x + r*float32(math.Cos(a)), m.y + r*float32(math.Sin(a))})
	}
	return list
}

// disc adds a circle.
func (c *canvas) disc(m point, r float32, hole bool) { c.polygon(arc(m, r, 0, 2*math.Pi), hole) }

// stroke adds a line of some width through points, round at its bends.
func (c *canvas) stroke(width float32, list ...point) {
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		dx, dy := b.x-a.x, b.y-a.y
		n := width / 2 / float32(math.Hypot(float64(dx), float64(dy)))
		nx, ny := -dy*n, dx*n
		c.polygon([]point{{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}}, false)
		if i > 1 {
			c.disc(a, width/2, false)
		}
	}
}
