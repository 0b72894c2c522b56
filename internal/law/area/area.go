// Package area answers whether a place lies in an area of which a treaty speaks:
// the Mediterranean Sea, the North Atlantic area north of the Tropic of Cancer,
// the territories under the administration of Japan.
//
// An area is drawn on the grid of longitudes and latitudes: one or more polygons
// whose sides are straight on that grid, less its holes. Its border belongs to it,
// and so does the border of a hole. A polygon that crosses the meridian of 180
// degrees is drawn on beyond it (179, 181, 190). The sea and the islands in it are
// one area unless the area says otherwise.
//
// An area is a help for finding out where a treaty applies. It settles no title to
// territory and no maritime boundary.
package area

import (
	"errors"
	"fmt"
	"sort"

	ent "entente"
)

// Polygon is a closed line of [longitude, latitude] pairs in degrees; the last
// point is joined to the first.
type Polygon [][2]float64

// Area is a part of the earth's surface with a name of its own.
type Area struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	// State is the State whose territory the area is, where it is one State's.
	State string `yaml:"state,omitempty"`
	// Metropolitan tells, for the territory of a State, that it belongs to the
	// metropolitan territory; a territory overseas does not.
	Metropolitan bool           `yaml:"metropolitan,omitempty"`
	Polygons     []Polygon      `yaml:"polygons,flow"`
	Holes        []Polygon      `yaml:"holes,omitempty,flow"`
	Note         string         `yaml:"note,omitempty"`
	Source       string         `yaml:"source,omitempty"`
	Confidence   ent.Confidence `yaml:"confidence,omitempty"`
}

// Set is an immutable collection of areas, safe for use by many goroutines.
type Set struct {
	areas    []Area
	shapes   []shape // beside areas
	byID     map[string]int
	overseas map[string][]int
	inside   map[[2]int]bool // part and whole, of areas that are no State's territory
}

// shape is an area made ready for questions.
type shape struct {
	bounds       box // of all polygons
	parts, holes []part
}

type part struct {
	bounds box
	line   Polygon
}

// New checks the areas and makes them ready. The error joins everything it finds
// wrong: an id that is missing or stands twice, a polygon of fewer than three
// points, one that crosses itself, or a coordinate out of range.
func New(areas []Area) (*Set, error) {
	s := &Set{byID: map[string]int{}, overseas: map[string][]int{}, inside: map[[2]int]bool{}}
	var faults []error
	for _, a := range areas {
		if err := s.add(a); err != nil {
			faults = append(faults, err)
		}
	}
	s.relate()
	return s, errors.Join(faults...)
}

// relate finds which area lies wholly within which.
func (s *Set) relate() {
	for i := range s.areas {
		for j := range s.areas {
			if i != j && s.areas[i].State == "" && s.areas[j].State == "" && s.shapes[i].within(&s.shapes[j]) {
				s.inside[[2]int{i, j}] = true
			}
		}
	}
}

func (s *Set) add(a Area) error {
	if a.ID == "" {
		return ent.Errorf(ent.Invalid, "an area has no id (title %q)", a.Title)
	}
	if _, twice := s.byID[a.ID]; twice {
		return ent.Errorf(ent.Invalid, "area %s stands twice", a.ID)
	}
	if len(a.Polygons) == 0 {
		return ent.Errorf(ent.Invalid, "area %s has no polygon", a.ID)
	}
	sh, err := newShape(a)
	if err != nil {
		return err
	}
	n := len(s.areas)
	s.byID[a.ID] = n
	s.areas, s.shapes = append(s.areas, a), append(s.shapes, sh)
	if a.State != "" && !a.Metropolitan {
		s.overseas[a.State] = append(s.overseas[a.State], n)
	}
	return nil
}

func newShape(a Area) (shape, error) {
	sh := shape{bounds: emptyBox()}
	var err error
	if sh.parts, err = prepare(a.ID, "polygon", a.Polygons); err != nil {
		return sh, err
	}
	if sh.holes, err = prepare(a.ID, "hole", a.Holes); err != nil {
		return sh, err
	}
	for _, p := range sh.parts {
		sh.bounds = sh.bounds.join(p.bounds)
	}
	return sh, nil
}

