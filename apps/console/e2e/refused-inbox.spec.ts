import type { Page } from '@playwright/test'
import { type Ask, askAs, expect, expectAccessible, home, test } from './console.ts'

const inbox = `${home}/exchanges/refused`
const tryOut = `${home}/exchanges/try-out`
/** From the moment on in which the workload has its answer. */
const visibleWithinMs = 2000

interface Login {
  outcome: 'ACCEPTED' | 'REFUSED'
  code: string | null
  exchange: { id: string }
}

async function logIn(ask: Ask, personaId: string): Promise<Login> {
  const mutation = `mutation($input: SendPersonaLoginInput!) { sendPersonaLogin(input: $input) { outcome code exchange { id } } }`
  return (await ask<{ sendPersonaLogin: Login }>(mutation, { input: { personaId } })).sendPersonaLogin
}

const entries = (page: Page) =>
  page
    .getByRole('region', { name: 'Refused callers' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') })
const entryOf = (page: Page, account: string, reason: string) => entries(page).filter({ hasText: account }).filter({ hasText: reason })

test.beforeEach(async ({ ask }) => {
  await ask('mutation { startLab { userErrors { message } } }')
})
test.afterAll(async ({ ownerToken }) => {
  await askAs(test.info().project.use.baseURL ?? '', ownerToken)('mutation { removeLab { userErrors { message } } }')
})

test('N-04 a refused caller appears within two seconds, counted once for each attempt', async ({ page, ask, complaints }) => {
  await logIn(ask, 'aws-other-account')
  await page.goto(inbox)
  const entry = entryOf(page, '444455556666', 'not trusted')
  await expect(entry).toHaveCount(1)
  const before = Number(/(\d+) times/.exec((await entry.textContent()) ?? '')?.[1] ?? 1)
  await page.mouse.move(0, 0)
  await logIn(ask, 'aws-other-account')
  await expect(entry).toContainText(`${before + 1} times`, { timeout: visibleWithinMs })
  await expect(entry.locator('mark').filter({ hasText: '444455556666' })).toHaveCount(1)
  expect(complaints).toEqual([])
})

test('N-04 with the keyboard alone a refused caller is trusted from the inbox, and its neighbours stay refused', async ({
  page,
  ask,
  complaints,
}) => {
  await logIn(ask, 'azure-unlisted')
  await page.goto(inbox)
  const trust = entryOf(page, 'ci-demo', 'not trusted').filter({ hasText: 'Azure' }).getByRole('button', { name: 'Trust this principal…' })
  await trust.first().press('Enter')
  const dialog = page.getByRole('dialog', { name: /Trust this principal in demo-azure/ })
  await expect(dialog.getByText('New: ')).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Trust it' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('demo-azure trusts it now')).toBeVisible()
  expect(await logIn(ask, 'azure-unlisted')).toMatchObject({ outcome: 'ACCEPTED' })
  for (const neighbour of ['azure-other-tenant', 'azure-person']) expect(await logIn(ask, neighbour)).toMatchObject({ outcome: 'REFUSED' })
  expect(complaints).toEqual([])
})

test('N-04 what is dismissed leaves the inbox, comes back when it happens again, and can be put back', async ({
  page,
  ask,
  complaints,
}) => {
  await logIn(ask, 'aws-other-account')
  await page.goto(inbox)
  const entry = entryOf(page, '444455556666', 'not trusted')
  const dismiss = async (how: string) => {
    await entry.getByRole('button', { name: /^Dismiss / }).click()
    await page.getByRole('menuitem', { name: how }).click()
    await expect(entry).toHaveCount(0)
    await page.mouse.move(0, 0)
  }
  await dismiss('Until it is refused again')
  await logIn(ask, 'aws-other-account')
  await expect(entry).toHaveCount(1)
  await dismiss('For good')
  await page.getByLabel('Show').selectOption('Dismissed')
  await expect(entry).toContainText('Dismissed for good')
  await entry.getByRole('button', { name: 'Put back' }).click()
  await expect(entry).toHaveCount(0)
  await page.getByLabel('Show').selectOption('Open')
  await expect(entry).toHaveCount(1)
  expect(complaints).toEqual([])
})

test('N-04 whoever no platform vouched for is counted, not named', async ({ page, ask, complaints }) => {
  await logIn(ask, 'azure-expired')
  await page.goto(inbox)
  await expect(page.getByText(/attempts? of callers whom no platform vouched for/)).toBeVisible()
  await page.getByRole('link', { name: 'See them' }).click()
  await expect(page).toHaveURL(/outcome=refused/)
  expect(complaints).toEqual([])
})

test('N-02 a proof is tried on all identities, and a recent refusal shows what it left', async ({ page, ask, complaints }) => {
  const { labCommands } = await ask<{ labCommands: { curl: string } }>('{ labCommands(personaId: "aws-other-account") { curl } }')
  const body = /-d '(.*)'$/s.exec(labCommands.curl)?.[1]?.replaceAll("'\\''", "'") ?? ''
  await page.goto(tryOut)
  await page.getByLabel('Proof').fill(body)
  await page.getByRole('button', { name: 'Verify' }).click()
  const said = page.getByRole('status').filter({ hasText: 'What the identities say' })
  await expect(said).toContainText('Would be refused')
  await expect(said).toContainText('demo-aws')
  await said.getByText('demo-aws').click()
  await expect(said.getByRole('list', { name: 'Trace' })).toContainText('444455556666')
  const { exchange } = await logIn(ask, 'aws-other-account')
  await page.goto(`${tryOut}?exchange=${exchange.id}`)
  await expect(page.getByText('Proofs are never kept')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Trace' })).toContainText('444455556666')
  expect(complaints).toEqual([])
})

test('both pages are accessible, with what they are about and without', async ({ page, ask, complaints }) => {
  await logIn(ask, 'aws-other-account')
  await logIn(ask, 'azure-expired')
  await expectAccessible(page, inbox, () => expect(entries(page).first()).toBeVisible())
  await expectAccessible(page, `${inbox}?q=nobody-is-called-that`, () => expect(page.getByText('No refused callers match')).toBeVisible())
  await expectAccessible(page, tryOut, () => expect(page.getByRole('button', { name: 'Verify' })).toBeVisible())
  expect(complaints).toEqual([])
})
