// The cooperation planner, further: a training programme of allies with a partner of the
// Partnership for Peace that has no Additional Protocol; a task force with caveats; a meeting built
// from the record; a draft under article 51 of the Charter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from '../house.mjs'

const from = days => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10)

// plan fills the form of a plan and puts it on record
const plan = async (page, kind, fields, participants) => {
  await page.getByRole('link', { name: 'Activities', exact: true }).click()
  await page.getByRole('button', { name: 'Plan an activity' }).click()
  await page.getByRole('link', { name: kind, exact: true }).click()
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text)
  for (const [i, [state, role]] of participants.entries()) {
    await page.getByLabel(`State ${i + 1}`, { exact: true }).fill(state)
    await page.getByLabel(`as what, ${i + 1}`, { exact: true }).selectOption(role)
  }
  await page.getByRole('button', { name: 'Put it on record' }).click()
  await page.getByRole('heading', { name: fields.Title, level: 1 }).waitFor()
}

// add enters something into a section of an activity
const add = async (page, section, fields) => {
  await page.getByText(`Add to: ${section}`, { exact: true }).click()
  const form = page.getByRole('region', { name: section }).locator('form.sheet')
  for (const [label, text] of Object.entries(fields)) {
    const field = form.getByLabel(new RegExp(`^${label}( \\(optional\\))?$`))
    if (await field.evaluate(e => e.tagName) === 'SELECT') await field.selectOption(text)
    else await field.fill(text)
  }
  await form.getByRole('button', { name: 'Add it' }).click()
}

test('a training programme with a partner that has no Additional Protocol', async t => {
  const house = await open(t)
  const planner = await house.as('planner')
  const { page } = planner
  await plan(page, 'Training', { Title: 'Staff course', 'Id, such as': 'PFP-COURSE', 'First day': from(3), 'Last day': from(20), 'In whose territory': 'Ireland', 'One of a series': 'Staff courses' },
    [['Netherlands', 'assisting'], ['Germany', 'assisting'], ['Ireland', 'assisted']])
  const activity = page.url()
  // the status agreement of the Partnership holds for Germany; the Netherlands reserved itself against partners without the protocol
  const line = state => page.getByRole('heading', { level: 3 }).filter({ hasText: state }).locator('xpath=following-sibling::ul[1]')
  await line('DEU').getByText(/Status of forces with IRL: PFP-SOFA/).waitFor()
  await line('NLD').getByText(/Status of forces with IRL: settled in part: EU-SOFA/).waitFor()
  await planner.look('programme')
  await page.getByRole('button', { name: 'Start it' }).click()
  await page.getByRole('alert').getByText(/the gate of PFP-COURSE is red/).waitFor()
  planner.wrong.length = 0
  for (const state of ['NLD', 'DEU']) {
    for (const name of ['Vetting of recipient units', 'Funding authority']) {
      await page.goto(activity)
      const one = line(state).getByRole('listitem').filter({ hasText: name }).first()
      await one.getByText('Record it').click()
      await one.getByLabel('What shows it').fill(`file 14, ${state}`)
      await one.getByRole('button', { name: 'Record', exact: true }).click()
      await line(state).getByText(`file 14, ${state}`).first().waitFor()
    }
  }
  await page.getByRole('link', { name: 'What it keeps' }).click()
  await add(page, 'Recipient units', { Of: 'IRL', Unit: 'Staff school (example)', Vetting: 'clear', 'Vetted on': from(-40), 'Holds until': from(300) })
  await add(page, 'Courses and what was given', { 'Course or item': 'Staff course', To: 'IRL', 'Recipient unit': 'Staff school (example)', 'Places or quantity': 'twenty' })
  await page.getByRole('alert').getByText('"twenty" is no number').waitFor()
  planner.wrong.length = 0
  const typed = page.getByRole('region', { name: 'Courses and what was given' }).locator('form.sheet')
  assert.equal(await typed.getByLabel('Course or item').inputValue(), 'Staff course')
  await typed.getByLabel(/^Places or quantity/).fill('20')
  await typed.getByRole('button', { name: 'Add it' }).click()
  await page.getByRole('region', { name: 'Courses and what was given' }).getByRole('cell', { name: 'Staff course' }).waitFor()
  await planner.look('programme-keeps')
  await page.goto(activity)
  await page.getByRole('button', { name: 'Start it' }).click()
  await page.getByRole('button', { name: 'It has ended' }).click()
  await page.getByLabel('A note, or what was learned').fill('Ask for the list of participants earlier.')
  await page.getByRole('button', { name: 'Close it' }).click()

  // what the unit received, and what the next plan is told
  await page.goto(`${house.base}/activities/units?words=staff+school`)
  await page.getByRole('cell', { name: new RegExp(`clear, ${from(-40)}`) }).waitFor()
  await planner.look('units')
  await page.goto(activity)
  await page.getByRole('link', { name: 'Plan the next one' }).click()
  assert.equal(await page.getByLabel('One of a series').inputValue(), 'Staff courses')
  await page.getByLabel('Id, such as').fill('PFP-COURSE-2')
  await page.getByLabel('First day').fill(from(200))
  await page.getByLabel('Last day').fill(from(220))
  await page.getByRole('button', { name: 'Put it on record' }).click()
  await page.getByText('Ask for the list of participants earlier.').waitFor()
  assert.deepEqual(planner.wrong, [])
})

