import {
  createApp,
  createExtIdentity,
  createRole,
  createServiceAccountToken,
  disableServiceAccount,
  exchange,
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
  // As they come over the wire: instants are text there.
  const { data, errors } = await door.execute({ document, variables: JSON.parse(JSON.stringify(variables)), context })
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

const login = (accountId: string, role = 'app', session: string = crypto.randomUUID()) =>
  exchange(world.services.providers.aws_iam, world.awsBody(world.role(role, session), accountId), world.anonymous()).catch(() => undefined)
const reader = async (organisation: Record<string, string[]>) => {
  const role = await createRole({ name: `reader-${crypto.randomUUID()}`, permissions: { organisation, app: {} } }, owner)
  return (await world.member(role.name)).context
}

it('the first steps are ticked off one by one', async () => {
  const progress = async () =>
    (await ask('{ setupProgress { hasApp hasServiceAccount hasIdentity hasBinding hasAcceptedExchange } }')).setupProgress
  const steps = { hasApp: false, hasServiceAccount: false, hasIdentity: false, hasBinding: false, hasAcceptedExchange: false }
  expect(await progress()).toEqual(steps)
  await createApp({ name: 'shop' }, owner)
  expect(await progress()).toEqual({ ...steps, hasApp: true })
  const { id } = await world.account()
  expect(await progress()).toEqual({ ...steps, hasApp: true, hasServiceAccount: true })
  await world.awsIdentity(id)
  await login(id, 'stranger')
  expect(await progress()).toEqual({
    hasApp: true,
    hasServiceAccount: true,
    hasIdentity: true,
    hasBinding: true,
    hasAcceptedExchange: false,
  })
  await login(id)
  expect((await progress()).hasAcceptedExchange).toBe(true)
  const developer = (await world.member('Developer')).context
  expect((await ask('{ setupProgress { hasApp hasServiceAccount } }', {}, developer)).setupProgress).toEqual({
    hasApp: true,
    hasServiceAccount: null,
  })
})

describe('exchange stats', () => {
  const document = `query($since: DateTime!, $until: DateTime, $filter: ExchangeFilter, $buckets: Int! = 4) {
    exchangeStats(since: $since, until: $until, filter: $filter, buckets: $buckets) {
      accepted refused p95Ms buckets { from until accepted refused } byIdentity { identityId identity { name } accepted refused }
    }
  }`

  it('count by time and by identity, in one statement', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId)
    for (let index = 0; index < 3; index++) await login(accountId)
    await login(accountId, 'stranger')
    const filter = { serviceAccountId: accountId }
    const since = new Date(Date.now() - 3_600_000)
    const until = new Date(Date.now() + 60_000)
    const before = world.node.statements.length
    const { exchangeStats } = await ask(document, { since, until, filter })
    // The second statement finds the identities' names.
    expect(world.node.statements.length - before).toBe(2)
    expect(exchangeStats).toMatchObject({ accepted: 3, refused: 1, p95Ms: expect.any(Number) })
    expect(exchangeStats.byIdentity).toEqual([{ identityId: identity.id, identity: { name: identity.name }, accepted: 3, refused: 1 }])
    const { buckets } = exchangeStats
    expect(buckets.map((bucket: Data) => bucket.accepted)).toEqual([0, 0, 0, 3])
    expect([buckets[0].from, buckets[3].until]).toEqual([since.toISOString(), until.toISOString()])
    expect(buckets[1].from).toBe(buckets[0].until)
  })

  it('of nothing are zeros in every bucket', async () => {
    const since = new Date(Date.now() - 3_600_000)
    const { exchangeStats } = await ask(document, { since, filter: { ip: '203.0.113.9' }, buckets: 200 })
    expect(exchangeStats).toMatchObject({ accepted: 0, refused: 0, p95Ms: null, byIdentity: [] })
    expect(exchangeStats.buckets).toHaveLength(200)
  })

  it.each([
    { buckets: 0 },
    { buckets: 201 },
    { buckets: 1_000_000_000 },
    { until: '2020-01-01T00:00:00Z' },
    { since: '2020-01-01T00:00:00Z' },
  ])('GQL-24 %j is refused', async (variables) => {
    await expect(ask(document, { since: new Date(Date.now() - 3_600_000), ...variables })).rejects.toThrow('malformed_request')
  })

  it('GQL-26 are not for those who may not read logs', async () => {
    const context = await reader({ ExternalIdentities: ['read'], ServiceAccounts: ['read'] })
    await expect(ask(document, { since: new Date(Date.now() - 3_600_000) }, context)).rejects.toThrow('forbidden')
  })
})

