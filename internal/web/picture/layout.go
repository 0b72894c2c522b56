package picture

import "math"

// Layout puts things in a box so that those that have much to do with one another stand close:
// weight tells how much, zero for nothing. The same weights give the same places. It is the
// majorization of stress (Gansner, Koren and North, 2005), then things too near are moved apart.
func Layout(n int, weight func(i, j int) float64, box Box, apart float64) [][2]float64 {
	if n == 0 {
		return nil
	}
	most := 0.0
	for i := range n {
		for j := range i {
			most = max(most, weight(i, j))
		}
	}
	ideal := func(i, j int) float64 { // between 1 and 4
		if w := weight(i, j); w > 0 {
			return 1 + 2*(1-math.Sqrt(w/most))
		}
		return 4
	}
	at := ring(n)
	for range 120 {
		majorize(at, ideal)
	}
	at = fit(at, box)
	for range 300 {
		if !separate(at, apart, box) {
			break
		}
	}
	return at
}

// ring begins with everything on a circle.
func ring(n int) [][2]float64 {
	at := make([][2]float64, n)
	for i := range at {
		a := 2*math.Pi*float64(i)/float64(n) + 0.3
		at[i] = [2]float64{math.Cos(a) * 1.5, math.Sin(a)}
	}
	return at
}

// majorize moves each thing in turn to where the others would have it.
func majorize(at [][2]float64, ideal func(i, j int) float64) {
	for i := range at {
		var x, y, total float64
		for j := range at {
			if i == j {
				continue
			}
			d := ideal(i, j)
			w := 1 / (d * d)
			dx, dy := at[i][0]-at[j][0], at[i][1]-at[j][1]
			l := max(math.Hypot(dx, dy), 1e-6)
			x += w * (at[j][0] + d*dx/l)
			y += w * (at[j][1] + d*dy/l)
			total += w
		}
		if total > 0 {
			at[i] = [2]float64{x / total, y / total}
		}
	}
}

// fit stretches the places over the box, by a little more one way than the other at most.
func fit(at [][2]float64, box Box) [][2]float64 {
	low, high := at[0], at[0]
	for _, p := range at {
		for k := range p {
			low[k], high[k] = min(low[k], p[k]), max(high[k], p[k])
		}
	}
	size := [2]float64{box.Width(), box.Height()}
	var scale [2]float64
	for k := range scale {
		scale[k] = size[k] / max(high[k]-low[k], 1e-6)
	}
	least := min(scale[0], scale[1])
	out := make([][2]float64, len(at))
	for i, p := range at {
		for k := range p {
			v := box[k] + size[k]/2 + (p[k]-(low[k]+high[k])/2)*min(scale[k], 1.4*least)
			out[i][k] = min(max(v, box[k]), box[k+2]) // what was rounded stays inside
		}
	}
	return out
}

// separate moves things apart that stand too near, and reports whether it had to.
func separate(at [][2]float64, apart float64, box Box) bool {
	moved := false
	for i := range at {
		for j := range i {
			dx, dy := at[i][0]-at[j][0], at[i][1]-at[j][1]
			l := math.Hypot(dx, dy)
			if l >= apart {
				continue
			}
			if l < 1e-6 {
				dx, dy, l = 1, 0.5, 1.1
			}
			moved = true
			push := (apart - l) / 2 / l
			for k, d := range [2]float64{dx, dy} {
				at[i][k] = min(max(at[i][k]+d*push, box[k]), box[k+2])
				at[j][k] = min(max(at[j][k]-d*push, box[k]), box[k+2])
			}
		}
	}
	return moved
}
