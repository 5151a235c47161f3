import { createApp, type SignedInContext } from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

let world: World
let door: GraphqlDoor
let owner: SignedInContext

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
type Data = any

async function ask(document: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await door.execute({ document, variables, context: owner })
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

async function codeOf(document: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { errors } = await door.execute({ document, variables, context: owner })
  return errors?.[0]?.extensions?.code
}

// The second name differs in case from its place in an order of bytes.
const names = ['delta', 'Bravo', 'alpha', 'echo', 'Charlie']
const sorted = ['alpha', 'Bravo', 'Charlie', 'delta', 'echo']

beforeAll(async () => {
  world = await createWorld()
  door = await createGraphqlDoor(world.services)
  owner = world.owner.context
  const role = world.role()
  for (const [index, name] of names.entries()) {
    await createApp({ name }, owner)
    const account = await world.account({ name })
    const identity = await world.awsIdentity(account.id, {}, { name })
    await world.database.pool.query(
      `insert into members (id, organisation_id, role_id, email, full_name, auth_verifier, identity_key, wrapped_keyring, wrapped_recovery)
       select gen_random_uuid(), organisation_id, role_id, $2 || '@lists.test', $2, auth_verifier, identity_key, wrapped_keyring, wrapped_recovery
       from members where id = $1`,
      [owner.actor.id, name],
    )
    // alpha has never been used, the others in the order in which they stand here.
    await world.database.pool.query(
      `insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share, expires_at, last_used_at)
       values (gen_random_uuid(), $1, $2::text, sha256(convert_to($2, 'UTF8')), '', '', $3, $4)`,
      [
        account.id,
        name,
        name === 'echo' ? null : new Date(Date.UTC(2099, index)),
        name === 'alpha' ? null : new Date(Date.UTC(2026, 0, 1 + index)),
      ],
    )
    if (name !== 'alpha') {
      await world.services.stores.exchanges.refuse({
        id: identity.id.replace(/^........-..../, `01900000-000${index}`),
        organisationId: owner.actor.organisationId,
        outcome: 'refused',
        code: 'principal_not_trusted',
        provider: 'aws_iam',
        serviceAccountId: account.id,
        externalIdentityId: identity.id,
        identityVersion: 1,
        tokenId: null,
        principal: role.arn,
        ttlSeconds: null,
        ip: '192.0.2.1',
        userAgent: 'test',
        requestId: `req_${index}`,
        durationMs: 1,
        steps: [],
      })
    }
  }
}, 60_000)
afterAll(async () => {
  await door.stop()
  await world.close()
})

const lists = {
  apps: { order: 'AppOrder', name: 'name', fields: ['NAME', 'CREATED_AT'] },
  members: { order: 'MemberOrder', name: 'fullName', fields: ['NAME', 'CREATED_AT'] },
  serviceAccounts: { order: 'ServiceAccountOrder', name: 'name', fields: ['NAME', 'CREATED_AT', 'LAST_USED_AT'] },
  externalIdentities: { order: 'ExternalIdentityOrder', name: 'name', fields: ['NAME', 'CREATED_AT', 'LAST_EXCHANGE_AT'] },
  serviceAccountTokens: { order: 'ServiceAccountTokenOrder', name: 'name', fields: ['NAME', 'CREATED_AT', 'EXPIRES_AT', 'LAST_USED_AT'] },
}
type List = keyof typeof lists
const everyOrder = Object.entries(lists).flatMap(([list, { fields }]) =>
  fields.flatMap((field) => ['ASC', 'DESC'].map((direction) => [list as List, field, direction] as const)),
)

const documentOf = (list: List) => `query($first: Int, $after: String, $last: Int, $before: String, $orderBy: ${lists[list].order}) {
  ${list}(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    edges { cursor node { id ${lists[list].name} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}`
const page = async (list: List, variables: Record<string, unknown>) => (await ask(documentOf(list), variables))[list]
const idsOf = (connection: Data): string[] => connection.edges.map((edge: Data) => edge.node.id)
const namesOf = (list: List, connection: Data): string[] => connection.edges.map((edge: Data) => edge.node[lists[list].name])

describe('an ordered list', () => {
  it.each(everyOrder)('%s by %s %s pages forwards and backwards without a gap or a row twice', async (list, field, direction) => {
    const orderBy = { field, direction }
    const whole = await page(list, { first: 100, orderBy })
    const ids = idsOf(whole)
    expect(whole.totalCount).toBe(ids.length)
    expect(ids.length).toBeGreaterThanOrEqual(5)

    const forwards: string[] = []
    let info: Data = { hasNextPage: true, endCursor: undefined }
    while (info.hasNextPage) {
      const part = await page(list, { first: 2, after: info.endCursor, orderBy })
      expect(part.pageInfo.hasPreviousPage).toBe(info.endCursor !== undefined)
      forwards.push(...idsOf(part))
      info = part.pageInfo
    }
    expect(forwards).toEqual(ids)

    const backwards: string[] = []
    info = { hasPreviousPage: true, startCursor: undefined }
    while (info.hasPreviousPage) {
      const part = await page(list, { last: 2, before: info.startCursor, orderBy })
      expect(part.pageInfo.hasNextPage).toBe(info.startCursor !== undefined)
      backwards.unshift(...idsOf(part))
      info = part.pageInfo
    }
    expect(backwards).toEqual(ids)

    const other = await page(list, { first: 100, orderBy: { field, direction: direction === 'ASC' ? 'DESC' : 'ASC' } })
    expect(idsOf(other)).toEqual(ids.toReversed())
  })

  it.each(Object.keys(lists) as List[])('%s by name does not care for capitals', async (list) => {
    const found = namesOf(list, await page(list, { first: 100, orderBy: { field: 'NAME', direction: 'ASC' } }))
    expect(found.filter((name) => names.includes(name))).toEqual(sorted)
  })

  it('what was never used comes first when the longest unused is asked for', async () => {
    const used = ['alpha', 'delta', 'Bravo', 'echo', 'Charlie']
    for (const [list, field] of [
      ['serviceAccounts', 'LAST_USED_AT'],
      ['serviceAccountTokens', 'LAST_USED_AT'],
    ] as const) {
      expect(namesOf(list, await page(list, { orderBy: { field, direction: 'ASC' } }))).toEqual(used)
    }
    const [first] = namesOf(
      'externalIdentities',
      await page('externalIdentities', { orderBy: { field: 'LAST_EXCHANGE_AT', direction: 'ASC' } }),
    )
    expect(first).toBe('alpha')
  })

  it('what never expires comes last when the soonest to expire is asked for', async () => {
    const found = await page('serviceAccountTokens', { orderBy: { field: 'EXPIRES_AT', direction: 'ASC' } })
    expect(namesOf('serviceAccountTokens', found)).toEqual(['delta', 'Bravo', 'alpha', 'Charlie', 'echo'])
  })

  it.each(['exchanges', 'auditEvents'])('%s go backwards too', async (list) => {
    const document = `query($last: Int, $before: String) {
      ${list}(last: $last, before: $before) { edges { node { id } } pageInfo { hasPreviousPage startCursor } }
    }`
    const whole = (await ask(`{ ${list}(first: 100) { edges { node { id } } } }`))[list]
    const end = (await ask(document, { last: 2 }))[list]
    const before = (await ask(document, { last: 2, before: end.pageInfo.startCursor }))[list]
    expect([...idsOf(before), ...idsOf(end)]).toEqual(idsOf(whole).slice(-4))
  })
})

describe('GQL-24: a cursor is good for its list in its order alone', () => {
  const byName = { field: 'NAME', direction: 'ASC' }

  it('a cursor of another order, direction or list is malformed_request', async () => {
    const { edges } = await page('serviceAccounts', { first: 1, orderBy: byName })
    const after = edges[0].cursor
    expect(await codeOf(documentOf('serviceAccounts'), { after, orderBy: { field: 'LAST_USED_AT', direction: 'ASC' } })).toBe(
      'malformed_request',
    )
    expect(await codeOf(documentOf('serviceAccounts'), { after, orderBy: { field: 'NAME', direction: 'DESC' } })).toBe('malformed_request')
    expect(await codeOf(documentOf('serviceAccounts'), { after })).toBe('malformed_request')
    expect(await codeOf(documentOf('apps'), { after, orderBy: byName })).toBe('malformed_request')
    expect(await codeOf(documentOf('serviceAccounts'), { after, orderBy: byName })).toBeUndefined()
  })

  it.each([
    ['not base64', 'NAME.asc', '@@@'],
    ['a value that is no instant', 'LAST_USED_AT', ['service_accounts', 'lastUsedAt.asc', "1' or '1'='1", '0'.repeat(8)]],
    ['an instant beyond all calendars', 'LAST_USED_AT', ['service_accounts', 'lastUsedAt.asc', '9'.repeat(15), 'id']],
    ['no value for a name', 'NAME', ['service_accounts', 'name.asc', null, 'id']],
    ['a NUL in a name', 'NAME', ['service_accounts', 'name.asc', 'a\u0000', 'id']],
    ['half a character in a name', 'NAME', ['service_accounts', 'name.asc', '\ud800', 'id']],
    ['a value too much', 'CREATED_AT', ['service_accounts', 'createdAt.asc', 'x', 'id']],
    ['a part too much', 'NAME', ['service_accounts', 'name.asc', 'a', 'id', 'more']],
    ['no id', 'NAME', ['service_accounts', 'name.asc', 'a', 'nothing']],
    ['an object', 'NAME', { list: 'service_accounts' }],
  ])('%s is malformed_request', async (_, field, parts) => {
    const id = crypto.randomUUID()
    const place = Array.isArray(parts) ? parts.map((part) => (part === 'id' ? id : part)) : parts
    const after = typeof place === 'string' ? place : Buffer.from(JSON.stringify(place)).toString('base64url')
    const orderBy = { field: field === 'NAME.asc' ? 'NAME' : field, direction: 'ASC' }
    expect(await codeOf(documentOf('serviceAccounts'), { after, orderBy })).toBe('malformed_request')
  })

  it.each([{ first: 1, last: 1 }, { first: 0 }, { last: 101 }, { last: -1 }])('%j is malformed_request', async (variables) => {
    expect(await codeOf(documentOf('serviceAccounts'), variables)).toBe('malformed_request')
  })

  it('after and before do not go together, nor each with the size of the other', async () => {
    const { edges } = await page('apps', { first: 2 })
    const [after, before] = edges.map((edge: Data) => edge.cursor)
    for (const variables of [
      { after, before },
      { last: 1, after },
      { first: 1, before },
    ]) {
      expect(await codeOf(documentOf('apps'), variables)).toBe('malformed_request')
    }
  })
})
