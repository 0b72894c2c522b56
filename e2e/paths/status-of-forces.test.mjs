// The status-of-forces officer, per incident: who, where, on duty? Then who has jurisdiction and
// under which clause, and the duties that follow, each with its clock, on the list.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from '../house.mjs'

test('an incident becomes jurisdiction, and duties with their clocks', async t => {
  const house = await open(t)
  const officer = await house.as('legal-adviser')
  const { page } = officer
  await page.getByRole('link', { name: 'Ask', exact: true }).first().click()
  await page.getByRole('link', { name: 'offence', exact: true }).click()
  await page.getByLabel('What is it about?').fill('A visiting soldier and a bar')
  await page.getByLabel('The day whose law applies').fill('2024-06-01')
  await page.getByLabel('In whose territory').fill('Poland')
  await page.getByLabel('State 1').fill('United Kingdom')
  await page.getByLabel('as', { exact: true }).first().selectOption('sending')
  await page.getByLabel('State 2').fill('Poland')
  await page.getByLabel('as', { exact: true }).nth(1).selectOption('host')
  await page.getByRole('button', { name: 'Begin' }).click()

  // facts that are known are told; "I do not know yet" is an answer to everything else
  const known = {
    'offence.accused': 'force', 'offence.accused_subject_to_military_law': 'true', 'offence.punishable_by_sending': 'true', 'offence.punishable_by_host': 'true', 'offence.victim_is': 'other-sending-force',
    'offence.against': 'person', 'offence.official_duty': 'false', 'offence.held_by': 'sending', 'offence.charged': 'false'
  }
  let asked = 0
  while (page.url().includes('/ask/question')) {
    assert.ok(++asked <= 20, 'the interview has more than 20 questions')
    const answer = known[await page.locator('input[name="fact"]').inputValue()] ?? 'unknown'
    const choice = page.locator(`input[name="value"][value="${answer}"]`)
    if (!await choice.count()) { await page.getByRole('button', { name: 'I do not know yet' }).click(); continue }
    await choice.check()
    await page.getByRole('button', { name: 'Continue' }).click()
  }
  t.diagnostic(`${asked} questions`)
  await page.getByRole('heading', { name: 'Jurisdiction' }).waitFor()
  await page.getByText(/NATO-SOFA VII/).first().waitFor()
  await officer.look('jurisdiction')
  await page.getByRole('button', { name: 'Put it on record' }).click()
  await page.getByRole('button', { name: /calendar/ }).waitFor()
  await page.getByLabel('Who sees to them').fill('jurisdiction-desk')
  await page.getByRole('button', { name: /calendar/ }).click()
  await page.getByText('The duties are on the list').waitFor()
  await page.goto(house.base + '/calendar?owner=jurisdiction-desk')
  assert.ok(await page.getByText(/finding F-/).count() > 0)
  await officer.look('jurisdiction-duties')
  assert.deepEqual(officer.wrong, [])
})
