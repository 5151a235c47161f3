import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Locator, Page } from '@playwright/test'
import { makeAccount, makeIdentity } from './account-data.ts'
import { expect, expectAccessible, home, test } from './console.ts'
import { freshDemo, removeDemo } from './lab.ts'

const place = `${home}/lab`
const sendButton = (page: Page) => page.getByRole('button', { name: 'Send login' })
/** Says how the last login ended. */
const lastLogin = (page: Page) => page.getByRole('region', { name: 'Last login' })
const feed = (page: Page) => page.getByRole('region', { name: 'Live feed' })

/** Moves the focus as somebody without a mouse does; fails when it never gets there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let pressed = 0; pressed < 150; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there.')
}

/** The check that each of these refusals is to point at. */
const stepOf: Record<string, string> = {
  issuer_not_allowed: 'Endpoint or issuer allowed',
  token_expired: 'Fresh, not replayed',
  audience_mismatch: 'Audience',
  subject_not_trusted: 'Trust rules',
  claim_mismatch: 'Trust rules',
}

/** Runs what the page gives out, as somebody who pastes it into a terminal. */
const shell = (command: string) => promisify(execFile)('/bin/sh', ['-c', command])

test('each persona ends as its story says, and the page says why', async ({ page, ask, complaints }) => {
  const { personas } = await freshDemo(ask)
  await page.goto(place)
  expect(personas.length).toBeGreaterThanOrEqual(37)
  await page.getByRole('button', { name: 'Unfold all platforms' }).click()
  for (const { title, expects } of personas) {
    await page.getByRole('radio', { name: title, exact: true }).check()
    await sendButton(page).click()
    const outcome = expects.outcome === 'ACCEPTED' ? 'accepted' : `refused, ${expects.code}`
    await expect(lastLogin(page).getByRole('status').first()).toHaveText(`${title}: ${outcome}`)
    const checks = lastLogin(page).getByRole('list', { name: 'Trace' })
    if (expects.outcome === 'ACCEPTED') {
      await expect(lastLogin(page).getByText('pss_service:v2:')).toBeVisible()
      await expect(checks.getByText('failed')).toHaveCount(0)
      continue
    }
    await expect(
      lastLogin(page)
        .getByRole('link', { name: expects.code ?? '', exact: true })
        .first(),
    ).toBeVisible()
    // The code is that of the first check that fails; an old token fails more than one.
    const failed = checks.getByRole('listitem').filter({ hasText: /failed/ })
    await expect(failed.first()).toContainText(stepOf[expects.code ?? ''] ?? 'failed')
  }
  expect(complaints).toEqual([])
})

for (const width of [1280, 360]) {
  test(`a newcomer gets from nothing to a login that was mended, by keyboard alone, at ${width} pixels`, async ({
    page,
    ask,
    context,
    complaints,
  }) => {
    await removeDemo(ask)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.setViewportSize({ width, height: 800 })
    await page.goto(home)
    const press = async (target: Locator, key = 'Enter') => {
      await tabTo(page, target)
      await page.keyboard.press(key)
    }
    if (width < 1024) await press(page.getByRole('button', { name: 'Open navigation' }))
    await press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Lab' }))
    await press(page.getByRole('button', { name: 'Load a demo workspace' }))
    const said = lastLogin(page).getByRole('status').first()

    await tabTo(page, page.getByRole('radio', { name: 'EC2 instance with the role web-prod' }))
    await page.keyboard.press('Enter')
    await expect(said).toHaveText('EC2 instance with the role web-prod: accepted')

    await tabTo(page, page.getByRole('radio', { name: 'EC2 instance with the role web-prod' }))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(said).toHaveText('A role web-prod in another account: refused, principal_not_trusted')
    const failed = lastLogin(page).getByRole('listitem').filter({ hasText: 'failed: not trusted' })
    await expect(failed.getByText('Expected', { exact: true })).toBeVisible()
    await expect(failed.getByText('Received', { exact: true })).toBeVisible()

    await press(page.getByRole('button', { name: 'Trust this principal…' }))
    await press(page.getByRole('button', { name: 'Trust it' }))
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await press(sendButton(page))
    await expect(said).toHaveText('A role web-prod in another account: accepted')

    await press(page.getByRole('button', { name: 'Same thing with curl' }))
    await press(page.getByRole('button', { name: 'Copy login with curl' }))
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    const { stdout } = await shell(command)
    expect(JSON.parse(stdout).authentication).toMatchObject({ tokenType: 'ServiceAccount', TTL: 900 })
    await expect(feed(page).getByText(/^4 of 4 exchanges$/)).toBeVisible()

    await press(page.getByRole('link', { name: 'Trust a workload in AWS' }))
    await expect(page).toHaveURL(/\/access\/external-identities\/new\/aws-iam\?/)
    await expect(page.getByLabel('Identity Name')).toHaveValue('web-prod')
    expect(complaints).toEqual([])
  })
}

