package area

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// star draws a polygon that does not cross itself: points at growing angles round a centre.
func star(t *rapid.T) Polygon {
	n := rapid.IntRange(3, 24).Draw(t, "points")
	cx := rapid.Float64Range(-170, 170).Draw(t, "cx")
	cy := rapid.Float64Range(-50, 50).Draw(t, "cy")
	var p Polygon
	for i := range n {
		r := rapid.Float64Range(1, 30).Draw(t, "r")
		angle := 2 * math.Pi * float64(i) / float64(n)
		p = append(p, [2]float64{cx + r*math.Cos(angle), cy + r*math.Sin(angle)})
	}
	return p
}

func place(t *rapid.T) (lat, lon float64) {
	return rapid.Float64Range(-90, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")
}

// winding counts how often the polygon goes round the point.
func winding(p Polygon, x, y float64) int {
	n := 0
	for i := range p {
		a, b := p.side(i)
		switch left := turn(a, b, [2]float64{x, y}); {
		case a[1] <= y && b[1] > y && left > 0:
			n++
		case a[1] > y && b[1] <= y && left < 0:
			n--
		}
	}
	return n
}

// On a polygon that does not cross itself the even-odd rule and the winding number agree.
func TestEvenOddAgreesWithWinding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := star(t)
		x := p[0][0] + rapid.Float64Range(-60, 60).Draw(t, "dx")
		y := p[0][1] + rapid.Float64Range(-60, 60).Draw(t, "dy")
		at := p.locate(x, y)
		if at == border {
			return
		}
		if w := winding(p, x, y); (at == inside) != (w != 0) {
			t.Fatalf("(%v, %v) in %v: even-odd %v, winding number %d", x, y, p, at == inside, w)
		}
	})
}

// A place lies in an area exactly when it lies in the same area drawn one turn of the globe away.
func TestTurnOfTheGlobe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := star(t)
		turn := 360.0
		if p.box().east > 0 {
			turn = -360
		}
		s, err := New([]Area{{ID: "here", Polygons: []Polygon{p}}, {ID: "there", Polygons: []Polygon{p.moved(turn)}}})
		if err != nil {
			t.Skip(err)
		}
		lat, lon := place(t)
		if rapid.Bool().Draw(t, "near") {
			lat, lon = p[0][1], wrap(p[0][0]+rapid.Float64Range(-5, 5).Draw(t, "d"))
		}
		if p.locate(lon, lat) == border || nearBorder(p, lat, lon) {
			return
		}
		if in := s.In(lat, lon); len(in) == 1 {
			t.Fatalf("(%v, %v) lies only in %v", lat, lon, in)
		}
	})
}

// nearBorder leaves out the places at which the rounding of the turn may decide.
func nearBorder(p Polygon, lat, lon float64) bool {
	for i := range p {
		a, b := p.side(i)
		for _, turn := range []float64{0, 360, -360} {
			x := lon + turn
			dx, dy := b[0]-a[0], b[1]-a[1]
			if math.Abs(dx*(lat-a[1])-dy*(x-a[0])) <= 1e-6*math.Hypot(dx, dy) {
				return true
			}
		}
	}
	return false
}

// Of a part that lies inside the whole, every point lies in the whole.
func TestInsideMeansEveryPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := star(t)
		part := slices.Clone(p)
		f := rapid.Float64Range(0.1, 1.5).Draw(t, "size")
		dx := rapid.Float64Range(-5, 5).Draw(t, "dx")
		c := p.box()
		for i, v := range p {
			x, y := (c.west+c.east)/2, (c.south+c.north)/2
			part[i] = [2]float64{x + f*(v[0]-x) + dx, max(-90, min(90, y+f*(v[1]-y)))}
		}
		s, err := New([]Area{{ID: "whole", Polygons: []Polygon{p}}, {ID: "part", Polygons: []Polygon{part}}})
		if err != nil {
			t.Skip(err)
		}
		if !s.Inside("part", "whole") {
			return
		}
		i := rapid.IntRange(0, len(part)-1).Draw(t, "side")
		a, b := part.side(i)
		g := rapid.Float64Range(0, 1).Draw(t, "g")
		if p.locate(a[0]+g*(b[0]-a[0]), a[1]+g*(b[1]-a[1])) != inside {
			t.Fatalf("%v does not lie inside %v", part, p)
		}
	})
}

// Every corner and every point of a side belongs to the area.
func TestBorderBelongsToTheArea(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := star(t)
		i := rapid.IntRange(0, len(p)-1).Draw(t, "side")
		f := rapid.Float64Range(0, 1).Draw(t, "f")
		a, b := p.side(i)
		if at := p.locate(a[0]+f*(b[0]-a[0]), a[1]+f*(b[1]-a[1])); at != border {
			t.Fatalf("a point of side %d of %v: %v", i, p, at)
		}
	})
}

// Contains and In never disagree, on the shipped areas.
func TestInAgreesWithContains(t *testing.T) {
	s := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		lat, lon := place(t)
		in := s.In(lat, lon)
		for _, id := range s.IDs() {
			got, err := s.Contains(id, lat, lon)
			if err != nil || got != slices.Contains(in, id) {
				t.Fatalf("%s: Contains %v, %v; In %v", id, got, err, in)
			}
		}
	})
}

func BenchmarkIn(b *testing.B) {
	s := shipped(b)
	for i := range b.N {
		s.In(float64(i%170)-85, float64(i*7%360)-180)
	}
}

func BenchmarkNew(b *testing.B) {
	areas := shipped(b).areas
	for range b.N {
		if _, err := New(areas); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleSet_Contains() {
	s, err := New([]Area{{ID: "bering-sea", Polygons: []Polygon{{{165, 52}, {200, 55}, {192, 65}, {178, 62}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	in, err := s.Contains("bering-sea", 58, -175)
	fmt.Println(in, err)
	// Output: true <nil>
}
