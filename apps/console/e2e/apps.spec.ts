import type { Locator, Page } from '@playwright/test'
import { makeAccount } from './account-data.ts'
import { canary, eavesdrop, type MadeApp, makeApp, openEditor, putSecrets, valuesOf } from './apps.ts'
import { expect, expectAccessible, home, test } from './console.ts'

test('an app is created with environments of its own, found, renamed and deleted', async ({ page, complaints }) => {
  await page.goto(`${home}/apps`)
  await page.getByRole('button', { name: 'Create app' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Create app' })
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(dialog.getByText('Give the app a name.')).toBeVisible()
  await dialog.getByLabel('Name', { exact: true }).fill('web shop')
  await dialog.getByLabel('Environments').fill('Preview,')
  await dialog.getByRole('button', { name: 'Remove environment Staging' }).click()
  await expect(dialog.getByRole('radio', { name: 'Server-side encryption' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'web shop' })).toBeVisible()
  for (const name of ['Development', 'Production', 'Preview']) await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Staging' })).toHaveCount(0)

  await page.goto(`${home}/apps?q=web+sh`)
  await page.getByRole('list', { name: 'Apps', exact: true }).getByRole('link', { name: 'web shop', exact: true }).click()
  await page.getByRole('navigation', { name: 'Parts of web shop' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Name', { exact: true }).fill('web shop 2')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'web shop 2' })).toBeVisible()

  await page.getByRole('button', { name: 'Delete app' }).click()
  const confirmation = page.getByRole('dialog')
  await confirmation.getByRole('button', { name: 'Delete app' }).click()
  await expect(confirmation.getByText('This is not the name.')).toBeVisible()
  await confirmation.getByRole('textbox').fill('web shop 2')
  await confirmation.getByRole('button', { name: 'Delete app' }).click()
  await expect(page).toHaveURL(/\/apps$/)
  await expect(page.getByRole('link', { name: 'web shop 2' })).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('environments are added, renamed, moved without dragging, and deleted by their name', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  await page.goto(app.address)
  const order = () => page.getByRole('region', { name: 'Environments' }).getByRole('listitem').getByRole('link').allTextContents()
  await page.getByRole('button', { name: 'Move Production up' }).click()
  await expect.poll(order).toEqual(['Development', 'Production', 'Staging'])
  await page.getByRole('button', { name: 'New environment' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Preview')
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  await expect.poll(order).toEqual(['Development', 'Production', 'Staging', 'Preview'])
  await page.getByRole('button', { name: 'Actions for Preview' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Review')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await expect.poll(order).toContain('Review')
  await page.getByRole('button', { name: 'Actions for Review' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Review')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete environment' }).click()
  await expect.poll(order).toEqual(['Development', 'Production', 'Staging'])
  expect(complaints).toEqual([])
})

test('keys stand side by side by environment, and one is copied to where it is missing', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const value = canary()
  await putSecrets(ask, app.environments.Development, [
    { key: 'ONLY_HERE', value },
    { key: 'SAME', value: 'x' },
  ])
  await putSecrets(ask, app.environments.Staging, [{ key: 'SAME', value: 'x' }])
  const heard = eavesdrop(page)
  await page.goto(app.address)
  const row = page.getByRole('row', { name: /ONLY_HERE/ })
  await expect(row.getByText('missing')).toHaveCount(2)
  await expect(page.getByRole('row', { name: /SAME/ }).getByText('same as Development')).toBeVisible()
  await page.getByLabel('Only differences').check()
  await expect(page).toHaveURL(/differences=true/)
  await row.getByRole('button', { name: 'Copy ONLY_HERE to …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Production').uncheck()
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await expect(row.getByText('missing')).toHaveCount(1)
  expect(await valuesOf(ask, app.environments.Staging)).toMatchObject({ ONLY_HERE: value })
  expect(await heard.text()).not.toContain(value)
  expect(complaints).toEqual([])
})

test('environments are compared, and what differs is brought across after a look at it', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Development: left, Production: right } = app.environments
  const value = canary()
  await putSecrets(ask, left, [
    { key: 'A', value },
    { key: 'B', value: 'new' },
    { key: 'C', value: 'same' },
  ])
  await putSecrets(ask, right, [
    { key: 'B', value: 'older' },
    { key: 'C', value: 'same' },
    { key: 'D', value: 'x' },
  ])
  const heard = eavesdrop(page)
  await page.goto(`${app.address}/compare?left=${left}&right=${right}`)
  await expect(page.getByText('1 only in Development · 1 only in Production · 1 differ · 1 same')).toBeVisible()
  await expect(page.getByRole('row', { name: /same$/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Reveal A of Development' }).click()
  await expect(page.getByText(value)).toBeVisible()
  await page.getByRole('button', { name: 'Hide A of Development' }).click()
  await expect(page.getByText(value)).toHaveCount(0)
  await page.getByLabel('Select A', { exact: true }).check()
  await page.getByLabel('Select B', { exact: true }).check()
  await page.getByRole('button', { name: 'Copy to Production' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('replaces the value, 5 → 3 bytes')).toBeVisible()
  expect(await valuesOf(ask, right)).toEqual({ B: 'older', C: 'same', D: 'x' })
  await dialog.getByRole('button', { name: 'Copy 2' }).click()
  await expect(page.getByText('0 only in Development')).toBeVisible()
  expect(await valuesOf(ask, right)).toEqual({ A: value, B: 'new', C: 'same', D: 'x' })
  expect(await heard.text()).not.toContain(value)
  expect(complaints).toEqual([])
})

test('an account is given an environment and loses it, and the logs of the app tell', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { name } = await makeAccount(ask)
  await page.goto(`${app.address}/access`)
  await expect(page.getByRole('table', { name: 'Members with access' }).getByText('ada@example.org')).toBeVisible()
  await page.getByRole('button', { name: 'Give access' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Search service accounts').fill(name)
  await dialog.getByRole('radio', { name, exact: true }).check()
  await dialog.getByLabel('Staging').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('row', { name: new RegExp(name) })
  await expect(row.getByText('Staging')).toBeVisible()
  await row.getByRole('button', { name: `Change access of ${name}` }).click()
  await dialog.getByLabel('Staging').uncheck()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toHaveCount(0)
  await putSecrets(ask, app.environments.Staging, [{ key: 'A', value: '1' }])
  await page.goto(`${app.address}/logs`)
  await expect(page.getByRole('row', { name: /app\.create/ })).toBeVisible()
  await page.getByLabel('Environment').selectOption({ label: 'Staging' })
  await expect(page.getByRole('row', { name: /secrets\.create.*Staging/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /app\.create/ })).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('WEB-14 hostile names are inert wherever they are shown', async ({ page, ask, complaints }) => {
  const hostile = `<img src=x onerror=alert(1)>{{7*7}}</script>\u202e`
  const app = await makeApp(ask, `${hostile.slice(0, 40)}${Date.now()}`)
  await putSecrets(ask, app.environments.Development, [
    { key: '<SCRIPT>ALERT(1)</SCRIPT>{{7*7}}', value: hostile, path: `/${hostile.slice(0, 30)}` },
  ])
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs++
    void dialog.dismiss()
  })
  for (const path of ['', '/logs', '/access', '/settings', '/compare']) {
    await page.goto(app.address + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await openEditor(page, app)
  await page.getByRole('list', { name: 'Folders' }).getByRole('link').click()
  await page.getByRole('button', { name: /^Reveal/ }).click()
  await expect(page.locator('code').filter({ hasText: 'onerror=alert(1)' })).toBeVisible()
  expect(await page.locator('img').count()).toBe(0)
  expect(dialogs).toBe(0)
  expect(complaints).toEqual([])
})

const pages: [string, (app: MadeApp) => string, (page: Page) => Locator][] = [
  ['the list of apps', () => `${home}/apps`, (page) => page.getByRole('heading', { name: 'Apps', level: 1 })],
  ['the environments', ({ address }) => address, (page) => page.getByText('DATABASE_URL')],
  ['access', ({ address }) => `${address}/access`, (page) => page.getByText('ada@example.org')],
  ['giving access', ({ address }) => `${address}/access?dialog=access`, (page) => page.getByRole('dialog').getByRole('radio').first()],
  ['logs', ({ address }) => `${address}/logs`, (page) => page.getByText('app.create')],
  ['settings', ({ address }) => `${address}/settings`, (page) => page.getByRole('switch')],
  [
    'the editor',
    ({ address, environments }) => `${address}/environments/${environments.Development}`,
    (page) => page.getByText('DATABASE_URL'),
  ],
  [
    'a new secret',
    ({ address, environments }) => `${address}/environments/${environments.Development}?dialog=new`,
    (page) => page.getByRole('dialog'),
  ],
  [
    'comparing',
    ({ address, environments: { Development, Production } }) => `${address}/compare?left=${Development}&right=${Production}`,
    (page) => page.getByText('DATABASE_URL'),
  ],
]

for (const [what, addressOf, about] of pages) {
  test(`${what}: accessible in both themes, wide and narrow`, async ({ page, ask, complaints }) => {
    const app = await makeApp(ask)
    await makeAccount(ask)
    await putSecrets(ask, app.environments.Development, [
      { key: 'DATABASE_URL', value: 'postgres://x', tags: ['db'] },
      { key: 'A_VERY_LONG_KEY_THAT_GOES_ON_AND_ON_UNTIL_IT_FILLS_THE_LINE_AND_MORE', value: 'x', type: 'SEALED' },
      { key: 'DEEP', value: 'x', path: '/payments' },
    ])
    await expectAccessible(page, addressOf(app), () => expect(about(page)).toBeVisible())
    expect(complaints).toEqual([])
  })
}
