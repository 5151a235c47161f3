import type { Page } from '@playwright/test'
import { type Ask, expect, expectAccessible, home, test } from './console.ts'

const list = `${home}/access/external-identities`
const board = `${list}/health`
const made: string[] = []

async function makeOidc(ask: Ask, name: string, config: Record<string, unknown> = {}): Promise<string> {
  const oidc = { issuer: 'https://issuer.example.test', audiences: ['https://bonafide.example'], subjects: ['job:shop'], ...config }
  const { createExtIdentity } = await ask<{ createExtIdentity: { externalIdentity: { id: string } | null; userErrors: unknown[] } }>(
    'mutation($input: CreateExtIdentityInput!) { createExtIdentity(input: $input) { externalIdentity { id } userErrors { message } } }',
    { input: { name, config: { oidc } } },
  )
  if (!createExtIdentity.externalIdentity) throw new Error(JSON.stringify(createExtIdentity.userErrors))
  made.push(createExtIdentity.externalIdentity.id)
  return createExtIdentity.externalIdentity.id
}

// Public numbers of a key that signs nothing.
const jwks = JSON.stringify({
  keys: [
    {
      kty: 'EC',
      crv: 'P-256',
      kid: 'inside',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
  ],
})
const panel = (page: Page) => page.getByRole('region', { name: 'Health of the issuer' })
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

test.afterEach(async ({ ask }) => {
  for (const id of made.splice(0))
    await ask('mutation($input: DeleteExtIdentityInput!) { deleteExtIdentity(input: $input) { deletedId } }', { input: { id } })
})

test('N-21 an issuer is asked from the page of its identity, and stands on the board as it is', async ({ page, ask, complaints }) => {
  const id = await makeOidc(ask, 'out of reach')
  await page.goto(list)
  await page.getByRole('link', { name: 'Health of issuers' }).click()
  await expect(rowOf(page, 'out of reach')).toContainText('Not asked yet')
  await rowOf(page, 'out of reach').getByRole('link', { name: 'out of reach' }).click()
  await expect(panel(page)).toContainText('Not asked yet')
  await panel(page).getByRole('button', { name: 'Ask now' }).press('Enter')
  await expect(panel(page)).toContainText('In trouble')
  await expect(panel(page)).toContainText('could not be asked')
  await page.goto(board)
  await expect(page.getByRole('row').nth(1)).toContainText('In trouble')
  await expect(rowOf(page, 'out of reach')).toContainText('failing since')
  const { attention } = await ask<{ attention: { kind: string; identityId: string | null }[] }>(
    '{ attention(first: 50) { kind identityId } }',
  )
  expect(attention).toContainEqual({ kind: 'ISSUER_UNREACHABLE', identityId: id })
  expect(complaints).toEqual([])
})

test('N-22 uploaded keys say when they are due for a look', async ({ page, ask, complaints }) => {
  const issuer = 'https://kubernetes.default.svc.cluster.local'
  const id = await makeOidc(ask, 'inside', { issuer, keySource: 'UPLOADED', jwks, keysRemindOn: '2024-02-29' })
  await page.goto(`${list}/${id}`)
  await panel(page).getByRole('button', { name: 'Ask now' }).click()
  await expect(panel(page)).toContainText('due for a look')
  await expect(panel(page)).toContainText('nowhere: its keys are uploaded')
  await page.goto(`${list}/${id}/settings`)
  await page.getByLabel('Remind of the keys on').fill('2199-01-31')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('inside was saved')).toBeVisible()
  await page.goto(`${list}/${id}`)
  await expect(panel(page)).toContainText('Healthy')
  expect(complaints).toEqual([])
})

test('a cluster whose API server alone can be reached becomes an identity by TokenReview', async ({ page, complaints }) => {
  await page.goto(`${list}/new/oidc?preset=kubernetes`)
  await page.getByLabel('Issuer of the cluster').fill('https://kubernetes.default.svc.cluster.local')
  await page.getByLabel('Namespace').fill('shop')
  await page.getByLabel('Service account', { exact: true }).first().fill('checkout')
  await page.getByLabel('Can this server reach the issuer?').selectOption('token_review')
  await page.getByLabel('API server').first().fill('https://api.cluster.example.com:6443')
  await expect(page.getByText('The rules below follow your answers.')).toBeVisible()
  await expect(
    page.getByText('No keys: each token is shown to the API server at https://api.cluster.example.com:6443').first(),
  ).toBeVisible()
  expect(complaints).toEqual([])
})

test('the board is usable by everybody, wide and narrow, in both themes', async ({ page, ask, complaints }) => {
  const id = await makeOidc(ask, 'told of')
  await ask('mutation($input: CheckIssuerInput!) { checkIssuer(input: $input) { issuerHealth { level } } }', { input: { identityId: id } })
  await expectAccessible(page, board, () => expect(rowOf(page, 'told of')).toContainText('In trouble'))
  await expectAccessible(page, `${list}/${id}`, () => expect(panel(page)).toContainText('In trouble'))
  expect(complaints).toEqual([])
})
