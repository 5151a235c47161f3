import type { Page } from '@playwright/test'
import { makeApp, putSecrets, secretsOf, valuesOf } from './apps.ts'
import { allow, expect, expectAccessible, home, region, test } from './aws.ts'
import { editRemote, idOf, makeCredential, makeSync, makeSyncable, remoteValue } from './sync-data.ts'

const state = (page: Page, word: string) =>
  page
    .locator('header')
    .filter({ has: page.getByRole('heading', { level: 1 }) })
    .getByText(word, { exact: true })

/** The first step of the wizard. */
async function chooseCredential(page: Page, name: string): Promise<void> {
  const search = page.getByRole('searchbox', { name: 'Search credentials' })
  const choice = page.getByRole('radio', { name })
  await expect(page.getByRole('group', { name: 'Credentials' })).toBeVisible()
  if (await search.isVisible()) await search.fill(name)
  await choice.check()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
}

async function changeSecret(
  ask: Parameters<typeof secretsOf>[0],
  environmentId: string | undefined,
  key: string,
  value: string,
): Promise<void> {
  const found = (await secretsOf(ask, environmentId)).find((secret) => secret.key === key)
  const { changeSecrets } = await ask<{ changeSecrets: unknown }>(
    'mutation($input: ChangeSecretsInput!) { changeSecrets(input: $input) { userErrors { field message } } }',
    { input: { environmentId, update: [{ id: found?.id, value, version: found?.version }] } },
  )
  expect(changeSecrets).toEqual({ userErrors: [] })
}

