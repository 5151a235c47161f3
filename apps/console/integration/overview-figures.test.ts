import {
  createApp,
  createRole,
  createServiceAccountToken,
  exchange,
  grantAccountAccess,
  listEnvironments,
  revokeServiceAccountToken,
  type SignedInContext,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

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

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
type Data = any

async function ask(document: string, variables: Record<string, unknown> = {}, context = owner): Promise<Data> {
  const { data, errors } = await door.execute({ document, variables, context })
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

const accountFigures = `query($id: ID!) { serviceAccount(id: $id) {
  lastUsedAt activeTokenCount neverExpiringTokenCount externalIdentityCount appCount
} }`
const identityFigures = `query($id: ID!) { externalIdentity(id: $id) {
  boundAccountCount liveTokenCount lastExchangeAt lastAcceptedAt createdBy { id }
  stats { accepted refused buckets { from accepted refused } }
} }`
const login = (accountId: string, role = 'app', session = crypto.randomUUID()) =>
  exchange(world.services.providers.aws_iam, world.awsBody(world.role(role, session), accountId), world.anonymous())

describe('figures of a service account', () => {
  it('are nothing for one that was just made', async () => {
    const { id } = await world.account()
    expect((await ask(accountFigures, { id })).serviceAccount).toEqual({
      lastUsedAt: null,
      activeTokenCount: 0,
      neverExpiringTokenCount: 0,
      externalIdentityCount: 0,
      appCount: 0,
    })
  })

  it('count live tokens only, and apps once however many environments', async () => {
    const { id } = await world.account()
    await world.awsIdentity(id)
    await login(id)
    const token = (name: string, expiresInSeconds: number | null) =>
      createServiceAccountToken({ serviceAccountId: id, name, expiresInSeconds }, owner)
    await token('never', null)
    const revoked = await token('revoked', null)
    await revokeServiceAccountToken({ id: revoked.serviceAccountToken.id }, owner)
    const ended = await token('ended', 3600)
    await world.database.pool.query(
      `update service_account_tokens set expires_at = now() - interval '1 second', last_used_at = $2 where id = $1`,
      [ended.serviceAccountToken.id, '2026-01-02T03:04:05.678Z'],
    )
    const app = await createApp({ name: 'shop' }, owner)
    const environments = await listEnvironments({ appId: app.id }, owner)
    await grantAccountAccess({ serviceAccountId: id, environmentIds: environments.map((one) => one.id) }, owner)
    expect(environments.length).toBeGreaterThan(1)
    expect((await ask(accountFigures, { id })).serviceAccount).toEqual({
      lastUsedAt: '2026-01-02T03:04:05.678Z',
      activeTokenCount: 2,
      neverExpiringTokenCount: 1,
      externalIdentityCount: 1,
      appCount: 1,
    })
  })

  it('the last use is found among thousands of tokens, wherever it is', async () => {
    const { id } = await world.account()
    const lastUsedAt = async () => (await ask(accountFigures, { id })).serviceAccount.lastUsedAt
    await world.database.pool.query(
      `insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share, expires_at, last_used_at)
       select gen_random_uuid(), $1, 'old', sha256(convert_to('old' || n, 'UTF8')), '', '', now() - n * interval '1 minute',
         case when n % 7 = 0 then now() - (n + 1 + n % 50) * interval '1 minute' end
       from generate_series(1, 3000) n`,
      [id],
    )
    const latest = async () =>
      (await world.database.pool.query(`select max(last_used_at) as at from service_account_tokens where service_account_id = $1`, [id]))
        .rows[0].at
    expect(await lastUsedAt()).toBe((await latest()).toISOString())
    await world.database.pool.query(
      `update service_account_tokens set last_used_at = null where service_account_id = $1 and expires_at > now() - interval '2000 minutes'`,
      [id],
    )
    expect(await lastUsedAt()).toBe((await latest()).toISOString())
  })
})

describe('figures of an external identity', () => {
  it('tell of its exchanges, its tokens and who made it', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId)
    await login(accountId)
    await login(accountId)
    await login(accountId, 'stranger').catch(() => undefined)
    const { externalIdentity } = await ask(identityFigures, { id: identity.id })
    expect(externalIdentity).toMatchObject({ boundAccountCount: 1, liveTokenCount: 2, createdBy: { id: owner.actor.id } })
    expect(Date.parse(externalIdentity.lastExchangeAt)).toBeGreaterThanOrEqual(Date.parse(externalIdentity.lastAcceptedAt))
    expect(externalIdentity.stats).toMatchObject({ accepted: 2, refused: 1 })
    expect(externalIdentity.stats.buckets).toHaveLength(7)
    expect(externalIdentity.stats.buckets.at(-1)).toMatchObject({ accepted: 2, refused: 1 })
  })

  it('an exchange of six days ago stands in its own slice, one of eight days ago in none', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId)
    for (const days of [6.5, 8]) {
      world.clock.offsetMs = -days * 86_400_000
      await login(accountId, 'stranger').catch(() => undefined)
      world.clock.offsetMs = 0
    }
    await world.database.pool.query(
      `update exchanges set at = to_timestamp(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0) where external_identity_id = $1`,
      [identity.id],
    )
    const { stats } = (await ask(identityFigures, { id: identity.id })).externalIdentity
    expect(stats.buckets.map((bucket: Data) => bucket.refused)).toEqual([1, 0, 0, 0, 0, 0, 0])
    expect(stats.refused).toBe(1)
  })

  it.each([0, 91, -1])('GQL-24 stats over %i days are refused', async (days) => {
    const identity = await world.awsIdentity((await world.account()).id)
    const document = `query($id: ID!, $days: Int!) { externalIdentity(id: $id) { stats(days: $days) { accepted } } }`
    await expect(ask(document, { id: identity.id, days })).rejects.toThrow('malformed_request')
  })
})

