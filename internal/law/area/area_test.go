package area

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	ent "entente"
)

var square = Polygon{{0, 0}, {10, 0}, {10, 10}, {0, 10}}

func mustNew(t testing.TB, areas ...Area) *Set {
	t.Helper()
	s, err := New(areas)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestContains(t *testing.T) {
	s := mustNew(t,
		Area{ID: "square", Polygons: []Polygon{square}, Holes: []Polygon{{{4, 4}, {6, 4}, {6, 6}, {4, 6}}}},
		Area{ID: "two", Polygons: []Polygon{square, {{20, 0}, {30, 0}, {25, 10}}}},
		Area{ID: "dateline", Polygons: []Polygon{{{170, -10}, {190, -10}, {190, 10}, {170, 10}}}},
		Area{ID: "other-way-round", Polygons: []Polygon{{{-190, -10}, {-170, -10}, {-170, 10}, {-190, 10}}}},
		Area{ID: "cap", Polygons: []Polygon{{{-180, 60}, {180, 60}, {180, 90}, {-180, 90}}}},
	)
	for _, c := range []struct {
		id       string
		lat, lon float64
		want     bool
	}{
		{"square", 5, 2, true},
		{"square", 5, 12, false},
		{"square", 11, 5, false},
		{"square", 0, 0, true},    // corner
		{"square", 10, 5, true},   // side
		{"square", 5, 10, true},   // side
		{"square", 5, 5, false},   // hole
		{"square", 4, 5, true},    // border of the hole
		{"square", 6, 6, true},    // corner of the hole
		{"square", 5, 362, false}, // refused below
		{"square", 5, -358, true},
		{"two", 5, 25, true},
		{"two", 5, 21, false},
		{"two", 10, 25, true},
		{"dateline", 0, 175, true},
		{"dateline", 0, 180, true},
		{"dateline", 0, -180, true},
		{"dateline", 0, -175, true},
		{"dateline", 0, -165, false},
		{"dateline", 0, 165, false},
		{"other-way-round", 0, 175, true},
		{"other-way-round", 0, -175, true},
		{"other-way-round", 0, 0, false},
		{"cap", 90, 0, true},
		{"cap", 75, 180, true},
		{"cap", 59, 0, false},
	} {
		got, err := s.Contains(c.id, c.lat, c.lon)
		if c.lon > 360 {
			if !errors.Is(err, ent.ErrInvalid) {
				t.Errorf("Contains(%s, %v, %v): %v, want an error of kind Invalid", c.id, c.lat, c.lon, err)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("Contains(%s, %v, %v) = %v, %v, want %v", c.id, c.lat, c.lon, got, err, c.want)
		}
	}
}

func TestContainsRefuses(t *testing.T) {
	s := mustNew(t, Area{ID: "square", Polygons: []Polygon{square}})
	for _, c := range []struct {
		id       string
		lat, lon float64
		kind     error
	}{
		{"circle", 0, 0, ent.ErrNotFound},
		{"square", math.NaN(), 0, ent.ErrInvalid},
		{"square", 0, math.NaN(), ent.ErrInvalid},
		{"square", 90.5, 0, ent.ErrInvalid},
		{"square", -91, 0, ent.ErrInvalid},
		{"square", 0, math.Inf(1), ent.ErrInvalid},
		{"square", 0, -361, ent.ErrInvalid},
	} {
		if in, err := s.Contains(c.id, c.lat, c.lon); in || !errors.Is(err, c.kind) {
			t.Errorf("Contains(%s, %v, %v) = %v, %v", c.id, c.lat, c.lon, in, err)
		}
	}
	if got := s.In(math.NaN(), 0); got != nil {
		t.Errorf("In of no place: %v", got)
	}
}

func TestNewRefuses(t *testing.T) {
	ring := func(p ...[2]float64) []Polygon { return []Polygon{p} }
	for _, c := range []struct {
		name string
		area Area
		want string
	}{
		{"no id", Area{Title: "somewhere", Polygons: []Polygon{square}}, `no id (title "somewhere")`},
		{"no polygon", Area{ID: "a"}, "area a has no polygon"},
		{"two points", Area{ID: "a", Polygons: ring([2]float64{0, 0}, [2]float64{1, 1})}, "needs three points, this has 2"},
		{"latitude", Area{ID: "a", Polygons: ring([2]float64{0, 0}, [2]float64{1, 95}, [2]float64{2, 0})}, "point 2: the latitude 95 is out of range"},
		{"longitude", Area{ID: "a", Polygons: ring([2]float64{0, 0}, [2]float64{400, 5}, [2]float64{2, 0})}, "point 2: the longitude 400 is out of range"},
		{"not a number", Area{ID: "a", Polygons: ring([2]float64{0, 0}, [2]float64{math.NaN(), 5}, [2]float64{2, 0})}, "point 2: the longitude NaN"},
		{"repeated", Area{ID: "a", Polygons: ring([2]float64{0, 0}, [2]float64{5, 5}, [2]float64{2, 0}, [2]float64{0, 0})}, "the first point is repeated at the end"},
		{"bow tie", Area{ID: "a", Polygons: ring([2]float64{0, 0}, [2]float64{10, 10}, [2]float64{10, 0}, [2]float64{0, 10})}, "the side from point 1 at [0 0] meets the one from point 3"},
		{"too wide", Area{ID: "a", Polygons: ring([2]float64{-200, 0}, [2]float64{200, 0}, [2]float64{0, 10})}, "round the globe more than once"},
		{"hole", Area{ID: "a", Polygons: []Polygon{square}, Holes: ring([2]float64{0, 0})}, "area a, hole 1:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := New([]Area{c.area})
			if !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// One fault does not hide another, and the sound areas are still there.
func TestNewNamesAllFaults(t *testing.T) {
	s, err := New([]Area{{ID: "a", Polygons: []Polygon{square}}, {ID: "a", Polygons: []Polygon{square}}, {ID: "b"}})
	if err == nil || !strings.Contains(err.Error(), "area a stands twice") || !strings.Contains(err.Error(), "area b has no polygon") {
		t.Errorf("got %v", err)
	}
	if !s.Has("a") || s.Has("b") {
		t.Errorf("areas: %v", s.IDs())
	}
}

func TestLookUp(t *testing.T) {
	s := mustNew(t,
		Area{ID: "sea", Title: "Sea", Polygons: []Polygon{square}},
		Area{ID: "colony", State: "FRA", Polygons: []Polygon{square}},
		Area{ID: "home-island", State: "FRA", Metropolitan: true, Polygons: []Polygon{square}},
		Area{ID: "atoll", State: "FRA", Polygons: []Polygon{square}},
	)
	var overseas []string
	for _, a := range s.Overseas("FRA") {
		overseas = append(overseas, a.ID)
	}
	if diff := cmp.Diff([]string{"colony", "atoll"}, overseas); diff != "" {
		t.Error(diff)
	}
	if got := s.Overseas("GBR"); got != nil {
		t.Errorf("Overseas(GBR) = %v", got)
	}
	all := []string{"atoll", "colony", "home-island", "sea"}
	if diff := cmp.Diff(all, s.IDs()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(all, s.In(5, 5)); diff != "" {
		t.Error(diff)
	}
	if a, ok := s.Area("sea"); !ok || a.Title != "Sea" {
		t.Errorf("Area(sea) = %v, %v", a, ok)
	}
	if _, ok := s.Area("lake"); ok {
		t.Error("found an area that is not there")
	}
}
