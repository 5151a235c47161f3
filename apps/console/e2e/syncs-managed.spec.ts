import type { Page } from '@playwright/test'
import { putSecrets, valuesOf } from './apps.ts'
import { expect, expectAccessible, home, region, test } from './aws.ts'
import { changeSecret, editRemote, idOf, makeCredential, makeSync, makeSyncable, remoteValue, type SyncedApp } from './sync-data.ts'

const state = (page: Page, word: string) =>
  page
    .locator('header')
    .filter({ has: page.getByRole('heading', { level: 1 }) })
    .getByText(word, { exact: true })

test('R-249 R-250: paused, nothing propagates; resumed, it does; the log names the keys', async ({ page, ask, aws, complaints }) => {
  const synced = await makeSyncable(ask, aws, { A: '1', B: '2' })
  const { app } = synced
  const address = await makeSync(ask, aws, synced)
  const witness = await makeSyncable(ask, aws, { A: '1' })
  await makeSync(ask, aws, witness)
  await expect.poll(() => remoteValue(aws, witness)).toEqual({ A: '1' })
  await page.goto(address)
  await expect(state(page, 'Synced')).toBeVisible()
  const automatic = page.getByRole('switch', { name: 'Sync by itself' })
  await automatic.click()
  await expect(state(page, 'Paused')).toBeVisible()
  await changeSecret(ask, app.environments.Development, 'A', 'changed')
  await putSecrets(ask, app.environments.Development, [{ key: 'C', value: '3' }])
  // Another sync, changed later and not paused, has arrived by then: so this one would have, too.
  await changeSecret(ask, witness.app.environments.Development, 'A', 'arrived')
  await expect.poll(() => remoteValue(aws, witness), { timeout: 30_000 }).toEqual({ A: 'arrived' })
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

const headed = (name: string) => (page: Page) => expect(page.getByRole('heading', { name })).toBeVisible()

/** Each page that shows a sync, and what is there when it is whole. */
const pages: [
  name: string,
  pathOf: (synced: SyncedApp, address: string) => string,
  ready: (page: Page, synced: SyncedApp) => Promise<void>,
][] = [
  [
    'all syncs',
    ({ app }) => `${home}/integrations/syncs?app=${app.id}`,
    (page, { secretName }) => expect(page.getByRole('link', { name: secretName })).toBeVisible(),
  ],
  ['the syncs of an app', ({ app }) => `${app.address}/syncing`, headed('Active Syncs')],
  ['a sync', (_, address) => address, headed('Authentication')],
  [
    'a decision about drift',
    (_, address) => `${address}?dialog=decide`,
    (page) => expect(page.getByRole('dialog').getByText('Overwrite', { exact: true })).toBeVisible(),
  ],
  ['the runs of a sync', (_, address) => `${address}/logs`, (page) => expect(page.getByRole('list', { name: 'Runs' })).toBeVisible()],
  [
    'a new sync',
    ({ app, credential }) => `${app.address}/syncing/new?step=source&credential=${credential.id}`,
    (page) => expect(page.getByLabel('New AWS Secret name')).toBeVisible(),
  ],
]

for (const [name, pathOf, ready] of pages) {
  test(`the page of ${name} is accessible, wide and narrow, light and dark`, async ({ page, ask, aws, complaints }) => {
    const synced = await makeSyncable(ask, aws, { A: '1', B: '2' })
    const address = await makeSync(ask, aws, synced)
    await editRemote(aws, synced, { A: 'edited', C: '3' })
    await ask('mutation($input: SyncIdInput!) { runSync(input: $input) { userErrors { message } } }', {
      input: { id: idOf(address) },
    })
    await page.goto(address)
    await expect(state(page, 'Needs attention')).toBeVisible()
    await expectAccessible(page, pathOf(synced, address), () => ready(page, synced))
    expect(complaints).toEqual([])
  })
}
