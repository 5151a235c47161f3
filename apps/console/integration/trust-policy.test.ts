import { readFile } from 'node:fs/promises'
import {
  bindExtIdentity,
  createExtIdentity,
  type ExternalIdentity,
  exchange,
  listAuditEvents,
  listExchanges,
  previewTrustPolicy,
  readTrustPolicy,
  restoreExtIdentityVersion,
  type ServiceAccount,
  type SignedInContext,
  testExtIdentity,
  updateExtIdentity,
  updateTrustPolicy,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadDemo, productLab } from './lab-world.ts'
import { awsRoute, azureRoute, expectRefusal, oidcRoute } from './refusals.ts'
import { azureWorkload, oidcWorkload } from './workloads.ts'
import { createWorld, post, type World } from './world.ts'

const day = 86_400
const github = 'https://token.actions.githubusercontent.com'

let world: World
let door: GraphqlDoor
let owner: SignedInContext
let account: ServiceAccount

beforeAll(async () => {
  world = await createWorld()
  owner = world.owner.context
  account = await world.account()
  door = await createGraphqlDoor(world.services)
})
afterAll(async () => {
  await door.stop()
  await world.close()
})
afterEach(() => setPolicy({}))

interface Wanted {
  blockedSeverity?: 'warning' | 'danger' | null
  allowedIssuers?: string[]
}

/** Sets the policy, whatever it was. */
/** Whether a session of the database waits for a lock that another one holds. */
async function somebodyWaits(): Promise<boolean> {
  const { rows } = await world.database.pool.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows.length > 0
}

async function setPolicy({ blockedSeverity = null, allowedIssuers = [] }: Wanted, context = owner) {
  const { version } = await readTrustPolicy(context)
  return updateTrustPolicy({ blockedSeverity, allowedIssuers, expectedVersion: version }, context)
}

let names = 0
const aws = (role: string, fields: object = {}, context = owner): Promise<ExternalIdentity> =>
  createExtIdentity(
    { provider: 'aws_iam', name: `trusted ${++names}`, config: { principals: [`arn:aws:iam::111122223333:role/${role}`] }, ...fields },
    context,
  )
const oidc = (config: object = {}, fields: object = {}) =>
  createExtIdentity(
    {
      provider: 'oidc',
      name: `oidc ${++names}`,
      config: { issuer: world.issuer.issuer, audiences: ['https://bonafide.example'], subjects: ['job:build'], ...config },
      ...fields,
    },
    owner,
  )

/** Identities, their versions, tokens and audit rows: what a refused change must leave as it was. */
const picture = async () =>
  Promise.all(
    ['external_identities', 'external_identity_versions', 'service_account_tokens', 'audit_events'].map((table) => world.count(table)),
  )

async function expectBlocked(deed: () => Promise<unknown>, pointers: string[], sentence: RegExp) {
  const before = await picture()
  await expect(deed()).rejects.toMatchObject({
    code: 'blocked_by_policy',
    message: expect.stringMatching(sentence),
    fields: pointers.map((pointer) => ({ pointer, message: expect.stringContaining('trust policy') })),
  })
  expect(await picture()).toEqual(before)
}

