import type { Page } from '@playwright/test'
import { fresh } from './account-data.ts'
import { type Ask, expect, expectAccessible, home, test } from './console.ts'
import { bind, makeIdentity, makeServiceAccount, readIdentity, roleArn } from './identity-data.ts'

const list = `${home}/access/external-identities`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const otherRole = 'arn:aws:iam::111122223333:role/other'

test('R-178 an identity says what it trusts, who its workloads become, and how they log in', async ({ page, ask, baseURL, complaints }) => {
  const id = await makeIdentity(ask, 'overview', { description: 'an autoscaling group' })
  const accountId = await makeServiceAccount(ask, 'web-frontend')
  await bind(ask, id, accountId)
  await page.goto(`${list}/${id}`)
  await expect(page.getByText('Any session of role web-prod in account 111122223333')).toBeVisible()
  await expect(page.getByText(`bonafide auth --mode aws-iam --service-account-id ${accountId}`)).toBeVisible()
  await expect(page.getByText(`export BONAFIDE_HOST=${baseURL}`)).toBeVisible()
  await page.getByText('Phase CLI').click()
  await expect(page.getByText(`export PHASE_HOST=${baseURL}`)).toBeVisible()
  await expect(page.getByRole('link', { name: 'CLI auth reference' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'API reference' })).toBeVisible()

  await button(page, 'Unbind web-frontend').click()
  await expect(page.getByText('web-frontend was unbound')).toBeVisible()
  await expect(button(page, 'Unbind web-frontend')).toHaveCount(0)
  await button(page, 'Undo').click()
  await expect(button(page, 'Unbind web-frontend')).toBeVisible()
  await makeServiceAccount(ask, 'a-batch')
  await button(page, 'Bind to a service account').click()
  const dialog = page.getByRole('dialog', { name: 'Bind overview' })
  await dialog.getByRole('checkbox', { name: 'a-batch' }).first().check()
  await dialog.getByRole('button', { name: 'Bind', exact: true }).click()
  await expect(page.getByText('bound to 2 accounts')).toBeVisible()
  expect(complaints).toEqual([])
})

test('R-094 R-098 an edit shows what it changes, and says when there is nothing to save', async ({ page, ask, complaints }) => {
  const id = await makeIdentity(ask, 'edited')
  await page.goto(`${list}/${id}/settings`)
  await button(page, 'Save').click()
  await expect(page.getByText('Nothing has changed, so there is nothing to save.')).toBeVisible()
  await page.getByLabel('Description').fill('the new one')
  await page.getByLabel('Token Max TTL').fill('7d')
  await expect(page.getByRole('region', { name: 'Not saved yet' })).toContainText('Token Max TTL')
  await button(page, 'Save').click()
  await expect(page.getByText('edited was saved')).toBeVisible()
  expect(await readIdentity(ask, id)).toMatchObject({ description: 'the new one', maxTtl: 604_800 })
  expect(complaints).toEqual([])
})

test('N-12 its history says what each change was, and takes one back', async ({ page, ask, complaints }) => {
  const id = await makeIdentity(ask, 'remembered')
  await ask('mutation($input: UpdateExtIdentityInput!) { updateExtIdentity(input: $input) { externalIdentity { id } } }', {
    input: { id, config: { awsIam: { principals: [roleArn, otherRole] } } },
  })
  await page.goto(`${list}/${id}`)
  await page.getByRole('link', { name: 'History' }).click()
  const versions = page.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  await expect(versions.first()).toContainText(/Version 2.*Now/)
  await expect(versions.first()).toContainText(`added: ${otherRole}`)
  await expect(versions.first()).toContainText('by Ada')
  await button(page, 'Restore version 1').click()
  const question = page.getByRole('dialog', { name: 'Restore version 1 of remembered?' })
  await expect(question).toContainText(`removed: ${otherRole}`)
  await question.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('remembered is what it was at version 1')).toBeVisible()
  await expect(versions.first()).toContainText(/Version 3.*Now/)
  expect(await readIdentity(ask, id)).toMatchObject({ config: { principals: [roleArn] } })
  expect(complaints).toEqual([])
  await expectAccessible(page, `${list}/${id}/history`, () => expect(versions.first()).toBeVisible())
})

