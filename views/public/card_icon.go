package public

import (
	"image/color"
	"math"
	"slices"
)

// The colours of the light pages; style.css has the same.
var (
	paper = color.RGBA{0xfb, 0xf9, 0xf4, 0xff}
	ink   = color.RGBA{0x1c, 0x1a, 0x16, 0xff}
	soft  = color.RGBA{0x5b, 0x56, 0x4b, 0xff}
	gold  = color.RGBA{0xf0, 0xc1, 0x4b, 0xff}

	roleColours = [...]color.RGBA{
		{0x5c, 0x58, 0x66, 0xff}, {0x00, 0x5a, 0x70, 0xff}, {0x2b, 0x70, 0x62, 0xff}, {0x75, 0x6a, 0x12, 0xff},
		{0x92, 0x4a, 0x00, 0xff}, {0xb8, 0x34, 0x10, 0xff}, {0x7e, 0x0f, 0x2e, 0xff},
	}
)

// roleColour is the colour of a verdict; ink where there is none.
func roleColour(role int) color.RGBA {
	switch {
	case role < 0:
		return ink
	case role >= len(roleColours):
		return roleColours[0]
	}
	return roleColours[role]
}

// sign draws signs on a square of 20 units, as the pages' own icons are drawn.
type sign struct {
	*canvas
	x, y, unit float32
}

func (s sign) at(x, y float32) point { return point{s.x + x*s.unit, s.y + y*s.unit} }

func (s sign) line(width float32, xy ...float32) {
	s.stroke(width*s.unit, s.points(xy...)...)
}

func (s sign) area(xy ...float32) { s.polygon(s.points(xy...), false) }

func (s sign) points(xy ...float32) (list []point) {
	for p := range slices.Chunk(xy, 2) {
		list = append(list, s.at(p[0], p[1]))
	}
	return list
}

func (s sign) ring(r, width float32) {
	s.disc(s.at(10, 10), (r+width/2)*s.unit, false)
	s.disc(s.at(10, 10), (r-width/2)*s.unit, true)
}

// paint fills what a function adds, within the sign's square.
func (s sign) paint(col color.Color, shape func()) {
	s.fill(int(s.y)-4, int(s.y+20*s.unit)+4, col, shape)
}

// icon draws the sign of a colour role.
func (s sign) icon(role int) {
	col := roleColour(role)
	body, cut := s.form(role)
	s.paint(col, body)
	if cut != nil {
		s.paint(paper, cut)
	}
}

// form are the shape of a role's sign and what is cut out of it: round leans
// true, the diamond bends it, square leans false; filled is fully, outlined
// mostly.
func (s sign) form(role int) (body, cut func()) {
	tick := func() { s.line(2.2, 5.4, 10.4, 8.7, 13.7, 14.7, 6.5) }
	switch role {
	case 1:
		return func() { s.disc(s.at(10, 10), 9.5*s.unit, false) }, tick
	case 2:
		return func() { s.ring(8.5, 2); s.line(2, 5.9, 10.3, 8.9, 13.3, 14.2, 7) }, nil
	case 3:
		return func() {
			s.ring(8.5, 2)
			s.polygon(arc(s.at(10, 10), 8.5*s.unit, math.Pi/2, 3*math.Pi/2), false)
		}, nil
	case 4:
		return func() { s.area(10, -.5, 20.5, 10, 10, 20.5, -.5, 10) }, func() {
			s.line(2.2, 7, 14.3, 7, 9.8, 12.5, 9.8)
			s.line(2.2, 10.2, 6.9, 13.1, 9.8, 10.2, 12.7)
		}
	case 5:
		return func() {
			s.area(1, 1, 19, 1, 19, 19, 1, 19)
			s.polygon(s.points(3, 3, 17, 3, 17, 17, 3, 17), true)
			s.line(2, 6.3, 6.3, 13.7, 13.7)
			s.line(2, 13.7, 6.3, 6.3, 13.7)
		}, nil
	case 6:
		return func() { s.area(.8, .8, 19.2, .8, 19.2, 19.2, .8, 19.2) }, func() {
			s.line(2.2, 5.6, 5.6, 14.4, 14.4)
			s.line(2.2, 14.4, 5.6, 5.6, 14.4)
		}
	}
	return s.question, nil
}

// question is the sign of what stands off the scale: a broken ring of eight
// pieces around a question mark.
func (s sign) question() {
	m := s.at(10, 10)
	for i := range 8 {
		from := float32(i) * math.Pi / 4
		piece := arc(m, 9.5*s.unit, from, from+.4)
		inner := arc(m, 7.5*s.unit, from, from+.4)
		slices.Reverse(inner)
		s.polygon(append(piece, inner...), false)
	}
	hook := arc(s.at(10, 7.9), 2.4*s.unit, math.Pi, 2*math.Pi+1.09)
	s.stroke(2*s.unit, append(hook, s.at(10.35, 10.55), s.at(10, 11.7))...)
	s.line(2, 10, 13.6, 10, 15.2)
}

// stone is the desk's mark: a dark stone with a streak of gold.
func (s sign) stone() {
	s.paint(ink, func() { s.area(2, 6, 7, 2, 16, 3, 19, 10, 15, 18, 5, 18, 1, 12) })
	s.paint(gold, func() { s.line(3, 5, 14, 15, 6.5) })
}
