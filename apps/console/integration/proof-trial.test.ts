import {
  bindExtIdentity,
  createExtIdentity,
  createRole,
  disableServiceAccount,
  exchange,
  type SignedInContext,
  tryProof,
} from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const audience = 'https://bonafide.example'

let world: World
let owner: SignedInContext

beforeAll(async () => {
  world = await createWorld()
  owner = world.owner.context
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.database.pool.query('truncate external_identities, exchanges, used_proofs cascade')
  await world.database.pool.query('delete from rate_limit_buckets')
})

let names = 0
const issuerIdentity = (config: object = {}, name = `issuer ${++names}`) =>
  createExtIdentity(
    { provider: 'oidc', name, config: { issuer: world.issuer.issuer, audiences: [audience], subjects: ['job:1'], ...config } },
    owner,
  )
const base64 = (text: string) => Buffer.from(text).toString('base64')
const token = (claims: object = {}) => world.issuer.issue({ claims: { sub: 'job:1', aud: audience, jti: crypto.randomUUID(), ...claims } })
const proofOf = (jwt: string) => ({ provider: 'oidc', proof: { jwt: base64(jwt) } })

/** A context whose caller has asked for nothing yet. */
const fresh = async (): Promise<SignedInContext> => (await world.member('Admin')).context

describe('N-02 try it out', () => {
  it('tells of every identity of the organisation whether it would accept, those first, then the nearest miss first', async () => {
    const accepts = await issuerIdentity()
    const otherSubject = await issuerIdentity({ subjects: ['job:2'] })
    const otherAudience = await issuerIdentity({ audiences: ['x'] })
    const otherIssuer = await issuerIdentity({ issuer: 'https://other.example.test' })
    const aws = { principals: ['arn:aws:iam::111122223333:role/app'] }
    await createExtIdentity({ provider: 'aws_iam', name: 'aws', config: aws }, owner)
    const trial = await tryProof(proofOf(token()), owner)
    expect(trial.attempts.map(({ identityId, accepted }) => [identityId, accepted])).toEqual([
      [accepts.id, true],
      [otherSubject.id, false],
      [otherAudience.id, false],
      [otherIssuer.id, false],
    ])
    expect(trial.attempts[1]?.steps.find(({ status }) => status === 'failed')).toMatchObject({
      name: 'trust',
      code: 'subject_not_trusted',
      received: 'job:1',
    })
    expect(trial).toMatchObject({
      principal: { name: 'job:1' },
      expiredAt: null,
      judgedCount: 4,
      acceptedCount: 1,
      more: false,
      otherPlatformCount: 1,
      accountProblem: null,
    })
  })

  it('of one account asks the identities that are bound to it, and says why nobody can become it', async () => {
    const account = await world.account()
    const bound = await issuerIdentity()
    await issuerIdentity()
    await bindExtIdentity({ identityId: bound.id, serviceAccountId: account.id }, owner)
    const wanted = { ...proofOf(token()), serviceAccountId: account.id }
    const trial = await tryProof(wanted, owner)
    expect(trial.attempts.map(({ identityId }) => identityId)).toEqual([bound.id])
    expect(trial.accountProblem).toBeNull()
    await disableServiceAccount({ id: account.id }, owner)
    expect(await tryProof(wanted, owner)).toMatchObject({ acceptedCount: 1, accountProblem: 'account_disabled' })
    const empty = await world.account()
    expect(await tryProof({ ...wanted, serviceAccountId: empty.id }, owner)).toMatchObject({
      attempts: [],
      accountProblem: 'no_identity_bound',
    })
    await expect(tryProof({ ...wanted, identityId: bound.id }, owner)).rejects.toMatchObject({ code: 'malformed_request' })
  })

  it('a token that has ended is judged as when it was made, said to have ended, and no login takes it', async () => {
    const account = await world.account()
    const identity = await issuerIdentity({ maxProofAgeSeconds: 600 })
    const strict = await issuerIdentity({ subjects: ['job:2'] })
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, owner)
    const now = Math.floor(world.clock.now() / 1000)
    const jwt = token({ iat: now - 7200, nbf: now - 7200, exp: now - 3600 })
    const trial = await tryProof(proofOf(jwt), owner)
    expect(trial.expiredAt).toEqual(new Date((now - 3600) * 1000))
    expect(trial.attempts.map(({ identityId, accepted }) => [identityId, accepted])).toEqual([
      [identity.id, true],
      [strict.id, false],
    ])
    expect(trial.attempts[0]?.steps.find(({ name }) => name === 'fresh')?.detail).toContain('ended at')
    const body = { account: { type: 'service', id: account.id }, oidc: { jwt: base64(jwt) } }
    await expect(exchange(world.services.providers.oidc, body, world.anonymous())).rejects.toMatchObject({ code: 'login_denied' })
    expect(await world.count('service_account_tokens')).toBe(0)
  })

  it('an expired token of somebody who holds no key of the issuer is still nobody’s', async () => {
    await issuerIdentity()
    const now = Math.floor(world.clock.now() / 1000)
    const claims = { sub: 'job:1', aud: audience, iat: now - 7200, nbf: now - 7200, exp: now - 3600 }
    const forged = world.issuer.issue({ key: world.issuer.strangersKey(), claims })
    const trial = await tryProof(proofOf(forged), owner)
    expect(trial).toMatchObject({ principal: null, acceptedCount: 0 })
    expect(trial.attempts[0]?.steps.find(({ status }) => status === 'failed')?.name).toBe('proof_valid')
  })

  it('mints nothing and keeps nothing: no column of any table holds the token or a part of it', async () => {
    await issuerIdentity()
    const jwt = token()
    const before = await rowCounts()
    await tryProof(proofOf(jwt), owner)
    // Limits are counted; that is all.
    expect({ ...(await rowCounts()), rate_limit_buckets: 0 }).toEqual({ ...before, rate_limit_buckets: 0 })
    const [, claims = '', signature = ''] = jwt.split('.')
    for (const part of [jwt, base64(jwt), claims, signature]) expect(await columnsWith(part)).toEqual([])
    // The search finds what is there.
    expect(await columnsWith('https://tokens.example.test')).toContain('external_identities.config')
    for (const line of world.logged) expect(line).not.toContain(signature)
  })

  it('the proof of a dry run is still good for a login afterwards', async () => {
    const account = await world.account()
    const identity = await issuerIdentity({ singleUse: 'jti' })
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, owner)
    const jwt = token()
    expect(await tryProof(proofOf(jwt), owner)).toMatchObject({ acceptedCount: 1 })
    const body = { account: { type: 'service', id: account.id }, oidc: { jwt: base64(jwt) } }
    expect(await exchange(world.services.providers.oidc, body, world.anonymous())).toHaveProperty('token')
  })

  it('asks outside once, however many identities there are, and judges a thousand at most', async () => {
    await issuerIdentity({}, 'the last one')
    await world.database.pool.query(
      `insert into external_identities (id, organisation_id, provider, name, config, token_name)
       select gen_random_uuid(), organisation_id, provider, 'copy ' || n, config, token_name
       from external_identities, generate_series(1, 1099) n`,
    )
    const sent = world.outbound.length
    const trial = await tryProof(proofOf(token()), owner)
    expect(world.outbound.slice(sent)).toHaveLength(2)
    expect(trial).toMatchObject({ judgedCount: 1000, acceptedCount: 1000, more: true })
    expect(trial.attempts).toHaveLength(50)
  }, 60_000)

  it('a signed request is sent to AWS once for all identities', async () => {
    const account = await world.account()
    for (const role of ['app', 'web', 'batch'])
      await world.awsIdentity(account.id, { principals: [`arn:aws:iam::111122223333:role/${role}`] })
    const { awsIam } = world.awsBody(world.role('web'), account.id) as { awsIam: object }
    const sent = world.outbound.length
    const trial = await tryProof({ provider: 'aws_iam', proof: awsIam }, owner)
    expect(world.outbound.length - sent).toBe(1)
    expect(trial).toMatchObject({ judgedCount: 3, acceptedCount: 1 })
  })

  it('different addresses under one issuer are bounded too', async () => {
    await issuerIdentity({ keySource: 'jwks_url', jwksUrl: `${world.issuer.issuer}/keys` })
    for (let index = 0; index < 14; index++)
      await issuerIdentity({ keySource: 'jwks_url', jwksUrl: `https://tokens.example.test/elsewhere/${index}` })
    const sent = world.outbound.length
    const trial = await tryProof(proofOf(token()), owner)
    expect(world.outbound.length - sent).toBe(10)
    expect(trial).toMatchObject({ judgedCount: 15, acceptedCount: 1 })
    const codes = trial.attempts.map(({ steps }) => steps.find(({ status }) => status === 'failed')?.code)
    expect(codes.filter((code) => code === 'jwks_unreachable')).toHaveLength(15 - 10)
  })

  it('as often as somebody needs who looks for a mistake, and no more', async () => {
    await issuerIdentity()
    const context = await fresh()
    const proof = proofOf(token())
    for (let index = 0; index < 20; index++) await tryProof(proof, context)
    await expect(tryProof(proof, context)).rejects.toMatchObject({ code: 'rate_limited' })
  })

  it('GQL-26 takes the permission to read identities, and tells nothing of another organisation', async () => {
    const identity = await issuerIdentity()
    const account = await world.account()
    await createRole({ name: 'Nobody', permissions: { organisation: { Logs: ['read'] }, app: {} } }, owner)
    const { context } = await world.member('Nobody')
    await expect(tryProof(proofOf(token()), context)).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = await world.foreigner()
    for (const scope of [{ identityId: identity.id }, { serviceAccountId: account.id }])
      await expect(tryProof({ ...proofOf(token()), ...scope }, stranger)).rejects.toMatchObject({ code: 'not_found' })
    const sent = world.outbound.length
    expect(await tryProof(proofOf(token()), stranger)).toMatchObject({ principal: null, attempts: [], otherPlatformCount: 0 })
    expect(world.outbound.length).toBe(sent)
  })
})

async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await world.database.pool.query<{ table_name: string }>(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const counts = await Promise.all(rows.map(async ({ table_name }) => [table_name, await world.count(`"${table_name}"`)] as const))
  return Object.fromEntries(counts)
}

/** Every column of every table that has this text somewhere in a row. */
async function columnsWith(text: string): Promise<string[]> {
  const { rows } = await world.database.pool.query<{ table_schema: string; table_name: string; column_name: string }>(
    `select c.table_schema, c.table_name, c.column_name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const found: string[] = []
  for (const { table_schema, table_name, column_name } of rows) {
    const { rowCount } = await world.database.pool.query(
      `select 1 from "${table_schema}"."${table_name}" where strpos("${column_name}"::text, $1) > 0 limit 1`,
      [text],
    )
    if (rowCount) found.push(`${table_name}.${column_name}`)
  }
  return found
}