describe('N-25 findings block saving', () => {
  it('a dangerous identity is not made, and the reason is named', async () => {
    await setPolicy({ blockedSeverity: 'danger' })
    await expectBlocked(() => aws('*'), ['/config/principals/0'], /wildcard_role/)
    await expectBlocked(() => aws('web', { maxTtlSeconds: 30 * day }), ['/maxTtlSeconds'], /long_lived_tokens/)
    await expectBlocked(() => aws('web', { maxTtlSeconds: 30 * day, enabled: false }), ['/maxTtlSeconds'], /long_lived_tokens/)
    expect(await aws('web-*')).toMatchObject({ version: 1 })
  })

  it('a careless one is not made either where the policy says so; a note never blocks', async () => {
    await setPolicy({ blockedSeverity: 'warning' })
    await expectBlocked(() => aws('web-*'), ['/config/principals/0'], /wildcard_role/)
    expect(await aws('team/web')).toMatchObject({ version: 1 })
  })

  it('an identity from before stays manageable, and cannot be saved with the finding', async () => {
    const { id } = await aws('*')
    await setPolicy({ blockedSeverity: 'danger' })
    const principals = (...roles: string[]) => ({ principals: roles.map((role) => `arn:aws:iam::111122223333:role/${role}`) })
    await expectBlocked(() => updateExtIdentity({ id, config: principals('*', 'web') }, owner), ['/config/principals/0'], /wildcard_role/)
    await expectBlocked(() => updateExtIdentity({ id, maxTtlSeconds: 2 * day }, owner), ['/config/principals/0'], /wildcard_role/)
    expect(await updateExtIdentity({ id, description: 'from before' }, owner)).toMatchObject({ description: 'from before' })
    expect(await updateExtIdentity({ id, enabled: false }, owner)).toMatchObject({ enabled: false })
    await expectBlocked(() => updateExtIdentity({ id, enabled: true }, owner), ['/config/principals/0'], /wildcard_role/)
    expect(await updateExtIdentity({ id, enabled: true, config: principals('web') }, owner)).toMatchObject({ enabled: true })
    await expectBlocked(() => restoreExtIdentityVersion({ id, version: 1 }, owner), ['/config/principals/0'], /wildcard_role/)
  })

  it('and logs its workloads in as before', async () => {
    const identity = await world.awsIdentity(account.id, { principals: ['arn:aws:iam::111122223333:role/*'] })
    await setPolicy({ blockedSeverity: 'warning' })
    const answer = await post(`${world.node.url}${awsRoute}`, world.awsBody(world.role('any', `i-${++names}`), account.id))
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)])
    await updateExtIdentity({ id: identity.id, enabled: false }, owner)
  })
})

