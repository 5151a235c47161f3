import type { Page } from '@playwright/test'
import { type Ask, askAs, expect, expectAccessible, home, test } from './console.ts'

const startLab = 'mutation { startLab { userErrors { message } } }'
const feed = `${home}/exchanges`
/** From the moment on in which the workload has its answer. */
const visibleWithinMs = 2000

interface Login {
  outcome: 'ACCEPTED' | 'REFUSED'
  code: string | null
  exchange: { id: string }
}

async function logIn(ask: Ask, personaId: string): Promise<Login> {
  const mutation = `mutation($input: SendPersonaLoginInput!) { sendPersonaLogin(input: $input) { outcome code exchange { id } } }`
  const { sendPersonaLogin } = await ask<{ sendPersonaLogin: Login }>(mutation, { input: { personaId } })
  return sendPersonaLogin
}

const link = (page: Page, { exchange }: Login) => page.locator(`[data-feed-row="${exchange.id}"]`)
const row = (page: Page, login: Login) => page.getByRole('row').filter({ has: link(page, login) })
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Exchange' })

async function openLive(page: Page): Promise<void> {
  await page.goto(feed)
  await expect(page.getByRole('button', { name: 'Live' })).toBeVisible()
}

test.beforeEach(async ({ ask }) => {
  await ask(startLab)
})
test.afterAll(async ({ ownerToken }) => {
  await askAs(test.info().project.use.baseURL ?? '', ownerToken)('mutation { removeLab { userErrors { message } } }')
})

test('an exchange, accepted or refused, is visible within two seconds, with its reason', async ({ page, ask, complaints }) => {
  await openLive(page)
  const accepted = await logIn(ask, 'aws-role')
  await expect(link(page, accepted)).toBeVisible({ timeout: visibleWithinMs })
  const refused = await logIn(ask, 'aws-other-account')
  await expect(link(page, refused)).toBeVisible({ timeout: visibleWithinMs })
  await expect(row(page, accepted)).toContainText(/Accepted.*web-prod.*ci-demo.*demo-aws.*15 min/s)
  await expect(row(page, refused)).toContainText(/Refused.*web-prod.*ci-demo.*demo-aws.*not trusted/s)
  await expect(page.getByText('2 new exchanges')).toBeAttached()
  expect(complaints).toEqual([])
})

