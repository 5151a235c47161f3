import {
  bindExtIdentity,
  createExtIdentity,
  disableServiceAccount,
  type ExternalIdentity,
  enableServiceAccount,
  lintIdentity,
  listIdentityVersions,
  readReported,
  restoreExtIdentityVersion,
  type ServiceAccount,
  type SignedInContext,
  testExtIdentity,
  updateExtIdentity,
} from '@bonafide/core'
import type { IssuedToken } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { awsRoute, azureRoute, expectRefusal, oidcRoute } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

const audience = 'https://bonafide.example'
const main = 'repo:acme/shop:ref:refs/heads/main'
const [tenantId, otherTenant] = ['1b4e28ba-2fa1-41d2-883f-0016d3cca427', '2c5f39cb-3ab2-42e3-994a-1127e4ddb538']
const [trustedOid, strangeOid] = ['3d6a4adc-4bc3-43f4-8a5b-2238f5eec649', '9e2c1b7a-53f4-4c0e-8f2b-6d3f0a9b7c11']

let world: World
let owner: SignedInContext
let account: ServiceAccount
let identity: ExternalIdentity

beforeAll(async () => {
  world = await createWorld()
  owner = world.owner.context
  await world.entra.addTenant(tenantId)
  await world.entra.addTenant(otherTenant)
})
afterAll(() => world.close())
beforeEach(async () => {
  world.issuer.behave()
  world.clock.offsetMs = 0
  account = await world.account()
  identity = await reporting('oidc', configOf())
})

let names = 0
const configOf = (config: object = {}) => ({
  issuer: world.issuer.issuer,
  audiences: [audience],
  subjects: [main],
  claims: ['environment = production'],
  ...config,
})

async function trusting(provider: string, config: object, fields: object = {}): Promise<ExternalIdentity> {
  const made = await createExtIdentity({ provider, name: `identity ${++names}`, config, ...fields }, owner)
  await bindExtIdentity({ identityId: made.id, serviceAccountId: account.id }, owner)
  return made
}
const reporting = async (provider: string, config: object, fields: object = {}) =>
  updateExtIdentity({ id: (await trusting(provider, config, fields)).id, reportOnly: true }, owner)

const tokenOf = ({ claims, ...token }: IssuedToken = {}) =>
  Buffer.from(world.issuer.issue({ ...token, claims: { sub: main, aud: audience, environment: 'staging', ...claims } })).toString('base64')
const body = (token: IssuedToken = {}, more: object = {}) => ({
  account: { type: 'service', id: account.id },
  oidc: { jwt: tokenOf(token) },
  ...more,
})
const send = (sent: unknown, route = oidcRoute) => post(`${world.node.url}${route}`, sent)
const azureBody = async (request: object) => {
  const token = await world.entra.issueToken({ tenantId, oid: trustedOid, audience: 'api://broker', ...request })
  return { account: { type: 'service', id: account.id }, azureEntra: { jwt: Buffer.from(token).toString('base64') } }
}
const newestExchange = async () =>
  (await world.database.pool.query('select * from exchanges where service_account_id = $1 order by id desc limit 1', [account.id])).rows[0]
const liveTokens = () => world.count(`service_account_tokens where service_account_id = '${account.id}' and revoked_at is null`)