test('a job on the main branch gets in and a pull request of a fork does not, in the Lab as in a terminal', async ({
  page,
  ask,
  complaints,
}) => {
  await freshDemo(ask)
  const fromTerminal = async () => {
    await page.getByRole('button', { name: 'Same thing with curl' }).click()
    const command = await page.getByRole('region', { name: 'Now from your terminal' }).locator('pre').first().textContent()
    return JSON.parse((await shell(command ?? '')).stdout)
  }
  await page.goto(`${place}?persona=github-main`)
  await sendButton(page).click()
  await expect(lastLogin(page).getByRole('status').first()).toHaveText('A workflow on the main branch: accepted')
  expect((await fromTerminal()).authentication).toMatchObject({ tokenType: 'ServiceAccount', TTL: 900 })

  await page.goto(`${place}?persona=github-pull-request`)
  await sendButton(page).click()
  await expect(lastLogin(page).getByRole('status').first()).toHaveText('A pull request from a fork: refused, subject_not_trusted')
  const failed = lastLogin(page).getByRole('listitem').filter({ hasText: 'Trust rules' })
  await expect(failed).toContainText('sub is repo:acme/shop:ref:refs/heads/main')
  await expect(failed).toContainText('repo:acme/shop:pull_request')
  const refused = await fromTerminal()
  expect(refused).toMatchObject({ code: 'subject_not_trusted', caller: { principal: 'repo:acme/shop:pull_request' } })
  expect(JSON.stringify(refused)).not.toContain('refs/heads/main')

  await page.getByRole('button', { name: 'Trust this principal…' }).click()
  const dialog = page.getByRole('dialog', { name: /Trust this principal in demo-github/ })
  await dialog.getByRole('button', { name: 'Trust it' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await sendButton(page).click()
  await expect(lastLogin(page).getByRole('status').first()).toHaveText('A pull request from a fork: accepted')
  expect(complaints).toEqual([])
})

test('what the page gives out for a terminal logs in there, and a program gets the demo secrets', async ({ page, ask, complaints }) => {
  await freshDemo(ask)
  await page.goto(`${place}?persona=azure-managed-identity`)
  await page.getByRole('button', { name: 'Same thing with the CLI' }).click()
  const blocks = page.getByRole('region', { name: 'Now from your terminal' }).locator('pre')
  await expect(blocks).toHaveCount(2)
  const [login, run] = await blocks.allTextContents()
  const { stdout } = await shell(`${login}\n${run}`)
  expect(stdout.trim()).toBe('Hello from development demo-stripe-key-development')
  expect(complaints).toEqual([])
})

test('a command with a proof is asked for anew each time, and is no part of the page before', async ({ page, ask }) => {
  await freshDemo(ask)
  const html = await (await page.request.get(place)).text()
  expect(html).not.toMatch(/AWS4-HMAC|IDENTITY_HEADER|httpRequestHeaders/)
  await page.goto(place)
  await page.getByRole('button', { name: 'Same thing with curl' }).click()
  const block = page.getByRole('region', { name: 'Now from your terminal' }).locator('pre')
  const first = await block.textContent()
  await page.getByRole('button', { name: 'Make a fresh one' }).click()
  await expect(block).not.toHaveText(first ?? '')
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain('awsIam')
})

test('what is simulated is badged, and not offered to a real account', async ({ page, ask, complaints }) => {
  const { identities } = await freshDemo(ask)
  const [{ id }] = await Promise.all([makeAccount(ask), makeIdentity(ask)])
  await page.goto(`${home}/access/external-identities`)
  for (const { name } of identities) {
    await expect(page.getByRole('row', { name }).getByText('simulated', { exact: false }).first()).toBeVisible()
  }
  await page.goto(`${home}/access/service-accounts/${id}/external-identities?dialog=manage-identities`)
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('switch').first()).toBeVisible()
  for (const { name } of identities) await expect(page.getByRole('dialog').getByText(name)).toHaveCount(0)
  await ask('mutation Delete($id: ID!) { deleteServiceAccount(input: { id: $id }) { userErrors { message } } }', { id })
  expect(complaints).toEqual([])
})

test('one click removes all that is simulated, after the page has told what goes', async ({ page, ask, complaints }) => {
  await freshDemo(ask)
  await page.goto(place)
  await sendButton(page).click()
  await expect(lastLogin(page).getByRole('list', { name: 'Trace' })).toBeVisible()
  await page.getByRole('button', { name: 'Remove demo data' }).click()
  const dialog = page.getByRole('dialog')
  for (const part of [
    'service account ci-demo',
    'external identity demo-aws',
    'external identity demo-azure',
    'external identity demo-spiffe',
    'app demo',
  ]) {
    await expect(dialog.getByText(part)).toBeVisible()
  }
  await dialog.getByRole('button', { name: 'Remove demo data' }).click()
  await expect(page.getByRole('button', { name: 'Load a demo workspace' })).toBeVisible()
  const left = await ask<Record<'externalIdentities' | 'apps' | 'serviceAccounts', { totalCount: number }>>(
    `{ externalIdentities(filter: { simulated: true }) { totalCount }
       apps(filter: { search: "demo" }) { totalCount }
       serviceAccounts(filter: { search: "ci-demo" }) { totalCount } }`,
  )
  expect(left).toEqual({ externalIdentities: { totalCount: 0 }, apps: { totalCount: 0 }, serviceAccounts: { totalCount: 0 } })
  expect(complaints).toEqual([])
})

test('a demo workspace of before is completed by one button, and platforms fold', async ({ page, ask, complaints }) => {
  const { identities } = await freshDemo(ask)
  const id = identities.find(({ name }) => name === 'demo-kubernetes')?.id
  await ask('mutation Delete($id: ID!) { deleteExtIdentity(input: { id: $id }) { userErrors { message } } }', { id })
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto(`${place}?persona=kubernetes-pod`)
  const missing = page.getByRole('region', { name: 'Missing parts' })
  await expect(missing).toContainText('lacks demo-kubernetes')
  await missing.getByRole('button', { name: 'Load what is missing' }).click()
  await expect(missing).toHaveCount(0)
  await sendButton(page).click()
  await expect(lastLogin(page).getByRole('status').first()).toHaveText('A pod of the service account checkout: accepted')

  const personas = page.getByRole('region', { name: 'Personas' })
  await expect(personas.getByRole('radio')).toHaveCount(6)
  await personas.getByRole('button', { name: /^Kubernetes/ }).click()
  await expect(personas.getByRole('radio')).toHaveCount(0)
  await expect(personas.getByText('Chosen: A pod of the service account checkout')).toBeVisible()
  await personas.getByRole('button', { name: /^SPIFFE/ }).click()
  await expect(personas.getByRole('radio', { name: 'A trust domain that begins alike' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('it is accessible before and after the demo workspace is loaded', async ({ page, ask, complaints }) => {
  await removeDemo(ask)
  await expectAccessible(page, place, async () => {
    await expect(page.getByRole('button', { name: 'Load a demo workspace' })).toBeVisible()
    await page.waitForLoadState('networkidle')
  })
  await freshDemo(ask)
  await expectAccessible(page, place, async () => {
    await page.getByRole('button', { name: 'Unfold all platforms' }).click()
    await sendButton(page).click()
    await expect(lastLogin(page).getByRole('list', { name: 'Trace' })).toBeVisible()
    await page.getByRole('button', { name: 'Same thing with curl' }).click()
    await expect(page.getByRole('button', { name: 'Make a fresh one' })).toBeVisible()
    await expect(feed(page).getByRole('table')).toBeVisible()
  })
  await removeDemo(ask)
  expect(complaints).toEqual([])
})
