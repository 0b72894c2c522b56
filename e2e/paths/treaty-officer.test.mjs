// The treaty officer, weekly: a document in, clauses, gaps against the playbook, what becomes
// law and duty; two drafts beside one another; where an agreement stands in its making.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { open } from '../house.mjs'

const text = new URL('../../internal/review/testdata/agreement.md', import.meta.url)

test('a text becomes clauses, gaps, a norm and a duty', async t => {
  const house = await open(t)
  const officer = await house.as('legal-adviser')
  const { page } = officer
  await page.getByRole('link', { name: 'Documents' }).click()
  await officer.look('documents')
  await page.getByRole('button', { name: 'Add a text' }).click()
  await officer.look('documents-new')
  const file = { name: 'agreement.md', mimeType: 'text/markdown', buffer: readFileSync(text) }
  await page.getByLabel('The agreement’s text').setInputFiles(file)
  await page.getByRole('button', { name: 'Read it only' }).click()
  await page.getByText('Only read; nothing was kept').waitFor()
  await page.getByLabel('The agreement’s text').setInputFiles(file)
  await page.getByLabel('Id', { exact: true }).fill('FIN-JPN-SUPPLY')
  await page.getByLabel('In force since').fill('2024-03-01')
  await page.getByRole('button', { name: 'Put it on record' }).click()
  await page.getByRole('heading', { name: /5 of 5 sentences are open/ }).waitFor()
  await officer.look('document')

  await page.getByRole('link', { name: 'Review the next one' }).click()
  await officer.look('document-proposal')
  await page.getByRole('link', { name: 'Skip to the next open one' }).click()
  await page.getByLabel('Clock in findings').fill('day + 60 days')
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await page.goto(house.base + '/documents/FIN-JPN-SUPPLY/proposals/4')
  await page.getByLabel('Put a duty on the list').check()
  await page.getByLabel('State that bears it').fill('FIN')
  await page.getByLabel('or on a clock that starts on').fill('2026-12-31')
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await page.goto(house.base + '/calendar')
  await page.getByText('exchange a report on the supplies').first().waitFor()
  await officer.look('calendar')
  await page.goto(house.base + '/documents/FIN-JPN-SUPPLY')
  await page.getByRole('heading', { name: /3 of 5 sentences are open/ }).waitFor()
  await page.goto(house.base + '/documents/FIN-JPN-SUPPLY/like?article=6')
  await officer.look('document-like')
  assert.deepEqual(officer.wrong, [])
})

test('two drafts are compared, and instruments weighed', async t => {
  const house = await open(t)
  const officer = await house.as('legal-adviser')
  const { page } = officer
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  for (const version of ['draft-1', 'draft-2']) await page.getByLabel(new RegExp(`FIN-AUS-GSA\\s+${version}`)).check()
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('4 of 11 provisions differ').waitFor()
  await officer.look('compare')
  await page.goto(house.base + '/compare/weigh')
  await page.getByLabel('Instrument 1').fill('NATO-SOFA')
  await page.getByLabel('Instrument 2').fill('FIN-GBR-VFA')
  await page.getByLabel('Broad scope').fill('3')
  await page.getByRole('button', { name: 'Weigh' }).click()
  await page.getByText('of all weightings').first().waitFor()
  await officer.look('weigh')
  await page.goto(house.base + '/register/FIN-AUS-GSA/making')
  await page.getByRole('heading', { name: 'What comes next' }).waitFor()
  await officer.look('making')
  assert.deepEqual(officer.wrong, [])
})
