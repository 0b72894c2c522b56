// A newcomer's institution: an empty record, its first administrator, and somebody who is let
// in by a link, a password, a passkey and the institution's provider of identities.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import Provider from 'oidc-provider'
import { freePort, look, start } from '../house.mjs'

// vouching starts a provider of identities at which everybody is who they say.
async function vouching (t, back) {
  const port = await freePort()
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [{ client_id: 'entente', client_secret: 'between the two of us', redirect_uris: [back] }],
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['for the test'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) })
  })
  const server = await new Promise(done => { const s = provider.listen(port, () => done(s)) })
  t.after(() => { server.closeAllConnections(); server.close() })
  return `http://localhost:${port}`
}

test('first run, and every way in', async t => {
  const port = await freePort()
  const issuer = await vouching(t, `http://localhost:${port}/sign-in/oidc/callback`)
  const folder = mkdtempSync(join(tmpdir(), 'entente-secret-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'secret'), 'between the two of us\n')
  const house = await start(t, ['--oidc-issuer', issuer, '--oidc-secret-file', join(folder, 'secret'), '--oidc-name', 'the ministry'], port)
  assert.deepEqual(Object.keys(house.links), ['administrator'])

  const browser = async () => {
    const context = await house.browser.newContext({ viewport: { width: 1280, height: 900 } })
    return { context, page: await context.newPage() }
  }
  const inAs = async (page, name) => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.match(await page.locator('.head__who').innerText(), new RegExp(name))
  }

  // the administrator puts somebody on record
  const chief = await browser()
  await chief.page.goto(house.links.administrator)
  await chief.page.getByRole('button', { name: 'Sign in' }).click()
  await inAs(chief.page, 'administrator')
  await chief.page.goto(house.base + '/administration')
  await chief.page.getByLabel('Name', { exact: true }).fill('newcomer.one')
  await chief.page.getByLabel('Role').selectOption('legal-adviser')
  await chief.page.getByRole('button', { name: 'Put on record' }).click()
  await look(house, chief.page, await chief.context.storageState(), 'administration')
  await chief.page.getByRole('button', { name: 'New link for newcomer.one' }).click()
  const link = await chief.page.locator('.govuk-panel code').innerText()
  assert.ok(link.startsWith(house.base), link)

  // they come by the link, choose a password and make a passkey
  const { context, page } = await browser()
  const wrong = []
  page.on('pageerror', e => wrong.push(String(e)))
  const device = await context.newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await inAs(page, 'newcomer.one')
  await page.getByRole('link', { name: 'newcomer.one' }).click()
  await page.getByLabel('New password').fill('seven calm otters negotiate')
  await page.getByLabel('The same again').fill('seven calm otters negotiate')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByText('Your password is set.').waitFor()
  await page.getByLabel('A name for it').fill('test token')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey is kept.').waitFor()
  await page.getByRole('rowheader', { name: 'test token' }).waitFor()
  await look(house, page, await context.storageState(), 'account')

  const out = async () => {
    await page.goto(house.base + '/account')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  }
  await out()
  await look(house, page, await context.storageState(), 'sign-in')

  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('heading', { name: 'Desk', level: 1 }).waitFor()
  await inAs(page, 'newcomer.one')
  await out()

  await page.getByLabel('Name').fill('newcomer.one')
  await page.locator('#password').fill('not this one at all')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('the name or the password is not right').first().waitFor()
  await page.locator('#password').fill('seven calm otters negotiate')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Desk', level: 1 }).waitFor()
  await out()

  // by the provider; whoever is not on record here is not let in
  for (const [name, lets] of [['stranger.two', false], ['newcomer.one', true]]) {
    const other = await browser()
    await other.page.goto(house.base + '/sign-in?next=/register')
    await other.page.getByRole('button', { name: 'Sign in with the ministry' }).click()
    await other.page.locator('input[name="login"]').fill(name)
    await other.page.locator('input[name="password"]').fill('anything')
    await other.page.locator('button[type="submit"]').click()
    await other.page.getByRole('button', { name: 'Continue' }).click()
    if (lets) await other.page.getByRole('heading', { name: 'Register', level: 1 }).waitFor()
    else await other.page.getByText(`nobody of that name is on record here`).waitFor()
    await other.context.close()
  }
  assert.deepEqual(wrong, [])
})