test('an edit that began from an old version overwrites nothing, and loses nothing', async ({ page, ask, complaints }) => {
  const id = await makeIdentity(ask, 'contested')
  await page.goto(`${list}/${id}/settings`)
  await page.getByLabel('Token name').fill('mine')
  await ask('mutation($input: UpdateExtIdentityInput!) { updateExtIdentity(input: $input) { externalIdentity { id } } }', {
    input: { id, description: 'theirs', config: { awsIam: { principals: [roleArn, otherRole] } } },
  })
  await button(page, 'Save').click()
  const notice = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this identity meanwhile' })
  await expect(notice).toContainText('theirs')
  await expect(notice).toContainText(otherRole)
  expect(await readIdentity(ask, id)).toMatchObject({ tokenName: 'aws-iam', description: 'theirs' })
  await expect(page.getByLabel('Token name')).toHaveValue('mine')
  await button(page, 'Save').click()
  await expect(page.getByText('contested was saved')).toBeVisible()
  expect(await readIdentity(ask, id)).toMatchObject({
    tokenName: 'mine',
    description: 'theirs',
    config: { principals: [roleArn, otherRole] },
  })
  expect(complaints).toEqual([])
})

test('a link proposes a change, which is shown and not saved by itself', async ({ page, ask, complaints }) => {
  const id = await makeIdentity(ask, 'proposed')
  await page.goto(`${list}/${id}/settings?principals=${otherRole}&enabled=false`)
  await expect(page.getByText('The link that brought you here proposes this change.')).toBeVisible()
  await expect(page.locator('ins')).toContainText(otherRole)
  expect(await readIdentity(ask, id)).toMatchObject({ enabled: true, config: { principals: [roleArn] } })
  await button(page, 'Save').click()
  await expect(page.getByText('proposed was saved')).toBeVisible()
  expect(await readIdentity(ask, id)).toMatchObject({ enabled: true, config: { principals: [roleArn, otherRole] } })
  expect(complaints).toEqual([])
})

