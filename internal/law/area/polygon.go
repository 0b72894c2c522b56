package area

import (
	"fmt"
	"math"
)

// The places a point may have to a polygon.
type position uint8

const (
	outside position = iota
	border
	inside
)

// slack is how far from a side, in degrees, a point still counts as on it: a
// tenth of a millimetre on the ground, so that rounding does not decide.
const slack = 1e-9

// box is the smallest rectangle of longitudes and latitudes around something.
type box struct{ west, south, east, north float64 }

func emptyBox() box {
	return box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
}

func (b box) join(o box) box {
	return box{min(b.west, o.west), min(b.south, o.south), max(b.east, o.east), max(b.north, o.north)}
}

func (b box) holds(x, y float64) bool {
	return x >= b.west-slack && x <= b.east+slack && y >= b.south-slack && y <= b.north+slack
}

func (b box) inside(o box) bool {
	return b.west >= o.west && b.south >= o.south && b.east <= o.east && b.north <= o.north
}

func (b box) overlaps(o box) bool {
	return b.west <= o.east && o.west <= b.east && b.south <= o.north && o.south <= b.north
}

func (p Polygon) box() box {
	b := emptyBox()
	for _, v := range p {
		b = b.join(box{v[0], v[1], v[0], v[1]})
	}
	return b
}

// side returns the end points of the i-th side.
func (p Polygon) side(i int) (a, b [2]float64) { return p[i], p[(i+1)%len(p)] }

// locate tells where the point lies by the even-odd rule: a line from it to the
// east cuts the polygon an odd number of times when it is inside.
func (p Polygon) locate(x, y float64) position {
	odd := false
	for i := range p {
		a, b := p.side(i)
		if near(a, b, x, y) {
			return border
		}
		if (a[1] > y) != (b[1] > y) && x < a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			odd = !odd
		}
	}
	if odd {
		return inside
	}
	return outside
}

// near reports whether the point lies on the side from a to b.
func near(a, b [2]float64, x, y float64) bool {
	if x < min(a[0], b[0])-slack || x > max(a[0], b[0])+slack || y < min(a[1], b[1])-slack || y > max(a[1], b[1])+slack {
		return false
	}
	dx, dy := b[0]-a[0], b[1]-a[1]
	return math.Abs(dx*(y-a[1])-dy*(x-a[0])) <= slack*math.Hypot(dx, dy)
}

// check finds what makes a line no polygon.
func (p Polygon) check() error {
	if len(p) < 3 {
		return fmt.Errorf("a polygon needs three points, this has %d", len(p))
	}
	for i, v := range p {
		if !finite(v[0]) || v[0] < -360 || v[0] > 360 {
			return fmt.Errorf("point %d: the longitude %v is out of range", i+1, v[0])
		}
		if !finite(v[1]) || v[1] < -90 || v[1] > 90 {
			return fmt.Errorf("point %d: the latitude %v is out of range (points are [longitude, latitude])", i+1, v[1])
		}
		if _, next := p.side(i); v == next {
			return fmt.Errorf("point %d stands twice, or the first point is repeated at the end", i+1)
		}
	}
	if b := p.box(); b.east-b.west > 360 {
		return fmt.Errorf("it goes round the globe more than once")
	}
	return p.crossing()
}

// crossing names two sides that meet though they are not neighbours.
func (p Polygon) crossing() error {
	n := len(p)
	for i := range p {
		a, b := p.side(i)
		for j := i + 2; j < n; j++ {
			if i == 0 && j == n-1 {
				continue
			}
			if c, d := p.side(j); meet(a, b, c, d) {
				return fmt.Errorf("the side from point %d at %v meets the one from point %d at %v", i+1, a, j+1, c)
			}
		}
	}
	return nil
}

// meet reports whether two sides have a point in common.
func meet(a, b, c, d [2]float64) bool {
	if max(a[0], b[0])+slack < min(c[0], d[0]) || max(c[0], d[0])+slack < min(a[0], b[0]) ||
		max(a[1], b[1])+slack < min(c[1], d[1]) || max(c[1], d[1])+slack < min(a[1], b[1]) {
		return false
	}
	if near(a, b, c[0], c[1]) || near(a, b, d[0], d[1]) || near(c, d, a[0], a[1]) || near(c, d, b[0], b[1]) {
		return true
	}
	return turn(a, b, c)*turn(a, b, d) < 0 && turn(c, d, a)*turn(c, d, b) < 0
}

// turns returns the polygon as drawn at each turn of the globe.
func (p part) turns() [3]part {
	var out [3]part
	for i, by := range [...]float64{0, 360, -360} {
		b := p.bounds
		b.west, b.east = b.west+by, b.east+by
		out[i] = part{b, p.line.moved(by)}
	}
	return out
}

func (p Polygon) moved(by float64) Polygon {
	out := make(Polygon, len(p))
	for i, v := range p {
		out[i] = [2]float64{v[0] + by, v[1]}
	}
	return out
}

// within reports whether p lies in q at some turn of the globe, clear of its border.
func (p part) within(q part) bool {
	for _, t := range p.turns() {
		if t.bounds.inside(q.bounds) && q.line.locate(t.line[0][0], t.line[0][1]) == inside && !t.line.meets(q.line) {
			return true
		}
	}
	return false
}

// apart reports whether p and q have no point in common at any turn of the globe.
func (p part) apart(q part) bool {
	for _, t := range p.turns() {
		if t.bounds.overlaps(q.bounds) && (t.line.meets(q.line) || q.line.locate(t.line[0][0], t.line[0][1]) != outside ||
			t.line.locate(q.line[0][0], q.line[0][1]) != outside) {
			return false
		}
	}
	return true
}

// meets reports whether a side of p has a point in common with a side of q.
func (p Polygon) meets(q Polygon) bool {
	for i := range p {
		a, b := p.side(i)
		for j := range q {
			if c, d := q.side(j); meet(a, b, c, d) {
				return true
			}
		}
	}
	return false
}

// turn is positive when c lies to the left of the way from a to b.
func turn(a, b, c [2]float64) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// wrap brings a longitude into the turn from -180 to 180.
func wrap(lon float64) float64 {
	switch {
	case lon >= 180:
		return lon - 360
	case lon < -180:
		return lon + 360
	}
	return lon
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
