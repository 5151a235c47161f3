import type { Page } from '@playwright/test'
import { canary, deploy, eavesdrop, makeApp, openEditor, putSecrets, secretsOf, stageNew, valuesOf } from './apps.ts'
import { type Ask, expect, test } from './console.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('secrets are added, edited and removed, looked at once more, and deployed in one step', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Development } = app.environments
  await putSecrets(ask, Development, [
    { key: 'KEPT', value: 'old', tags: ['db'] },
    { key: 'GONE', value: 'x' },
  ])
  await openEditor(page, app)
  const value = 'line one\nline two'
  await stageNew(page, 'added', value)
  await button(page, 'Edit KEPT').click()
  const sheet = page.getByRole('dialog', { name: 'Edit KEPT' })
  await sheet.getByLabel('Value', { exact: true }).fill('new value')
  await sheet.getByLabel('Type').selectOption('CONFIG')
  await sheet.getByRole('button', { name: 'Stage' }).click()
  await button(page, 'Remove GONE').click()
  await button(page, 'Keep GONE').click()
  await button(page, 'Remove GONE').click()
  expect(await valuesOf(ask, Development)).toEqual({ KEPT: 'old', GONE: 'x' })
  await button(page, 'Preview').click()
  const preview = page.getByRole('dialog', { name: 'Deploy to Development' })
  await expect(preview.getByText('value 3 → 9 bytes · Secret → Config')).toBeVisible()
  await expect(preview.getByText('new value')).toHaveCount(0)
  await preview.getByRole('button', { name: 'Reveal values of KEPT' }).click()
  await expect(preview.getByText('− old')).toBeVisible()
  await expect(preview.getByText('+ new value')).toBeVisible()
  await preview.getByRole('button', { name: 'Deploy 3 changes' }).click()
  await expect(page.getByRole('region', { name: 'Staged changes' })).toBeHidden()
  await expect(button(page, 'Edit ADDED')).toBeVisible()
  await expect(button(page, 'Edit GONE')).toHaveCount(0)
  expect(await valuesOf(ask, Development)).toEqual({ KEPT: 'new value', ADDED: value })
  expect(complaints).toEqual([])
})

test('a value is in nothing but the answer of its own reveal, and is masked again by itself', async ({
  page,
  ask,
  context,
  complaints,
}) => {
  await page.clock.install()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const app = await makeApp(ask)
  const value = canary()
  await putSecrets(ask, app.environments.Development, [{ key: 'TOKEN', value }])
  const heard = eavesdrop(page)
  await openEditor(page, app)
  await button(page, 'Copy value of TOKEN').click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(value)
  await expect(page.getByText(value)).toHaveCount(0)
  await button(page, 'Reveal TOKEN').click()
  await expect(page.getByText(value)).toBeVisible()
  expect(
    await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + window.location.href + document.title),
  ).not.toContain(value)
  await page.clock.runFor(31_000)
  await expect(page.getByText(value)).toHaveCount(0)
  await button(page, 'Reveal TOKEN').click()
  await expect(page.getByText(value)).toBeVisible()
  await page.locator('body').press('Shift+H')
  await expect(page.getByText(value)).toHaveCount(0)
  await button(page, 'Reveal TOKEN').click()
  await expect(page.getByText(value)).toBeVisible()
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect(page.getByText(value)).toHaveCount(0)
  expect(await page.content()).not.toContain(value)
  expect(await heard.text()).not.toContain(value)
  const { auditEvents } = await ask<{ auditEvents: { totalCount: number } }>(
    'query($id: String) { auditEvents(first: 1, filter: { resourceId: $id, action: "secrets.reveal" }) { totalCount } }',
    { id: app.environments.Development },
  )
  expect(auditEvents.totalCount).toBe(4)
  expect(complaints).toEqual([])
})

test('two people edit at once: nothing is lost, and each secret is decided', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Development } = app.environments
  await putSecrets(ask, Development, [
    { key: 'MINE', value: '1' },
    { key: 'THEIRS', value: '1' },
  ])
  await openEditor(page, app)
  for (const key of ['MINE', 'THEIRS']) {
    await button(page, `Edit ${key}`).click()
    await page.getByRole('dialog').getByLabel('Value', { exact: true }).fill('from the console')
    await page.getByRole('dialog').getByRole('button', { name: 'Stage' }).click()
  }
  await changeBehind(ask, Development)
  await page.getByRole('region', { name: 'Staged changes' }).getByRole('button', { name: 'Deploy', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Somebody else was faster' })
  await expect(dialog.getByRole('group', { name: /Ada changed MINE/ })).toBeVisible()
  expect(await valuesOf(ask, Development)).toEqual({ MINE: 'from elsewhere', THEIRS: 'from elsewhere' })
  await dialog.getByRole('group', { name: /MINE/ }).getByLabel('Keep mine').check()
  await dialog
    .getByRole('group', { name: /THEIRS/ })
    .getByLabel('Take theirs')
    .check()
  await dialog.getByRole('button', { name: 'Apply and deploy' }).click()
  await expect(page.getByRole('region', { name: 'Staged changes' })).toBeHidden()
  expect(await valuesOf(ask, Development)).toEqual({ MINE: 'from the console', THEIRS: 'from elsewhere' })
  expect(complaints).toEqual([])
})

