import {
  bindExtIdentity,
  type Context,
  checkIssuer,
  checkQuietIssuers,
  createExtIdentity,
  createRole,
  exchange,
  type IssuerHealth,
  keepObservations,
  listAttention,
  listIssuerHealth,
  type OutboundResponse,
  readIssuerHealth,
  type Services,
  type SignedInContext,
  updateExtIdentity,
} from '@bonafide/core'
import { createIdentityProviders } from '@bonafide/identity-providers'
import { createOidcIssuer, type OidcIssuer } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const audience = 'https://bonafide.example'
const subject = 'job:shop'
const days = 86_400_000

let world: World
let services: Services
let owner: SignedInContext
/** What the issuers' web servers show beside their answers. */
let shown: { certificateEndsInMs: number; serverOffsetMs: number }
let issuers: Map<string, OidcIssuer>
let names = 0

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  shown = { certificateEndsInMs: 90 * days, serverOffsetMs: 0 }
  issuers = new Map()
  services = { ...world.services, providers: createIdentityProviders(), runtime: { ...world.services.runtime, fetch: overTls } }
  owner = { ...world.owner.context, ...services }
  await world.database.pool.query('update external_identities set deleted_at = now()')
})

/** TLS and a clock of their own, in front of issuers in process. */
async function overTls(url: string): Promise<OutboundResponse> {
  const issuer = issuers.get(new URL(url).host)
  if (!issuer) return world.services.runtime.fetch(url)
  const response = await issuer.fetch(url)
  return {
    status: response.status,
    headers: { date: new Date(world.clock.now() + shown.serverOffsetMs).toUTCString() },
    body: new Uint8Array(await response.arrayBuffer()),
    certificateEndsAt: world.clock.now() + shown.certificateEndsInMs,
  }
}

/** An issuer with a clock of its own, an identity that trusts it, and an account that its jobs become. */
async function trusted({ offsetMs = 0, config = {} }: { offsetMs?: number; config?: object } = {}) {
  const host = `issuer-${++names}.example.test`
  const issuer = createOidcIssuer({ issuer: `https://${host}`, algorithm: 'ES256', now: () => new Date(world.clock.now() + offsetMs) })
  issuers.set(host, issuer)
  const input = { issuer: issuer.issuer, audiences: [audience], subjects: [subject], singleUse: 'jti', ...config }
  const identity = await createExtIdentity({ provider: 'oidc', name: `issuer ${names}`, config: input }, owner)
  const account = await world.account()
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, owner)
  const login = (claims: Record<string, unknown> = {}) => {
    const jwt = Buffer.from(issuer.issue({ claims: { sub: subject, aud: audience, ...claims } })).toString('base64')
    const context: Context = { ...world.anonymous(), ...services }
    return exchange(services.providers.oidc, { account: { type: 'service', id: account.id }, oidc: { jwt } }, context)
  }
  return { issuer, identity, login }
}

const healthOf = async ({ id }: { id: string }): Promise<IssuerHealth> => {
  const health = await readIssuerHealth({ identityId: id }, owner)
  if (!health) throw new Error('no health')
  return health
}
const codesOf = ({ findings }: IssuerHealth) => findings.map(({ code }) => code)
const attentionOf = async () => (await listAttention({}, owner)).filter(({ kind }) => kind.startsWith('issuer_')).map(({ kind }) => kind)