describe('N-25 an allow-list of issuers', () => {
  it('blocks saving what it does not name, for every provider', async () => {
    const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
    const azure = { provider: 'azure_entra', name: 'azure', config: { tenantId, allowedServicePrincipalIds: [tenantId] } }
    await setPolicy({ allowedIssuers: [github, 'aws:444455556666'] })
    await expectBlocked(() => oidc(), ['/config/issuer'], /tokens\.example\.test/)
    await expectBlocked(() => aws('web'), ['/config/principals/0'], /aws:111122223333/)
    await expectBlocked(() => createExtIdentity(azure, owner), ['/config/tenantId'], new RegExp(tenantId))
    await setPolicy({ allowedIssuers: [world.issuer.issuer, 'aws:*', `https://sts.windows.net/${tenantId}/`] })
    for (const made of [await oidc(), await aws('web'), await createExtIdentity(azure, owner)]) expect(made.version).toBe(1)
  })

  it('is not evaded by keys of one’s own under an allowed name', async () => {
    await setPolicy({ allowedIssuers: [world.issuer.issuer] })
    const jwks = JSON.stringify({ keys: world.issuer.keys.map(({ published }) => published) })
    await expectBlocked(() => oidc({ keySource: 'uploaded', jwks }), ['/config/jwks'], /uploaded:https:\/\/tokens\.example\.test/)
    const jwksUrl = 'https://elsewhere.example.com/keys'
    await expectBlocked(() => oidc({ keySource: 'jwks_url', jwksUrl }), ['/config/jwksUrl'], /elsewhere/)
    const { id } = await oidc()
    const config = { issuer: world.issuer.issuer, audiences: ['x'], subjects: ['job:build'], keySource: 'uploaded', jwks }
    await expectBlocked(() => updateExtIdentity({ id, config }, owner), ['/config/jwks'], /uploaded/)
  })

  it('refuses the logins of an identity from before: nothing is minted, nobody is asked, two round trips', async () => {
    const refused = await world.account()
    const workload = await oidcWorkload(world, refused.id)
    const azure = await azureWorkload(world, refused.id)
    await world.awsIdentity(refused.id)
    const awsBody = () => world.awsBody(world.role('app', `i-${++names}`), refused.id)
    for (const [route, body] of [
      [oidcRoute, workload.body()],
      [azureRoute, await azure.body()],
      [awsRoute, awsBody()],
    ] as const)
      expect((await post(`${world.node.url}${route}`, body)).status).toBe(200)
    await setPolicy({ allowedIssuers: [github] })
    const expected = { status: 401, code: 'login_denied', outbound: 0, step: ['endpoint_allowed', 'issuer_blocked'] as [string, string] }
    world.node.statements.length = 0
    const answer = await expectRefusal(world, workload.body(), expected, oidcRoute)
    expect(world.node.statements.filter((text) => !text.includes('rate_limit'))).toHaveLength(2)
    expect(answer.text).not.toContain(github)
    await expectRefusal(world, await azure.body(), expected, azureRoute)
    // STS is asked whoever calls, so that time tells nothing (D6).
    await expectRefusal(world, awsBody(), { ...expected, outbound: 1 })
    const [latest] = (await listExchanges({ first: 1, serviceAccountId: refused.id }, owner)).rows
    expect(latest?.steps.find(({ status }) => status === 'failed')).toMatchObject({ expected: github, received: 'aws:111122223333' })
  })

  it('says the same in a dry run, and asks nobody for it', async () => {
    const identity = await oidc()
    await setPolicy({ allowedIssuers: [github] })
    const jwt = Buffer.from(world.issuer.issue({ claims: { sub: 'job:build', aud: 'https://bonafide.example' } })).toString('base64')
    const [before, sent] = [await picture(), world.outbound.length]
    const { principal, attempts } = await testExtIdentity({ provider: 'oidc', identityId: identity.id, proof: { jwt } }, owner)
    expect([principal, attempts[0]?.accepted]).toEqual([null, false])
    expect(attempts[0]?.steps.find(({ status }) => status === 'failed')).toMatchObject({ name: 'endpoint_allowed', code: 'issuer_blocked' })
    expect([await picture(), world.outbound.length]).toEqual([before, sent])
  })

  it('names the blocked identity in the trace, not another one that never knew the issuer', async () => {
    const both = await world.account()
    const stranger = await oidc({ issuer: github })
    await bindExtIdentity({ identityId: stranger.id, serviceAccountId: both.id }, owner)
    const workload = await oidcWorkload(world, both.id)
    await setPolicy({ allowedIssuers: [github] })
    const step = ['endpoint_allowed', 'issuer_blocked'] as [string, string]
    await expectRefusal(world, workload.body(), { status: 401, code: 'login_denied', outbound: 0, step }, oidcRoute)
  })

  it('ends live tokens of the identities that it refuses, and no others', async () => {
    const [first, second] = [await world.account(), await world.account()]
    const workload = await oidcWorkload(world, first.id)
    await world.awsIdentity(second.id)
    const tokens: string[] = []
    for (const [route, body] of [
      [oidcRoute, workload.body()],
      [awsRoute, world.awsBody(world.role('app', `i-${++names}`), second.id)],
    ] as const)
      tokens.push((await post(`${world.node.url}${route}`, body)).json.authentication.bearerToken)
    const statuses = () =>
      Promise.all(
        tokens.map(
          async (token) =>
            (await fetch(`${world.node.url}/service/secrets/tokens/`, { headers: { authorization: `Bearer ${token}` } })).status,
        ),
      )
    expect(await statuses()).toEqual([200, 200])
    expect((await setPolicy({ allowedIssuers: ['aws:*'] })).revokedTokens).toBeGreaterThan(0)
    expect(await statuses()).toEqual([403, 200])
  })

  it('revokes what a login gets that ends while it is being set', async () => {
    const late = await world.account()
    await world.awsIdentity(late.id)
    const sent = world.awsBody(world.role('app', `i-${++names}`), late.id)
    let letCommit = () => {}
    const gate = new Promise<void>((resolve) => {
      letCommit = resolve
    })
    let token = ''
    const login = world.services.stores.transaction(async (stores) => {
      const provider = world.services.providers.aws_iam
      token = (await exchange(provider, sent, { ...world.anonymous(), stores })).bearerToken
      await gate
    })
    await vi.waitUntil(() => token !== '', { timeout: 30_000 })
    const setting = setPolicy({ allowedIssuers: [github] })
    await Promise.race([setting, vi.waitUntil(somebodyWaits, { timeout: 30_000 })])
    letCommit()
    await login
    expect((await setting).revokedTokens).toBeGreaterThan(0)
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${world.node.url}/service/secrets/tokens/`, { headers })).status).toBe(403)
  })

  it('counts when it is set while a proof is being verified', async () => {
    const late = await world.account()
    await world.awsIdentity(late.id)
    const { runtime } = world.services
    const fetch: typeof runtime.fetch = async (url, init) => {
      const answer = await runtime.fetch(url, init)
      await setPolicy({ allowedIssuers: [github] })
      return answer
    }
    const [, , tokens] = await picture()
    const context = { ...world.anonymous(), runtime: { ...runtime, fetch } }
    const sent = world.awsBody(world.role('app', `i-${++names}`), late.id)
    await expect(exchange(world.services.providers.aws_iam, sent, context)).rejects.toMatchObject({ code: 'login_denied' })
    expect((await picture())[2]).toBe(tokens)
  })

  it('of another organisation does not matter here', async () => {
    const workload = await oidcWorkload(world, (await world.account()).id)
    const foreign = await world.foreigner()
    await setPolicy({ blockedSeverity: 'warning', allowedIssuers: [github] }, foreign)
    expect((await post(`${world.node.url}${oidcRoute}`, workload.body())).status).toBe(200)
    expect(await aws('*')).toMatchObject({ version: 1 })
    await expect(aws('web', {}, foreign)).rejects.toMatchObject({ code: 'blocked_by_policy' })
    expect(await readTrustPolicy(owner)).toMatchObject({ blockedSeverity: null, allowedIssuers: [] })
  })
})

describe('the policy itself', () => {
  it('is read by whoever sees identities, and changed by whoever may update the organisation', async () => {
    const [manager, developer] = [(await world.member('Manager')).context, (await world.member('Developer')).context]
    const { version } = await readTrustPolicy(manager)
    await expect(readTrustPolicy(developer)).rejects.toMatchObject({ code: 'forbidden' })
    const input = { blockedSeverity: 'danger', allowedIssuers: [github], expectedVersion: version }
    for (const context of [manager, developer]) {
      await expect(updateTrustPolicy(input, context)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(previewTrustPolicy(input, context)).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(updateTrustPolicy(input, world.anonymous())).rejects.toMatchObject({ code: 'unauthenticated' })
    expect((await readTrustPolicy(owner)).version).toBe(version)
    expect(await updateTrustPolicy(input, (await world.member('Admin')).context)).toMatchObject({ policy: { version: version + 1 } })
  })

  it('leaves an audit row with what it was and became, kept from those who may not see identities', async () => {
    await setPolicy({ blockedSeverity: 'danger', allowedIssuers: [github] })
    const [event] = (await listAuditEvents({ action: 'trust_policy.update', first: 1 }, owner)).rows
    expect(event).toMatchObject({
      actor: { id: world.owner.id },
      resourceType: 'trust_policy',
      before: { blockedSeverity: null, allowedIssuers: [] },
      after: { blockedSeverity: 'danger', allowedIssuers: [github], revokedTokens: expect.any(Number) },
    })
    const developer = (await world.member('Developer')).context
    const [seen] = (await listAuditEvents({ action: 'trust_policy.update', first: 1 }, developer)).rows
    expect(seen).toMatchObject({ id: event?.id, before: null, after: null })
    const before = await world.count('audit_events')
    expect(await setPolicy({ blockedSeverity: 'danger', allowedIssuers: [github] })).toMatchObject({ revokedTokens: 0 })
    expect(await world.count('audit_events')).toBe(before)
  })

  it('is not overwritten by an edit that began before another one', async () => {
    const { version } = await readTrustPolicy(owner)
    const edit = (allowedIssuers: string[]) => updateTrustPolicy({ blockedSeverity: null, allowedIssuers, expectedVersion: version }, owner)
    const outcomes = await Promise.allSettled([edit(['aws:*']), edit([github]), edit(['https://*.ci.example.com'])])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' })
    expect((await readTrustPolicy(owner)).version).toBe(version + 1)
  })

  it('takes no nonsense', async () => {
    const { version } = await readTrustPolicy(owner)
    for (const wrong of [{ blockedSeverity: 'info' }, { allowedIssuers: ['*'] }, { allowedIssuers: 'x' }, { expectedVersion: undefined }]) {
      const input = { blockedSeverity: null, allowedIssuers: [], expectedVersion: version, ...wrong }
      await expect(updateTrustPolicy(input, owner)).rejects.toMatchObject({ code: 'malformed_request' })
    }
    const many = Array.from({ length: 201 }, (_, index) => `aws:${index}`)
    await expect(setPolicy({ allowedIssuers: many })).rejects.toMatchObject({ code: 'malformed_request' })
    expect((await readTrustPolicy(owner)).version).toBe(version)
  })

  it('tells beforehand whom it would refuse and what it would block, and changes nothing by it', async () => {
    const foreign = await world.foreigner()
    await aws('web', {}, foreign)
    const refused = await oidc({}, { name: 'would be refused' })
    const wide = await aws('*', { name: 'could not be saved' })
    const disabled = await oidc({}, { name: 'is off', enabled: false })
    const before = [await picture(), await readTrustPolicy(owner)]
    const { refusedCount, blockedCount, impacts } = await previewTrustPolicy(
      { blockedSeverity: 'danger', allowedIssuers: ['aws:*'] },
      owner,
    )
    const of = ({ id }: ExternalIdentity) => impacts.find(({ identity }) => identity.id === id)
    expect(of(refused)).toMatchObject({ refusedIssuers: [world.issuer.issuer], blockingFindings: [] })
    expect(of(wide)).toMatchObject({ refusedIssuers: [], blockingFindings: [{ code: 'wildcard_role' }] })
    expect(of(disabled)).toBeUndefined()
    expect(impacts.every(({ identity }) => identity.organisationId === owner.actor.organisationId)).toBe(true)
    expect([refusedCount, blockedCount]).toEqual([
      impacts.filter(({ refusedIssuers }) => refusedIssuers.length > 0).length,
      impacts.filter(({ blockingFindings }) => blockingFindings.length > 0).length,
    ])
    expect(impacts.findLastIndex(({ refusedIssuers }) => refusedIssuers.length > 0)).toBe(refusedCount - 1)
    expect([await picture(), await readTrustPolicy(owner)]).toEqual(before)
    expect(await previewTrustPolicy({ blockedSeverity: null, allowedIssuers: [] }, owner)).toMatchObject({
      refusedCount: 0,
      blockedCount: 0,
      impacts: [],
    })
  })

  it('sees every identity of a big organisation', async () => {
    const big = await world.foreigner()
    const { id } = await aws('web', {}, big)
    await world.database.pool.query(
      `insert into external_identities select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'name', 'copy ' || n))).*
       from external_identities i, generate_series(1, 1200) n where i.id = $1`,
      [id],
    )
    expect((await previewTrustPolicy({ blockedSeverity: null, allowedIssuers: [github] }, big)).refusedCount).toBe(1201)
    const { policy } = await setPolicy({ allowedIssuers: [github] }, big)
    expect(policy.version).toBe(1)
  })
})

describe('N-25 over GraphQL', () => {
  it('does what docs/trust-policy.md writes down', async () => {
    const page = await readFile(new URL('../../../docs/trust-policy.md', import.meta.url), 'utf8')
    const [preview = '', change = ''] = [...page.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text]) => text)
    await oidc({}, { name: 'written down' })
    const told = await door.execute({ document: preview, context: owner })
    expect(told).toMatchObject({ data: { trustPolicyPreview: { refusedCount: expect.any(Number) } } })
    expect(JSON.stringify(told.data)).toContain('written down')
    const { version } = await readTrustPolicy(owner)
    const send = () => door.execute({ document: change, variables: { version }, context: owner })
    expect(await send()).toMatchObject({ data: { updateTrustPolicy: { trustPolicy: { version: version + 1 }, userErrors: [] } } })
    expect(await send()).toMatchObject({
      data: { updateTrustPolicy: { trustPolicy: null, userErrors: [{ code: 'conflict', field: null }] } },
    })
  })

  it('lists whom a policy concerns in pages, and names the place of what it blocks', async () => {
    for (const name of ['a', 'b', 'c']) await oidc({}, { name: `paged ${name}` })
    const document = `query($after: String) { trustPolicyPreview(policy: { allowedIssuers: ["${github}"] }) {
      refusedCount impacts(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { identity { id } } } } } }`
    const seen: string[] = []
    let after: string | null = null
    let refusedCount = 0
    do {
      const { data, errors } = await door.execute({ document, variables: { after }, context: owner })
      expect(errors).toBeUndefined()
      // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
      const { impacts, ...preview } = (data as any).trustPolicyPreview
      refusedCount = preview.refusedCount
      seen.push(...impacts.edges.map(({ node }: { node: { identity: { id: string } } }) => node.identity.id))
      after = impacts.pageInfo.hasNextPage ? impacts.pageInfo.endCursor : null
    } while (after !== null)
    expect([new Set(seen).size, seen.length]).toEqual([refusedCount, refusedCount])

    await setPolicy({ allowedIssuers: [github] })
    const create = `mutation { createExtIdentity(input: { name: "x", config: { awsIam: { principals: ["arn:aws:iam::111122223333:role/web"] } } }) {
      externalIdentity { id } userErrors { code field } } }`
    const userErrors = [{ code: 'blocked_by_policy', field: ['config', 'awsIam', 'principals', '0'] }]
    expect(await door.execute({ document: create, context: owner })).toMatchObject({
      data: { createExtIdentity: { externalIdentity: null, userErrors } },
    })
    const wrong = `mutation { updateTrustPolicy(input: { policy: { allowedIssuers: ["*"] }, expectedVersion: 0 }) { userErrors { code field } } }`
    expect(await door.execute({ document: wrong, context: owner })).toMatchObject({
      data: { updateTrustPolicy: { userErrors: [{ code: 'malformed_request', field: ['policy', 'allowedIssuers', '0'] }] } },
    })
  })
})

describe('the Lab', () => {
  it('loads and logs in under any policy, since nobody outside vouches for it', async () => {
    const simulated = await createWorld({ lab: productLab })
    try {
      const { context } = simulated.owner
      const policy = { blockedSeverity: 'warning', allowedIssuers: [github] } as const
      await setPolicy({ ...policy, allowedIssuers: [...policy.allowedIssuers] }, context)
      const { serviceAccountId, identities } = await loadDemo(simulated)
      expect(identities.length).toBeGreaterThan(2)
      expect(await previewTrustPolicy(policy, context)).toMatchObject({ impacts: [] })
      const persona = simulated.services.lab?.personas.find(({ expects }) => expects.outcome === 'accepted')
      const target = { organisationId: context.actor.organisationId, serviceAccountId, publicUrl: 'https://bonafide.example' }
      const [body] = (await simulated.services.lab?.login(persona?.id ?? '', target))?.bodies ?? []
      const route = { aws_iam: awsRoute, azure_entra: azureRoute, oidc: oidcRoute }[persona?.provider ?? 'oidc']
      expect((await post(`${simulated.node.url}${route}`, body)).status).toBe(200)
    } finally {
      await simulated.close()
    }
  })
})
