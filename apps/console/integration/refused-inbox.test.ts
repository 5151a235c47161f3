import {
  bindExtIdentity,
  countUnverifiedRefusals,
  createExtIdentity,
  createRole,
  dismissRefusedCaller,
  exchange,
  listAuditEvents,
  listRefusedCallers,
  type RefusedCaller,
  restoreRefusedCaller,
  type SignedInContext,
  updateExtIdentity,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { purge } from '../src/server/purge.ts'
import { createWorld, type World } from './world.ts'

const audience = 'https://bonafide.example'

let world: World
let door: GraphqlDoor
let owner: SignedInContext

beforeAll(async () => {
  world = await createWorld()
  door = await createGraphqlDoor(world.services)
  owner = world.owner.context
})
afterAll(async () => {
  await door.stop()
  await world.close()
})
beforeEach(async () => {
  await world.database.pool.query('truncate exchanges, exchange_testimonies, refusal_dismissals')
})

const inbox = async (input: object = {}, context: SignedInContext = owner): Promise<RefusedCaller[]> =>
  (await listRefusedCallers(input, context)).rows
const only = async (input: object = {}): Promise<RefusedCaller> => {
  const [first, ...others] = await inbox(input)
  expect(others).toEqual([])
  if (!first) throw new Error('the inbox is empty')
  return first
}

const login = (accountId: string, role: string, session: string = crypto.randomUUID(), ip = '192.0.2.1', account = '111122223333') => {
  const credentials = world.sts.addRoleSession({ roleName: role, sessionName: session, account })
  const context = world.anonymous()
  return exchange(world.services.providers.aws_iam, world.awsBody(credentials, accountId), {
    ...context,
    request: { ...context.request, ip },
  })
}

/** An account whose one identity trusts these subjects of the issuer; answers how a job of it logs in. */
async function issuerWorld(subjects: string[], claims: string[] = []) {
  const { id: accountId } = await world.account()
  const config = { issuer: world.issuer.issuer, audiences: [audience], subjects, claims }
  const identity = await createExtIdentity({ provider: 'oidc', name: `issuer ${accountId}`, config }, owner)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: accountId }, owner)
  const comes = (sub: string, more: object = {}) => {
    const jwt = Buffer.from(world.issuer.issue({ claims: { sub, aud: audience, jti: crypto.randomUUID(), ...more } })).toString('base64')
    return exchange(world.services.providers.oidc, { account: { type: 'service', id: accountId }, oidc: { jwt } }, world.anonymous())
  }
  return { accountId, identity, config, comes }
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
type Data = any

/** What the inbox proposes for its one entry, as a client is told. */
async function proposal(context = owner): Promise<Data> {
  const document = `{ refusedCallers { edges { node { trustable latest { trustProposal { additions identity { id version } after {
    ... on AwsIamConfig { principals } ... on AzureEntraConfig { tenantId allowedServicePrincipalIds } ... on OidcConfig { subjects claims }
  } } } } } } }`
  const { data, errors } = await door.execute({ document, context })
  if (errors) throw new Error(JSON.stringify(errors))
  const { trustable, latest } = (data as Data).refusedCallers.edges[0].node
  expect(trustable).toBe(latest.trustProposal !== null)
  return latest.trustProposal
}

