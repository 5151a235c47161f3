import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  announce,
  createWebhook,
  deleteWebhook,
  deliverWebhook,
  listAuditEvents,
  listWebhookDeliveries,
  newId,
  readWebhook,
  redeliverWebhook,
  rotateWebhookSecret,
  type Services,
  type SignedInContext,
  type SyncEventData,
  testWebhook,
  updateWebhook,
  type WebhookDelivery,
  wakeOverdueWebhooks,
} from '@bonafide/core'
import { createWrappedValues, startQueue } from '@bonafide/database'
import { buildSchema, isObjectType } from 'graphql'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSafeFetch } from '../src/server/outbound/safe-fetch.ts'
import { createWorld, type World } from './world.ts'

const hours = 3_600_000

interface Received {
  headers: IncomingHttpHeaders
  body: string
}

let world: World
let receiver: Server
let port: number
let received: Received[]
let answer: RequestListener
let services: Services
let owner: SignedInContext

beforeAll(async () => {
  world = await createWorld()
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  port = (receiver.address() as AddressInfo).port
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await world.close()
})

beforeEach(() => {
  received = []
  answer = (_, response) => response.end('thanks')
  const allowPrivateHosts = [`127.0.0.1:${port}`]
  services = {
    ...world.services,
    runtime: { ...world.services.runtime, fetch: createSafeFetch({ allowPrivateHosts }) },
    settings: { ...world.services.settings, privateHosts: allowPrivateHosts },
  }
  owner = { ...world.owner.context, ...services }
})
afterEach(() => world.database.pool.query('delete from webhooks'))

const make = (more: object = {}) =>
  createWebhook({ url: `http://127.0.0.1:${port}/hooks/secret-path`, events: ['sync.failed', 'sync.recovered'], ...more }, owner)

const happened = (more: Partial<SyncEventData> = {}): SyncEventData => ({
  syncId: newId(services.runtime),
  runId: null,
  appId: newId(services.runtime),
  appName: 'shop',
  environmentId: newId(services.runtime),
  environmentName: 'Production',
  path: '/',
  destination: 'aws_secrets_manager',
  target: 'shop/production',
  code: 'access_denied',
  sentence: 'The role may not write the secret.',
  missingAction: 'secretsmanager:PutSecretValue',
  ...more,
})

const tell = (data = happened()) =>
  services.stores.transaction((stores) => announce('sync.failed', owner.actor.organisationId, data, stores, services))

const deliveriesOf = async (webhookId: string): Promise<WebhookDelivery[]> => (await listWebhookDeliveries({ webhookId }, owner)).rows
const only = async (webhookId: string): Promise<WebhookDelivery> => {
  const [delivery, ...others] = await deliveriesOf(webhookId)
  if (!delivery || others.length > 0) throw new Error(`${others.length + 1} deliveries`)
  return delivery
}

/** The receiver in JavaScript that `docs/webhooks.md` shows. */
async function receiverOfDocumentation(): Promise<(headers: IncomingHttpHeaders, body: string, secret: string) => boolean> {
  const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8')
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  return (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)).isGenuine
}

