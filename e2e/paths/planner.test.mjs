// The cooperation planner, weekly: partner and activity, authority and coverage, the readiness
// gate, run and log, evaluate. The matter is a biennial field exercise of two allies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from '../house.mjs'

const from = days => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10)

test('an exercise from plan to lessons', async t => {
  const house = await open(t)
  const planner = await house.as('planner')
  const { page } = planner
  await page.getByRole('link', { name: 'Activities', exact: true }).click()
  await planner.look('activities')
  await page.getByRole('button', { name: 'Plan an activity' }).click()
  await planner.look('activity-kinds')
  await page.getByRole('link', { name: 'Exercise', exact: true }).click()
  await page.getByLabel('Title').fill('Keen Sword')
  await page.getByLabel('Id, such as').fill('KEEN-SWORD-TEST')
  await page.getByLabel('First day').fill(from(5))
  await page.getByLabel('Last day').fill(from(15))
  await page.getByLabel('In whose territory').fill('Japan')
  await page.getByLabel('State 1', { exact: true }).fill('Japan')
  await page.getByLabel('as what, 1', { exact: true }).selectOption('host')
  await page.getByLabel('State 2', { exact: true }).fill('United States')
  await page.getByLabel('as what, 2', { exact: true }).selectOption('sending')
  await page.getByLabel('Facts that are known').fill('exercise.sunshine: true')
  await page.getByRole('button', { name: 'Put it on record' }).click()
  await page.getByRole('alert').getByText('exercise.sunshine').waitFor()
  planner.wrong.length = 0 // the browser reports the refused form as an error
  assert.equal(await page.getByLabel('Title').inputValue(), 'Keen Sword')
  await page.getByLabel('Facts that are known').fill('consent.given: true\nconsent.by_competent_organ: true\nconsent.genuine: true\nconsent.covers_activity: true\nexercise.foreign_troops: true\nexercise.status_settled: true')
  await page.getByRole('button', { name: 'Put it on record' }).click()
  await page.getByRole('heading', { name: 'Keen Sword', level: 1 }).waitFor()
  await page.getByText('JP-SOFA').first().waitFor()
  await planner.look('activity')
  const activity = page.url()

  // five days ahead the gate is red: nothing starts
  await page.getByRole('button', { name: 'Start it' }).click()
  await page.getByRole('alert').getByText(/the gate of KEEN-SWORD-TEST is red/).waitFor()
  planner.wrong.length = 0
  const record = async name => {
    const line = page.getByRole('listitem').filter({ hasText: name }).first()
    await line.getByText('Record it').click()
    await line.getByLabel('What shows it').fill('note verbale 7')
    await line.getByRole('button', { name: 'Record', exact: true }).click()
    await page.getByText('note verbale 7').first().waitFor()
  }
  await page.goto(activity)
  await record('Diplomatic and overflight clearance')

  // an approver lets the rest go on, and says why; who planned it could not
  assert.equal(await page.getByText('Override it').count(), 0)
  const approver = await house.as('approver')
  await approver.page.goto(activity)
  const red = approver.page.getByRole('listitem').filter({ hasText: 'National approval' }).first()
  await red.getByText('Override it').click()
  await red.getByLabel('Why; it stays on record').fill('the cabinet decides on the first day')
  await red.getByRole('button', { name: 'Override', exact: true }).click()
  await approver.page.getByText('overridden by example.approver').waitFor()
  await approver.look('activity-overridden')

  await page.goto(activity)
  await page.getByRole('button', { name: 'Start it' }).click()
  await page.getByRole('button', { name: 'It has ended' }).click()
  await page.getByLabel('A note, or what was learned').fill('Book the port earlier.')
  await page.getByRole('button', { name: 'Close it' }).click()
  await page.getByText('Book the port earlier.').waitFor()
  assert.deepEqual([...planner.wrong, ...approver.wrong], [])
})

test('a mandate that lapses on the way turns the gate red on the day', async t => {
  const house = await open(t)
  const planner = await house.as('planner')
  const { page } = planner
  await page.goto(`${house.base}/activities/MONITORS-SOUTH?on=${from(59)}`)
  assert.equal(await page.locator('.outcome--large').innerText().then(s => /Red/.test(s)), false)
  await page.goto(`${house.base}/activities/MONITORS-SOUTH?on=${from(61)}`)
  await page.locator('.outcome--large').getByText('Red').waitFor()
  await page.getByText(/Mandate in force.*ended on/).first().waitFor()
  await planner.look('activity-mandate')
})
