// Verifying the log in the reader's browser: everything is fetched and computed here, and what
// was verified is remembered for the next time.
import { base64, key, verify } from './lib/tlog.js'

const form = document.querySelector('form[data-log]')
if (form) {
  const out = form.querySelector('output')
  const bar = form.querySelector('progress')
  const words = form.dataset
  const kept = name => { try { return JSON.parse(localStorage.getItem('entente-log ' + name)) } catch { return null } }
  form.hidden = false
  form.addEventListener('submit', async (e) => {
    e.preventDefault()
    e.stopImmediatePropagation()
    out.className = 'verified'
    out.textContent = ''
    bar.hidden = false
    bar.removeAttribute('value')
    try {
      const k = key(form.elements.key.value)
      const before = kept(k.name)
      const get = async path => {
        const answer = await fetch(words.log + path, { cache: path === 'checkpoint' ? 'no-store' : 'default' })
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
        return new Uint8Array(await answer.arrayBuffer())
      }
      const c = await verify(get, k, before, (done, of) => { bar.max = of; bar.value = done })
      const at = new Date().toISOString()
      localStorage.setItem('entente-log ' + k.name, JSON.stringify({ size: c.size, root: base64(c.root), at }))
      out.className = 'verified verified--good'
      const say = [words.good.replace('%d', c.size).replace('%s', c.origin)]
      if (before) say.push(words.since.replace('%d', before.size).replace('%s', before.at.slice(0, 10)))
      if (c.others.length) say.push(words.others.replace('%s', c.others.join(', ')))
      out.textContent = say.join(' ')
    } catch (err) {
      out.className = 'verified verified--bad'
      out.textContent = words.bad.replace('%s', err.message)
    }
    bar.hidden = true
  }, { capture: true })
}
