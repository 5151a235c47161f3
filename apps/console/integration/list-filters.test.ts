import {
  createApp,
  createExtIdentity,
  createSecrets,
  createServiceAccountToken,
  disableServiceAccount,
  type ExternalIdentity,
  exchange,
  listEnvironments,
  renameEnvironment,
  revokeServiceAccountToken,
  type ServiceAccount,
  type SignedInContext,
  setAccountAccess,
  setMemberAccess,
  updateExtIdentity,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

let world: World
let door: GraphqlDoor
let owner: SignedInContext
let busy: ServiceAccount
let idle: ServiceAccount
let bound: ExternalIdentity

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
type Data = any

/** The names in a list under a filter, sorted. */
async function found(
  list: string,
  filter: Record<string, unknown>,
  name = 'name',
  type = `${list[0]?.toUpperCase()}${list.slice(1, -1)}Filter`,
) {
  const document = `query($filter: ${type}) { ${list}(first: 100, filter: $filter) { edges { node { ${name} } } totalCount } }`
  const { data, errors } = await door.execute({ document, variables: { filter }, context: owner })
  if (errors) throw new Error(JSON.stringify(errors))
  const answered = (data as Data)[list]
  expect(answered.totalCount).toBe(answered.edges.length)
  return answered.edges.map((edge: Data) => edge.node[name]).sort()
}

const day = 86_400_000

beforeAll(async () => {
  world = await createWorld()
  door = await createGraphqlDoor(world.services)
  owner = world.owner.context
  busy = await world.account({ name: 'busy 100%' })
  idle = await world.account({ name: 'idle' })
  await disableServiceAccount({ id: (await world.account({ name: 'switched off' })).id }, owner)
  bound = await world.awsIdentity(busy.id, {}, { name: 'bound' })
  const config = { tenantId: crypto.randomUUID(), allowedServicePrincipalIds: [crypto.randomUUID()] }
  const off = await createExtIdentity({ provider: 'azure_entra', name: 'azure', config }, owner)
  await updateExtIdentity({ id: off.id, enabled: false }, owner)
  await exchange(world.services.providers.aws_iam, world.awsBody(world.role(), busy.id), world.anonymous())
  const never = await createServiceAccountToken({ serviceAccountId: idle.id, name: 'never', expiresInSeconds: null }, owner)
  const revoked = await createServiceAccountToken({ serviceAccountId: idle.id, name: 'revoked', expiresInSeconds: 90 * 86_400 }, owner)
  await revokeServiceAccountToken({ id: revoked.serviceAccountToken.id }, owner)
  await world.database.pool.query(`update service_accounts set created_at = now() - interval '60 days'`)
  await world.database.pool.query(`update service_account_tokens set last_used_at = now() - interval '40 days' where id = $1`, [
    never.serviceAccountToken.id,
  ])
  await world.database.pool.query(`update service_account_tokens set last_used_at = now() where exchange_id is not null`)
}, 60_000)
afterAll(async () => {
  await door.stop()
  await world.close()
})

describe('service accounts', () => {
  it.each([
    ['part of the name', () => ({ search: 'IDL' }), ['idle']],
    ['a wildcard means itself', () => ({ search: '0%' }), ['busy 100%']],
    ['the id', () => ({ search: idle.id.toUpperCase() }), ['idle']],
    ['the end of the id', () => ({ search: busy.id.slice(-12) }), ['busy 100%']],
    ['enabled', () => ({ enabled: true }), ['busy 100%', 'idle']],
    ['disabled', () => ({ enabled: false }), ['switched off']],
    ['bound to an identity', () => ({ identityId: bound.id }), ['busy 100%']],
    ['client-managed keys', () => ({ keyManagement: 'CLIENT' }), []],
    ['server-managed keys', () => ({ keyManagement: 'SERVER' }), ['busy 100%', 'idle', 'switched off']],
    ['unused for 30 days', () => ({ unusedSinceDays: 30 }), ['idle', 'switched off']],
    ['unused for 50 days', () => ({ unusedSinceDays: 50 }), ['switched off']],
    ['younger than what is asked for', () => ({ unusedSinceDays: 90 }), []],
    ['a role that nobody has', async () => ({ roleId: await world.roleId('Developer') }), []],
    ['several at once', () => ({ enabled: true, unusedSinceDays: 30 }), ['idle']],
  ])('%s', async (_, filter, names) => {
    expect(await found('serviceAccounts', await filter())).toEqual(names)
  })

  it.each([0, -1, 100_000])('unused for %i days is malformed_request', async (unusedSinceDays) => {
    await expect(found('serviceAccounts', { unusedSinceDays })).rejects.toThrow('malformed_request')
  })
})

describe('external identities', () => {
  it.each([
    [{ bound: true }, ['bound']],
    [{ bound: false }, ['azure']],
    [{ enabled: false }, ['azure']],
    [{ enabled: true, provider: 'AWS_IAM' }, ['bound']],
    [{ simulated: true }, []],
    [{ simulated: false }, ['azure', 'bound']],
  ])('%j', async (filter, names) => {
    expect(await found('externalIdentities', filter, 'name', 'ExternalIdentityFilter')).toEqual(names)
  })

  it('by id', async () => {
    expect(await found('externalIdentities', { search: bound.id }, 'name', 'ExternalIdentityFilter')).toEqual(['bound'])
  })
})

describe('tokens', () => {
  it.each([
    [{ neverExpires: true }, ['never']],
    [{ neverExpires: false }, ['aws-iam', 'revoked']],
    [{ manual: true }, ['never', 'revoked']],
    [{ manual: false }, ['aws-iam']],
    [{ expiresBefore: new Date(Date.now() + 7 * day).toISOString() }, ['aws-iam']],
    [{ manual: true, status: 'ACTIVE' }, ['never']],
  ])('%j', async (filter, names) => {
    expect(await found('serviceAccountTokens', filter)).toEqual(names)
  })
})

describe('exchanges', () => {
  it.each([
    [{ principal: 'arn:aws:sts::111122223333:assumed-role/app/i-0abc' }, 1],
    [{ principal: 'arn:aws:sts::111122223333:assumed-role/app' }, 0],
    [{ ip: '192.0.2.1' }, 1],
    [{ ip: '192.0.2' }, 0],
    [{ codes: ['replayed'] }, 0],
    [{ codes: [] }, 0],
  ])('%j', async (filter, count) => {
    expect(await found('exchanges', filter, 'id')).toHaveLength(count)
  })
})

describe('audit events', () => {
  const actions = async (filter: object) => [...new Set(await found('auditEvents', { ...filter }, 'action', 'AuditFilter'))]

  it('by part of an action, and not by its wildcards', async () => {
    expect(await actions({ actionPrefix: 'service_account_token.' })).toEqual([
      'service_account_token.create',
      'service_account_token.revoke',
    ])
    expect(await actions({ actionPrefix: 'service%' })).toEqual([])
  })

  it('by kind and name of the actor, by resource and request', async () => {
    expect(await actions({ actorKind: 'ANONYMOUS', search: 'Ada' })).toEqual([])
    expect(await actions({ actorKind: 'MEMBER', search: 'switched' })).toEqual(['service_account.create', 'service_account.disable'])
    expect((await actions({ search: 'ada' })).length).toBeGreaterThan(3)
    expect((await actions({ search: owner.request.id })).length).toBeGreaterThan(3)
  })

  it('of any of several resources: an app and its environments', async () => {
    const app = await createApp({ name: 'logged' }, owner)
    const [first, second] = await listEnvironments({ appId: app.id }, owner)
    await createSecrets({ environmentId: first?.id, secrets: [{ key: 'A', value: '1' }] }, owner)
    await renameEnvironment({ id: second?.id, name: 'Other' }, owner)
    expect(await actions({ resourceIds: [app.id, first?.id] })).toEqual(['app.create', 'secrets.create'])
    expect(await actions({ resourceIds: [app.id, first?.id], actionPrefix: 'secrets.' })).toEqual(['secrets.create'])
    expect(await actions({ resourceIds: [] })).toEqual([])
    await expect(actions({ resourceIds: Array.from({ length: 1001 }, () => app.id) })).rejects.toThrow('malformed_request')
  })
})

describe('access', () => {
  it('of an account and of a member is narrowed to one app', async () => {
    const [one, other] = [await createApp({ name: 'one' }, owner), await createApp({ name: 'other' }, owner)]
    const [environment] = await listEnvironments({ appId: one.id }, owner)
    const [elsewhere] = await listEnvironments({ appId: other.id }, owner)
    await setAccountAccess({ serviceAccountId: idle.id, environmentIds: [environment?.id, elsewhere?.id] }, owner)
    const access = 'access(appId: $appId) { totalCount edges { node { environmentId } } }'
    const document = `query($id: ID!, $member: ID!, $appId: ID) { serviceAccount(id: $id) { ${access} } member(id: $member) { ${access} } }`
    const ask = async (appId: string | null) =>
      (await door.execute({ document, variables: { id: idle.id, member: world.owner.id, appId }, context: owner })).data as Data
    const narrowed = await ask(one.id)
    expect(narrowed.serviceAccount.access).toEqual({ totalCount: 1, edges: [{ node: { environmentId: environment?.id } }] })
    expect(narrowed.member.access.totalCount).toBe(3)
    expect((await ask(null)).serviceAccount.access.totalCount).toBe(2)
  })

  it('narrows accounts and members to those who hold what the asker holds of an app', async () => {
    const app = await createApp({ name: 'narrowing' }, owner)
    const [development, staging] = await listEnvironments({ appId: app.id }, owner)
    const reader = await world.account({ name: 'reader of staging' })
    await setAccountAccess({ serviceAccountId: reader.id, environmentIds: [staging?.id] }, owner)
    const manager = await world.member('Manager')
    const document = `query($appId: ID) {
      serviceAccounts(filter: { appId: $appId }) { totalCount edges { node { name } } }
      members(filter: { appId: $appId }) { totalCount edges { node { id } } }
    }`
    const ask = async (appId: string, context: SignedInContext) => {
      const { data, errors } = await door.execute({ document, variables: { appId }, context })
      if (errors) throw new Error(JSON.stringify(errors))
      const { serviceAccounts, members } = data as Data
      expect([serviceAccounts.totalCount, members.totalCount]).toEqual([serviceAccounts.edges.length, members.edges.length])
      return [serviceAccounts.edges.map(({ node }: Data) => node.name), members.edges.map(({ node }: Data) => node.id)]
    }
    expect(await ask(app.id, owner)).toEqual([['reader of staging'], [world.owner.id]])
    expect(await ask(app.id, manager.context)).toEqual([[], []])
    await setMemberAccess({ memberId: manager.id, environmentIds: [development?.id] }, owner)
    const [accounts, members] = await ask(app.id, manager.context)
    expect(accounts).toEqual([])
    expect(members.sort()).toEqual([world.owner.id, manager.id].sort())
    expect(await ask(crypto.randomUUID(), owner)).toEqual([[], []])
    await expect(ask('no id', owner)).rejects.toThrow('malformed_request')
  })
})
