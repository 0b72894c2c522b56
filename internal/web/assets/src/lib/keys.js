// Pictures and matrices are one stop of the tab key; inside them the arrows move.
export function keys() {
  for (const table of document.querySelectorAll('table[data-matrix]:not([data-keys])')) {
    table.dataset.keys = 'yes'
    const rows = [...table.tBodies[0].rows].map((r) => [...r.cells].slice(1).map((c) => c.querySelector('a')))
    const first = rows.flat().find(Boolean)
    if (first) first.tabIndex = 0
    table.addEventListener('keydown', (e) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key]
      const i = rows.findIndex((r) => r.includes(document.activeElement))
      if (!step || i < 0) return
      e.preventDefault()
      let [y, x] = [i, rows[i].indexOf(document.activeElement)]
      do { y += step[0]; x += step[1] } while (rows[y] && x >= 0 && x < rows[y].length && !rows[y][x])
      const to = rows[y]?.[x]
      if (!to) return
      document.activeElement.tabIndex = -1
      to.tabIndex = 0
      to.focus()
    })
  }
  for (const map of document.querySelectorAll('[data-map]:not([data-keys])')) pictureKeys(map)
}

// in a map or a network the arrows go to the nearest thing that way; what is pointed at is told below
function pictureKeys(map) {
  map.dataset.keys = 'yes'
  const things = [...map.querySelectorAll('a[data-x]')], told = document.getElementById('told')
  if (!things.length) return
  const at = (a) => [Number(a.dataset.x), Number(a.dataset.y)]
  const tell = (e) => {
    const a = e.target.closest?.('a[data-x]')
    if (a && told) told.textContent = a.getAttribute('aria-label')
  }
  things[0].tabIndex = 0
  map.addEventListener('mouseover', tell)
  map.addEventListener('focusin', tell)
  map.addEventListener('keydown', (e) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key]
    const here = document.activeElement
    if (!way || !things.includes(here)) return
    e.preventDefault()
    const [x, y] = at(here)
    let best, least = Infinity
    for (const a of things) {
      const [dx, dy] = [at(a)[0] - x, at(a)[1] - y]
      const along = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0])
      if (a !== here && along > 0 && along + 2 * aside < least) [best, least] = [a, along + 2 * aside]
    }
    if (!best) return
    here.tabIndex = -1
    best.tabIndex = 0
    best.focus()
  })
}
