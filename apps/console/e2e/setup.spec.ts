import AxeBuilder from '@axe-core/playwright'
import type { Cookie, Page } from '@playwright/test'
import { ownerCredentials } from './owner.ts'
import { expect, test } from './watch.ts'

test.describe.configure({ mode: 'serial' })

const owner = { email: 'Ada@example.org', password: ownerCredentials.password }
let session: Cookie[] = []
const button = (page: Page, name: string) => page.getByRole('button', { name })

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill(password)
  await button(page, 'Sign in').click()
}

/** WCAG 1.4.10: nothing needs scrolling sideways. */
const scrollsSideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

test('nobody is signed in at first', async ({ page, complaints }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/login$/)
  expect(complaints).toEqual([])
})

test('the set-up link makes the first owner, keys and all, in the browser', async ({ page, context, complaints }) => {
  const posted: string[] = []
  page.on('request', (request) => posted.push(request.postData() ?? ''))
  await page.goto(`/setup#${process.env.E2E_SETUP_CODE}`)
  await expect(page).toHaveURL(/\/setup$/)
  await fillSetup(page)
  const recoveryCode = await saveRecoveryCode(page)
  await expect(page.getByRole('heading', { name: 'Example' })).toBeVisible()
  await button(page, 'Account of Ada').click()
  await expect(page.getByText('ada@example.org')).toBeVisible()
  await expect(page.getByText('Owner', { exact: true })).toBeVisible()
  expect(posted.join()).not.toContain(owner.password)
  expect(posted.join()).not.toContain(recoveryCode)
  await removeDemo(page)
  session = await context.cookies()
  expect(complaints).toEqual([])
})

test('the set-up link works once', async ({ page, request }) => {
  await page.goto('/setup#used')
  await expect(page.getByRole('heading', { name: 'This server is set up already' })).toBeVisible()
  const again = { code: process.env.E2E_SETUP_CODE, fullName: 'Eve', organisationName: 'Other', ...owner }
  const answer = await request.post('/api/auth/setup', { data: again })
  expect(answer.status()).toBe(401)
  expect(await answer.json()).toMatchObject({ code: 'login_denied', error: expect.stringContaining('wrong, used or expired') })
})

test('sign in, sign out, and the old cookie is worth nothing', async ({ page, context, complaints }) => {
  await signIn(page, owner.password)
  await expect(page.getByRole('heading', { name: 'Example' })).toBeVisible()
  const cookies = await context.cookies()
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
    { name: 'bonafide', httpOnly: true, sameSite: 'Lax' },
  ])
  await button(page, 'Account of Ada').click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login$/)
  await context.addCookies(cookies)
  await page.goto('/')
  await expect(page).toHaveURL(/\/login$/)
  expect(complaints).toEqual([])
})

test('a wrong password is refused and says so', async ({ page, complaints }) => {
  await signIn(page, 'not the password')
  await expect(page.getByRole('alert').filter({ hasText: 'The e-mail address or the password is wrong.' })).toBeVisible()
  await expect(button(page, 'Sign in')).toBeEnabled()
  expect(complaints).toEqual([])
})

for (const width of [1280, 360]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`pages are accessible at ${width} pixels, ${colorScheme}`, async ({ page, context, complaints }) => {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      for (const path of ['/login', '/setup#code', '/nothing-here']) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([])
        expect(await scrollsSideways(page), path).toBe(false)
      }
      await context.addCookies(session)
      await page.goto('/')
      await expect(page.getByRole('heading', { name: 'Example' })).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(await scrollsSideways(page)).toBe(false)
      expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([])
    })
  }
}

test('the page is usable by keyboard alone', async ({ page }) => {
  await page.goto('/login')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Bonafide' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.type(owner.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(owner.password)
  await page.keyboard.press('Enter')
  await expect(button(page, 'Signing in …')).toBeVisible()
})

test('WEB-15 WEB-16 every page has a policy and a nonce of its own, whatever the request says', async ({ request }) => {
  const headers = { 'content-security-policy': "script-src 'nonce-bWluZQ=='", 'x-nonce': 'bWluZQ==' }
  const answers = await Promise.all([request.get('/login', { headers }), request.get('/login')])
  const policies = answers.map((answer) => answer.headers()['content-security-policy'] ?? '')
  for (const policy of policies) {
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("object-src 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('bWluZQ==')
  }
  expect(policies[0]).not.toBe(policies[1])
  expect(await answers[0]?.text()).not.toContain('bWluZQ==')
})

test('WEB-18 headers stand on pages, files and errors', async ({ request }) => {
  const html = await (await request.get('/login')).text()
  const file = /\/_next\/static\/[^"]+\.js/.exec(html)?.[0] ?? ''
  for (const path of ['/login', file, '/nothing-here', '/_next/static/nothing.js', '/api/nothing', '/service/secrets/', '/healthz']) {
    const headers = (await request.get(path)).headers()
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['referrer-policy'], path).toBe('no-referrer')
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
    expect(headers['cross-origin-resource-policy'], path).toBe('same-origin')
    expect(headers['x-frame-options'], path).toBe('DENY')
  }
})

test('WEB-30 nothing of the machinery is served', async ({ request }) => {
  for (const path of ['/.env', '/.git/config', '/__nextjs_original-stack-frame', '/package.json', '/_next/static/../../server.ts']) {
    expect((await request.get(path)).status(), path).toBe(404)
  }
})

async function fillSetup(page: Page): Promise<void> {
  await page.getByLabel('Full name').fill('Ada')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByLabel('Organisation').fill('Example')
  await expect(page.getByLabel('Load a demo workspace')).toBeChecked()
  await button(page, 'Create and continue').click()
}

/** Shown once, refused to be skipped; answers the code. */
async function saveRecoveryCode(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { name: 'Save your recovery code' })).toBeFocused()
  const code = ((await page.getByTestId('recovery-code').textContent()) ?? '').replaceAll(/\s/g, '')
  expect(code).toMatch(/^[0-9a-f]{64}$/)
  await button(page, 'Go to the console').click()
  await expect(page.getByText('Save the code first, then tick the box.')).toBeVisible()
  await page.getByLabel('I have saved the recovery code').check()
  await button(page, 'Go to the console').click()
  return code
}

/** The other specs begin with an organisation that has nothing yet. */
async function removeDemo(page: Page): Promise<void> {
  const headers = { 'x-bonafide-console': '1', origin: new URL(page.url()).origin }
  const post = (query: string) => page.request.post('/api/graphql', { data: { query }, headers })
  expect(await (await post('{ lab { started } }')).json()).toMatchObject({ data: { lab: { started: true } } })
  expect(await (await post('mutation { removeLab { apps } }')).json()).toMatchObject({ data: { removeLab: { apps: 1 } } })
}
