import type { Page } from '@playwright/test'
import { makeApp, valuesOf } from './apps.ts'
import { allow, expect, region, test } from './aws.ts'
import { changeSecret, editRemote, makeCredential, makeSyncable, remoteValue } from './sync-data.ts'

/** The first step of the wizard. */
async function chooseCredential(page: Page, name: string): Promise<void> {
  const search = page.getByRole('searchbox', { name: 'Search credentials' })
  const choice = page.getByRole('radio', { name })
  await expect(page.getByRole('group', { name: 'Credentials' })).toBeVisible()
  if (await search.isVisible()) await search.fill(name)
  await choice.check()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
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
