import {
  bindExtIdentity,
  createExtIdentity,
  deleteExtIdentity,
  exchange,
  listIdentityVersions,
  restoreExtIdentityVersion,
  type SignedInContext,
  updateExtIdentity,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const audience = 'https://bonafide.example'
const [main, next] = ['repo:acme/shop:ref:refs/heads/main', 'repo:acme/shop:ref:refs/heads/next']

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

const configFor = (...subjects: (string | undefined)[]) => ({ issuer: world.issuer.issuer, audiences: [audience], subjects })
let names = 0
const made = () => createExtIdentity({ provider: 'oidc', name: `pipeline ${++names}`, config: configFor(main) }, owner)
const versionsOf = async (identityId: string) => (await listIdentityVersions({ identityId }, owner)).rows

describe('the versions of an identity', () => {
  it('are kept with each change, and tell who made it; what changes nothing is none', async () => {
    const { id } = await made()
    await updateExtIdentity({ id, config: configFor(main, next) }, owner)
    await updateExtIdentity({ id, config: configFor(main, next) }, owner)
    await updateExtIdentity({ id, enabled: false }, (await world.member('Admin')).context)
    const versions = await versionsOf(id)
    expect(versions.map(({ version, enabled, changedBy }) => [version, enabled, changedBy])).toEqual([
      [3, false, 'Admin'],
      [2, true, 'Ada'],
      [1, true, 'Ada'],
    ])
    expect(versions.map(({ config }) => (config as { subjects: string[] }).subjects.length)).toEqual([2, 2, 1])
  })

  it('are not kept of a change that fails', async () => {
    const { id, name } = await made()
    const other = await made()
    await expect(updateExtIdentity({ id: other.id, name }, owner)).rejects.toMatchObject({ code: 'conflict' })
    await expect(updateExtIdentity({ id, expectedVersion: 7, description: 'x' }, owner)).rejects.toMatchObject({ code: 'conflict' })
    expect([(await versionsOf(id)).length, (await versionsOf(other.id)).length]).toEqual([1, 1])
  })

  it('come in pages, the newest first', async () => {
    const { id } = await made()
    for (const description of ['a', 'b', 'c']) await updateExtIdentity({ id, description }, owner)
    const document = `query($id: ID!, $after: String) { externalIdentity(id: $id) { versions(first: 3, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { version description changedBy config { ... on OidcConfig { subjects } } } } } } }`
    const ask = async (after?: string) => {
      const { data, errors } = await door.execute({ document, variables: { id, after }, context: owner })
      if (errors) throw new Error(JSON.stringify(errors))
      // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
      return (data as any).externalIdentity.versions
    }
    const first = await ask()
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([4, true])
    expect(first.edges.map(({ node }: { node: { version: number } }) => node.version)).toEqual([4, 3, 2])
    expect(first.edges[0].node).toMatchObject({ description: 'c', changedBy: 'Ada', config: { subjects: [main] } })
    const second = await ask(first.pageInfo.endCursor)
    expect(second.edges.map(({ node }: { node: { version: number } }) => node.version)).toEqual([1])
  })

  it('N-12 one of them is restored as a new one, and whoever it does not trust loses the tokens', async () => {
    const { id } = await made()
    const account = await world.account()
    await bindExtIdentity({ identityId: id, serviceAccountId: account.id }, owner)
    await updateExtIdentity({ id, config: configFor(main, next), description: 'both' }, owner)
    const logIn = (sub: string | undefined) => {
      const jwt = Buffer.from(world.issuer.issue({ claims: { sub, aud: audience } })).toString('base64')
      return exchange(world.services.providers.oidc, { account: { type: 'service', id: account.id }, oidc: { jwt } }, world.anonymous())
    }
    await logIn(main)
    await logIn(next)
    const live = () => world.count(`service_account_tokens where service_account_id = '${account.id}' and revoked_at is null`)
    expect(await live()).toBe(2)
    const restored = await restoreExtIdentityVersion({ id, version: 1, expectedVersion: 2 }, owner)
    expect(restored).toMatchObject({ version: 3, description: '', config: { subjects: [main] } })
    expect(await live()).toBe(1)
    await expect(logIn(next)).rejects.toMatchObject({ code: 'subject_not_trusted' })
    expect((await versionsOf(id)).map(({ version }) => version)).toEqual([3, 2, 1])
  })

  it('a disabled identity stays disabled when an older version is restored', async () => {
    const { id } = await made()
    await updateExtIdentity({ id, description: 'later', enabled: false }, owner)
    expect(await restoreExtIdentityVersion({ id, version: 1 }, owner)).toMatchObject({ enabled: false, description: '' })
  })
})

describe('restoring is refused, and changes nothing,', () => {
  it('to whoever may not change identities, and to others', async () => {
    const { id } = await made()
    await updateExtIdentity({ id, description: 'later' }, owner)
    const refusals: [SignedInContext, string][] = [
      [(await world.member('Developer')).context, 'forbidden'],
      [await world.foreigner(), 'not_found'],
    ]
    for (const [context, code] of refusals) {
      await expect(restoreExtIdentityVersion({ id, version: 1 }, context)).rejects.toMatchObject({ code })
      await expect(listIdentityVersions({ identityId: id }, context)).rejects.toMatchObject({ code })
    }
    expect((await versionsOf(id)).length).toBe(2)
  })

  it('of a version that is not there, after somebody else has changed it, and of an identity that is gone', async () => {
    const { id } = await made()
    await updateExtIdentity({ id, description: 'later' }, owner)
    await expect(restoreExtIdentityVersion({ id, version: 9 }, owner)).rejects.toMatchObject({ code: 'not_found' })
    await expect(restoreExtIdentityVersion({ id, version: 1, expectedVersion: 1 }, owner)).rejects.toMatchObject({ code: 'conflict' })
    await expect(restoreExtIdentityVersion({ id, version: 0 }, owner)).rejects.toMatchObject({ code: 'malformed_request' })
    expect((await versionsOf(id)).length).toBe(2)
    await deleteExtIdentity({ id }, owner)
    await expect(restoreExtIdentityVersion({ id, version: 1 }, owner)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of what is not accepted any more', async () => {
    const { id } = await made()
    await updateExtIdentity({ id, description: 'later' }, owner)
    await world.database.pool.query(
      `update external_identity_versions set config = '{"issuer": "https://x.example"}' where external_identity_id = $1 and version = 1`,
      [id],
    )
    await expect(restoreExtIdentityVersion({ id, version: 1 }, owner)).rejects.toMatchObject({ code: 'malformed_request' })
    expect((await versionsOf(id)).length).toBe(2)
  })
})
