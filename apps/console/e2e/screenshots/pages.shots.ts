import type { Page } from '@playwright/test'
import { askAs, expect, home, test as signedIn } from '../console.ts'
import { type DemoData, makeDemoData } from './demo-data.ts'
import { inBothThemes } from './in-both-themes.ts'

interface Shot {
  /** Name of the file, before the theme. */
  name: string
  path: (data: DemoData) => string
  /** Brings the page to where it shows what it is for. */
  prepare?: (page: Page) => Promise<void>
  /** Also as a phone shows it. */
  narrow?: true
  /** As somebody sees it who is not signed in. */
  anonymous?: true
}

const shots: readonly Shot[] = [
  { name: 'login', path: () => '/login', anonymous: true },
  { name: 'invite', path: ({ invite }) => `/invite#${invite}`, anonymous: true },
  { name: 'home', path: () => home, narrow: true },
  { name: 'lab', path: () => `${home}/lab?persona=aws-other-account`, prepare: sendLogin, narrow: true },
  { name: 'exchanges', path: () => `${home}/exchanges`, narrow: true },
  { name: 'exchange', path: ({ exchange }) => `${home}/exchanges/${exchange}` },
  { name: 'exchanges-refused', path: () => `${home}/exchanges/refused`, narrow: true },
  { name: 'exchanges-try-out', path: () => `${home}/exchanges/try-out` },
  { name: 'apps', path: () => `${home}/apps` },
  { name: 'app', path: ({ app }) => `${home}/apps/${app}` },
  { name: 'app-access', path: ({ app }) => `${home}/apps/${app}/access` },
  { name: 'app-syncing', path: ({ app }) => `${home}/apps/${app}/syncing`, prepare: syncCard, narrow: true },
  { name: 'sync-new-menu', path: ({ app }) => `${home}/apps/${app}/syncing`, prepare: openSyncMenu },
  { name: 'sync-new-credentials', path: ({ app }) => `${home}/apps/${app}/syncing/new`, prepare: chooseCredentials },
  { name: 'sync-new-source', path: newSync, prepare: fillDestination, narrow: true },
  { name: 'sync-new-advanced', path: newSync, prepare: openAdvanced },
  { name: 'sync-new-review', path: newSync, prepare: reviewSync, narrow: true },
  { name: 'app-logs', path: ({ app }) => `${home}/apps/${app}/logs` },
  { name: 'app-settings', path: ({ app }) => `${home}/apps/${app}/settings` },
  { name: 'secrets', path: ({ app, production }) => `${home}/apps/${app}/environments/${production}` },
  { name: 'compare', path: ({ app, development, production }) => `${home}/apps/${app}/compare?left=${development}&right=${production}` },
  { name: 'members', path: () => `${home}/access/members` },
  { name: 'member', path: ({ member }) => `${home}/access/members/${member}` },
  { name: 'roles', path: () => `${home}/access/roles` },
  { name: 'role', path: ({ role }) => `${home}/access/roles/${role}` },
  { name: 'role-new', path: () => `${home}/access/roles/new` },
  { name: 'service-accounts', path: () => `${home}/access/service-accounts`, narrow: true },
  { name: 'service-account', path: ({ account }) => `${home}/access/service-accounts/${account}` },
  { name: 'service-account-identities', path: ({ account }) => `${home}/access/service-accounts/${account}/external-identities` },
  { name: 'service-account-tokens', path: ({ account }) => `${home}/access/service-accounts/${account}/tokens` },
  { name: 'service-account-access', path: ({ account }) => `${home}/access/service-accounts/${account}/access` },
  { name: 'service-account-activity', path: ({ account }) => `${home}/access/service-accounts/${account}/activity` },
  { name: 'external-identities', path: () => `${home}/access/external-identities`, narrow: true },
  { name: 'external-identity-new-aws', path: () => `${home}/access/external-identities/new/aws-iam` },
  { name: 'external-identity-new-azure', path: () => `${home}/access/external-identities/new/azure` },
  { name: 'external-identity-new-github', path: () => `${home}/access/external-identities/new/oidc?preset=github-actions`, narrow: true },
  { name: 'external-identity', path: ({ identity }) => `${home}/access/external-identities/${identity}` },
  { name: 'external-identity-test', path: ({ identity }) => `${home}/access/external-identities/${identity}/test` },
  { name: 'external-identity-history', path: ({ identity }) => `${home}/access/external-identities/${identity}/history` },
  { name: 'issuer-health', path: () => `${home}/access/external-identities/health` },
  { name: 'external-identity-settings', path: ({ identity }) => `${home}/access/external-identities/${identity}/settings` },
  { name: 'tokens', path: () => `${home}/access/tokens` },
  { name: 'authentication', path: () => `${home}/access/authentication` },
  { name: 'credentials', path: () => `${home}/integrations/credentials`, narrow: true },
  { name: 'credential-new', path: () => `${home}/integrations/credentials/new`, narrow: true },
  { name: 'syncs', path: () => `${home}/integrations/syncs`, narrow: true },
  { name: 'sync', path: ({ sync }) => `${home}/integrations/syncs/${sync}`, narrow: true },
  { name: 'sync-logs', path: ({ sync }) => `${home}/integrations/syncs/${sync}/logs` },
  { name: 'audit-logs', path: () => `${home}/logs` },
  { name: 'developers', path: () => `${home}/developers` },
  { name: 'developers-api', path: () => `${home}/developers/api` },
  { name: 'developers-graphql', path: () => `${home}/developers/graphql`, prepare: runQuery },
  { name: 'documentation', path: () => `${home}/developers/docs/how-it-works`, narrow: true },
  { name: 'palette', path: () => home, prepare: openPalette },
  { name: 'settings', path: () => `${home}/settings` },
  { name: 'settings-trust', path: () => `${home}/settings/trust` },
  { name: 'settings-appearance', path: () => `${home}/settings/appearance` },
  { name: 'settings-about', path: () => `${home}/settings/about` },
]

