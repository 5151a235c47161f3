import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { deploy, makeApp, openEditor, putSecrets, valuesOf } from './apps.ts'
import { expect, test } from './console.ts'

const envFile = (text: string | Buffer, name = 'shop.env') => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

async function choose(page: Page, text: string | Buffer): Promise<void> {
  await page.getByRole('button', { name: 'Import .env' }).click()
  await page.getByRole('dialog', { name: 'Import .env' }).getByLabel('Choose file').setInputFiles(envFile(text))
}

test('a .env file is previewed line by line, and nothing is written before the deploy', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Development } = app.environments
  await putSecrets(ask, Development, [
    { key: 'SAME', value: 'same' },
    { key: 'CHANGED', value: 'before' },
  ])
  await openEditor(page, app)
  await choose(page, 'NEW=1\nSAME=same\nCHANGED=after\nthis is no line\nUNWANTED=2\n')
  const dialog = page.getByRole('dialog', { name: 'Import .env' })
  await expect(dialog.getByText('2 new, 1 changed, 1 same, 1 invalid')).toBeVisible()
  await expect(dialog.getByText('line 4')).toBeVisible()
  await expect(dialog.getByLabel('Import SAME')).toBeDisabled()
  await dialog.getByLabel('Import UNWANTED').uncheck()
  await dialog.getByRole('button', { name: 'Stage 2 keys' }).click()
  await expect(page.getByText('2 changes not deployed yet')).toBeVisible()
  expect(await valuesOf(ask, Development)).toEqual({ SAME: 'same', CHANGED: 'before' })
  await deploy(page)
  expect(await valuesOf(ask, Development)).toEqual({ SAME: 'same', CHANGED: 'after', NEW: '1' })
  expect(complaints).toEqual([])
})

test('WEB-38 BOM, CRLF, quotes and lines within values arrive letter by letter, and leave so again', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  const { Development } = app.environments
  const values = { A: 'plain', B: 'a "quoted" $value', C: 'one\ntwo', D: "it's = fine # really", E: '=cmd|calc' }
  await openEditor(page, app)
  await choose(page, `\uFEFFA=plain\r\nB='a "quoted" $value'\r\nC="one\\ntwo"\r\nexport D="it's = fine # really"\r\nE='=cmd|calc'\r\n`)
  await page.getByRole('dialog').getByRole('button', { name: 'Stage 5 keys' }).click()
  await deploy(page)
  expect(await valuesOf(ask, Development)).toEqual(values)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export .env' }).click()])
  const exported = await readFile(await download.path(), 'utf8')
  expect(download.suggestedFilename()).toBe('Development.env')
  await page.getByRole('link', { name: 'Staging' }).click()
  await choose(page, exported)
  await page.getByRole('dialog').getByRole('button', { name: 'Stage 5 keys' }).click()
  await deploy(page)
  expect(await valuesOf(ask, app.environments.Staging)).toEqual(values)
  expect(complaints).toEqual([])
})

test('WEB-38 a file with a line of 10 MB, or of no text, is refused before it is read', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  await openEditor(page, app)
  await choose(page, `A=${'x'.repeat(10_000_000)}`)
  const dialog = page.getByRole('dialog', { name: 'Import .env' })
  await expect(dialog.getByText('shop.env has 10 MB; an import takes at most 3 MB.')).toBeVisible()
  await dialog.getByLabel('Choose file').setInputFiles(envFile(Buffer.from([0x41, 0x3d, 0xff, 0xfe])))
  await expect(dialog.getByText('shop.env is not UTF-8 text.')).toBeVisible()
  expect(await valuesOf(ask, app.environments.Development)).toEqual({})
  expect(complaints).toEqual([])
})

test('a file can be dropped anywhere, and lines pasted into a key', async ({ page, ask, complaints }) => {
  const app = await makeApp(ask)
  await openEditor(page, app)
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['DROPPED=1\n'], 'dropped.env'))
    return transfer
  })
  await page.dispatchEvent('main', 'drop', { dataTransfer: data })
  const dialog = page.getByRole('dialog', { name: 'Import .env' })
  await dialog.getByRole('button', { name: 'Stage 1 key' }).click()
  await page.getByRole('button', { name: 'New secret' }).click()
  await page
    .getByRole('dialog')
    .getByLabel('Key')
    .evaluate((field) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', 'PASTED=2\nALSO=3')
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
  await dialog.getByRole('button', { name: 'Stage 2 keys' }).click()
  await deploy(page)
  expect(await valuesOf(ask, app.environments.Development)).toEqual({ DROPPED: '1', PASTED: '2', ALSO: '3' })
  expect(complaints).toEqual([])
})
