package diagram

import "math"

// A point is a position in the picture: X to the right, Y downwards.
type point struct{ X, Y float64 }

// A rect is an area of the picture; X and Y are its upper left corner.
type rect struct{ X, Y, W, H float64 }

func (a rect) right() float64 { return a.X + a.W }

func (a rect) bottom() float64 { return a.Y + a.H }

func (a rect) midX() float64 { return a.X + a.W/2 }

func (a rect) midY() float64 { return a.Y + a.H/2 }

func (a rect) overlaps(b rect) bool {
	return a.X < b.right() && b.X < a.right() && a.Y < b.bottom() && b.Y < a.bottom()
}

// union returns the smallest rect that contains both; an empty one is ignored.
func (a rect) union(b rect) rect {
	if a.W == 0 && a.H == 0 {
		return b
	}
	if b.W == 0 && b.H == 0 {
		return a
	}
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return rect{x, y, max(a.right(), b.right()) - x, max(a.bottom(), b.bottom()) - y}
}

func (a rect) grown(d float64) rect { return rect{a.X - d, a.Y - d, a.W + 2*d, a.H + 2*d} }

// span returns the area between two points.
func span(p, q point) rect {
	return rect{min(p.X, q.X), min(p.Y, q.Y), math.Abs(p.X - q.X), math.Abs(p.Y - q.Y)}
}

// curve returns points of a quadratic arc from p to q whose control point is high
// above its ends.
func curve(p, q point, high float64) []point {
	const n = 8
	route := make([]point, 0, n+1)
	for i := range n + 1 {
		t := float64(i) / n
		y := p.Y + t*(q.Y-p.Y) - 2*t*(1-t)*high
		route = append(route, point{round(p.X + t*(q.X-p.X)), math.Round(y*10) / 10})
	}
	return route
}

// round rounds to half a unit.
func round(x float64) float64 { return math.Round(x*2) / 2 }
