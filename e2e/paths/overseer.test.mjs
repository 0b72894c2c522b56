// The oversight body: reads everything it is cleared for, asks again, verifies, and changes nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from '../house.mjs'

test('everything can be read, nothing changed', async t => {
  const house = await open(t)
  const overseer = await house.as('oversight')
  const { page } = overseer
  for (const [path, name] of [['/findings', 'findings'], ['/register', 'register'], ['/register/NATO-SOFA', 'instrument'], ['/relations?states=FIN,NOR,USA', 'relations'],
    ['/relations/coverage?states=FIN,NOR,USA', 'coverage'], ['/relations/map?instrument=ATT', 'map'], ['/relations/matrix?states=FIN,NOR,USA,JPN', 'matrix'],
    ['/relations/timeline?states=FIN', 'timeline'], ['/relations/network?states=FIN,NOR,USA,JPN,DEU', 'network'], ['/search?q=custody', 'search'], ['/corpus', 'corpus'], ['/log-book', 'log']]) {
    await page.goto(house.base + path)
    await overseer.look(name)
  }
  await page.goto(house.base + '/findings')
  await page.locator('main table a').first().click()
  await page.getByText('the same, to the byte').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Sign', exact: true }).count(), 0)
  const refused = await page.goto(house.base + '/administration')
  assert.equal(refused.status(), 403)
  await page.goto(house.base + '/search?q=')
  await page.keyboard.press('Tab')
  await page.getByRole('link', { name: 'Skip to the content' }).waitFor()
})

test('the administrator lets somebody in', async t => {
  const house = await open(t)
  const administrator = await house.as('administrator')
  await administrator.page.goto(house.base + '/administration')
  await administrator.look('administration')
  await administrator.page.goto(house.base + '/administration/reads')
  await administrator.look('administration-reads')
})

test('the log is verified in the browser', async t => {
  const house = await open(t)
  const overseer = await house.as('oversight')
  const { page } = overseer
  const verify = async () => {
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.locator('.verified--good, .verified--bad').waitFor()
    return page.locator('output').innerText()
  }
  await page.goto(house.base + '/log-book')
  const size = Number((await page.getByText('entries. Everything put on record').innerText()).split(' ')[0])
  const said = await verify()
  assert.match(said, /^The signature is genuine, and all \d+ entries of ministry\.example\/entente/)
  assert.ok(Number(said.match(/\d+/)[0]) >= size && size > 256, said)
  await page.reload()
  assert.match(await verify(), /Nothing of the \d+ entries that you verified/)
  assert.deepEqual(overseer.wrong, [])

  // a key that is another's, an entry that was changed, and a log that lost some
  const key = await page.getByLabel('Key of the log').inputValue()
  await page.getByLabel('Key of the log').fill(key.replace('ministry', 'minister'))
  assert.match(await verify(), /does not verify: the hash in the key/)
  await page.getByLabel('Key of the log').fill(key)
  await page.route('**/log/tile/entries/000', async route => {
    const answer = await route.fetch()
    const body = Buffer.from(await answer.body())
    body[40] ^= 1
    await route.fulfill({ response: answer, body })
  })
  await page.evaluate(() => { for (const k of Object.keys(localStorage)) localStorage.setItem(k + ' aside', localStorage.getItem(k)), localStorage.removeItem(k) })
  assert.match(await verify(), /does not verify: the entries are not those that the checkpoint was signed over/)
  await page.evaluate(() => { for (const k of Object.keys(localStorage)) localStorage.setItem(k.replace(' aside', ''), localStorage.getItem(k)) })
  assert.match(await verify(), /does not verify: the first \d+ entries are others than when you last verified/)
  await page.unroute('**/log/tile/entries/000')
  await page.evaluate(() => { for (const k of Object.keys(localStorage)) { const v = JSON.parse(localStorage.getItem(k)); v.size += 100000; localStorage.setItem(k, JSON.stringify(v)) } })
  assert.match(await verify(), /does not verify: the log has \d+ entries now and had \d+/)
  overseer.wrong.length = 0
  await overseer.look('log-verified')
})