describe('N-04 the refused inbox', () => {
  it('tells once what happened many times: who, how often, from when to when, from where, and by how little it missed', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId)
    for (const [session, ip] of [
      ['i-1', '192.0.2.7'],
      ['i-2', '192.0.2.7'],
      ['i-3', '192.0.2.9'],
    ])
      await expect(login(accountId, 'web-prod', session, ip)).rejects.toThrow()
    const entry = await only()
    expect(entry).toMatchObject({
      caller: 'arn:aws:sts::111122223333:assumed-role/web-prod',
      principalCount: 3,
      provider: 'aws_iam',
      code: 'principal_not_trusted',
      count: 3,
      addresses: ['192.0.2.7', '192.0.2.9'],
      addressCount: 2,
      dismissal: null,
      latest: { serviceAccountId: accountId, externalIdentityId: identity.id },
    })
    expect(entry.firstAt.getTime()).toBeLessThanOrEqual(entry.lastAt.getTime())
    expect(entry.latest.steps.find(({ status }) => status === 'failed')).toMatchObject({
      name: 'trust',
      expected: 'arn:aws:iam::111122223333:role/app',
      received: 'arn:aws:sts::111122223333:assumed-role/web-prod/i-3',
    })
  })

  it('other roles, accounts of ours, reasons and identities are matters of their own', async () => {
    const [one, two] = [await world.account(), await world.account()]
    const identity = await world.awsIdentity(one.id)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: two.id }, owner)
    await expect(login(one.id, 'web')).rejects.toThrow()
    await expect(login(two.id, 'web')).rejects.toThrow()
    await expect(login(one.id, 'batch')).rejects.toThrow()
    await updateExtIdentity({ id: identity.id, enabled: false }, owner)
    await expect(login(one.id, 'web')).rejects.toThrow()
    const told = (await inbox()).map(({ caller, code, latest }) => [caller.split('/')[1], code, latest.serviceAccountId === one.id])
    expect(told).toEqual([
      ['web', 'identity_disabled', true],
      ['batch', 'principal_not_trusted', true],
      ['web', 'principal_not_trusted', false],
      ['web', 'principal_not_trusted', true],
    ])
    expect(await inbox({ serviceAccountId: two.id })).toHaveLength(1)
    expect(await inbox({ provider: 'oidc' })).toEqual([])
    expect(await inbox({ search: 'batch' })).toHaveLength(1)
  })

  it('what is older than the days that are asked for is not shown', async () => {
    const { id: accountId } = await world.account()
    await world.awsIdentity(accountId)
    await expect(login(accountId, 'web')).rejects.toThrow()
    world.clock.offsetMs = 2 * 86_400_000
    try {
      expect(await inbox({ days: 1 })).toEqual([])
      expect(await inbox({ days: 3 })).toHaveLength(1)
    } finally {
      world.clock.offsetMs = 0
    }
    await expect(listRefusedCallers({ days: 91 }, owner)).rejects.toMatchObject({ code: 'malformed_request' })
  })

  it('GQL-26 it takes the permissions that exchanges take, and shows nothing of another organisation', async () => {
    const { id: accountId } = await world.account()
    await world.awsIdentity(accountId)
    await expect(login(accountId, 'web')).rejects.toThrow()
    const exchangeId = (await only()).id
    await createRole({ name: 'Identities', permissions: { organisation: { ExternalIdentities: ['read', 'update'] }, app: {} } }, owner)
    await createRole({ name: 'Reader', permissions: { organisation: { ExternalIdentities: ['read'], Logs: ['read'] }, app: {} } }, owner)
    const blind = (await world.member('Identities')).context
    for (const refused of [listRefusedCallers({}, blind), countUnverifiedRefusals({}, blind), dismissRefusedCaller({ exchangeId }, blind)])
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    const reader = (await world.member('Reader')).context
    expect(await inbox({}, reader)).toHaveLength(1)
    expect(await proposal(reader)).toBeNull()
    await expect(dismissRefusedCaller({ exchangeId }, reader)).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = await world.foreigner()
    expect(await inbox({}, stranger)).toEqual([])
    expect(await inbox({ serviceAccountId: accountId }, stranger)).toEqual([])
    for (const refused of [dismissRefusedCaller({ exchangeId }, stranger), restoreRefusedCaller({ exchangeId }, stranger)])
      await expect(refused).rejects.toMatchObject({ code: 'not_found' })
    expect(await world.count('refusal_dismissals')).toBe(0)
  })
})