describe('a list with figures', () => {
  it('costs one statement more, whatever its length', async () => {
    for (let index = 0; index < 12; index++) await world.awsIdentity((await world.account()).id)
    const document = `{
      serviceAccounts(first: 100) { edges { node { id lastUsedAt activeTokenCount externalIdentityCount appCount } } }
      externalIdentities(first: 100) { edges { node { id boundAccountCount liveTokenCount createdBy { fullName } stats { accepted } } } }
      roles(first: 100) { edges { node { memberCount serviceAccountCount } } }
    }`
    const before = world.node.statements.length
    const { serviceAccounts } = await ask(document)
    expect(serviceAccounts.edges.length).toBeGreaterThan(12)
    // Two lists with their counts, roles; figures of accounts, identities and roles, exchanges of identities, members.
    expect(world.node.statements.slice(before)).toHaveLength(10)
  })

  it('GQL-26 tells nothing that the reader may not see, and does not fail for it', async () => {
    const account = await world.account()
    const identity = await world.awsIdentity(account.id)
    await login(account.id)
    const organisation = { ServiceAccounts: ['read'], ExternalIdentities: ['read'], Roles: ['read'] }
    const role = await createRole({ name: 'Onlooker', permissions: { organisation, app: {} } }, owner)
    const onlooker = await world.member(role.name)
    expect((await ask(accountFigures, { id: account.id }, onlooker.context)).serviceAccount).toEqual({
      lastUsedAt: null,
      activeTokenCount: null,
      neverExpiringTokenCount: null,
      externalIdentityCount: 1,
      appCount: null,
    })
    expect((await ask(identityFigures, { id: identity.id }, onlooker.context)).externalIdentity).toEqual({
      boundAccountCount: 1,
      liveTokenCount: null,
      lastExchangeAt: null,
      lastAcceptedAt: null,
      createdBy: null,
      stats: null,
    })
    const counts = await ask('{ roles(first: 1) { edges { node { memberCount serviceAccountCount } } } }', {}, onlooker.context)
    expect(counts.roles.edges[0].node).toMatchObject({ memberCount: null, serviceAccountCount: expect.any(Number) })
  })

  it('GQL-26 what a list is ordered or narrowed by is not told to whoever may not see it', async () => {
    const organisation = { ServiceAccounts: ['read'], ExternalIdentities: ['read'] }
    const role = await createRole({ name: 'Narrow', permissions: { organisation, app: {} } }, owner)
    const { context } = await world.member(role.name)
    for (const list of [
      'serviceAccounts(orderBy: { field: LAST_USED_AT, direction: ASC })',
      'serviceAccounts(filter: { unusedSinceDays: 30 })',
      'externalIdentities(orderBy: { field: LAST_EXCHANGE_AT, direction: ASC })',
    ]) {
      await expect(ask(`{ ${list} { edges { cursor } } }`, {}, context)).rejects.toThrow('forbidden')
    }
  })
})

it('the server tells its version and for how long it keeps what', async () => {
  expect((await ask('{ server { version labEnabled retention { acceptedDays refusedDays auditDays } } }')).server).toEqual({
    version: '0.0.0',
    labEnabled: false,
    retention: { acceptedDays: 30, refusedDays: 90, auditDays: 400 },
  })
})