function newSync({ app, development, credential }: DemoData): string {
  return `${home}/apps/${app}/syncing/new?step=source&credential=${credential}&environment=${development}`
}

async function syncCard(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Active Syncs' })).toBeVisible()
}

async function openSyncMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create a new Sync' }).click()
  await expect(page.getByRole('menuitem', { name: 'AWS Secrets Manager' })).toBeVisible()
}

async function chooseCredentials(page: Page): Promise<void> {
  await page.getByRole('radio').first().check()
}

async function fillDestination(page: Page): Promise<void> {
  await expect(page.getByLabel('New AWS Secret name')).toHaveValue('shop/development')
}

async function openAdvanced(page: Page): Promise<void> {
  await page.getByText('Advanced', { exact: true }).click()
  await page.getByLabel('KMS Key ARN (Optional)').scrollIntoViewIfNeeded()
}

async function reviewSync(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(page.getByRole('region', { name: 'What this sync does first' })).toBeVisible()
}

async function sendLogin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send login' }).click()
  await expect(page.getByRole('list', { name: 'Trace' })).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, 0))
}

async function runQuery(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Answer' }).locator('pre')).toContainText('"data"')
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Page, name, request id or command' }).fill('shop')
  await expect(page.getByRole('option', { name: 'shop-deployer' })).toBeVisible()
}

const test = signedIn.extend<object, { data: DemoData }>({
  data: [
    async ({ ownerToken, browserName: _ }, use, { project }) => {
      await use(await makeDemoData(askAs(project.use.baseURL ?? '', ownerToken)))
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

for (const { name, path, prepare, narrow, anonymous } of shots) {
  test(name, async ({ page, context, data }) => {
    if (anonymous) await context.clearCookies()
    await inBothThemes(page, name, narrow ? [1280, 360] : [1280], async () => {
      await page.goto(path(data))
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined)
      await prepare?.(page)
    })
  })
}
