import { createRole, exportAuditEvents, rateLimits, signOut } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type Member, type World } from './world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
  await world.account({ name: '=cmd("calc")' })
})
afterAll(() => world.close())

const get = (query: string, { sessionToken }: Pick<Member, 'sessionToken'> = world.owner, headers: Record<string, string> = {}) =>
  fetch(`${world.node.url}/api/v1/audit/export${query}`, { headers: { authorization: `Bearer Session ${sessionToken}`, ...headers } })

describe('the audit log as a file', () => {
  it('is JSON lines, newest first, and leaves a row of its own', async () => {
    const response = await get('')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.jsonl"$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const events = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events).toHaveLength(await world.count('audit_events'))
    expect(events[0]).toMatchObject({ action: 'audit.export', after: { format: 'jsonl' } })
    expect(events.map(({ id }) => id)).toEqual(
      events
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    )
  })

  it('WEB-38 as CSV a name that looks like a formula is text', async () => {
    const text = await (await get('?format=csv&action=service_account.create')).text()
    const [head, row, end] = text.split('\r\n')
    expect(head?.split(',').slice(0, 2)).toEqual(['at', 'actor_kind'])
    expect(row).toContain(`"'=cmd(""calc"")"`)
    expect(end).toBe('')
  })

  it('of more rows than a batch holds is whole', async () => {
    await world.database.pool.query(
      `insert into audit_events (id, organisation_id, actor_kind, actor_name, action, resource_type, ip, user_agent, request_id)
       select gen_random_uuid(), $1, 'system', 'system', 'test.many', 'test', '192.0.2.1', 'test', 'req_' || n from generate_series(1, 2500) n`,
      [world.owner.context.actor.organisationId],
    )
    const text = await (await get('?actionPrefix=test.')).text()
    const requests = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).requestId)
    expect(new Set(requests).size).toBe(2500)
    expect(requests).toHaveLength(2500)
    expect(await (await get('?until=2020-01-01T00:00:00Z')).text()).toBe('')
  })

  it('WEB-04 ends when its reader is signed out meanwhile', async () => {
    const { context, sessionToken } = await world.member('Admin')
    const again = () => world.contextOf(sessionToken)
    const { batches } = await exportAuditEvents({ actionPrefix: 'test.' }, context, again)
    expect((await batches.next()).value).toHaveLength(1000)
    await signOut(context)
    await expect(batches.next()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await batches.next()).toEqual({ value: undefined, done: true })
  })

  it.each(['cross-site', 'same-site'])('WEB-01 a %s page cannot take it out with the session of whoever visits it', async (site) => {
    const before = await world.count('audit_events')
    const cookie = `__Host-bonafide=${world.owner.sessionToken}`
    const ask = (headers: Record<string, string>) =>
      fetch(`${world.node.url}/api/v1/audit/export?action=none`, { headers: { cookie, ...headers } })
    expect((await ask({ 'sec-fetch-site': site })).status).toBe(403)
    expect(await world.count('audit_events')).toBe(before)
    for (const ours of ['same-origin', 'none']) expect((await ask({ 'sec-fetch-site': ours })).status).toBe(200)
  })

  it.each(['?format=xml', '?since=yesterday', '?since=2026-01-01', '?actorId=1', '?acton=x', '?since=2026-13-45T00:00:00Z'])(
    '%s is malformed_request, and nothing is recorded',
    async (query) => {
      const before = await world.count('audit_events')
      const response = await get(query)
      expect(response.status).toBe(400)
      expect(((await response.json()) as { code: string }).code).toBe('malformed_request')
      expect(await world.count('audit_events')).toBe(before)
    },
  )

  it('is for those who may read logs, of their own organisation', async () => {
    await createRole({ name: 'Blind', permissions: { organisation: { Apps: ['read'] }, app: {} } }, world.owner.context)
    expect((await get('', await world.member('Blind'))).status).toBe(403)
    expect((await fetch(`${world.node.url}/api/v1/audit/export`)).status).toBe(401)
    await createRole({ name: 'Logs', permissions: { organisation: { Logs: ['read'] }, app: {} } }, world.owner.context)
    const identity = await world.awsIdentity((await world.account()).id)
    const text = await (await get(`?resourceId=${identity.id}`, await world.member('Logs'))).text()
    expect(JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      action: 'external_identity.create',
      before: null,
      after: null,
    })
  })

  it('is taken out so often, and not as often as a loop can ask', async () => {
    const reader = await world.member('Admin')
    const statuses = await Promise.all(
      Array.from({ length: rateLimits.auditExportPerCaller.capacity + 5 }, async () => (await get('?action=none', reader)).status),
    )
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
  })
})
