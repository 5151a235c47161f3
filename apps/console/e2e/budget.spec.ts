import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { makeApp } from './apps.ts'
import { expect, home, test } from './console.ts'

const budgetBytes = 250_000

const pages = [
  '/login',
  home,
  ...['apps', 'access/members', 'access/service-accounts', 'access/roles', 'access/external-identities', 'access/tokens'].map(
    (path) => `${home}/${path}`,
  ),
  ...[
    'access/external-identities/new/aws-iam',
    'access/external-identities/new/oidc?preset=github-actions',
    'access/external-identities/health',
    'access/authentication',
    'exchanges',
    'integrations/syncs',
    'logs',
    'developers',
    'developers/docs/how-it-works',
    'settings',
    'lab',
  ].map((path) => `${home}/${path}`),
]

/** What the page's own HTML asks for, compressed as it travels: not what a link on it fetches ahead. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text()
  // Browsers that know modules leave the polyfills for older ones alone.
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !tag.includes('noModule'))
  const files = new Set(tags.flatMap((tag) => /\/_next\/static\/[^"]+\.js/.exec(tag) ?? []))
  let bytes = 0
  for (const file of files) bytes += gzipSync(await (await page.request.get(file)).body()).length
  return bytes
}

async function expectSmall(page: Page, path: string): Promise<void> {
  const bytes = await scriptBytes(page, path)
  test.info().annotations.push({ type: 'JavaScript, compressed', description: `${path} ${Math.round(bytes / 1000)} kB` })
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes, `${path} ${Math.round(bytes / 1000)} kB`).toBeLessThanOrEqual(budgetBytes)
}

for (const path of pages) {
  test(`${path} loads at most 250 kB of JavaScript`, async ({ page }) => {
    await expectSmall(page, path)
  })
}

test('each page of an app loads at most 250 kB of JavaScript', async ({ page, ask }) => {
  const { address, environments } = await makeApp(ask)
  for (const path of [
    '',
    '/access',
    '/syncing',
    '/syncing/new',
    '/logs',
    '/settings',
    '/compare',
    `/environments/${environments.Development}`,
  ])
    await expectSmall(page, address + path)
})
