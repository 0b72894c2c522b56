// Package picture holds what pictures of the law are drawn from: the shapes of the world's
// territories, and where things are put so that they can be read. It draws nothing itself; the
// pages do, on the server, so that a picture prints and needs no script.
package picture

import (
	"encoding/json"
	"sync"

	ent "entente"
	"entente/internal/web/assets"
)

// Box is a part of a picture: left, top, right, bottom.
type Box [4]float64

// Width of the box.
func (b Box) Width() float64 { return b[2] - b[0] }

// Height of the box.
func (b Box) Height() float64 { return b[3] - b[1] }

// meets reports whether two boxes have anything in common.
func (b Box) meets(o Box) bool { return b[0] < o[2] && o[0] < b[2] && b[1] < o[3] && o[1] < b[3] }

// Shape is a territory, in the units of the world's box: a path in the language of SVG, the box
// around it, the middle of its largest part, how large it is.
type Shape struct {
	Code ent.StateCode `json:"code"`
	Name string        `json:"name"`
	Path string        `json:"path"`
	Box  Box           `json:"box"`
	At   [2]float64    `json:"at"`
	Area float64       `json:"area"`
}

// View is a part of the world that is shown by itself.
type View struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Box  Box    `json:"box"`
}

// World is the map of the world on an equal-earth projection, with borders as they are today.
// From Natural Earth, which is in the public domain.
type World struct {
	Views  []View  `json:"views"`
	Sphere string  `json:"sphere"`
	Coarse []Shape `json:"coarse"`
	Fine   []Shape `json:"fine"`
}

// Earth returns the map; an error of kind Unavailable when the assets were not built.
var Earth = sync.OnceValues(func() (*World, error) {
	b, err := assets.File("world.json")
	if err != nil {
		return nil, ent.Errorf(ent.Unavailable, "the map was not built into this program; make assets builds it")
	}
	w := &World{}
	if err := json.Unmarshal(b, w); err != nil {
		return nil, err
	}
	return w, nil
})

// View returns the part with the id, the whole for "", and false for one that is not there.
func (w *World) View(id string) (View, bool) {
	for _, v := range w.Views {
		if v.ID == id || id == "" {
			return v, true
		}
	}
	return View{}, false
}

// small is the area, at the size at which a view is shown, below which a territory is a dot.
const small = 14

// In returns the shapes that are seen in a part of the world, and those that are too small to
// be seen as more than a dot: without path, in At.
func (w *World) In(v View) (shapes, dots []Shape) {
	scale := w.Views[0].Box.Width() / v.Box.Width()
	list := w.Fine
	if scale < 1.5 {
		list = w.Coarse
	}
	seen := map[ent.StateCode]bool{}
	for _, s := range list {
		if s.Box.meets(v.Box) && s.Path != "" {
			shapes = append(shapes, s)
		}
		seen[s.Code] = s.Path != "" && s.Area*scale*scale >= small
	}
	for _, s := range w.Fine {
		if s.Code != "" && !seen[s.Code] && v.Box.meets(Box{s.At[0], s.At[1], s.At[0] + 0.1, s.At[1] + 0.1}) {
			s.Path = ""
			dots = append(dots, s)
		}
	}
	return shapes, dots
}