test('the keyboard alone moves through exchanges, opens a trace, goes to its neighbours and back', async ({ page, ask, complaints }) => {
  const older = await logIn(ask, 'azure-managed-identity')
  const newer = await logIn(ask, 'aws-other-account')
  await openLive(page)
  await page.keyboard.press('j')
  await expect(link(page, newer)).toBeFocused()
  await page.keyboard.press('j')
  await expect(link(page, older)).toBeFocused()
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`exchange=${newer.exchange.id}`))
  const failedStep = sheet(page).getByRole('listitem').filter({ hasText: 'Trust rules' })
  await expect(failedStep).toContainText('failed: not trusted')
  await expect(failedStep.getByText('arn:aws:iam::111122223333:role/web-prod')).toBeVisible()
  await expect(failedStep.getByText('arn:aws:sts::444455556666:assumed-role/web-prod/')).toBeVisible()
  await expect(failedStep.locator('mark').filter({ hasText: '444455556666' })).toHaveCount(1)
  await page.keyboard.press('j')
  await expect(page).toHaveURL(new RegExp(`exchange=${older.exchange.id}`))
  await expect(sheet(page).getByText('An identity trusts the caller')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toBeHidden()
  await page.keyboard.press('l')
  await expect(page.getByRole('button', { name: 'Paused' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('nothing moves under who reads: new exchanges wait above until they are asked for', async ({ page, ask }) => {
  const read = await logIn(ask, 'aws-role')
  await openLive(page)
  await link(page, read).focus()
  const before = await link(page, read).boundingBox()
  const fresh = await logIn(ask, 'aws-user')
  const above = page.getByRole('button', { name: '1 new above' })
  await expect(above).toBeVisible({ timeout: visibleWithinMs })
  await expect(link(page, read)).toBeFocused()
  expect(await link(page, read).boundingBox()).toEqual(before)
  await expect(link(page, fresh)).toHaveCount(0)
  await above.click()
  await expect(link(page, fresh)).toBeVisible()
  await expect(above).toBeHidden()
})

test('filters are in the address, hide what is live too, and Back undoes them', async ({ page, ask, complaints }) => {
  const accepted = await logIn(ask, 'aws-role')
  await openLive(page)
  await expect(link(page, accepted)).toBeVisible()
  await page.getByLabel('Outcome').selectOption('Refused')
  await expect(page).toHaveURL(/outcome=refused/)
  await expect(link(page, accepted)).toHaveCount(0)
  const hidden = await logIn(ask, 'aws-role')
  const shown = await logIn(ask, 'azure-expired')
  await expect(link(page, shown)).toBeVisible()
  await expect(link(page, hidden)).toHaveCount(0)
  await page.getByRole('searchbox', { name: /Search principal/ }).fill('no principal is called that')
  await expect(page.getByRole('heading', { name: 'No exchanges match' })).toBeVisible()
  await page.getByRole('searchbox', { name: /Search principal/ }).fill('')
  await expect(link(page, shown)).toBeVisible()
  await page.goBack()
  await expect(page).not.toHaveURL(/outcome/)
  await expect(link(page, accepted)).toBeVisible()
  expect(complaints).toEqual([])
})

test('an exchange has an address of its own, and can be had as API', async ({ page, ask, complaints }) => {
  const { exchange } = await logIn(ask, 'azure-wrong-audience')
  await page.goto(`${feed}/${exchange.id}`)
  await expect(page.getByText('The token was made for another service')).toBeVisible()
  await page.getByRole('button', { name: 'Show as API' }).click()
  const api = page.getByRole('dialog', { name: 'This exchange as API' })
  await expect(api.getByText(`bonafide auth explain ${exchange.id}`)).toBeVisible()
  await expect(api.getByRole('region', { name: 'curl' })).toContainText('/api/graphql')
  expect(complaints).toEqual([])
})

const trusted = `query($id: ID!) { exchange(id: $id) { identity { config { ... on AzureEntraConfig { allowedServicePrincipalIds tenantId } } } } }`
interface Trusted {
  exchange: { identity: { config: { allowedServicePrincipalIds: string[]; tenantId: string } } }
}

test('N-04 trusting a refused principal admits exactly that one; its neighbours stay refused', async ({ page, ask, complaints }) => {
  const refused = await logIn(ask, 'azure-unlisted')
  expect(refused).toMatchObject({ outcome: 'REFUSED', code: 'principal_not_trusted' })
  const before = (await ask<Trusted>(trusted, { id: refused.exchange.id })).exchange.identity.config
  await page.goto(`${feed}?exchange=${refused.exchange.id}`)
  await sheet(page).getByRole('button', { name: 'Trust this principal…' }).click()
  const dialog = page.getByRole('dialog', { name: /Trust this principal in demo-azure/ })
  await expect(dialog.getByText('New: ')).toHaveCount(1)
  await expect(dialog.getByText('Whatever is not on the list stays refused')).toBeVisible()
  await dialog.getByRole('button', { name: 'Trust it' }).click()
  await expect(page.getByText('demo-azure trusts it now')).toBeVisible()

  const after = (await ask<Trusted>(trusted, { id: refused.exchange.id })).exchange.identity.config
  const added = after.allowedServicePrincipalIds.filter((id) => !before.allowedServicePrincipalIds.includes(id))
  expect(added).toHaveLength(1)
  expect(after).toEqual({ ...before, allowedServicePrincipalIds: [...before.allowedServicePrincipalIds, ...added] })
  expect(await logIn(ask, 'azure-unlisted')).toMatchObject({ outcome: 'ACCEPTED', code: null })
  for (const neighbour of ['azure-other-tenant', 'azure-person', 'aws-other-account']) {
    expect(await logIn(ask, neighbour), neighbour).toMatchObject({ outcome: 'REFUSED' })
  }
  await expect(sheet(page).getByRole('button', { name: 'Trust this principal…' })).toHaveCount(0)
  expect(complaints).toEqual([])
})

const hostileName = '<img src=x onerror="window.ran=1">{{7*7}}\u202e</script>'
const hostileAgent = '<script>window.ran=1</script>" onload="window.ran=1'

test('WEB-14 names and user agents full of markup are text, in list, trace and dialogs', async ({ page, ask, baseURL, complaints }) => {
  const { lab } = await ask<{ lab: { serviceAccount: { id: string } } }>('{ lab { serviceAccount { id } } }')
  const rename = 'mutation($input: UpdateServiceAccountInput!) { updateServiceAccount(input: $input) { userErrors { message } } }'
  await ask(rename, { input: { id: lab.serviceAccount.id, name: hostileName } })
  const { labCommands } = await ask<{ labCommands: { curl: string } }>('{ labCommands(personaId: "aws-other-account") { curl } }')
  const body = /-d '(.*)'$/s.exec(labCommands.curl)?.[1]?.replaceAll("'\\''", "'") ?? ''
  const headers = { 'content-type': 'application/json', 'user-agent': hostileAgent }
  expect((await fetch(`${baseURL}/api/v1/auth/aws-iam`, { method: 'POST', headers, body })).status).toBe(403)

  await openLive(page)
  const newest = page.locator('[data-feed-row]').first()
  await expect(page.getByRole('row').nth(1)).toContainText('<img src=x onerror="window.ran=1">{{7*7}}')
  await newest.click()
  await expect(sheet(page).getByText(hostileAgent)).toBeVisible()
  await sheet(page).getByRole('button', { name: 'Trust this principal…' }).click()
  await expect(page.getByRole('dialog', { name: /Trust this principal in/ })).toBeVisible()
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(await page.locator('img').count()).toBe(0)
  expect(complaints).toEqual([])
})

test('home counts exchanges as they happen; a bar leads to its exchanges, and the same numbers are in a table', async ({
  page,
  ask,
  complaints,
}) => {
  const accepted = await logIn(ask, 'aws-role')
  await logIn(ask, 'azure-expired')
  await page.goto(home)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const total = page
    .locator('dl div')
    .filter({ hasText: /^Accepted/ })
    .locator('dd')
  const before = Number(await total.textContent())
  await logIn(ask, 'aws-user')
  await expect(total).toHaveText(String(before + 1))
  // What comes first there is the tests' own affair; each item leads to where it can be acted on.
  await expect(
    page
      .getByRole('region', { name: /Needs attention/ })
      .getByRole('listitem')
      .first()
      .getByRole('link'),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Table' }).click()
  await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText(/\d/)
  await page.getByRole('button', { name: 'Table' }).click()
  const chart = page.getByRole('group', { name: /Exchanges, last 24 hours/ })
  await expect(chart.getByRole('button').last().locator('rect').first()).toBeVisible()
  await chart.getByRole('button').last().focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/exchanges\?from=.*&to=/)
  await expect(link(page, accepted)).toBeVisible()
  expect(complaints).toEqual([])
})

interface Look {
  path: (exchangeId: string) => string
  ready: (page: Page) => Promise<void>
}

const looks: Record<string, Look> = {
  home: { path: () => home, ready: (page) => expect(page.getByRole('group', { name: /Exchanges, last/ })).toBeVisible() },
  'the feed': { path: () => feed, ready: (page) => expect(page.locator('[data-feed-row]').first()).toBeVisible() },
  'a trace beside the feed': {
    path: (id) => `${feed}?exchange=${id}`,
    ready: (page) => expect(sheet(page).getByRole('list', { name: 'Trace' })).toBeVisible(),
  },
  'trusting a principal': {
    path: (id) => `${feed}/${id}?dialog=trust&id=${id}`,
    ready: (page) => expect(page.getByRole('dialog', { name: /Trust this principal/ })).toBeVisible(),
  },
}

for (const [name, { path, ready }] of Object.entries(looks)) {
  test(`${name} is accessible in both themes, wide and narrow`, async ({ page, ask, complaints }) => {
    const { exchange } = await logIn(ask, 'aws-other-account')
    await expectAccessible(page, path(exchange.id), () => ready(page))
    expect(complaints).toEqual([])
  })
}
