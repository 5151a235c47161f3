import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { Page } from '@playwright/test'
import { type Ask, expect, expectAccessible, home, test } from './console.ts'

test.describe.configure({ mode: 'serial' })

const list = `${home}/settings/webhooks`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

interface Received {
  headers: IncomingHttpHeaders
  body: string
}

let receiver: Server
let received: Received[] = []
let status = 200

test.beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(Number(process.env.E2E_WEBHOOK_PORT), '127.0.0.1', resolve))
})
test.afterAll(() => void receiver.close())

const removeWebhooks = async (ask: Ask) => {
  const { webhooks } = await ask<{ webhooks: { edges: { node: { id: string } }[] } }>('{ webhooks { edges { node { id } } } }')
  for (const { node } of webhooks.edges)
    await ask('mutation($input: DeleteWebhookInput!) { deleteWebhook(input: $input) { deletedId } }', { input: { id: node.id } })
}

async function lastState(ask: Ask): Promise<string | undefined> {
  const { webhooks } = await ask<{ webhooks: { edges: { node: { deliveries: { edges: { node: { state: string } }[] } } }[] } }>(
    '{ webhooks(first: 1) { edges { node { deliveries(first: 1) { edges { node { state } } } } } } }',
  )
  return webhooks.edges[0]?.node.deliveries.edges[0]?.node.state
}

test('a webhook is added, its secret is told once, and a test event arrives that the secret signs', async ({ page, ask, complaints }) => {
  await removeWebhooks(ask)
  received = []
  status = 200
  await page.goto(list)
  await expect(page.getByRole('heading', { name: 'No webhooks' })).toBeVisible()
  await button(page, 'Add webhook').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('URL').fill('https://10.0.0.1/')
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await expect(dialog.getByText('must name a host and not an address')).toBeVisible()
  await dialog.getByLabel('URL').fill(`http://127.0.0.1:${process.env.E2E_WEBHOOK_PORT}/hooks`)
  await dialog.getByLabel('Description (optional)').fill('Tells the on-call channel')
  await dialog.getByRole('checkbox', { name: 'sync.recovered' }).uncheck()
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await expect(page.getByRole('dialog', { name: 'The secret of your webhook' })).toBeVisible()
  const secret = (await page.locator('pre code').textContent()) ?? ''
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  await button(page, 'Done').click()
  await expect(page.getByText('Store the secret first, then tick the box.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'I have stored it' }).check()
  await button(page, 'Done').click()
  await page.getByRole('link', { name: `127.0.0.1:${process.env.E2E_WEBHOOK_PORT}` }).click()
  await expect(page.getByText('Nothing was sent yet.')).toBeVisible()
  await button(page, 'Send test event').click()
  await expect(page.getByText('The test event was taken').first()).toBeVisible()
  await expect(page.getByRole('row', { name: /webhook\.test/ })).toContainText('Answered 200')
  const [message] = received
  if (!message) throw new Error('nothing came')
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = message.headers
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  expect(signature).toBe(`v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${message.body}`).digest('base64')}`)
  expect(await page.content()).not.toContain(secret)
  expect(complaints).toEqual([])
})

test('what an endpoint refuses is told with its status, is shown, and is sent again', async ({ page, ask, complaints }) => {
  status = 503
  await page.goto(list)
  await page.getByRole('link', { name: '127.0.0.1' }).click()
  await button(page, 'Send test event').click()
  await expect(page.getByText('The test event was not taken').first()).toBeVisible()
  const row = page.getByRole('row', { name: /webhook\.test/ }).first()
  await expect(row).toContainText('It answered, but not with 2xx: 503')
  await row.getByRole('button', { name: 'webhook.test', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('"type": "webhook.test"')
  await page.keyboard.press('Escape')
  status = 200
  await row.getByRole('button', { name: 'Send webhook.test again' }).click()
  await expect(page.getByText('It is sent again').first()).toBeVisible()
  await expect.poll(() => lastState(ask)).toBe('DELIVERED')
  await page.reload()
  await expect(row).toContainText('Answered 200')
  expect(complaints).toEqual([])
})

test('a webhook is edited, given a new secret, switched off and deleted', async ({ page, complaints }) => {
  await page.goto(list)
  await page.getByRole('link', { name: '127.0.0.1' }).click()
  await button(page, 'Edit').click()
  await page.getByLabel('Description (optional)').fill('Tells nobody')
  await button(page, 'Save').click()
  await expect(page.getByText('Tells nobody')).toBeVisible()
  await button(page, 'Rotate secret').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click()
  await expect(page.getByText('The old secret signs beside this one until tomorrow')).toBeVisible()
  await page.getByRole('checkbox', { name: 'I have stored it' }).check()
  await button(page, 'Done').click()
  await expect(page.getByText('Old secret signs until')).toBeVisible()
  await button(page, 'Switch off').click()
  await expect(page.getByText('Somebody switched it off.')).toBeVisible()
  await button(page, 'Delete').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).click()
  await expect(page.getByRole('heading', { name: 'No webhooks' })).toBeVisible()
  await page.goto(`${home}/logs`)
  await expect(page.getByText('deleted webhook').filter({ visible: true }).first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('the pages of webhooks are accessible, wide and narrow, light and dark', async ({ page, ask, complaints }) => {
  const { createWebhook } = await ask<{ createWebhook: { webhook: { id: string } } }>(
    'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }',
    { input: { url: `http://127.0.0.1:${process.env.E2E_WEBHOOK_PORT}/${'long/'.repeat(40)}`, events: ['SYNC_FAILED'] } },
  )
  const { id } = createWebhook.webhook
  await ask('mutation($input: TestWebhookInput!) { testWebhook(input: $input) { userErrors { message } } }', { input: { id } })
  await expectAccessible(page, list, () => expect(page.getByRole('table', { name: 'Webhooks' })).toBeVisible())
  await expectAccessible(page, `${list}/${id}`, () => expect(page.getByRole('table', { name: 'Deliveries' })).toBeVisible())
  await expectAccessible(page, `${list}?dialog=add`, () => expect(page.getByRole('dialog')).toBeVisible())
  await removeWebhooks(ask)
  expect(complaints).toEqual([])
})