describe('what needs attention', () => {
  const document = `query($first: Int) { attention(first: $first) {
    id kind severity count at code principal exchangeId identityId identityName serviceAccountId serviceAccountName tokenId tokenName
  } }`
  const attention = async (context = owner, variables = {}): Promise<Data[]> => (await ask(document, variables, context)).attention

  it('tells of everything that is wrong, the most urgent first, and of nothing that is well', async () => {
    const account = await world.account()
    const identity = await world.awsIdentity(account.id)
    for (let index = 0; index < 3; index++) await login(account.id, 'web-prod', 'i-0abc')
    const disabled = await world.account()
    await disableServiceAccount({ id: disabled.id }, owner)
    await login(disabled.id)
    const token = (name: string, expiresInSeconds: number | null) =>
      createServiceAccountToken({ serviceAccountId: account.id, name, expiresInSeconds }, owner)
    await token('legacy-ci', null)
    await token('ends soon', 6 * 86_400)
    await token('is well', 30 * 86_400)
    const old = await world.awsIdentity(account.id, {}, { name: 'old' })
    await world.database.pool.query(`update external_identities set created_at = now() - interval '91 days' where id in ($1, $2)`, [
      old.id,
      identity.id,
    ])
    const config = { principals: ['arn:aws:iam::111122223333:role/app'] }
    const unbound = await createExtIdentity({ provider: 'aws_iam', name: 'unbound', config }, owner)

    const items = await attention()
    const of = (kind: string) => items.filter((item) => item.kind === kind)
    const principal = 'arn:aws:sts::111122223333:assumed-role/web-prod/i-0abc'
    const refused = of('REFUSALS').find((item) => item.principal === principal)
    expect(refused).toMatchObject({
      severity: 'DANGER',
      count: 3,
      code: 'principal_not_trusted',
      identityName: identity.name,
      serviceAccountId: account.id,
      serviceAccountName: account.name,
    })
    expect((await ask(`{ exchange(id: "${refused?.exchangeId}") { principal } }`)).exchange.principal).toBe(principal)
    expect(of('DISABLED_ACCOUNT_ASKED')).toMatchObject([{ serviceAccountId: disabled.id, count: 1, code: 'account_disabled' }])
    expect(of('TOKEN_NEVER_EXPIRES')).toMatchObject([{ tokenName: 'legacy-ci', serviceAccountName: account.name, severity: 'WARNING' }])
    expect(of('TOKEN_EXPIRES_SOON')).toMatchObject([{ tokenName: 'ends soon', at: expect.any(String) }])
    expect(of('IDENTITY_UNBOUND')).toMatchObject([{ identityId: unbound.id, severity: 'INFO' }])
    expect(of('IDENTITY_UNUSED')).toMatchObject([{ identityName: 'old', at: null }])
    expect(items[0].severity).toBe('DANGER')
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
    expect((await attention()).map((item) => item.id)).toEqual(items.map((item) => item.id))
    expect(await attention(owner, { first: 2 })).toEqual(items.slice(0, 2))
  })

  it('GQL-26 tells each only what its role may read', async () => {
    const kinds = async (context: SignedInContext) => new Set((await attention(context)).map((item) => item.kind))
    expect(await kinds((await world.member('Developer')).context)).toEqual(new Set())
    expect(await kinds(await reader({ ExternalIdentities: ['read'], ServiceAccounts: ['read'] }))).toEqual(new Set(['IDENTITY_UNBOUND']))
    const logs = await reader({ ExternalIdentities: ['read'], Logs: ['read'] })
    expect(await kinds(logs)).toEqual(new Set(['REFUSALS', 'IDENTITY_UNUSED']))
    expect((await attention(logs)).map((item) => item.serviceAccountName).filter(Boolean)).toEqual([])
  })

  it('tells a stranger nothing', async () => {
    expect(await attention(await world.foreigner())).toEqual([])
  })

  it.each([0, 51, -1])('GQL-24 a list of %i is refused', async (first) => {
    await expect(attention(owner, { first })).rejects.toThrow('malformed_request')
  })
})