test('a task force, a meeting, who owes what, and a draft letter', async t => {
  const house = await open(t)
  const planner = await house.as('planner')
  const { page } = planner
  await page.goto(`${house.base}/activities/JTF-NORTH/matrix`)
  const cell = (task, n) => page.getByRole('row').filter({ hasText: task }).getByRole('cell').nth(n).locator('.outcome')
  await cell('Use anti-personnel mines', 0).getByText('Never').waitFor() // Germany is a party
  await cell('Use anti-personnel mines', 3).getByText('Nothing asked forbids it').waitFor() // the United States is not
  await planner.look('matrix')
  await page.getByRole('link', { name: 'What it keeps' }).click()
  await add(page, 'Caveats and red cards', { Of: 'NOR', Task: 'Search vehicles at a crossing', 'The caveat says': 'no', 'Who holds the red card': 'national contingent commander' })
  await page.getByRole('link', { name: 'Who may do what' }).click()
  await cell('Search vehicles at a crossing', 2).getByText('Never').waitFor()

  await page.goto(`${house.base}/activities/JOINT-COMMITTEE-NOR/agenda`)
  const late = page.getByRole('listitem').filter({ hasText: 'exchange the lists of incidents' }).first()
  await late.getByText('late').waitFor()
  await late.getByRole('button', { name: 'Put on the agenda' }).click()
  await page.locator('aside').getByText('exchange the lists of incidents of the year').waitFor()
  await planner.look('agenda')
  const brief = await page.request.get(`${house.base}/activities/JOINT-COMMITTEE-NOR/papers/brief`)
  assert.equal(brief.headers()['content-type'], 'application/pdf')
  await page.goto(`${house.base}/activities/JOINT-COMMITTEE-NOR/keeps`)
  await add(page, 'Decisions', { 'Decided on': from(0), 'What was decided': 'compare the lists every quarter', Authority: 'joint committee', 'Legal basis': 'agreement, article 9', 'Who sees to it': 'planning-desk', By: from(90) })
  await page.goto(`${house.base}/calendar`)
  await page.getByText('compare the lists every quarter').first().waitFor()

  await page.goto(`${house.base}/activities/NORTHERN-DEPOT/account`)
  await page.getByText(/NOR owes FIN 320\s500\.00 EUR/).waitFor()
  await planner.look('account')
  await page.goto(`${house.base}/activities/STAFF-PLAY-NORTH`)
  await page.getByRole('link', { name: /Draft letter under article 51.*SWE/ }).waitFor()
  const letter = await page.request.get(`${house.base}/activities/STAFF-PLAY-NORTH/papers/letter?from=SWE`)
  assert.equal((await letter.body()).subarray(0, 5).toString(), '%PDF-')
  assert.deepEqual(planner.wrong, [])
})

test('a gate that turns by itself is told on the desk of those whom it concerns', async t => {
  const house = await open(t)
  const records = await house.as('records-officer')
  const act = records.page
  for (const id of ['NATO-SOFA', 'PFP-SOFA', 'EU-SOFA']) {
    await act.goto(`${house.base}/register/${id}`)
    await act.getByRole('button', { name: 'Put an act on record' }).click()
    await act.getByLabel('Whose act it is').fill('Norway')
    await act.getByLabel('What it did').selectOption('withdrew')
    await act.getByLabel('On the day').fill(from(-400))
    await act.getByLabel('Declared to take effect').fill(from(-10))
    await act.getByLabel('Where it is evidenced').fill('notification of the depositary (example)')
    await act.getByRole('button', { name: 'Put it on record' }).click()
  }
  const planner = await house.as('planner')
  const { page } = planner
  await page.goto(house.base)
  for (let i = 0; i < 20 && await page.getByRole('region', { name: 'Activities' }).getByText('Northern Frost').count() === 0; i++) {
    await page.waitForTimeout(500)
    await page.reload()
  }
  await page.getByRole('region', { name: 'Activities' }).getByRole('link', { name: 'Northern Frost', exact: true }).waitFor()
  await planner.look('desk-turned')
})
