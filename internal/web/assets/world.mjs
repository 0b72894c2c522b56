// Makes of the world atlas (Natural Earth, in the public domain) what the map of the pages is drawn
// from: one path for each territory with an ISO code, on an equal-earth projection, coarse for the
// world and fine for its regions. The pages draw it on the server, so that it prints.
import { geoEqualEarth, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import { presimplify, simplify, sphericalTriangleArea } from 'topojson-simplify'
import { readFileSync } from 'node:fs'

const read = (f) => JSON.parse(readFileSync(`node_modules/${f}`, 'utf8'))
const alpha3 = Object.fromEntries(read('i18n-iso-countries/codes.json').map(([, three, numeric]) => [numeric, three]))
const [width, height] = [1200, 600]
const round = (n) => Math.round(n * 10) / 10

// the cut runs through the Bering Strait, so that no State but Antarctica is in two parts
const projection = geoEqualEarth().rotate([-11, 0]).fitExtent([[4, 4], [width - 4, height - 4]], { type: 'Sphere' })

function shapes(atlas) {
  const path = geoPath(projection).digits(1)
  return feature(atlas, atlas.objects.countries).features.filter((f) => f.id !== '010').map((f) => {
    const [[x0, y0], [x1, y1]] = path.bounds(f)
    // a small State among large ones is marked where its largest part lies
    const parts = f.geometry.type === 'MultiPolygon' ? f.geometry.coordinates.map((c) => ({ type: 'Polygon', coordinates: c })) : [f.geometry]
    const [x, y] = path.centroid(parts.reduce((a, b) => (path.area(b) > path.area(a) ? b : a)))
    return { code: alpha3[f.id] ?? '', name: f.properties.name, path: path(f), box: [x0, y0, x1, y1].map(round), at: [round(x), round(y)], area: round(path.area(f)) }
  }).sort((a, b) => (a.code + a.name < b.code + b.name ? -1 : 1))
}

// parts of the world, by the degrees that they span
const views = [['world', 'World'], ['europe', 'Europe', -24, 34, 42, 71], ['africa', 'Africa', -19, -36, 53, 38], ['asia', 'Asia', 26, -11, 148, 56],
  ['pacific', 'Pacific', 108, -48, 189, 22], ['north-america', 'North America', -128, 6, -52, 60], ['caribbean', 'Caribbean', -92, 6, -57, 28], ['south-america', 'South America', -83, -56, -33, 14]]
  .map(([id, name, ...d]) => {
    if (!d.length) return { id, name, box: [0, 0, width, 548] }
    const [w, s, e, n] = d, at = []
    for (let i = 0; i <= 20; i++) for (const p of [[w + ((e - w) * i) / 20, s], [w + ((e - w) * i) / 20, n], [w, s + ((n - s) * i) / 20], [e, s + ((n - s) * i) / 20]]) at.push(projection(p))
    const [xs, ys] = [at.map((p) => p[0]), at.map((p) => p[1])]
    return { id, name, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(round) }
  })

// what the eye cannot see at four times the size is left out, along shared borders alike
const lighter = (atlas) => simplify(presimplify(atlas, sphericalTriangleArea), 1e-6)

export function world() {
  const coarse = shapes(read('world-atlas/countries-110m.json')), fine = shapes(lighter(read('world-atlas/countries-50m.json')))
  const known = new Set(fine.map((s) => s.code))
  for (const s of shapes(read('world-atlas/countries-10m.json'))) if (s.code && !known.has(s.code)) fine.push({ ...s, path: '' })
  return { width, height, views, sphere: geoPath(projection).digits(1)({ type: 'Sphere' }), coarse, fine }
}
