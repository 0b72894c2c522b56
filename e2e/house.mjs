// A running example institution, and people who use it in a real browser. Each page that is
// looked at is checked by axe-core in light and dark, and photographed in light, dark, narrow
// and as printed; the pictures stand in out/.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const here = dirname(fileURLToPath(import.meta.url))
const program = process.env.ENTENTE || join(here, '..', 'bin', 'entente')
export const browserPath = process.env.CHROMIUM || ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const axe = readFileSync(join(here, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
export const pictures = join(here, 'out')
mkdirSync(pictures, { recursive: true })

export const freePort = () => new Promise((done, fail) => {
  const s = createServer().once('error', fail).listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)) })
})

// open starts the example institution on a port of its own, with an empty store in a folder of its own.
export const open = t => start(t, ['--demo'])

// start starts the program in some way, or another program beside it: what it serves, and the
// links that it printed.
export async function start (t, options, port) {
  assert.ok(browserPath, 'no Chromium is installed; make deps installs it')
  const folder = mkdtempSync(join(tmpdir(), 'entente-e2e-'))
  port ??= await freePort()
  const child = spawn(program, ['serve', ...options, '--store', `sqlite:${join(folder, 'e2e.db')}`, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', d => { said += d })
  child.stderr.on('data', d => { said += d })
  const base = `http://localhost:${port}`
  for (let i = 0; ; i++) {
    if (/(partner|administrator)\s+http/.test(said) && await fetch(base + '/readyz').then(r => r.ok, () => false)) break
    assert.ok(i < 300 && child.exitCode === null, 'the server did not start:\n' + said)
    await new Promise(done => setTimeout(done, 100))
  }
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  t.after(async () => { await browser.close(); child.kill('SIGTERM'); rmSync(folder, { recursive: true, force: true }) })
  const links = Object.fromEntries([...said.matchAll(/^\s+([a-z-]+)\s+(http\S+)$/gm)].map(m => [m[1], m[2]]))
  return { base, browser, links, look, as: role => signIn({ base, browser, links }, role) }
}

// signIn opens the role's link, which is good once, in a browser of its own.
async function signIn (house, role) {
  const context = await house.browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true })
  const page = await context.newPage()
  const wrong = []
  page.on('console', m => { if (m.type() === 'error') wrong.push(`${page.url()}: ${m.text()}`) })
  page.on('pageerror', e => wrong.push(`${page.url()}: ${e}`))
  await page.goto(house.links[role])
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Desk', level: 1 }).waitFor()
  const state = await context.storageState()
  return { page, context, role, wrong, base: house.base, look: name => look(house, page, state, name) }
}

const ways = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  narrow: { colorScheme: 'light', viewport: { width: 360, height: 780 } },
  print: { colorScheme: 'light', viewport: { width: 794, height: 1123 } }
}

// look photographs the page that is open in every way, and has axe-core check it.
export async function look (house, page, storageState, name) {
  const url = page.url()
  for (const [way, options] of Object.entries(ways)) {
    const context = await house.browser.newContext({ ...options, storageState, bypassCSP: true })
    const p = await context.newPage()
    if (way === 'print') await p.emulateMedia({ media: 'print' })
    const answer = await p.goto(url, { waitUntil: 'networkidle' })
    assert.ok(answer.status() < 500, `${url}: ${answer.status()}`)
    await p.screenshot({ path: join(pictures, `${name}-${way}.png`), fullPage: true })
    if (way === 'light' || way === 'dark') {
      await p.evaluate(axe)
      const found = await p.evaluate(() => globalThis.axe.run())
      assert.deepEqual(found.violations.map(v => `${v.id}: ${v.nodes.length} times, ${v.nodes[0].html.slice(0, 200)}`), [], `${url} in ${way}`)
    }
    if (way === 'narrow') {
      const width = await p.evaluate(() => document.documentElement.scrollWidth)
      const wide = () => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120)).slice(0, 5)
      assert.ok(width <= 360, `${url} is ${width} wide on a screen of 360: ${width > 360 ? (await p.evaluate(wide)).join('\n') : ''}`)
    }
    await context.close()
  }
}
