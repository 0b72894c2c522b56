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
})
