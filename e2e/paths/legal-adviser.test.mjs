// The legal adviser, daily: facts in, only the missing questions, an answer with citations,
// like findings, a second signature, a watch.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from '../house.mjs'

test('a question becomes a signed and watched finding', async t => {
  const house = await open(t)
  const adviser = await house.as('legal-adviser')
  const { page } = adviser
  await adviser.look('desk')
  await page.getByRole('link', { name: 'Français' }).click()
  await page.getByRole('heading', { name: 'Bureau', level: 1 }).waitFor()
  await adviser.look('desk-fr')
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('link', { name: 'Ask', exact: true }).first().click()
  await adviser.look('ask')
  await page.getByRole('link', { name: 'exercise', exact: true }).click()
  await page.getByLabel('What is it about?').fill('Keen Sword')
  await page.getByLabel('The day whose law applies').fill('2026-11-02')
  await page.getByLabel('In whose territory').fill('Japan')
  await page.getByLabel('State 1').fill('Japan')
  await page.getByLabel('as', { exact: true }).first().selectOption('host')
  await page.getByLabel('State 2').fill('United States')
  await page.getByLabel('as', { exact: true }).nth(1).selectOption('sending')
  await adviser.look('ask-begin')
  await page.getByRole('button', { name: 'Begin' }).click()

  // an answer that is left out is asked for again, beside the field
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').getByText('There is a problem').waitFor()
  adviser.wrong.length = 0 // the browser reports the refused form as an error
  await adviser.look('ask-question')
  let asked = 0
  while (page.url().includes('/ask/question')) {
    assert.ok(++asked <= 12, 'the interview has more than 12 questions')
    const yes = page.getByLabel('Yes', { exact: true })
    if (await yes.count()) await yes.check()
    else if (await page.getByLabel('I do not know yet').count()) await page.getByLabel('I do not know yet').check()
    else { await page.getByRole('button', { name: 'I do not know yet' }).click(); continue }
    await page.getByRole('button', { name: 'Continue' }).click()
  }
  t.diagnostic(`${asked} questions`)
  await adviser.look('ask-finding')
  await page.getByRole('button', { name: 'Put it on record' }).click()
  await page.getByRole('heading', { level: 1, name: 'Keen Sword' }).waitFor()
  const finding = page.url()
  await adviser.look('finding')
  assert.equal(await page.getByRole('button', { name: 'Sign', exact: true }).count(), 0, 'who drafted it may sign it')
  await page.getByRole('button', { name: 'Watch' }).click()
  await page.getByRole('button', { name: 'Stop watching' }).waitFor()

  const approver = await house.as('approver')
  await approver.page.goto(house.base + '/')
  await approver.page.getByRole('link', { name: 'Keen Sword' }).click()
  await approver.page.getByRole('button', { name: 'Sign', exact: true }).click()
  await approver.page.getByText('Signed by example.approver').waitFor()
  await page.goto(finding)
  await page.getByText('Signed by example.approver').waitFor()
  assert.deepEqual(adviser.wrong, [])
  assert.deepEqual(approver.wrong, [])
})