test('deleting names whom it hits, and takes the name of the identity', async ({ page, ask, complaints }) => {
  const id = await makeIdentity(ask, 'doomed')
  await bind(ask, id, await makeServiceAccount(ask, 'orphan'))
  await page.goto(`${list}/${id}/settings`)
  await button(page, 'Delete identity').click()
  const dialog = page.getByRole('dialog', { name: 'Delete doomed?' })
  await expect(dialog.getByRole('listitem')).toHaveText('orphan')
  await expect(dialog).toContainText('0 live tokens will be revoked')
  await dialog.getByRole('button', { name: 'Delete identity' }).click()
  await expect(dialog).toContainText('This is not the name.')
  expect(await readIdentity(ask, id)).toMatchObject({ name: 'doomed' })
  await dialog.getByLabel(/^Type/).fill('doomed')
  await dialog.getByRole('button', { name: 'Delete identity' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'External Identities' })).toBeVisible()
  await expect(page.getByText('doomed was deleted')).toBeVisible()
  await page.goto(`${list}/${id}`)
  await expect(page.getByRole('heading', { name: 'There is no such external identity' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('a proof is tried without a login, and what was refused can be trusted', async ({ page, ask, complaints }) => {
  await ask('mutation { startLab { userErrors { message } } }')
  const { lab } = await ask<{
    lab: { identities: { id: string; provider: string }[]; personas: { id: string; provider: string; expects: { code: string | null } }[] }
  }>('{ lab { identities { id provider } personas { id provider expects { code } } } }')
  const stranger = lab.personas.find(({ provider, expects }) => provider === 'AWS_IAM' && expects.code === 'principal_not_trusted')
  const identity = lab.identities.find(({ provider }) => provider === 'AWS_IAM')
  const { labCommands } = await ask<{ labCommands: { curl: string } }>('query($id: String!) { labCommands(personaId: $id) { curl } }', {
    id: stranger?.id,
  })
  const body = / -d '([^']+)'/.exec(labCommands.curl)?.[1] ?? ''
  const before = await exchangeCount(ask)
  await page.goto(`${list}/${identity?.id}/test`)
  await page.getByLabel('Proof').fill('hello')
  await button(page, 'Verify').click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('neither a token nor a signed request')
  await page.getByLabel('Proof').fill(body)
  await expect(page.getByRole('region', { name: 'Decoded here' })).toContainText('Signed headers')
  await button(page, 'Verify').click()
  await expect(page.getByText('Would be refused')).toBeVisible()
  await expect(page.getByText('Expected', { exact: true })).toBeVisible()
  expect(await exchangeCount(ask)).toBe(before)
  await page.getByRole('link', { name: 'Add its role' }).click()
  await expect(page.getByText('The link that brought you here proposes this change.')).toBeVisible()
  await ask('mutation { removeLab { identities } }')
  expect(complaints).toEqual([])
})

const exchangeCount = (ask: <Data>(query: string) => Promise<Data>) =>
  ask<{ exchanges: { totalCount: number } }>('{ exchanges(first: 1) { totalCount } }').then(({ exchanges }) => exchanges.totalCount)

const hostile = '</script><img src=x onerror="window.hacked=1">{{7*7}}\u202e'
test('WEB-14 names that are markup, templates or turn the writing round are text and nothing else', async ({ page, ask, complaints }) => {
  const id = await makeIdentity(ask, hostile, { description: hostile, tokenName: '<b>token</b>' })
  await bind(ask, id, await makeServiceAccount(ask, `<svg onload="window.hacked=1">`))
  for (const path of [
    `${list}?q=${encodeURIComponent('{{7*7}}')}`,
    `${list}/${id}`,
    `${list}/${id}/settings`,
    `${list}/${id}?dialog=bind`,
  ]) {
    await page.goto(path)
    await expect(page.getByText('{{7*7}}').first()).toBeVisible()
  }
  await page.goto(`${list}?dialog=delete&id=${id}`)
  await expect(page.getByRole('dialog')).toContainText('<svg onload')
  await page.goto(`${list}/${id}`)
  await button(page, 'Disable').click()
  await expect(page.getByText(/was disabled$/)).toBeVisible()
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  expect(await page.locator('img, b').count()).toBe(0)
  expect(complaints).toEqual([])
})

const headed = (name: string) => (page: Page) => expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
const shown = (role: 'table' | 'dialog') => (page: Page) => expect(page.getByRole(role)).toBeVisible()

/** Below the list of identities, and what is there when the page is whole. */
const parts: [path: string, ready: (page: Page) => Promise<void>][] = [
  ['', shown('table')],
  ['?dialog=add', shown('dialog')],
  [`/new/aws-iam?principals=arn:aws,${roleArn}`, headed('Token configuration')],
  ['/new/azure', headed('Token configuration')],
  ['/new/oidc', headed('Token configuration')],
  ['/[identity]', headed('What this trusts')],
  ['/[identity]/exchanges', (page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible()],
  ['/[identity]/test', headed('Paste a token or signed request')],
  ['/[identity]/settings', headed('Danger zone')],
]

/** One for all of them: each more would stand in the lists of other stories. */
let lookedAt: Promise<string> | undefined

async function makeLookedAt(ask: Ask): Promise<string> {
  const name = fresh('accessible')
  const id = await makeIdentity(ask, name, { config: { awsIam: { principals: ['arn:aws:iam::111122223333:role/*', roleArn] } } })
  await bind(ask, id, await makeServiceAccount(ask, name))
  return id
}

for (const [path, ready] of parts) {
  test(`external-identities${path} is accessible in both themes, wide and narrow`, async ({ page, ask, complaints }) => {
    lookedAt ??= makeLookedAt(ask)
    await expectAccessible(page, `${list}${path.replace('[identity]', await lookedAt)}`, () => ready(page))
    expect(complaints).toEqual([])
  })
}
