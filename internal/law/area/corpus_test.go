package area

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func shipped(t testing.TB) *Set {
	t.Helper()
	var file struct {
		Areas []Area `yaml:"areas"`
	}
	read(t, "../../../corpus/areas.yaml", &file)
	s, err := New(file.Areas)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t testing.TB, name string, into any) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	dec := yaml.NewDecoder(f)
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// treatyAreas are the areas of which an alliance speaks; a probe lists those in
// which it lies completely, and overseas territories where it lies in one.
var treatyAreas = []string{"american-security-zone", "black-sea", "cyprus", "elsewhere", "europe", "japan-administered", "mediterranean",
	"north-america", "north-atlantic-north-of-tropic", "pacific", "philippines", "rok-administered", "south-china-sea", "turkiye"}

// Every probe lies in exactly the areas listed. The zone of the Rio treaty and
// "elsewhere" are listed only where a probe asks about them.
func TestProbes(t *testing.T) {
	s := shipped(t)
	var file struct {
		Probes []struct {
			Name     string
			Lat, Lon float64
			In       []string
			Also     []string // may lie in these too
		}
	}
	read(t, "testdata/probes.yaml", &file)
	if len(file.Probes) < 120 {
		t.Errorf("%d probes, want at least 120", len(file.Probes))
	}
	for _, p := range file.Probes {
		for _, id := range append(slices.Clone(p.In), p.Also...) {
			if !s.Has(id) {
				t.Errorf("%s: no area %q", p.Name, id)
			}
		}
		got := slices.DeleteFunc(s.In(p.Lat, p.Lon), func(id string) bool {
			return !slices.Contains(p.In, id) && (slices.Contains(p.Also, id) || id == "american-security-zone" || id == "elsewhere")
		})
		slices.Sort(p.In)
		if diff := cmp.Diff(p.In, got); diff != "" && len(p.In)+len(got) > 0 {
			t.Errorf("%s (%v, %v): areas -want +got:\n%s", p.Name, p.Lat, p.Lon, diff)
		}
	}
}

// What is known to lie in the part lies in the whole; areas that only overlap are not inside one another.
func TestInside(t *testing.T) {
	s := shipped(t)
	want := [][2]string{{"japan-administered", "pacific"}, {"north-america", "american-security-zone"}, {"philippines", "pacific"}, {"rok-administered", "pacific"}}
	var got [][2]string
	for _, part := range treatyAreas {
		for _, whole := range treatyAreas {
			if part != whole && s.Inside(part, whole) {
				got = append(got, [2]string{part, whole})
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !s.Inside("europe", "europe") || s.Inside("europe", "moon") || s.Inside("moon", "moon") {
		t.Error("an area lies inside itself, and nothing inside an area that is not there")
	}
}

// Nothing that a State's `within: elsewhere` rules out may touch that area.
func TestElsewhereTouchesNoOtherTreatyArea(t *testing.T) {
	s := shipped(t)
	for _, id := range treatyAreas {
		if id == "elsewhere" {
			continue
		}
		if touch(s.shapes[s.byID["elsewhere"]], s.shapes[s.byID[id]]) {
			t.Errorf("elsewhere touches %s", id)
		}
	}
}

func TestPartsLieWithinTheWhole(t *testing.T) {
	s := shipped(t)
	for _, c := range []struct{ part, whole string }{
		{"japan-administered", "pacific"}, {"rok-administered", "pacific"}, {"philippines", "pacific"},
		{"overseas-DNK-greenland", "north-america"}, {"overseas-GBR-akrotiri", "cyprus"}, {"overseas-GBR-dhekelia", "cyprus"},
		{"overseas-PRT-azores", "north-atlantic-north-of-tropic"}, {"overseas-ESP-canary-islands", "north-atlantic-north-of-tropic"},
		{"overseas-NOR-svalbard", "north-atlantic-north-of-tropic"}, {"overseas-USA-hawaii", "pacific"}, {"overseas-GBR-channel-islands", "europe"},
	} {
		a, ok := s.Area(c.part)
		if !ok {
			t.Errorf("no area %s", c.part)
		}
		for _, p := range a.Polygons {
			for _, v := range p {
				if in, err := s.Contains(c.whole, v[1], v[0]); err != nil || !in {
					t.Errorf("%s: the point %v does not lie in %s (%v)", c.part, v, c.whole, err)
				}
			}
		}
	}
}

func touch(a, b shape) bool {
	for _, p := range a.parts {
		for _, q := range b.parts {
			if !p.apart(q) {
				return true
			}
		}
	}
	return false
}
