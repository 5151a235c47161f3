import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { type Ask, expect, expectAccessible, home, test } from './console.ts'
import { bind, makeIdentity, makeServiceAccount } from './identity-data.ts'
import { tabTo } from './keyboard.ts'

const list = `${home}/access/external-identities`
const useIt = (page: Page) => page.getByRole('region', { name: 'Use it' })
const way = (page: Page, name: string) => useIt(page).getByRole('radio', { name, exact: true })

// The radio itself is for the eyes of nobody; people press its label.
const choose = (page: Page, name: string) => useIt(page).locator('fieldset label').getByText(name, { exact: true }).click()

const makePipeline = (ask: Ask, name: string, audience = '') =>
  makeIdentity(ask, name, {
    config: {
      oidc: {
        issuer: 'https://token.actions.githubusercontent.com',
        audiences: [audience],
        subjects: ['repo:acme/shop:ref:refs/heads/main'],
      },
    },
  })

test('N-08 an identity shows how to use it, filled in for the account that is chosen, to copy and to keep', async ({
  page,
  context,
  ask,
  baseURL,
  complaints,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const id = await makePipeline(ask, 'use-it-pipeline', baseURL)
  const [first, second] = [await makeServiceAccount(ask, 'use-it-first'), await makeServiceAccount(ask, 'use-it-second')]
  await page.goto(`${list}/${id}`)
  await expect(useIt(page)).toContainText('Bind an account first')
  await expect(useIt(page).getByRole('figure')).toContainText('account=SERVICE_ACCOUNT_ID')

  await bind(ask, id, first)
  await page.reload()
  await expect(useIt(page)).toContainText('Workloads log in as use-it-first.')
  const text = useIt(page).getByRole('figure')
  await expect(way(page, 'GitHub Actions')).toBeChecked()
  await expect(text).toContainText(`account=${first}`)
  await expect(text).toContainText(`host=${baseURL}`)
  await expect(useIt(page).getByRole('definition').first()).toBeVisible()

  await bind(ask, id, second)
  await page.reload()
  await useIt(page).getByLabel('Log in as').selectOption({ label: 'use-it-second' })
  await expect(text).toContainText(`account=${second}`)
  await choose(page, 'curl')
  await expect(text).toContainText('#!/usr/bin/env bash')
  expect(new URL(page.url()).searchParams.get('snippet')).toBe('curl')
  await page.reload()
  await expect(way(page, 'curl')).toBeChecked()
  await expect(text).toContainText(`account=${second}`)

  await useIt(page).getByRole('button', { name: 'Copy curl' }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain(`account=${second}\n`)
  const coming = page.waitForEvent('download')
  await useIt(page).getByRole('button', { name: 'Download curl' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toBe('read-secrets.sh')
  expect(await readFile(await download.path(), 'utf8')).toBe(copied)
  expect(complaints).toEqual([])
})

test('every way can be reached and chosen by keyboard', async ({ page, ask, baseURL, complaints }) => {
  const id = await makePipeline(ask, 'use-it-keyboard', baseURL)
  await page.goto(`${list}/${id}`)
  await expect(way(page, 'GitHub Actions')).toBeChecked()
  await tabTo(page, way(page, 'GitHub Actions'))
  await page.keyboard.press('ArrowRight')
  await expect(way(page, 'GitHub Actions with the CLI')).toBeChecked()
  await expect(way(page, 'GitHub Actions with the CLI')).toBeFocused()
  await tabTo(page, useIt(page).getByRole('button', { name: 'Download GitHub Actions with the CLI' }))
  expect(complaints).toEqual([])
})

test('an edit of the identity is an edit of what it shows', async ({ page, ask, baseURL, complaints }) => {
  const id = await makePipeline(ask, 'use-it-edited', baseURL)
  await page.goto(`${list}/${id}`)
  await expect(useIt(page).getByRole('figure')).toContainText(`audience=${baseURL}`)
  const parts = page.getByRole('navigation', { name: 'Parts of use-it-edited' })
  await parts.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: new RegExp(`^Remove .*${baseURL}$`) }).click()
  await page.getByRole('textbox', { name: 'Audiences' }).fill('https://elsewhere.example')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('use-it-edited was saved')).toBeVisible()
  await parts.getByRole('link', { name: 'Overview' }).click()
  await expect(useIt(page).getByRole('figure')).toContainText('audience=https://elsewhere.example')
  expect(complaints).toEqual([])
})

test('an account shows how it is used, by each of the identities that it trusts', async ({ page, ask, baseURL, complaints }) => {
  const accountId = await makeServiceAccount(ask, 'use-it-account')
  const account = `${home}/access/service-accounts/${accountId}`
  await page.goto(account)
  await expect(useIt(page).getByRole('heading', { name: 'Nothing to show yet' })).toBeVisible()
  await bind(ask, await makePipeline(ask, 'use-it-one', baseURL), accountId)
  await page.reload()
  await expect(useIt(page)).toContainText('For the workloads of use-it-one.')
  await expect(useIt(page).getByRole('figure')).toContainText(`account=${accountId}`)
  await bind(ask, await makeIdentity(ask, 'use-it-role'), accountId)
  await page.reload()
  await useIt(page).getByLabel('Workloads of').selectOption({ label: 'use-it-role' })
  await choose(page, 'ECS')
  await expect(useIt(page).getByRole('figure')).toContainText('arn:aws:iam::111122223333:role/team/web-prod')
  await expectAccessible(page, account, () => expect(useIt(page).getByRole('figure')).toBeVisible())
  expect(complaints).toEqual([])
})

test('it is accessible, wide and narrow, also where there is most to show', async ({ page, ask, complaints }) => {
  const config = {
    azureEntra: { tenantId: '1b4e28ba-2fa1-41d2-883f-0016d3cca427', allowedServicePrincipalIds: ['6fa459ea-ee8a-4ca4-894e-db77e160355e'] },
  }
  const id = await makeIdentity(ask, 'use-it-azure', { config })
  await bind(ask, id, await makeServiceAccount(ask, 'use-it-azure'))
  const path = `${list}/${id}?snippet=azure-devops-terraform`
  await expectAccessible(page, path, () => expect(useIt(page).getByRole('figure')).toContainText('azuread_application'))
  expect(complaints).toEqual([])
})