async function changeBehind(ask: Ask, environmentId: string | undefined): Promise<void> {
  const update = (await secretsOf(ask, environmentId)).map(({ id, version }) => ({ id, version, value: 'from elsewhere' }))
  await ask('mutation($input: ChangeSecretsInput!) { changeSecrets(input: $input) { updated { id } } }', {
    input: { environmentId, update },
  })
}

test('an old version is looked at and restored', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Development } = app.environments
  const value = canary()
  await putSecrets(ask, Development, [{ key: 'A', value }])
  await changeBehind(ask, Development)
  const heard = eavesdrop(page)
  await openEditor(page, app)
  await button(page, 'History of A').click()
  const sheet = page.getByRole('dialog', { name: 'History of A' })
  await expect(sheet.getByText('Version 2')).toBeVisible()
  await button(page, 'Reveal version 1').click()
  await expect(sheet.getByText(value)).toBeVisible()
  await button(page, 'Restore version 1').click()
  await expect(sheet.getByText('Version 3')).toBeVisible()
  expect(await valuesOf(ask, Development)).toEqual({ A: value })
  expect(await heard.text()).not.toContain(value)
  expect(complaints).toEqual([])
})

test('leaving with staged changes asks; folders of the environment keep them', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  await putSecrets(ask, app.environments.Development, [{ key: 'DEEP', value: 'x', path: '/payments/eu' }])
  await openEditor(page, app)
  await stageNew(page, 'A', '1')
  await page
    .getByRole('list', { name: 'Folders' })
    .getByRole('link', { name: /payments/ })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'payments' })).toBeVisible()
  await expect(page.getByText('1 change not deployed yet')).toBeVisible()
  await page.getByRole('link', { name: 'Exchanges' }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay here' }).click()
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Development' }).click()
  await deploy(page)
  expect(await valuesOf(ask, app.environments.Development)).toEqual({ A: '1', DEEP: 'x' })
  expect(complaints).toEqual([])
})

test('the grid is worked by keyboard alone: arrows move, Enter edits, Tab leaves', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  await putSecrets(ask, app.environments.Development, [
    { key: 'A', value: 'first' },
    { key: 'B', value: 'second' },
  ])
  await openEditor(page, app)
  await button(page, 'Hide all').focus()
  // The folders stand between the toolbar and the grid.
  for (let stops = 0; stops < 4 && (await page.getByRole('grid').locator(':focus').count()) === 0; stops++) await page.keyboard.press('Tab')
  await expect(button(page, 'Edit A')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(button(page, 'Edit B')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(button(page, 'Reveal B')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('second')).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Edit B' })
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(button(page, 'Edit B')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('grid').locator(':focus')).toHaveCount(0)
  for (const target of await page.getByRole('grid').getByRole('button').all()) {
    const box = await target.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24)
  }
  expect(complaints).toEqual([])
})

test('5 000 keys are opened, scrolled, searched, and one of them edited', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Staging } = app.environments
  const create = Array.from({ length: 5000 }, (_, index) => ({ key: `KEY_${String(index).padStart(4, '0')}`, value: `v${index}` }))
  for (let start = 0; start < create.length; start += 2500) await putSecrets(ask, Staging, create.slice(start, start + 2500))
  await openEditor(page, app, 'Staging')
  await expect(page.getByText('5000 secrets')).toBeVisible()
  expect(await page.getByRole('row').count()).toBeLessThan(100)
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '5000')
  await button(page, 'Edit KEY_0000').focus()
  await page.keyboard.press('End')
  await expect(button(page, 'Edit KEY_4999')).toBeFocused()
  await page.getByRole('searchbox', { name: 'Search keys in every folder' }).fill('key_31')
  await expect(page.getByText('100 secrets')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search keys in every folder' }).fill('key_3141')
  await expect(page.getByText('1 secret', { exact: true })).toBeVisible()
  await button(page, 'Edit KEY_3141').click()
  await page.getByRole('dialog').getByLabel('Value', { exact: true }).fill('changed')
  await page.getByRole('dialog').getByRole('button', { name: 'Stage' }).click()
  await deploy(page)
  const document =
    'query($id: ID!) { environment(id: $id) { secretEntries(filter: { search: "KEY_3141" }) { edges { node { version valueLength } } } } }'
  expect(await ask(document, { id: Staging })).toMatchObject({
    environment: { secretEntries: { edges: [{ node: { version: 2, valueLength: 7 } }] } },
  })
  expect(complaints).toEqual([])
})

test('at 360 pixels a secret is added, revealed and deployed', async ({ page, ask, complaints }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  const app = await makeApp(ask)
  await openEditor(page, app)
  await stageNew(page, 'PHONE', 'value on a phone')
  await deploy(page)
  await button(page, 'Reveal PHONE').click()
  await expect(page.getByText('value on a phone')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)).toBe(false)
  expect(complaints).toEqual([])
})