/** The check of a receiver, written as the documentation shows it and not with our own code. */
function isGenuine({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')
  return String(headers['webhook-signature']).split(' ').includes(`v1,${expected}`)
}

describe('a message', () => {
  it('reaches whoever asked for it by a job, signed, with names, a code, a sentence and a link, and no path of a receiver in the audit log', async () => {
    const { webhook, secret } = await make()
    const other = await make({ events: ['sync.drifted'] })
    const data = happened()
    const done = new Promise<void>((resolve) => {
      answer = (_, response) => response.end('thanks', () => resolve())
    })
    const queue = await startQueue({
      pool: world.database.pool,
      tasks: { deliver_webhook: (payload) => deliverWebhook((payload as { id: string }).id, services) },
    })
    await tell(data)
    await done
    await queue.stop()
    const [message] = received
    if (!message) throw new Error('nothing came')
    expect(isGenuine(message, secret)).toBe(true)
    expect(isGenuine({ ...message, body: `${message.body} ` }, secret)).toBe(false)
    expect(isGenuine({ ...message, headers: { ...message.headers, 'webhook-timestamp': '1' } }, secret)).toBe(false)
    expect(JSON.parse(message.body)).toEqual({
      type: 'sync.failed',
      timestamp: expect.any(String),
      data: {
        ...data,
        organisationId: owner.actor.organisationId,
        link: `https://bonafide.example/${owner.actor.organisationId}/integrations/syncs/${data.syncId}`,
      },
    })
    expect(await only(webhook.id)).toMatchObject({ state: 'delivered', attempts: 1, status: 200, failure: null, nextAttemptAt: null })
    expect(await deliveriesOf(other.webhook.id)).toEqual([])
    const log = JSON.stringify((await listAuditEvents({ actionPrefix: 'webhook.' }, owner)).rows)
    expect(log).toContain('webhook.create')
    expect(log).not.toContain('secret-path')
    expect(log).not.toContain(secret)
  })

  it('is found genuine by the receiver of the documentation, and neither when it was changed nor when it is old', async () => {
    const { webhook, secret } = await make()
    await testWebhook({ id: webhook.id }, owner)
    const [message] = received
    if (!message) throw new Error('nothing came')
    const check = await receiverOfDocumentation()
    expect(check(message.headers, message.body, secret)).toBe(true)
    expect(check(message.headers, `${message.body} `, secret)).toBe(false)
    expect(check(message.headers, message.body, `whsec_${Buffer.alloc(32, 1).toString('base64')}`)).toBe(false)
    const old = String(Number(message.headers['webhook-timestamp']) - 301)
    expect(check({ ...message.headers, 'webhook-timestamp': old }, message.body, secret)).toBe(false)
  })

  it('of a transaction that is rolled back is never sent', async () => {
    const { webhook } = await make()
    const jobs = `graphile_worker.jobs where key like 'webhook:%'`
    const before = await world.count(jobs)
    const undone = services.stores.transaction(async (stores) => {
      await announce('sync.failed', owner.actor.organisationId, happened(), stores, services)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await deliveriesOf(webhook.id)).toEqual([])
    expect(await world.count(jobs)).toBe(before)
  })

  it('is sent once, however many nodes are at it', async () => {
    const { webhook } = await make()
    await tell()
    const { id } = await only(webhook.id)
    let letGo = () => {}
    const arrived = new Promise<void>((resolve) => {
      answer = (_, response) => {
        letGo = () => response.end()
        resolve()
      }
    })
    let left = 8
    // The one that sends it is the last to come back: it waits for its answer.
    const others = new Promise<void>((resolve) => {
      for (let node = 0; node < 8; node++) void deliverWebhook(id, services).then(() => (--left === 1 ? resolve() : undefined))
    })
    await Promise.all([others, arrived])
    letGo()
    await expect.poll(async () => (await only(webhook.id)).state).toBe('delivered')
    expect(received).toHaveLength(1)
  })

  it('whose node died in the middle is sent by another, under the same id', async () => {
    const { webhook } = await make()
    await tell()
    const { id } = await only(webhook.id)
    const now = new Date(world.clock.now())
    await services.stores.webhooks.takeDelivery(id, now, new Date(now.getTime() + 120_000))
    await deliverWebhook(id, services)
    expect(received).toHaveLength(0)
    world.clock.offsetMs += 4 * 60_000
    expect(await wakeOverdueWebhooks(services)).toBeGreaterThan(0)
    await deliverWebhook(id, services)
    expect(received[0]?.headers['webhook-id']).toBe(`msg_${id.replaceAll('-', '')}`)
    expect(await only(webhook.id)).toMatchObject({ state: 'delivered', attempts: 2 })
  })
})

describe('an endpoint that does not take it', () => {
  const fails = (_: unknown, response: Parameters<RequestListener>[1]) => response.writeHead(500).end()

  it('is asked again for a day, ever more rarely, with the same id and a new time, and not longer', async () => {
    answer = fails
    const { webhook, secret } = await make()
    await tell()
    const { id } = await only(webhook.id)
    const startMs = world.clock.now()
    for (let attempts = 1; attempts < 50; attempts++) {
      await deliverWebhook(id, services)
      const { nextAttemptAt } = await only(webhook.id)
      if (nextAttemptAt === null) break
      await deliverWebhook(id, services)
      expect(received).toHaveLength(attempts)
      world.clock.offsetMs += nextAttemptAt.getTime() - world.clock.now()
    }
    expect(await only(webhook.id)).toMatchObject({ state: 'failed', attempts: 9, status: 500, failure: 'status' })
    const hoursTaken = (world.clock.now() - startMs) / hours
    expect(hoursTaken).toBeGreaterThan(20)
    expect(hoursTaken).toBeLessThan(27)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(9)
    expect(received.every((one) => isGenuine(one, secret))).toBe(true)
    expect(await readWebhook({ id: webhook.id }, owner)).toMatchObject({ disabledReason: null, failingSince: expect.any(Date) })
  })

  it('for five days is switched off with an audit row, and nothing more is written for it until it is switched on', async () => {
    answer = fails
    const { webhook } = await make()
    await tell()
    await deliverWebhook((await only(webhook.id)).id, services)
    world.clock.offsetMs += 5 * 24 * hours
    await tell()
    const [newest] = await deliveriesOf(webhook.id)
    await deliverWebhook(newest?.id ?? '', services)
    expect(await readWebhook({ id: webhook.id }, owner)).toMatchObject({ disabledReason: 'failing' })
    expect((await listAuditEvents({ action: 'webhook.disable' }, owner)).rows[0]).toMatchObject({
      resourceId: webhook.id,
      actor: { kind: 'system' },
      after: { reason: 'failing' },
    })
    const sent = received.length
    await tell()
    for (const { id } of await deliveriesOf(webhook.id)) await deliverWebhook(id, services)
    expect(received).toHaveLength(sent)
    expect(await deliveriesOf(webhook.id)).toHaveLength(2)
    await updateWebhook({ id: webhook.id, enabled: true }, owner)
    expect(await readWebhook({ id: webhook.id }, owner)).toMatchObject({ disabledReason: null, failingSince: null })
    await tell()
    expect(await deliveriesOf(webhook.id)).toHaveLength(3)
  })

  it('and says that it is gone is switched off at once', async () => {
    answer = (_, response) => response.writeHead(410).end()
    const { webhook } = await make()
    await tell()
    await deliverWebhook((await only(webhook.id)).id, services)
    expect(await only(webhook.id)).toMatchObject({ state: 'failed', status: 410 })
    expect(await readWebhook({ id: webhook.id }, owner)).toMatchObject({ disabledReason: 'gone' })
  })

  it('gets it again on request, and a delivery under way is no second one', async () => {
    answer = fails
    const { webhook } = await make()
    await tell()
    const { id } = await only(webhook.id)
    await expect(redeliverWebhook({ deliveryId: id }, owner)).rejects.toMatchObject({ code: 'conflict' })
    await world.database.pool.query(`update webhook_deliveries set state = 'failed', next_attempt_at = null, finished_at = now()`)
    answer = (_, response) => response.end()
    await redeliverWebhook({ deliveryId: id }, owner)
    await deliverWebhook(id, services)
    expect(await only(webhook.id)).toMatchObject({ id, state: 'delivered', attempts: 1 })
  })
})

describe('where a message may go', () => {
  it.each([
    ['a redirect, also to ourselves', 'redirected', (_, response) => response.writeHead(307, { location: '/elsewhere' }).end()],
    [
      'an answer of megabytes',
      'too_large',
      (_, response) => {
        response.on('error', () => {})
        response.end(Buffer.alloc(2_000_000))
      },
    ],
    ['a connection that is cut', 'unreachable', (request) => request.socket.destroy()],
  ] satisfies [string, string, RequestListener][])('AWS-18 %s is a failure, followed by nothing', async (_, failure, behaviour) => {
    answer = behaviour
    const { webhook } = await make()
    await tell()
    await deliverWebhook((await only(webhook.id)).id, services)
    expect(await only(webhook.id)).toMatchObject({ state: 'pending', attempts: 1, failure })
    expect(received).toHaveLength(1)
  })

  it('an endpoint that hangs is given up after ten seconds', async () => {
    let asked: number | undefined
    const fetch: Services['runtime']['fetch'] = (url, init) => {
      asked = init?.timeoutMs
      return createSafeFetch({ allowPrivateHosts: [`127.0.0.1:${port}`] })(url, { ...init, timeoutMs: 200 })
    }
    answer = () => {}
    const { webhook } = await make()
    await tell()
    await deliverWebhook((await only(webhook.id)).id, { ...services, runtime: { ...services.runtime, fetch } })
    expect(asked).toBe(10_000)
    expect(await only(webhook.id)).toMatchObject({ state: 'pending', failure: 'timeout' })
  })

  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://2130706433/',
    'https://localhost/',
    'https://metadata.google.internal/',
    'https://user:password@hooks.example.com/',
    'ftp://hooks.example.com/',
    'javascript:alert(1)',
    'https://hooks.example.com/#fragment',
    `https://hooks.example.com/${'a'.repeat(2_000)}`,
    'not a url',
  ])('JWT-65 %s is no endpoint, and nothing is written', async (url) => {
    await expect(make({ url })).rejects.toMatchObject({ code: 'malformed_request', fields: [{ pointer: '/url' }] })
    expect(await world.count('webhooks')).toBe(0)
  })

  it('JWT-65 a name that leads to a private address when it is dialled is refused, and nobody is dialled', async () => {
    const { webhook } = await make({ url: 'https://hooks.example.com/' })
    const fetch = createSafeFetch({ resolve: async () => ['10.0.0.1'] })
    await tell()
    await deliverWebhook((await only(webhook.id)).id, { ...services, runtime: { ...services.runtime, fetch } })
    expect(await only(webhook.id)).toMatchObject({ state: 'pending', failure: 'refused' })
  })
})

