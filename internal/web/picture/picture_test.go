package picture

import (
	"math"
	"os"
	"testing"

	"pgregory.net/rapid"

	"entente/internal/web/assets"
)

// Whatever the weights, everything stands in the box and apart, the same each time.
func TestLayout(t *testing.T) {
	box := Box{20, 20, 980, 600}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		w := rapid.SliceOfN(rapid.Float64Range(0, 50), n*n, n*n).Draw(t, "weights")
		weight := func(i, j int) float64 { return math.Floor(w[min(i, j)*n+max(i, j)] / 10) }
		at, again := Layout(n, weight, box, 40), Layout(n, weight, box, 40)
		for i, p := range at {
			if p != again[i] {
				t.Fatalf("%d stands at %v, then at %v", i, p, again[i])
			}
			if !(p[0] >= box[0] && p[0] <= box[2] && p[1] >= box[1] && p[1] <= box[3]) {
				t.Fatalf("%d stands outside: %v", i, p)
			}
			for j := range i {
				if math.Hypot(p[0]-at[j][0], p[1]-at[j][1]) < 20 {
					t.Fatalf("%d and %d stand on one another: %v %v", i, j, p, at[j])
				}
			}
		}
	})
}

// What has much to do with one another stands closer than what has nothing.
func TestLayoutGroups(t *testing.T) {
	weight := func(i, j int) float64 {
		if i/5 == j/5 {
			return 10
		}
		return 0
	}
	at := Layout(10, weight, Box{0, 0, 1000, 600}, 20)
	var within, between float64
	for i := range at {
		for j := range i {
			d := math.Hypot(at[i][0]-at[j][0], at[i][1]-at[j][1])
			if i/5 == j/5 {
				within += d / 20
			} else {
				between += d / 25
			}
		}
	}
	if within*1.5 > between {
		t.Errorf("within a group %.0f apart, between groups %.0f", within, between)
	}
}

// The map has every view, and marks a State that is too small to be drawn.
func TestEarth(t *testing.T) {
	if !assets.Built() {
		if os.Getenv("CI") != "" {
			t.Fatal("the assets are not built; make check builds them first")
		}
		t.Skip("skipped: the assets are not built; run make assets")
	}
	w, err := Earth()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range w.Views {
		if shapes, _ := w.In(v); len(shapes) < 10 {
			t.Errorf("%s: %d shapes", v.ID, len(shapes))
		}
	}
	world, _ := w.View("")
	_, dots := w.In(world)
	small := map[string]bool{}
	for _, d := range dots {
		small[string(d.Code)] = true
	}
	if !small["MLT"] || !small["TUV"] || small["FRA"] {
		t.Errorf("dots: %v", small)
	}
	if _, ok := w.View("atlantis"); ok {
		t.Error("a view of Atlantis")
	}
}