describe('N-04 trust this principal admits exactly it', () => {
  it.each([
    ['GitHub', 'repo:acme/shop:ref:refs/heads/main', 'repo:acme/shop:ref:refs/heads/release', 'repo:acme/shop:ref:refs/heads/release2'],
    ['Kubernetes', 'system:serviceaccount:shop:api', 'system:serviceaccount:shop-staging:api', 'system:serviceaccount:shop-test:api'],
  ])('%s: the same caller passes, its neighbour stays refused', async (_, trusted, wanted, neighbour) => {
    const { identity, config, comes } = await issuerWorld([trusted])
    await expect(comes(wanted)).rejects.toMatchObject({ code: 'subject_not_trusted' })
    const found = await proposal()
    expect(found).toMatchObject({ additions: [wanted], identity: { id: identity.id }, after: { subjects: [trusted, wanted] } })
    const change = { id: identity.id, expectedVersion: found.identity.version, config: { ...config, ...found.after } }
    await updateExtIdentity(change, owner)
    expect(await comes(wanted)).toHaveProperty('token')
    const tokens = await world.count('service_account_tokens')
    await expect(comes(neighbour)).rejects.toMatchObject({ code: 'subject_not_trusted' })
    expect(await world.count('service_account_tokens')).toBe(tokens)
    const [audit] = (await listAuditEvents({ first: 1 }, owner)).rows
    expect(audit).toMatchObject({ action: 'external_identity.update', resourceId: identity.id, actor: { kind: 'member' } })
    // Somebody else was quicker: the change that was looked at is not the one that would be made.
    await expect(updateExtIdentity(change, owner)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('AWS: every session of the role passes, a role whose name begins alike and the role of another account stay refused', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId)
    await expect(login(accountId, 'web-prod')).rejects.toThrow()
    const { after } = await proposal()
    await updateExtIdentity({ id: identity.id, config: after }, owner)
    expect(await login(accountId, 'web-prod')).toHaveProperty('token')
    await expect(login(accountId, 'web-prod-admin')).rejects.toMatchObject({ code: 'principal_not_trusted' })
    await expect(login(accountId, 'web-prod', 'i-1', '192.0.2.1', '444455556666')).rejects.toMatchObject({ code: 'principal_not_trusted' })
  })

  it('Azure: that object id passes, another one of the tenant stays refused', async () => {
    const tenantId = crypto.randomUUID()
    await world.entra.addTenant(tenantId)
    const [trusted, wanted, neighbour] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    const { id: accountId } = await world.account()
    const config = { tenantId, allowedServicePrincipalIds: [trusted] }
    const identity = await createExtIdentity({ provider: 'azure_entra', name: 'azure', config }, owner)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: accountId }, owner)
    const comes = async (oid: string) => {
      const token = await world.entra.issueToken({ tenantId, oid, audience: 'https://management.azure.com/' })
      const body = { account: { type: 'service', id: accountId }, azureEntra: { jwt: Buffer.from(token).toString('base64') } }
      return exchange(world.services.providers.azure_entra, body, world.anonymous())
    }
    await expect(comes(wanted)).rejects.toMatchObject({ code: 'principal_not_trusted' })
    expect((await only()).caller).toBe(`${tenantId}/${wanted}`)
    const { after } = await proposal()
    await updateExtIdentity({ id: identity.id, config: { tenantId, allowedServicePrincipalIds: after.allowedServicePrincipalIds } }, owner)
    expect(await comes(wanted)).toHaveProperty('token')
    await expect(comes(neighbour)).rejects.toMatchObject({ code: 'principal_not_trusted' })
  })

  it('a subject of one issuer is not proposed to an identity that has come to name another', async () => {
    const { identity, config, comes } = await issuerWorld(['job:1'])
    await expect(comes('job:2')).rejects.toThrow()
    expect(await proposal()).not.toBeNull()
    await updateExtIdentity({ id: identity.id, config: { ...config, issuer: 'https://other.example.test' } }, owner)
    expect(await proposal()).toBeNull()
  })

  it('a caller that lacks something else is offered no trust', async () => {
    const { comes } = await issuerWorld(['job:1'], ['repository_id = 1'])
    await expect(comes('job:1', { repository_id: '2' })).rejects.toMatchObject({ code: 'claim_mismatch' })
    expect(await only()).toMatchObject({ caller: 'job:1', code: 'claim_mismatch' })
    expect(await proposal()).toBeNull()
  })
})

describe('N-04 dismissing', () => {
  it('hides a caller until it is refused again; for good, also then; both are on record and can be taken back', async () => {
    const { id: accountId } = await world.account()
    await world.awsIdentity(accountId)
    const refused = (session?: string) => expect(login(accountId, 'web', session)).rejects.toThrow()
    await refused()
    const first = await only()
    await dismissRefusedCaller({ exchangeId: first.id }, owner)
    expect(await inbox()).toEqual([])
    expect(await only({ dismissed: true })).toMatchObject({ key: first.key, dismissal: { forGood: false, by: owner.actor.name } })
    // Another session of the same role is the same matter.
    await refused()
    const again = await only()
    expect(again).toMatchObject({ key: first.key, count: 2, dismissal: null })
    await dismissRefusedCaller({ exchangeId: again.id, forGood: true }, owner)
    await refused()
    expect(await inbox()).toEqual([])
    await restoreRefusedCaller({ exchangeId: first.id }, owner)
    expect(await only()).toMatchObject({ count: 3 })
    expect(await inbox({ dismissed: true })).toEqual([])
    const events = (await listAuditEvents({ first: 3 }, owner)).rows.map(({ action, resourceId, after }) => [action, resourceId, after])
    expect(events).toEqual([
      ['exchange.restore', first.id, null],
      ['exchange.dismiss', again.id, { forGood: true }],
      ['exchange.dismiss', first.id, { forGood: false }],
    ])
    await restoreRefusedCaller({ exchangeId: first.id }, owner)
    expect((await listAuditEvents({ first: 1 }, owner)).rows[0]?.resourceId).toBe(first.id)
  })

  it('what came in between looking and dismissing is not hidden', async () => {
    const { id: accountId } = await world.account()
    await world.awsIdentity(accountId)
    await expect(login(accountId, 'web')).rejects.toThrow()
    const seen = await only()
    await expect(login(accountId, 'web')).rejects.toThrow()
    await dismissRefusedCaller({ exchangeId: seen.id }, owner)
    expect(await only()).toMatchObject({ count: 2 })
  })
})