describe('a secret', () => {
  it('is told once, sealed at rest and bound to its webhook', async () => {
    const { webhook, secret } = await make()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { rows } = await world.database.pool.query('select server_wrapped_secret as wrapped from webhooks')
    expect(rows[0].wrapped).toMatch(/^bf:v1:/)
    expect(services.keyring.unwrap(rows[0].wrapped, `webhook_secret:${webhook.id}`)).toBe(secret)
    expect(() => services.keyring.unwrap(rows[0].wrapped, `webhook_secret:${newId(services.runtime)}`)).toThrow()
    expect(JSON.stringify(await readWebhook({ id: webhook.id }, owner))).not.toContain('bf:v1')
  })

  it('and the one before it are among what a rotation of the server key wraps anew', async () => {
    const { webhook, secret } = await make()
    const { secret: second } = await rotateWebhookSecret({ id: webhook.id }, owner)
    const found = (await createWrappedValues(world.database.db).notUnder('00000000', 100)).filter(({ id }) => id === webhook.id)
    const opened = found.map(({ kind, wrapped, associatedData }) => [kind, services.keyring.unwrap(wrapped, associatedData)])
    expect(Object.fromEntries(opened)).toEqual({ webhook_secret: second, webhook_previous_secret: secret })
  })

  it('GQL-26 is a field of nothing but the answers of those that make one, and no row of the log tells a path', async () => {
    const types = Object.values(buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8')).getTypeMap())
    const telling = types.filter((type) => isObjectType(type) && String(type.getFields().secret?.type) === 'String').map(({ name }) => name)
    expect(telling.toSorted()).toEqual(['CreateWebhookPayload', 'RotateWebhookSecretPayload'])
    const { webhook } = await make()
    await updateWebhook({ id: webhook.id, url: `http://127.0.0.1:${port}/hooks/other-path` }, owner)
    const [row] = (await listAuditEvents({ action: 'webhook.update', resourceId: webhook.id }, owner)).rows
    expect(row).toMatchObject({ before: { path: 'before' }, after: { path: 'changed' } })
  })

  it('that is rotated signs beside the new one for a day; ended now, it signs nothing', async () => {
    const { webhook, secret: first } = await make()
    const send = async () => {
      await testWebhook({ id: webhook.id }, owner)
      return received.at(-1) as Received
    }
    const { secret: second } = await rotateWebhookSecret({ id: webhook.id }, owner)
    const both = await send()
    expect([first, second].map((secret) => isGenuine(both, secret))).toEqual([true, true])
    world.clock.offsetMs += 24 * hours + 1
    const later = await send()
    expect([first, second].map((secret) => isGenuine(later, secret))).toEqual([false, true])
    const { secret: third } = await rotateWebhookSecret({ id: webhook.id, endsOldNow: true }, owner)
    const now = await send()
    expect([second, third].map((secret) => isGenuine(now, secret))).toEqual([false, true])
  })
})

describe('a test event', () => {
  it('is sent once, also to an endpoint that is off, and says how it went', async () => {
    answer = (_, response) => response.writeHead(404).end()
    const { webhook } = await make()
    await updateWebhook({ id: webhook.id, enabled: false }, owner)
    expect(await testWebhook({ id: webhook.id }, owner)).toMatchObject({
      event: 'webhook.test',
      state: 'failed',
      attempts: 1,
      status: 404,
      nextAttemptAt: null,
    })
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ type: 'webhook.test', data: { sentBy: owner.actor.name } })
    expect(await readWebhook({ id: webhook.id }, owner)).toMatchObject({ failingSince: null, disabledReason: 'by_hand' })
  })
})

