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
}
