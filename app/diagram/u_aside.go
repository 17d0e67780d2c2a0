package diagram

import "slices"

// uAside places the stages off the U, such as the embedding of a time step, the
// projection of a text or another input: in rows below the U, each with its text to
// the right of its bars. A connection to a stage of the U is a short arrow below that
// stage, since lines between all of them would hide the U.
type uAside struct{ *uStages }

// isAside reports whether a stage is off the U.
func (u *uStages) isAside(s *stage) bool { return slices.Contains(u.aside, s) }

// stackAside places the rows below the U.
func (u uAside) stackAside() {
	if len(u.aside) == 0 {
		return
	}
	line := u.small*(ascent+descent) + 3
	gap := 3 * u.tip
	y := u.height - u.margin + u.style.row + u.stub()
	for rest := u.aside; len(rest) > 0; {
		n, w := u.asideRow(rest, gap)
		x, low := (u.width-w)/2, 0.0
		for _, s := range rest[:n] {
			high := max(line+s.group.H, s.block.H)
			s.moveX(x + (u.barsRoom(s)-s.group.W)/2)
			s.moveY(y + high - s.group.H/2)
			s.setBlock(x+u.barsRoom(s)+u.pad, y+high/2-s.block.H/2, start)
			x += u.asideWidth(s) + gap
			low = max(low, y+high)
		}
		y = low + u.style.row
		rest = rest[n:]
	}
	u.height = y - u.style.row + u.margin
}

// asideRow returns how many of the stages fit into a row, and their width.
func (u uAside) asideRow(rest []*stage, gap float64) (n int, width float64) {
	width = -gap
	for _, s := range rest {
		w := gap + u.asideWidth(s)
		if n > 0 && width+w > u.width-2*u.margin {
			break
		}
		n, width = n+1, width+w
	}
	return n, width
}

func (u uAside) barsRoom(s *stage) float64 {
	if s.isLine() {
		return 0
	}
	return max(s.group.W, u.chanWidth(s.last()))
}

func (u uAside) asideWidth(s *stage) float64 { return u.barsRoom(s) + u.pad + s.block.W }

// stub returns the length of an arrow below a stage.
func (u *uStages) stub() float64 { return 1.5 * u.tip }

// asideRoute returns the route of an arrow from or to a stage off the U: across if
// both stages are in one row, otherwise a stub.
func (u uRoutes) asideRoute(a, b *stage) []point {
	if u.isAside(a) && u.isAside(b) && a.block.Y < b.group.bottom() && b.group.Y < a.block.bottom() && a.group.X < b.group.X {
		y := max(a.group.Y, b.group.Y) + u.tip/2
		return []point{{a.block.right() + 2, y}, {b.group.X - 2, y}}
	}
	if u.isAside(b) && !u.isAside(a) { // data leaves the U
		x := a.group.X + u.tip*tipHalf
		return []point{{x, a.group.bottom() + 1}, {x, a.group.bottom() + 1 + u.stub()}}
	}
	x, low := b.group.X+u.tip*tipHalf, b.group.bottom()
	if b.isLine() {
		x, low = b.block.X+u.tip*tipHalf, b.block.bottom()
	} else if b == u.dec[max(b.Level, 1)] || b == u.mid {
		x = b.group.right() - u.tip*tipHalf
		low = b.last().bottom()
	}
	return []point{{x, low + 1 + u.stub()}, {x, low + 1}}
}