describe('N-21 the health of an issuer', () => {
  it('150 keys, a clock that is two minutes slow and a certificate that ends in ten days are three warnings', async () => {
    shown = { certificateEndsInMs: 10 * days, serverOffsetMs: -120_000 }
    const { issuer, identity, login } = await trusted({ offsetMs: -120_000 })
    const signer = issuer.keys[0]
    for (let index = 1; index < 150; index++) issuer.addKey('ES256')
    if (signer) issuer.keys.push(...issuer.keys.splice(0, 1))
    await login()
    await keepObservations(services)
    const health = await healthOf(identity)
    expect(codesOf(health).toSorted()).toEqual(['certificate_ends', 'clock_off', 'many_keys'])
    expect(health).toMatchObject({ level: 'warning', record: { keyCount: 150, algorithms: ['ES256'], failingSince: null } })
    expect(Math.abs((health.clockOffsetMs ?? 0) + 120_000)).toBeLessThan(3000)
    expect(await attentionOf()).toEqual(['issuer_ends_soon', 'issuer_clock_off'])
  })

  it('R-288 every one of 150 keys lets in, and the warning says that others hold 100', async () => {
    const { issuer, identity, login } = await trusted()
    for (let index = 1; index < 150; index++) issuer.addKey('ES256')
    await login()
    await keepObservations(services)
    expect((await healthOf(identity)).findings).toMatchObject([{ code: 'many_keys', message: expect.stringContaining('150 keys') }])
  })

  it('an issuer without trouble has none, and what its login showed is kept over a restart and on every node', async () => {
    const { identity, login } = await trusted()
    expect(await healthOf(identity)).toMatchObject({ level: 'unknown', record: null })
    await login()
    await keepObservations(services)
    services = { ...services, providers: createIdentityProviders() }
    const health = await healthOf(identity)
    expect(health).toMatchObject({
      level: 'ok',
      findings: [],
      record: { keyCount: 1, unusableKeyCount: 0, weakKeyCount: 0, problem: null },
    })
    expect(health.record?.askedAt).toBeInstanceOf(Date)
    expect(await attentionOf()).toEqual([])
  })

  it('a login writes nothing of it, and an idle minute neither', async () => {
    const { login } = await trusted()
    const before = await world.count('issuer_health')
    await login()
    expect(await world.count('issuer_health')).toBe(before)
    await keepObservations(services)
    expect(await world.count('issuer_health')).toBe(before + 1)
    expect([...(await keepObservations(services)).values()].flat()).toEqual([])
  })

  it('an issuer that fails is told of since then, keeps what was known of its keys, and is well when it answers again', async () => {
    const { issuer, identity } = await trusted()
    await checkIssuer({ identityId: identity.id }, owner)
    issuer.misbehave(() => new Response('', { status: 500 }))
    const failing = await checkIssuer({ identityId: identity.id }, owner)
    expect(failing).toMatchObject({ level: 'danger', findings: [{ code: 'issuer_unreachable' }], record: { keyCount: 1 } })
    expect(failing.findings[0]?.message).toContain('answered 500')
    world.clock.offsetMs += 60_000
    const later = await checkIssuer({ identityId: identity.id }, owner)
    expect(later.record?.failingSince).toEqual(failing.record?.failingSince)
    expect(await attentionOf()).toEqual(['issuer_unreachable'])
    issuer.behave()
    expect(await checkIssuer({ identityId: identity.id }, owner)).toMatchObject({
      level: 'ok',
      record: { failingSince: null, problem: null },
    })
    expect(await attentionOf()).toEqual([])
  })

  it('a rotation is noticed, and the same keys again are none', async () => {
    const { issuer, identity } = await trusted()
    const first = await checkIssuer({ identityId: identity.id }, owner)
    world.clock.offsetMs += 3_600_000
    const same = await checkIssuer({ identityId: identity.id }, owner)
    expect(same.record?.keysSince).toEqual(first.record?.keysSince)
    issuer.addKey('ES256')
    issuer.keys.shift()
    const rotated = await checkIssuer({ identityId: identity.id }, owner)
    expect(rotated.record?.keysSince).toEqual(rotated.record?.askedAt)
  })

  it('weak and leaked keys are told of', async () => {
    const { issuer, identity } = await trusted()
    issuer.moreKeys = [{ kty: 'RSA', n: Buffer.alloc(128, 0xff).toString('base64url'), e: 'AQAB', kid: 'short' }]
    expect(codesOf(await checkIssuer({ identityId: identity.id }, owner))).toEqual(['weak_keys'])
    issuer.moreKeys = [{ kty: 'oct', k: 'c2VjcmV0', kid: 'shared' }]
    expect(codesOf(await checkIssuer({ identityId: identity.id }, owner))).toEqual(['issuer_leaks_key'])
  })

  it.each([
    ['a certificate that has ended', -days, 'danger'],
    ['one that ends tomorrow', days, 'danger'],
    ['one that ends in ten days', 10 * days, 'warning'],
  ])('%s is told of', async (_, endsInMs, level) => {
    shown.certificateEndsInMs = endsInMs
    const { identity } = await trusted()
    expect(await checkIssuer({ identityId: identity.id }, owner)).toMatchObject({ level, findings: [{ code: 'certificate_ends' }] })
  })

  it('uploaded keys are told of from their day on, and on no other', async () => {
    const keys = createOidcIssuer({ issuer: 'https://inside.example.test', algorithm: 'ES256' }).keys.map(({ published }) => published)
    const jwks = JSON.stringify({ keys })
    const on = (day: string) => trusted({ config: { keySource: 'uploaded', jwks, keysRemindOn: day } })
    const [old, fresh] = [await on('2020-01-31'), await on('2199-01-31')]
    expect(codesOf(await checkIssuer({ identityId: old.identity.id }, owner))).toEqual(['uploaded_keys_old'])
    expect(codesOf(await checkIssuer({ identityId: fresh.identity.id }, owner))).toEqual([])
    expect(await attentionOf()).toEqual(['issuer_ends_soon'])
  })

  it('a token that was handed out late says nothing of the clock', async () => {
    const { identity, login } = await trusted({ config: { singleUse: 'off' } })
    await login({ iat: Math.floor(world.clock.now() / 1000) - 240 })
    await keepObservations(services)
    expect(codesOf(await healthOf(identity))).toEqual([])
  })

  it('one young token among old ones acquits the clock', async () => {
    const { identity, login } = await trusted()
    await login({ iat: Math.floor(world.clock.now() / 1000) - 240 })
    await login()
    await keepObservations(services)
    expect(Math.abs((await healthOf(identity)).clockOffsetMs ?? 99_999)).toBeLessThan(5000)
  })

  it('what was seen before the issuer was changed says nothing of the new one', async () => {
    const { identity } = await trusted()
    await checkIssuer({ identityId: identity.id }, owner)
    const config = { issuer: 'https://other.example.test', audiences: [audience], subjects: [subject] }
    await updateExtIdentity({ id: identity.id, config }, owner)
    expect(await healthOf(identity)).toMatchObject({ level: 'unknown', issuer: 'https://other.example.test', record: null })
  })
})