func prepare(id, what string, lines []Polygon) ([]part, error) {
	var out []part
	for i, l := range lines {
		if err := l.check(); err != nil {
			return nil, ent.Errorf(ent.Invalid, "area %s, %s %d: %v", id, what, i+1, err)
		}
		out = append(out, part{l.box(), l})
	}
	return out, nil
}

// Has reports whether there is an area of that id.
func (s *Set) Has(id string) bool { _, ok := s.byID[id]; return ok }

// IDs returns the ids of all areas in alphabetical order.
func (s *Set) IDs() []string {
	ids := make([]string, 0, len(s.areas))
	for _, a := range s.areas {
		ids = append(ids, a.ID)
	}
	sort.Strings(ids)
	return ids
}

// Area returns the area of that id. What it holds must not be changed.
func (s *Set) Area(id string) (Area, bool) {
	i, ok := s.byID[id]
	if !ok {
		return Area{}, false
	}
	return s.areas[i], true
}

// Overseas returns the areas that are territory of the State but not of its
// metropolitan territory, in the order in which they were given.
func (s *Set) Overseas(state string) []Area {
	var out []Area
	for _, i := range s.overseas[state] {
		out = append(out, s.areas[i])
	}
	return out
}

// Inside reports whether the whole of one area lies within another, or is the same
// area: what is known to lie in the part then lies in the whole. The territories of
// single States are not compared. False for an area that does not exist.
func (s *Set) Inside(part, whole string) bool {
	i, ok := s.byID[part]
	j, found := s.byID[whole]
	return ok && found && (i == j || s.inside[[2]int{i, j}])
}

// Contains reports whether the place lies in the area or on its border. Latitude
// and longitude are degrees, north and east positive; a longitude may be given in
// either way round (190 is -170). The error is of kind NotFound when there is no
// such area, of kind Invalid when there is no such place.
func (s *Set) Contains(id string, lat, lon float64) (bool, error) {
	i, ok := s.byID[id]
	if !ok {
		return false, ent.Errorf(ent.NotFound, "no area %q", id)
	}
	if err := checkPlace(lat, lon); err != nil {
		return false, ent.Errorf(ent.Invalid, "%v", err)
	}
	return s.shapes[i].contains(lat, lon), nil
}

// In returns the ids of all areas in which the place lies, in alphabetical order;
// none when there is no such place.
func (s *Set) In(lat, lon float64) []string {
	if checkPlace(lat, lon) != nil {
		return nil
	}
	var ids []string
	for i := range s.shapes {
		if s.shapes[i].contains(lat, lon) {
			ids = append(ids, s.areas[i].ID)
		}
	}
	sort.Strings(ids)
	return ids
}

// contains tries the place at each turn of the globe at which the area may be drawn.
func (sh *shape) contains(lat, lon float64) bool {
	lon = wrap(lon)
	for _, turn := range [...]float64{0, 360, -360} {
		if x := lon + turn; sh.bounds.holds(x, lat) && sh.at(x, lat) {
			return true
		}
	}
	return false
}

func (sh *shape) at(x, y float64) bool {
	for _, h := range sh.holes {
		if h.bounds.holds(x, y) && h.line.locate(x, y) == inside {
			return false
		}
	}
	for _, p := range sh.parts {
		if p.bounds.holds(x, y) && p.line.locate(x, y) != outside {
			return true
		}
	}
	return false
}

// within reports whether every polygon lies, without touching the border, within
// one polygon of the other shape and clear of its holes.
func (sh *shape) within(o *shape) bool {
	for _, p := range sh.parts {
		held := false
		for _, q := range o.parts {
			held = held || p.within(q)
		}
		for _, h := range o.holes {
			held = held && p.apart(h)
		}
		if !held {
			return false
		}
	}
	return true
}

func checkPlace(lat, lon float64) error {
	if !finite(lat) || lat < -90 || lat > 90 {
		return fmt.Errorf("the latitude %v is not between -90 and 90", lat)
	}
	if !finite(lon) || lon < -360 || lon > 360 {
		return fmt.Errorf("the longitude %v is not between -180 and 180", lon)
	}
	return nil
}
