import { createOidcIssuer } from '@bonafide/stand-ins'
import { type Ask, expect, expectAccessible, home, test } from './console.ts'
import { bind, makeIdentity, makeServiceAccount } from './identity-data.ts'

const list = `${home}/access/external-identities`
const audience = 'https://bonafide.example'
const issuer = createOidcIssuer({ issuer: 'https://tokens.example.com', now: () => new Date() })
const jwks = JSON.stringify({ keys: issuer.keys.map(({ published }) => published) })
const subjectOf = (branch: string) => `repo:acme/shop:ref:refs/heads/${branch}`
const oidc = (more: object = {}) => ({
  issuer: issuer.issuer,
  audiences: [audience],
  subjects: [subjectOf('main'), subjectOf('next')],
  keySource: 'UPLOADED',
  jwks,
  ...more,
})

/** An identity whose keys are uploaded, so that nobody is asked, and an account that it is bound to. */
async function prepare(ask: Ask, name: string, config: object = {}) {
  const id = await makeIdentity(ask, name, { config: { oidc: oidc(config) } })
  const accountId = await makeServiceAccount(ask, `${name} deployer`)
  await bind(ask, id, accountId)
  return { id, accountId }
}

async function logIn(baseURL: string | undefined, accountId: string, branch: string, environment = 'staging'): Promise<number> {
  const jwt = issuer.issue({ claims: { sub: subjectOf(branch), aud: audience, environment } })
  const body = JSON.stringify({ account: { type: 'service', id: accountId }, oidc: { jwt: Buffer.from(jwt).toString('base64') } })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${baseURL}/api/v1/auth/oidc`, { method: 'POST', headers, body })).status
}

test('N-05 report-only is switched on, counts what it lets through, and is enforced', async ({ page, ask, baseURL, complaints }) => {
  const { id, accountId } = await prepare(ask, 'reporting', { claims: ['environment = production'] })
  expect(await logIn(baseURL, accountId, 'main')).toBe(403)
  await page.goto(`${list}/${id}`)
  const panel = page.getByRole('region', { name: 'Report-only' })
  await panel.getByRole('button', { name: 'Switch on' }).click()
  const asking = page.getByRole('dialog', { name: 'Let reporting only report?' })
  await expect(asking).toContainText('1 caller that was refused would get in')
  await asking.getByRole('button', { name: 'Switch on' }).click()
  await expect(page.getByText('reporting only reports')).toBeVisible()
  await expect(panel).toContainText('No logins would have been refused')

  expect(await logIn(baseURL, accountId, 'main')).toBe(200)
  await page.reload()
  await expect(page.locator('header').getByText('Report-only', { exact: true })).toBeVisible()
  await expect(panel).toContainText('1 login would have been refused')
  await expect(panel.getByRole('list', { name: 'Would-be refusals', exact: true })).toContainText('environment = production')
  await page.goto(`${list}?q=reporting`)
  await expect(page.getByRole('row', { name: /reporting/ })).toContainText('Report-only')

  await page.goto(`${list}/${id}`)
  await panel.getByRole('link', { name: subjectOf('main') }).click()
  await expect(page.getByText('Report-only let the caller in')).toBeVisible()
  await page.getByRole('button', { name: 'Show what was vouched for' }).click()
  await expect(page.getByRole('region', { name: 'What the platform vouched for' })).toContainText('"environment": "staging"')

  await page.goto(`${list}/${id}`)
  await panel.getByRole('button', { name: 'Enforce' }).click()
  const enforcing = page.getByRole('dialog', { name: 'Enforce reporting?' })
  await expect(enforcing).toContainText('1 login would have been refused since')
  await expect(enforcing).toContainText('1 caller that got in would now be refused')
  await enforcing.getByRole('button', { name: 'Enforce' }).click()
  await expect(page.getByText('reporting is enforced')).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Switch on' })).toBeVisible()
  expect(await logIn(baseURL, accountId, 'main')).toBe(403)
  expect(complaints).toEqual([])
})

test('N-12 an edit is replayed before it is saved, and a restored version too', async ({ page, ask, baseURL, complaints }) => {
  const { id, accountId } = await prepare(ask, 'replayed')
  expect(await logIn(baseURL, accountId, 'main')).toBe(200)
  expect(await logIn(baseURL, accountId, 'next')).toBe(200)
  await page.goto(`${list}/${id}/settings?subjects=${encodeURIComponent(subjectOf('other'))}`)
  const before = page.getByRole('region', { name: 'Before you save' })
  await before.getByRole('button', { name: 'Replay logins' }).click()
  await expect(before).toContainText('For none of them anything would change.')
  await page.getByRole('button', { name: `Remove subject ${subjectOf('next')}` }).click()
  await before.getByRole('button', { name: 'Replay logins' }).click()
  const refused = before.getByRole('region', { name: '1 caller that got in would now be refused' })
  await expect(refused.getByRole('link', { name: subjectOf('next') })).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('replayed was saved')).toBeVisible()
  expect(await logIn(baseURL, accountId, 'next')).toBe(403)

  await page.goto(`${list}/${id}/history`)
  await page.getByRole('button', { name: 'Restore version 1' }).click()
  const dialog = page.getByRole('dialog', { name: 'Restore version 1 of replayed?' })
  await expect(dialog).toContainText('1 caller that was refused would get in')
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText('replayed is what it was at version 1')).toBeVisible()
  expect(await logIn(baseURL, accountId, 'next')).toBe(200)
  expect(complaints).toEqual([])
})

test('what is reported reads well, wide and narrow', async ({ page, ask, baseURL, complaints }) => {
  test.slow()
  const { id, accountId } = await prepare(ask, 'reads well', { claims: ['environment = production'] })
  await ask('mutation($input: UpdateExtIdentityInput!) { updateExtIdentity(input: $input) { userErrors { message } } }', {
    input: { id, reportOnly: true },
  })
  expect(await logIn(baseURL, accountId, 'main')).toBe(200)
  const panel = page.getByRole('region', { name: 'Report-only' })
  await expectAccessible(page, `${list}/${id}`, async () => expect(panel.getByRole('link', { name: subjectOf('main') })).toBeVisible())
  await expectAccessible(page, `${list}/${id}?dialog=report-only`, async () =>
    expect(page.getByRole('dialog').getByRole('link', { name: subjectOf('main') })).toBeVisible(),
  )
  expect(complaints).toEqual([])
})