describe('who may', () => {
  it('look: whoever reads the organisation and its logs; change: whoever updates the organisation', async () => {
    const { webhook } = await make()
    await tell()
    const [manager, developer] = [await world.member('Manager'), await world.member('Developer')]
    const as = (context: SignedInContext) => ({ ...context, ...services })
    expect(await readWebhook({ id: webhook.id }, as(manager.context))).toMatchObject({ id: webhook.id })
    const { id: deliveryId } = await only(webhook.id)
    const changes = [
      (context: SignedInContext) => createWebhook({ url: 'https://hooks.example.com/', events: ['sync.failed'] }, context),
      (context: SignedInContext) => updateWebhook({ id: webhook.id, enabled: false }, context),
      (context: SignedInContext) => rotateWebhookSecret({ id: webhook.id }, context),
      (context: SignedInContext) => testWebhook({ id: webhook.id }, context),
      (context: SignedInContext) => redeliverWebhook({ deliveryId }, context),
      (context: SignedInContext) => deleteWebhook({ id: webhook.id }, context),
    ]
    for (const change of changes) {
      await expect(change(as(manager.context))).rejects.toMatchObject({ code: 'forbidden' })
      await expect(change(as(developer.context))).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(readWebhook({ id: webhook.id }, as(developer.context))).rejects.toMatchObject({ code: 'forbidden' })
    const foreigner = as(await world.foreigner())
    for (const change of changes.slice(1)) await expect(change(foreigner)).rejects.toMatchObject({ code: 'not_found' })
    expect(await readWebhook({ id: webhook.id }, owner)).toMatchObject({ version: 1 })
    expect(received).toHaveLength(0)
  })

  it('twenty is the most, an edit of an older version is a conflict, and one that is deleted is sent nothing', async () => {
    const { webhook } = await make()
    for (let index = 1; index < 20; index++) await make()
    await expect(make()).rejects.toMatchObject({ code: 'conflict' })
    await updateWebhook({ id: webhook.id, description: 'Pages us', expectedVersion: 1 }, owner)
    await expect(updateWebhook({ id: webhook.id, description: 'Other', expectedVersion: 1 }, owner)).rejects.toMatchObject({
      code: 'conflict',
    })
    await tell()
    const { id } = await only(webhook.id)
    await deleteWebhook({ id: webhook.id }, owner)
    await deliverWebhook(id, services)
    expect(received).toHaveLength(0)
  })
})