describe('the job', () => {
  it('asks quiet issuers, none that were asked lately, none that are disabled or of the Lab', async () => {
    const [quiet, asked, disabled, simulated] = [await trusted(), await trusted(), await trusted(), await trusted()]
    await checkIssuer({ identityId: asked.identity.id }, owner)
    await updateExtIdentity({ id: disabled.identity.id, enabled: false }, owner)
    await world.database.pool.query('update external_identities set simulated = true where id = $1', [simulated.identity.id])
    for (const { issuer } of [quiet, asked, disabled, simulated]) issuer.requests.length = 0
    const observations = await checkQuietIssuers(services)
    expect(observations.map(({ identityId }) => identityId)).toEqual([quiet.identity.id])
    expect([asked, disabled, simulated].flatMap(({ issuer }) => issuer.requests)).toEqual([])
    expect(await healthOf(quiet.identity)).toMatchObject({ level: 'ok' })
    expect(await checkQuietIssuers(services)).toEqual([])
  })

  it('one issuer that hangs or answers nonsense stops nobody', async () => {
    const [bad, good] = [await trusted(), await trusted()]
    bad.issuer.misbehave(() => new Response('<html>'))
    await checkQuietIssuers(services)
    expect((await listIssuerHealth(owner)).map(({ identity, level }) => [identity.id, level])).toEqual([
      [bad.identity.id, 'danger'],
      [good.identity.id, 'ok'],
    ])
  })
})

describe('who may', () => {
  it('read: whoever reads identities; ask: whoever changes them; nobody those of another organisation', async () => {
    const { issuer, identity } = await trusted()
    const input = { identityId: identity.id }
    const role = await createRole({ name: 'Reader', permissions: { organisation: { ExternalIdentities: ['read'] }, app: {} } }, owner)
    const reader = { ...(await world.member(role.name)).context, ...services }
    const developer = { ...(await world.member('Developer')).context, ...services }
    const stranger = { ...(await world.foreigner()), ...services }
    expect(await readIssuerHealth(input, reader)).toMatchObject({ level: 'unknown' })
    for (const context of [reader, developer]) await expect(checkIssuer(input, context)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listIssuerHealth(developer)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(checkIssuer(input, stranger)).rejects.toMatchObject({ code: 'not_found' })
    await expect(readIssuerHealth(input, stranger)).rejects.toMatchObject({ code: 'not_found' })
    await expect(listIssuerHealth({ ...world.anonymous(), ...services })).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await listIssuerHealth(stranger)).toEqual([])
    expect(issuer.requests).toEqual([])
  })

  it('an identity of AWS has no issuer', async () => {
    const identity = await world.awsIdentity((await world.account()).id)
    expect(await readIssuerHealth({ identityId: identity.id }, owner)).toBeNull()
    await expect(checkIssuer({ identityId: identity.id }, owner)).rejects.toMatchObject({ code: 'unsupported_provider' })
  })
})