/** Rows as so many refusals would leave them; `principal`, `ip` and `steps` in SQL, with `n` for the number. */
const flood = (accountId: string, count: number, { principal, code }: { principal: string; code: string }) =>
  world.database.pool.query(
    `insert into exchanges (id, organisation_id, outcome, code, provider, service_account_id, principal, ip, user_agent, request_id, duration_ms, steps)
     select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
       $1, 'refused', $2, 'aws_iam', $3, ${principal}, '198.51.100.' || n % 250, 'flood', 'req_' || n, 1, '[]'
     from generate_series(1, $4::int) n`,
    [owner.actor.organisationId, code, accountId, count],
  )

describe('N-04 a flood', () => {
  it('of garbage is one counted line: what it says of itself becomes nobody who could be trusted', async () => {
    const { comes, accountId } = await issuerWorld(['job:1'])
    const stranger = world.issuer.strangersKey()
    const markup = '<img src=x onerror=alert(1)>'
    const forged = Buffer.from(world.issuer.issue({ key: stranger, claims: { sub: markup, aud: audience } })).toString('base64')
    const body = { account: { type: 'service', id: accountId }, oidc: { jwt: forged } }
    await expect(exchange(world.services.providers.oidc, body, world.anonymous())).rejects.toMatchObject({ code: 'login_denied' })
    await flood(accountId, 10_000, { principal: 'null', code: 'signature_invalid' })
    await expect(comes('job:2')).rejects.toThrow()
    expect(await only()).toMatchObject({ caller: 'job:2', count: 1 })
    const unverified = await countUnverifiedRefusals({}, owner)
    expect(unverified).toMatchObject({ count: 10_000, more: true, addressCount: 251 })
    expect(unverified.addresses).toHaveLength(5)
    expect(unverified.reasons.length).toBeLessThanOrEqual(5)
    expect(JSON.stringify([await inbox(), unverified])).not.toContain(markup)
    expect(await countUnverifiedRefusals({ provider: 'azure_entra' }, owner)).toMatchObject({ count: 0, more: false, lastAt: null })
  })

  it('of 10 000 sessions of one role is one entry, of 10 000 roles so many pages, each as small as the first', async () => {
    const { id: accountId } = await world.account()
    const code = 'principal_not_trusted'
    await flood(accountId, 10_000, { principal: `'arn:aws:sts::999988887777:assumed-role/evil/' || n`, code })
    expect(await only()).toMatchObject({ count: 10_000, principalCount: 10_000, addressCount: 250 })
    await world.database.pool.query('truncate exchanges, exchange_testimonies')
    await flood(accountId, 10_000, { principal: `'arn:aws:sts::999988887777:assumed-role/evil-' || n || '/i'`, code })
    const first = await listRefusedCallers({ first: 25 }, owner)
    expect([first.rows.length, first.totalCount, first.hasNextPage]).toEqual([25, 10_000, true])
    const after = { order: 'createdAt.desc', value: null, id: first.rows.at(-1)?.id }
    const second = await listRefusedCallers({ first: 25, after }, owner)
    expect(second.rows).toHaveLength(25)
    expect(second.rows.some(({ key }) => first.rows.some((one) => one.key === key))).toBe(false)
    const before = { order: 'createdAt.desc', value: null, id: second.rows[0]?.id }
    const back = await listRefusedCallers({ last: 25, before }, owner)
    expect(back.rows.map(({ key }) => key)).toEqual(first.rows.map(({ key }) => key))
    expect([back.hasNextPage, back.hasPreviousPage]).toEqual([true, false])
  })

  it('leaves a bounded number of rows: the oldest surplus of each kind is purged, and neither kind crowds out the other', async () => {
    const { id: accountId } = await world.account()
    await flood(accountId, 30, { principal: 'null', code: 'signature_invalid' })
    await world.awsIdentity(accountId)
    await expect(login(accountId, 'web')).rejects.toThrow()
    const { refusedInbox } = world.services.stores
    expect(await refusedInbox.purgeSurplus(10, 1000)).toBe(20)
    expect(await inbox()).toHaveLength(1)
    const { rows } = await world.database.pool.query(
      `select min(request_id) from exchanges where user_agent = 'flood' and request_id = 'req_21'`,
    )
    expect(rows).toEqual([{ min: 'req_21' }])
    // The job keeps far more than these.
    await purge(world.services)
    expect(await world.count('exchanges')).toBe(11)
  })
})
