import type { Page } from '@playwright/test'
import { canary, deploy, eavesdrop, makeApp, openEditor, putSecrets, secretsOf, stageNew, valuesOf } from './apps.ts'
import { expect, expectAccessible, home, test } from './console.ts'
import { ownerCredentials } from './owner.ts'

async function unlock(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Unlock your keys' })
  await dialog.getByLabel('Password').fill(ownerCredentials.password)
  await dialog.getByRole('button', { name: 'Unlock' }).click()
  await expect(dialog).toBeHidden()
}

const encryption = (page: Page) => page.getByRole('switch', { name: 'Server-side encryption (SSE)' })

test('an end-to-end app: keys are made here, secrets written and read here, and the server learns no word', async ({
  page,
  ask,
  complaints,
}) => {
  const heard = eavesdrop(page)
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await page.goto(`${home}/apps?dialog=create`)
  const dialog = page.getByRole('dialog', { name: 'Create app' })
  await dialog.getByLabel('Name', { exact: true }).fill('vault')
  await dialog.getByRole('radio', { name: 'End-to-end encryption' }).check()
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await unlock(page)
  await expect(page.getByRole('heading', { level: 1, name: 'vault' })).toBeVisible()
  await page.getByRole('region', { name: 'Environments' }).getByRole('link', { name: 'Production' }).click()
  const value = canary()
  await stageNew(page, 'QUIET_NAME', value)
  await stageNew(page, 'OTHER', 'x')
  await deploy(page)
  const address = page.url()
  const environmentId = address.split('/').at(-1)
  for (const stored of await secretsOf(ask, environmentId)) expect(stored).toMatchObject({ key: expect.stringMatching(/^ph:v1:/) })

  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'This environment is encrypted end to end' })).toBeVisible()
  await page.getByRole('button', { name: 'Unlock' }).click()
  await unlock(page)
  await page.getByRole('searchbox').fill('quiet')
  await expect(page.getByText('1 secret', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Reveal QUIET_NAME' }).click()
  await expect(page.getByText(value)).toBeVisible()
  await page.getByRole('button', { name: 'Edit QUIET_NAME' }).click()
  await page.getByRole('dialog').getByLabel('Comment').fill('main database')
  await page.getByRole('dialog').getByRole('button', { name: 'Stage' }).click()
  await deploy(page)
  await expect(page.getByText('main database')).toBeVisible()
  const all = sent.join('\n') + (await heard.text())
  for (const secret of [value, 'QUIET_NAME', 'main database', ownerCredentials.password]) expect(all).not.toContain(secret)
  expect(complaints).toEqual([])
  await expectAccessible(page, address, () => expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible())
})

test('server-side encryption is switched off and on again, and secrets stay readable', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Development } = app.environments
  await putSecrets(ask, Development, [{ key: 'A', value: 'still here' }])
  await page.goto(`${app.address}/settings`)
  await expect(encryption(page)).toBeChecked()
  await encryption(page).click()
  const off = page.getByRole('dialog', { name: 'Disable server-side encryption?' })
  await expect(off.getByText('No service account that you can see reads this app.')).toBeVisible()
  await off.getByRole('button', { name: 'Disable' }).click()
  await expect(encryption(page)).not.toBeChecked()
  await expect(page.getByText('End-to-end', { exact: true })).toBeVisible()
  expect((await secretsOf(ask, Development))[0]?.value).toMatch(/^ph:v1:/)
  await encryption(page).click()
  const on = page.getByRole('dialog', { name: 'Enable server-side encryption?' })
  await expect(on.getByText('The server will be able to read every environment of this app.')).toBeVisible()
  await on.getByRole('button', { name: 'Enable' }).click()
  await unlock(page)
  await expect(encryption(page)).toBeChecked()
  await expect(page.getByText(/On since/)).toContainText('by Ada')
  expect(await valuesOf(ask, Development)).toEqual({ A: 'still here' })
  await openEditor(page, app)
  await expect(page.getByRole('button', { name: 'Edit A' })).toBeVisible()
  expect(complaints).toEqual([])
})