describe('N-05 report-only never lets in', () => {
  it.each<[string, IssuedToken, number, string]>([
    ['another subject', { claims: { sub: 'repo:acme/shop:pull_request' } }, 403, 'subject_not_trusted'],
    ['another owner', { claims: { sub: 'repo:evil/shop:ref:refs/heads/main' } }, 403, 'subject_not_trusted'],
    ['a token for somebody else', { claims: { aud: 'sts.amazonaws.com' } }, 403, 'audience_mismatch'],
    ['another issuer', { claims: { iss: 'https://evil.example' } }, 401, 'login_denied'],
    ['an expired token', { claims: { iat: 1_600_000_000, exp: 1_600_000_600 } }, 401, 'login_denied'],
    ['a token of the future', { claims: { iat: 4_000_000_000, exp: 4_000_000_600 } }, 401, 'login_denied'],
    ['a token without an end', { claims: { exp: undefined } }, 401, 'login_denied'],
    ['a subject that is none', { claims: { sub: '' } }, 401, 'login_denied'],
  ])('%s', async (_, token, status, code) => {
    await expectRefusal(world, body(token), { status, code, outbound: 2 }, oidcRoute)
    expect(await newestExchange()).toMatchObject({ outcome: 'refused', reported_code: null })
  })

  it('a token whose signature is another’s', async () => {
    const [header, claims, signature = ''] = Buffer.from(tokenOf(), 'base64').toString().split('.')
    const forged = [header, claims, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.')
    const sent = { ...body(), oidc: { jwt: Buffer.from(forged).toString('base64') } }
    await expectRefusal(
      world,
      sent,
      { status: 401, code: 'login_denied', outbound: 2, step: ['proof_valid', 'signature_invalid'] },
      oidcRoute,
    )
  })

  it('a token again, where each is taken once', async () => {
    await updateExtIdentity({ id: identity.id, config: configOf({ singleUse: 'proof' }) }, owner)
    const sent = body()
    expect((await send(sent)).status).toBe(200)
    await expectRefusal(world, sent, { status: 401, code: 'login_denied', outbound: 0, step: ['fresh', 'replayed'] }, oidcRoute)
    expect(await newestExchange()).toMatchObject({ reported_code: null })
  })

  it('whoever asks for longer than the identity grants', async () => {
    const sent = body({}, { tokenRequest: { ttl: 7 * 86_400 } })
    await expectRefusal(world, sent, { status: 400, code: 'ttl_exceeds_max', outbound: 2 }, oidcRoute)
  })

  it('anybody to a disabled account, nor through a disabled identity', async () => {
    await disableServiceAccount({ id: account.id }, owner)
    await expectRefusal(world, body(), { status: 401, code: 'login_denied', outbound: 2 }, oidcRoute)
    await enableServiceAccount({ id: account.id }, owner)
    await updateExtIdentity({ id: identity.id, enabled: false }, owner)
    await expectRefusal(world, body(), { status: 401, code: 'login_denied', outbound: 2 }, oidcRoute)
  })

  it('a role of another AWS account, nor one whose signature is too old', async () => {
    await reporting('aws_iam', { principals: ['arn:aws:iam::111122223333:role/app'] })
    const stranger = world.sts.addRoleSession({ account: '444455556666', roleName: 'web', sessionName: 'i-0abc' })
    await expectRefusal(
      world,
      world.awsBody(stranger, account.id),
      { status: 403, code: 'principal_not_trusted', outbound: 1, step: ['trust', 'principal_not_trusted'] },
      awsRoute,
    )
    const stale = world.awsBody(world.role('other'), account.id, { now: new Date(world.clock.now() - 300_000) })
    await expectRefusal(world, stale, { status: 401, code: 'login_denied', outbound: 1, step: ['fresh', 'signature_expired'] }, awsRoute)
  })

  it('a principal of another Azure tenant, nor a token for another audience', async () => {
    await reporting('azure_entra', { tenantId, resource: 'api://broker', allowedServicePrincipalIds: [trustedOid] })
    await expectRefusal(world, await azureBody({ tenantId: otherTenant }), { status: 401, code: 'login_denied', outbound: 0 }, azureRoute)
    const elsewhere = await azureBody({ audience: 'api://other' })
    await expectRefusal(world, elsewhere, { status: 403, code: 'audience_mismatch', outbound: 2 }, azureRoute)
  })
})

describe('N-05 report-only', () => {
  it('lets in whom an inner rule refuses, and tells it in the trace', async () => {
    const answer = await send(body())
    expect(answer.status, answer.text).toBe(200)
    const { outcome, code, reported_code, steps } = await newestExchange()
    expect([outcome, code, reported_code]).toEqual(['accepted', null, 'claim_mismatch'])
    const step = steps.find(({ name }: { name: string }) => name === 'trust')
    expect(step).toMatchObject({ status: 'reported', expected: 'environment = production', received: 'staging' })
    expect(answer.text).not.toContain('production')
  })

  it('lets in other principals of a trusted AWS account and Azure tenant', async () => {
    await reporting('aws_iam', { principals: ['arn:aws:iam::111122223333:role/app'] })
    expect((await send(world.awsBody(world.role('other'), account.id), awsRoute)).status).toBe(200)
    expect(await newestExchange()).toMatchObject({ reported_code: 'principal_not_trusted' })
    await reporting('azure_entra', { tenantId, resource: 'api://broker', allowedServicePrincipalIds: [trustedOid] })
    expect((await send(await azureBody({ oid: strangeOid }), azureRoute)).status).toBe(200)
    expect(await newestExchange()).toMatchObject({ reported_code: 'principal_not_trusted' })
  })

  it('leaves whoever is trusted as it is', async () => {
    expect((await send(body({ claims: { environment: 'production' } }))).status).toBe(200)
    expect(await newestExchange()).toMatchObject({ reported_code: null })
  })

  it('steps back where another identity trusts the caller wholly, in whatever order they were made', async () => {
    const trusted = await trusting('oidc', configOf({ claims: [] }))
    expect((await send(body())).status).toBe(200)
    expect(await newestExchange()).toMatchObject({ reported_code: null, external_identity_id: trusted.id })
    await updateExtIdentity({ id: trusted.id, maxTtlSeconds: 3600 }, owner)
    const sent = body({}, { tokenRequest: { ttl: 7200 } })
    await expectRefusal(world, sent, { status: 400, code: 'ttl_exceeds_max', outbound: 2 }, oidcRoute)
  })

  it('does not excuse an identity beside it', async () => {
    await updateExtIdentity({ id: identity.id, reportOnly: false }, owner)
    await reporting('oidc', configOf({ subjects: ['repo:acme/other:ref:refs/heads/main'] }))
    await expectRefusal(world, body(), { status: 403, code: 'claim_mismatch', outbound: 4 }, oidcRoute)
  })

  it('is counted since it was switched on, by the rule that is not fulfilled, until it is enforced', async () => {
    for (const environment of ['staging', 'staging', 'test']) await send(body({ claims: { environment } }))
    await send(body({ claims: { environment: 'production' } }))
    expect(await readReported({ identityId: identity.id }, owner)).toMatchObject({
      since: identity.reportOnlySince,
      total: 3,
      isMore: false,
      groups: [{ step: 'trust', code: 'claim_mismatch', expected: 'environment = production', count: 3 }],
    })
    await updateExtIdentity({ id: identity.id, reportOnly: true }, owner)
    expect(await readReported({ identityId: identity.id }, owner)).toMatchObject({ total: 3 })
    await updateExtIdentity({ id: identity.id, reportOnly: false }, owner)
    expect(await readReported({ identityId: identity.id }, owner)).toBeNull()
    await expectRefusal(world, body(), { status: 403, code: 'claim_mismatch', outbound: 2 }, oidcRoute)
    world.clock.offsetMs = 60_000
    await updateExtIdentity({ id: identity.id, reportOnly: true }, owner)
    expect(await readReported({ identityId: identity.id }, owner)).toMatchObject({ total: 0, groups: [] })
  })

  it('is what the dry run says too', async () => {
    const [attempt] = (await testExtIdentity({ provider: 'oidc', identityId: identity.id, proof: { jwt: tokenOf() } }, owner)).attempts
    expect(attempt).toMatchObject({ accepted: true, reported: true })
    const stranger = { jwt: tokenOf({ claims: { sub: 'repo:evil/shop:ref:refs/heads/main' } }) }
    const [refused] = (await testExtIdentity({ provider: 'oidc', identityId: identity.id, proof: stranger }, owner)).attempts
    expect(refused).toMatchObject({ accepted: false, reported: false })
  })

  it('is a lint finding of its own', () => {
    const codes = (one: ExternalIdentity) => lintIdentity(one, owner).map(({ code }) => code)
    expect(codes(identity)).toContain('report_only')
    expect(codes({ ...identity, reportOnlySince: null })).not.toContain('report_only')
  })
})

describe('N-05 to enforce', () => {
  it('revokes the tokens that report-only alone had let through, at once, and no other', async () => {
    const { json } = await send(body())
    const { json: trusted } = await send(body({ claims: { environment: 'production' } }))
    expect(await liveTokens()).toBe(2)
    await updateExtIdentity({ id: identity.id, reportOnly: false }, owner)
    expect(await liveTokens()).toBe(1)
    const statusOf = async ({ authentication }: { authentication: { bearerToken: string } }) =>
      (await fetch(`${world.node.url}/service/secrets/tokens/`, { headers: { authorization: `Bearer ${authentication.bearerToken}` } }))
        .status
    expect([await statusOf(json), await statusOf(trusted)]).toEqual([403, 200])
    const { rows } = await world.database.pool.query(
      `select before, after from audit_events where resource_id = $1 and action = 'external_identity.update' order by id desc limit 1`,
      [identity.id],
    )
    expect(rows[0].after).toMatchObject({ reportOnlySince: null, revokedTokens: 1 })
  })

  it('is a version like any other change, and no restored version switches it', async () => {
    await updateExtIdentity({ id: identity.id, reportOnly: false }, owner)
    const { rows } = await listIdentityVersions({ identityId: identity.id }, owner)
    expect(rows.map(({ version, reportOnly }) => [version, reportOnly])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ])
    await updateExtIdentity({ id: identity.id, description: 'later' }, owner)
    expect(await restoreExtIdentityVersion({ id: identity.id, version: 2 }, owner)).toMatchObject({ reportOnlySince: null })
  })
})

describe('N-05 report-only is refused, and changes nothing,', () => {
  it('to whoever may not change identities, and to others', async () => {
    const plain = await trusting('oidc', configOf())
    const refusals: [SignedInContext, string][] = [
      [(await world.member('Developer')).context, 'forbidden'],
      [await world.foreigner(), 'not_found'],
    ]
    for (const [context, code] of refusals) {
      await expect(updateExtIdentity({ id: plain.id, reportOnly: true }, context)).rejects.toMatchObject({ code })
      await expect(readReported({ identityId: identity.id }, context)).rejects.toMatchObject({ code })
    }
    expect((await listIdentityVersions({ identityId: plain.id }, owner)).rows).toHaveLength(1)
  })

  it('to whoever might not bind the identity to its accounts: it trusts others in them', async () => {
    const plain = await trusting('oidc', configOf())
    const reports = await reporting('oidc', configOf())
    const { context } = await world.member('Manager')
    await expect(updateExtIdentity({ id: plain.id, reportOnly: true }, context)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await updateExtIdentity({ id: reports.id, reportOnly: false }, context)).toMatchObject({ reportOnlySince: null })
  })
})