test('R-240: an app that is encrypted end to end is not synced, and is led to its settings', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  await ask('mutation($input: SetAppEncryptionInput!) { setAppEncryption(input: $input) { userErrors { message } } }', {
    input: { appId: app.id, serverEncryption: false },
  })
  await page.goto(app.address)
  await page.getByRole('link', { name: 'Syncing' }).click()
  await expect(page.getByRole('heading', { name: 'Enable Server-side Encryption (SSE) first' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create a new Sync' })).toBeHidden()
  await page.getByRole('link', { name: 'Open the Settings tab' }).click()
  await expect(page.getByRole('switch', { name: 'Server-side encryption (SSE)' })).toBeVisible()
  await page.goto(`${app.address}/syncing/new`)
  await expect(page.getByRole('heading', { name: 'Enable Server-side Encryption (SSE) first' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('R-241 … R-248: a new AWS secret, from the tab to its card; every change follows by itself, references and all', async ({
  page,
  ask,
  aws,
  complaints,
}) => {
  const synced = await makeSyncable(ask, aws, { HOST: 'db.example', URL: `postgres://\${HOST}/shop`, EMPTY: '' })
  const { app, credential, secretName } = synced
  await page.goto(app.address)
  await page.getByRole('link', { name: 'Syncing' }).click()
  await page.getByRole('button', { name: 'Create a new Sync' }).click()
  await page.getByRole('menuitem', { name: 'AWS Secrets Manager' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Create a Sync' })).toBeVisible()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(page.getByText('Choose credentials first.')).toBeVisible()
  await chooseCredential(page, credential.name)

  await expect(page.getByRole('radio', { name: 'Development' })).toBeChecked()
  await expect(page.getByLabel('New AWS Secret name')).toHaveValue(secretName)
  await page.getByText('Advanced', { exact: true }).click()
  const { arn } = await aws.addKey({ account: credential.account, region })
  await page.getByLabel('KMS Key ARN (Optional)').fill(arn.replace(region, 'us-east-1'))
  await expect(page.getByText('The key is in us-east-1')).toBeVisible()
  await page.getByLabel('KMS Key ARN (Optional)').fill(arn)
  await expect(page.getByText('Same region as the secret')).toBeVisible()
  await page.getByRole('button', { name: 'Add tag' }).click()
  await page.getByLabel('Key of tag 1').fill('team')
  await page.getByLabel('Value of tag 1').fill('payments')
  await page.getByRole('button', { name: 'Next', exact: true }).click()

  const review = page.getByRole('region', { name: 'What this sync does first' })
  await expect(review.getByText('URL', { exact: true })).toBeVisible()
  await expect(review.getByText('add', { exact: true })).toHaveCount(3)
  await expect(review).toContainText('of 65,536 bytes')
  await expect(review).toContainText('secretsmanager:CreateSecret')
  await expect(review).not.toContainText('db.example')
  expect(await remoteValue(aws, synced)).toBeNull()
  await page.getByRole('button', { name: 'Create', exact: true }).click()

  const card = page.getByRole('list', { name: 'Active Syncs' }).getByRole('listitem')
  await expect(card).toContainText(secretName)
  await expect(card.getByText('Synced', { exact: true })).toBeVisible()
  expect(await remoteValue(aws, synced)).toEqual({ HOST: 'db.example', URL: 'postgres://db.example/shop', EMPTY: '' })
  const seen = await aws.readSecret({ account: credential.account, region, name: secretName })
  expect(seen).toMatchObject({ kmsKeyId: arn, tags: { team: 'payments' } })

  await changeSecret(ask, app.environments.Development, 'HOST', 'other.example')
  await expect.poll(() => remoteValue(aws, synced)).toMatchObject({ URL: 'postgres://other.example/shop' })
  await page.goto(`${app.address}/environments/${app.environments.Development}`)
  await expect(page.getByRole('list', { name: 'Syncs of this folder' })).toContainText(secretName)
  expect(complaints).toEqual([])
})

test('R-245: one of thousands of AWS secrets is found, and what is in it is adopted', async ({ page, ask, aws, complaints }) => {
  const synced = await makeSyncable(ask, aws, { MINE: '1', BOTH: 'here' })
  const { app, credential } = synced
  const secretName = `legacy-${credential.account}`
  const at = { account: credential.account, region }
  await aws.putManySecrets({ ...at, prefix: 'service/', count: 2500 })
  await aws.putSecrets({ ...at, secrets: [{ name: secretName, value: '{"BOTH":"there","LEGACY_A":"a"}' }] })
  await page.goto(`${app.address}/syncing/new`)
  await chooseCredential(page, credential.name)
  await page.getByRole('radio', { name: 'Use existing AWS Secret' }).check()
  const field = page.getByRole('combobox', { name: 'AWS Secret' })
  await field.fill('service/024')
  await expect(page.getByRole('option', { name: 'service/02400' })).toBeVisible()
  await field.fill('legacy-')
  await page.getByRole('option', { name: secretName }).click()
  await expect(field).toHaveValue(secretName)
  await page.getByRole('button', { name: 'Next', exact: true }).click()

  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByText('Choose what shall become of it.')).toBeVisible()
  await expect(page.getByText('1 key in AWS is not here and will be removed: LEGACY_A')).toBeVisible()
  await page.getByRole('radio', { name: 'Adopt' }).check()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Active Syncs' }).getByText('Synced', { exact: true })).toBeVisible()
  expect(await remoteValue(aws, { ...synced, secretName })).toEqual({ MINE: '1', BOTH: 'here', LEGACY_A: 'a' })
  expect(await valuesOf(ask, app.environments.Development)).toEqual({ MINE: '1', BOTH: 'here', LEGACY_A: 'a' })
  expect(complaints).toEqual([])
})

test('a secret that is not empty is overwritten only by somebody who said so, and only as it was when they looked', async ({
  page,
  ask,
  aws,
}) => {
  const synced = await makeSyncable(ask, aws, { MINE: '1' })
  const { app, credential } = synced
  await editRemote(aws, synced, { OLD: 'x' })
  await page.goto(`${app.address}/syncing/new`)
  await chooseCredential(page, credential.name)
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(page.getByText('This replaces the whole JSON.')).toBeVisible()
  await page.getByRole('radio', { name: 'Overwrite' }).check()
  await editRemote(aws, synced, { OLD: 'x', LATER: 'y' })
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByText('The remote secret changed since you looked.')).toBeVisible()
  expect(await remoteValue(aws, synced)).toEqual({ OLD: 'x', LATER: 'y' })
  await page.getByRole('button', { name: 'Plan again' }).click()
  await expect(page.getByText('2 keys in AWS are not here and will be removed: OLD, LATER')).toBeVisible()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect.poll(() => remoteValue(aws, synced)).toEqual({ MINE: '1' })
})

test('a credential that may not list or write is told of where it is used, with the missing action and its policy', async ({
  page,
  ask,
  aws,
}) => {
  const app = await makeApp(ask)
  const blind = await makeCredential(ask, aws, [allow(['secretsmanager:DescribeSecret'])])
  await page.goto(`${app.address}/syncing/new`)
  await chooseCredential(page, blind.name)
  const alert = page.getByRole('alert').filter({ hasText: 'secretsmanager:ListSecrets' })
  await expect(alert).toContainText('access_denied')
  await alert.locator('summary').click()
  await expect(alert.locator('pre')).toContainText('"Action": "secretsmanager:ListSecrets"')
})

test('R-249 R-250: paused, nothing propagates; resumed, it does; the log names the keys', async ({ page, ask, aws, complaints }) => {
  const synced = await makeSyncable(ask, aws, { A: '1', B: '2' })
  const { app } = synced
  const address = await makeSync(ask, aws, synced)
  await page.goto(address)
  await expect(state(page, 'Synced')).toBeVisible()
  const automatic = page.getByRole('switch', { name: 'Sync by itself' })
  await automatic.click()
  await expect(state(page, 'Paused')).toBeVisible()
  await changeSecret(ask, app.environments.Development, 'A', 'changed')
  await putSecrets(ask, app.environments.Development, [{ key: 'C', value: '3' }])
  expect(await remoteValue(aws, synced)).toEqual({ A: '1', B: '2' })
  await automatic.click()
  await expect.poll(() => remoteValue(aws, synced)).toEqual({ A: 'changed', B: '2', C: '3' })
  await page.getByRole('link', { name: 'Logs', exact: true }).click()
  const run = page.getByRole('list', { name: 'Runs' }).getByRole('listitem').first()
  await expect(run).toContainText('It was resumed')
  await expect(run).toContainText('1 added, 1 changed, 1 unchanged')
  await expect(run.getByText('C', { exact: true })).toBeVisible()
  await expect(run).not.toContainText('changed by')
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect(page.getByRole('list', { name: 'Runs' }).getByRole('listitem').first()).toContainText('Nothing to write')
  expect(complaints).toEqual([])
})

test('an edit in AWS stops the sync until somebody decides', async ({ page, ask, aws, complaints }) => {
  const synced = await makeSyncable(ask, aws, { A: '1', B: '2' })
  const { app } = synced
  const address = await makeSync(ask, aws, synced)
  await editRemote(aws, synced, { A: 'edited in AWS', B: '2' })
  await page.goto(address)
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect(state(page, 'Needs attention')).toBeVisible()
  await page.getByRole('button', { name: 'Compare and decide' }).click()
  const dialog = page.getByRole('dialog', { name: 'Which side is right?' })
  await expect(dialog.getByText('edited in AWS', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Decide' }).click()
  await expect(dialog.getByText('Choose what shall become of it.')).toBeVisible()
  await dialog.getByRole('radio', { name: 'Adopt' }).check()
  await dialog.getByRole('button', { name: 'Adopt' }).click()
  await expect(dialog).toBeHidden()
  await expect(state(page, 'Synced')).toBeVisible()
  expect(await valuesOf(ask, app.environments.Development)).toEqual({ A: 'edited in AWS', B: '2' })

  await editRemote(aws, synced, { A: 'once more', B: '2' })
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByRole('button', { name: 'Compare and decide' }).click()
  await dialog.getByRole('radio', { name: 'Overwrite' }).check()
  await dialog.getByRole('button', { name: 'Overwrite' }).click()
  await expect.poll(() => remoteValue(aws, synced)).toEqual({ A: 'edited in AWS', B: '2' })
  expect(complaints).toEqual([])
})

test('R-251: a credential that stopped working needs attention, on the card too, and is replaced by another', async ({
  page,
  ask,
  aws,
}) => {
  const synced = await makeSyncable(ask, aws, { A: '1' })
  const address = await makeSync(ask, aws, synced)
  await aws.removeKey({ accessKeyId: synced.credential.accessKeyId })
  await changeSecret(ask, synced.app.environments.Development, 'A', '2')
  await page.goto(`${synced.app.address}/syncing`)
  const card = page.getByRole('list', { name: 'Active Syncs' }).getByRole('listitem')
  await expect(card.getByText('Needs attention', { exact: true })).toBeVisible()
  await card.getByRole('button', { name: 'Why?' }).click()
  await expect(card.getByRole('alert')).toContainText('credential_unknown')

  const fresh = await makeCredential(ask, aws)
  await card.getByRole('link', { name: 'Manage' }).click()
  await page.getByRole('button', { name: 'Update authentication' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('group', { name: 'Credentials' })).toBeVisible()
  const search = dialog.getByRole('searchbox', { name: 'Search credentials' })
  if (await search.isVisible()) await search.fill(fresh.name)
  await dialog.getByRole('radio', { name: fresh.name }).check()
  await dialog.getByRole('button', { name: 'Review' }).click()
  await expect(dialog.getByText('is created')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(state(page, 'Synced')).toBeVisible()
  expect(await remoteValue(aws, { ...synced, credential: fresh })).toEqual({ A: '2' })
  await page.goto(`${address}/logs`)
  await expect(page.getByRole('list', { name: 'Runs' })).toContainText('credential_unknown')
})

test('the sync is edited through a plan, and deleted with or without the secret in AWS', async ({ page, ask, aws, complaints }) => {
  const synced = await makeSyncable(ask, aws, { A: '1' })
  const address = await makeSync(ask, aws, synced)
  await page.goto(address)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const edition = page.getByRole('dialog')
  await edition.getByLabel('Key prefix').fill('SHOP_')
  await edition.getByRole('button', { name: 'Review' }).click()
  await expect(edition.getByText('SHOP_A', { exact: true })).toBeVisible()
  await edition.getByRole('button', { name: 'Save' }).click()
  await expect(edition).toBeHidden()
  await expect.poll(() => remoteValue(aws, synced)).toMatchObject({ SHOP_A: '1' })

  await page.goto(`${synced.app.address}/settings`)
  await page.getByRole('switch', { name: 'Server-side encryption (SSE)' }).click()
  const inTheWay = page.getByRole('dialog', { name: 'Server-side encryption is in use' })
  await expect(inTheWay.getByRole('link', { name: synced.secretName })).toBeVisible()

  await page.goto(address)
  await page.getByRole('button', { name: 'Delete sync' }).click()
  const deletion = page.getByRole('dialog')
  await deletion.getByRole('button', { name: 'Delete sync' }).click()
  await expect(deletion.getByText('This is not the name.')).toBeVisible()
  await deletion.getByRole('textbox').fill(synced.secretName)
  await deletion.getByRole('button', { name: 'Delete sync' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing of this app is synced yet' })).toBeVisible()
  const seen = await aws.readSecret({ account: synced.credential.account, region, name: synced.secretName })
  expect(seen).toMatchObject({ isScheduledForDeletion: false })
  expect(complaints).toEqual([])
})

test('the secret in AWS is deleted, too, when that is chosen', async ({ page, ask, aws }) => {
  const synced = await makeSyncable(ask, aws, { A: '1' })
  await page.goto(`${await makeSync(ask, aws, synced)}?dialog=delete`)
  const deletion = page.getByRole('dialog')
  await deletion.getByRole('radio', { name: 'Is deleted, too' }).check()
  await deletion.getByLabel('Days in which it can be restored').fill('3')
  await deletion.getByLabel(/to confirm/).fill(synced.secretName)
  await deletion.getByRole('button', { name: 'Delete sync' }).click()
  await expect(deletion.getByText('Give 7 to 30 days.')).toBeVisible()
  await deletion.getByLabel('Days in which it can be restored').fill('7')
  await deletion.getByRole('button', { name: 'Delete sync' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing of this app is synced yet' })).toBeVisible()
  const seen = await aws.readSecret({ account: synced.credential.account, region, name: synced.secretName })
  expect(seen).toMatchObject({ isScheduledForDeletion: true })
})

test('every page of syncs is accessible, wide and narrow, light and dark', async ({ page, ask, aws, complaints }) => {
  test.setTimeout(240_000)
  const synced = await makeSyncable(ask, aws, { A: '1', B: '2' })
  const address = await makeSync(ask, aws, synced)
  await editRemote(aws, synced, { A: 'edited', C: '3' })
  await ask('mutation($input: SyncIdInput!) { runSync(input: $input) { userErrors { message } } }', {
    input: { id: idOf(address) },
  })
  await page.goto(address)
  await expect(state(page, 'Needs attention')).toBeVisible()
  const heading = (name: string) => () => expect(page.getByRole('heading', { name })).toBeVisible()
  await expectAccessible(page, `${home}/integrations/syncs?app=${synced.app.id}`, () =>
    expect(page.getByRole('link', { name: synced.secretName })).toBeVisible(),
  )
  await expectAccessible(page, `${synced.app.address}/syncing`, heading('Active Syncs'))
  await expectAccessible(page, address, heading('Authentication'))
  await expectAccessible(page, `${address}?dialog=decide`, () =>
    expect(page.getByRole('dialog').getByText('Overwrite', { exact: true })).toBeVisible(),
  )
  await expectAccessible(page, `${address}/logs`, () => expect(page.getByRole('list', { name: 'Runs' })).toBeVisible())
  await expectAccessible(page, `${synced.app.address}/syncing/new?step=source&credential=${synced.credential.id}`, () =>
    expect(page.getByLabel('New AWS Secret name')).toBeVisible(),
  )
  expect(complaints).toEqual([])
})
