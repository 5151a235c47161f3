import {
  bindExtIdentity,
  type ChangePreview,
  createExtIdentity,
  type ExternalIdentity,
  listExchanges,
  newId,
  previewIdentityChange,
  readTestimony,
  restoreExtIdentityVersion,
  type ServiceAccount,
  type SignedInContext,
  updateExtIdentity,
} from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { awsRoute, oidcRoute } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

const audience = 'https://bonafide.example'
const subjectOf = (branch: string) => `repo:acme/shop:ref:refs/heads/${branch}`

let world: World
let owner: SignedInContext
let account: ServiceAccount

beforeAll(async () => {
  world = await createWorld()
  // Many previews at once are refused, which is a test of its own.
  owner = { ...world.owner.context, limits: { take: async () => 0 } }
})
afterAll(() => world.close())
beforeEach(async () => {
  account = await world.account()
})

let names = 0
const configOf = (subjects: string[], config: object = {}) => ({ issuer: world.issuer.issuer, audiences: [audience], subjects, ...config })

async function trusting(subjects: string[], config: object = {}, fields: object = {}): Promise<ExternalIdentity> {
  const input = { provider: 'oidc', name: `replay ${++names}`, config: configOf(subjects, config), ...fields }
  const identity = await createExtIdentity(input, owner)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, owner)
  return identity
}

/** A proof that can be sent again: what one caller, by its branch and other claims, has in hand. */
const proofOf = (branch: string, claims: object = {}, ttl?: number) => ({
  account: { type: 'service', id: account.id },
  oidc: {
    jwt: Buffer.from(world.issuer.issue({ claims: { sub: subjectOf(branch), aud: audience, ...claims } })).toString('base64'),
  },
  ...(ttl !== undefined && { tokenRequest: { ttl } }),
})
type Proof = ReturnType<typeof proofOf>
const send = async (proof: unknown, route = oidcRoute) => (await post(`${world.node.url}${route}`, proof)).status
const sendAll = async (proofs: readonly Proof[]) => {
  const statuses: number[] = []
  for (const proof of proofs) statuses.push(await send(proof))
  return statuses
}
const totalsOf = ({ totals }: ChangePreview) => Object.fromEntries(totals.map(({ kind, callers, attempts }) => [kind, [callers, attempts]]))
const testimonies = () => world.count(`exchange_testimonies join exchanges on exchange_id = id where service_account_id = '${account.id}'`)

/** What really changes when the very same proofs are sent again: how many that got in do not, and the other way round. */
const difference = (before: readonly number[], after: readonly number[]) => ({
  refused: before.filter((status, index) => status === 200 && after[index] !== 200).length,
  admitted: before.filter((status, index) => status !== 200 && after[index] === 200).length,
})

describe('N-12 the replay of a change', () => {
  it.each<[string, object]>([
    ['fewer subjects', { subjects: [subjectOf('main')] }],
    ['other subjects', { subjects: [subjectOf('main'), subjectOf('stranger')] }],
    ['a rule more', { subjects: ['main', 'next', 'spare'].map(subjectOf), claims: ['environment = production'] }],
    ['another audience', { subjects: ['main', 'next', 'spare'].map(subjectOf), audiences: ['https://other.example'] }],
    ['all branches', { subjects: ['repo:acme/shop:ref:refs/heads/*'] }],
  ])('predicts of %s what sending the same proofs again shows; restoring brings it back', async (_, change) => {
    const identity = await trusting(['main', 'next', 'spare'].map(subjectOf))
    const proofs = [
      proofOf('main', { environment: 'production' }),
      proofOf('main', { environment: 'production' }),
      proofOf('main', { environment: 'staging' }),
      proofOf('next'),
      proofOf('spare', { environment: 'staging', aud: [audience, 'https://other.example'] }),
      proofOf('stranger', { environment: 'production' }),
      proofOf('somebody'),
      proofOf('elsewhere', { aud: 'https://other.example' }),
    ]
    const before = await sendAll(proofs)
    const config = { ...configOf([]), ...change }
    const predicted = await previewIdentityChange({ identityId: identity.id, change: { config } }, owner)
    expect(predicted).toMatchObject({ attempts: 8, replayed: 8, notReplayable: 0, reachedBackTo: null })
    expect((await readBack(identity)).version).toBe(1)

    await updateExtIdentity({ id: identity.id, config }, owner)
    const after = await sendAll(proofs)
    const real = difference(before, after)
    expect({ refused: totalsOf(predicted).refused?.[1] ?? 0, admitted: totalsOf(predicted).admitted?.[1] ?? 0 }).toEqual(real)
    expect(real.refused + real.admitted).toBeGreaterThan(0)

    const back = await previewIdentityChange({ identityId: identity.id, version: 1 }, owner)
    await restoreExtIdentityVersion({ id: identity.id, version: 1 }, owner)
    expect(await sendAll(proofs)).toEqual(before)
    // Each proof has been tried twice by then.
    expect({ refused: totalsOf(back).refused?.[1] ?? 0, admitted: totalsOf(back).admitted?.[1] ?? 0 }).toEqual({
      refused: 2 * real.admitted,
      admitted: 2 * real.refused,
    })
  })

  it('names the callers, the check that decides and the account, and counts each caller once', async () => {
    const identity = await trusting(['main', 'next'].map(subjectOf))
    await sendAll([proofOf('main'), proofOf('next'), proofOf('next')])
    const preview = await previewIdentityChange({ identityId: identity.id, change: { config: configOf([subjectOf('main')]) } }, owner)
    expect(preview.totals).toEqual([{ kind: 'refused', callers: 1, attempts: 2 }])
    expect(preview.callers).toMatchObject([
      {
        kind: 'refused',
        principal: subjectOf('next'),
        attempts: 2,
        serviceAccountIds: [account.id],
        step: { name: 'trust', code: 'subject_not_trusted', received: subjectOf('next') },
      },
    ])
    const [newest] = (await listExchanges({ identityId: identity.id }, owner)).rows
    expect(preview.callers[0]).toMatchObject({ lastExchangeId: newest?.id })
  })

  it('tells whom another identity would let in instead, and whom none would', async () => {
    const identity = await trusting(['main', 'next'].map(subjectOf))
    await trusting([subjectOf('next')])
    await sendAll([proofOf('main'), proofOf('next')])
    const preview = await previewIdentityChange({ identityId: identity.id, change: { enabled: false } }, owner)
    expect(totalsOf(preview)).toEqual({ refused: [1, 1], elsewhere: [1, 1] })
  })

  it('tells who would get in by report-only alone, and who loses it when it is enforced', async () => {
    const identity = await trusting([subjectOf('main')])
    await sendAll([proofOf('main', { environment: 'staging' }), proofOf('main', { environment: 'production' })])
    const config = configOf([subjectOf('main')], { claims: ['environment = production'] })
    const previewOf = async (change: object) => totalsOf(await previewIdentityChange({ identityId: identity.id, change }, owner))
    expect(await previewOf({ config })).toEqual({ refused: [1, 1] })
    expect(await previewOf({ config, reportOnly: true })).toEqual({ reported: [1, 1] })
    await updateExtIdentity({ id: identity.id, config, reportOnly: true }, owner)
    expect(await previewOf({ reportOnly: false })).toEqual({ refused: [1, 1] })
    expect(await previewOf({ config: configOf([subjectOf('main')]) })).toEqual({ trusted: [1, 1] })
  })

  it('covers lifetimes: who asked for longer than would be granted', async () => {
    const identity = await trusting(['main', 'next'].map(subjectOf))
    const proofs = [proofOf('main', {}, 7200), proofOf('next')]
    const before = await sendAll(proofs)
    const change = { maxTtlSeconds: 3600, defaultTtlSeconds: 3600 }
    const preview = await previewIdentityChange({ identityId: identity.id, change }, owner)
    expect(preview.callers).toMatchObject([{ kind: 'refused', principal: subjectOf('main'), step: { code: 'ttl_exceeds_max' } }])
    await updateExtIdentity({ id: identity.id, ...change }, owner)
    expect(difference(before, await sendAll(proofs))).toEqual({ refused: 1, admitted: 0 })
  })

  it('judges AWS requests too, long after they were signed', async () => {
    const identity = await world.awsIdentity(account.id)
    expect(await send(world.awsBody(world.role(), account.id), awsRoute)).toBe(200)
    expect(await send(world.awsBody(world.role('web'), account.id), awsRoute)).toBe(403)
    world.clock.offsetMs = 3_600_000
    const config = { principals: ['arn:aws:iam::111122223333:role/web'] }
    const preview = await previewIdentityChange({ identityId: identity.id, change: { config } }, owner)
    world.clock.offsetMs = 0
    expect(totalsOf(preview)).toEqual({ refused: [1, 1], admitted: [1, 1] })
  })

  it('says of whom it cannot tell, where other keys are to vouch', async () => {
    const identity = await trusting([subjectOf('main')])
    await send(proofOf('main'))
    const jwks = JSON.stringify({ keys: world.issuer.keys.map(({ published }) => published) })
    const config = configOf([subjectOf('main')], { keySource: 'uploaded', jwks })
    expect(totalsOf(await previewIdentityChange({ identityId: identity.id, change: { config } }, owner))).toEqual({ undecided: [1, 1] })
  })

  it('leaves out what is older than it is asked for, and finds nothing where there is nothing', async () => {
    const identity = await trusting([subjectOf('main')])
    const empty = await previewIdentityChange({ identityId: identity.id, change: { enabled: false } }, owner)
    expect(empty).toMatchObject({ attempts: 0, totals: [], callers: [], reachedBackTo: null })
    await send(proofOf('main'))
    await world.database.pool.query(`update exchanges set at = at - interval '3 days' where service_account_id = $1`, [account.id])
    const attemptsOf = async (days?: number) =>
      (await previewIdentityChange({ identityId: identity.id, change: { enabled: false }, days }, owner)).attempts
    expect([await attemptsOf(2), await attemptsOf(), await attemptsOf(30)]).toEqual([0, 1, 1])
  })

  it('of ten thousand attempts and more ends in time, and says how far it came', async () => {
    const identity = await trusting(['main', 'next'].map(subjectOf), { claims: ['environment exists'] })
    await send(proofOf('next', { environment: 'production' }))
    const [{ id }] = (await world.database.pool.query('select id from exchanges where service_account_id = $1', [account.id])).rows
    const columns = `organisation_id, outcome, code, provider, service_account_id, external_identity_id, identity_version, token_id, principal,
      ttl_seconds, ip, user_agent, request_id, duration_ms, steps`
    await world.database.pool.query(
      `with more as (
         insert into exchanges (id, at, ${columns})
         select overlay($1::text placing lpad(to_hex(n), 12, '0') from 25)::uuid, now() - n * interval '1 second', ${columns}
         from exchanges, generate_series(1, 12000) as n where id = $1::uuid
         returning id)
       insert into exchange_testimonies select more.id, testimony from more, exchange_testimonies where exchange_id = $1::uuid`,
      [id],
    )
    const config = configOf([subjectOf('main')])
    const began = performance.now()
    const preview = await previewIdentityChange({ identityId: identity.id, change: { config } }, owner)
    expect(performance.now() - began).toBeLessThan(15_000)
    expect(preview.attempts).toBeLessThanOrEqual(10_000)
    expect(preview.reachedBackTo).toBeInstanceOf(Date)
    expect(preview.totals).toEqual([{ kind: 'refused', callers: 1, attempts: preview.attempts }])
  })
})

describe('N-12 what a platform vouched for', () => {
  it('is kept with the exchange, never of a proof that nobody has verified, and goes with it', async () => {
    await trusting([subjectOf('main')])
    await send(proofOf('main', { environment: 'production' }))
    await send(proofOf('stranger'))
    expect(await testimonies()).toBe(2)
    const forged = proofOf('main')
    const [header, claims, signature = ''] = Buffer.from(forged.oidc.jwt, 'base64').toString().split('.')
    const turned = [header, claims, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.')
    expect(await send({ ...forged, oidc: { jwt: Buffer.from(turned).toString('base64') } })).toBe(401)
    expect(await send(proofOf('main', { iat: 1_600_000_000, exp: 1_600_000_600 }))).toBe(401)
    expect(await testimonies()).toBe(2)
    await world.database.pool.query(`update exchanges set at = now() - interval '40 days' where service_account_id = $1`, [account.id])
    await world.services.stores.exchanges.purge('accepted', 30, 1000)
    expect(await testimonies()).toBe(1)
  })

  it('is not kept of an account that nobody has, nor of an unread request', async () => {
    const before = await world.count('exchange_testimonies')
    expect(await send(world.awsBody(world.role(), newId(world.services.runtime)), awsRoute)).toBe(401)
    expect(await world.count('exchange_testimonies')).toBe(before)
  })

  it('is left out when it is too much, and the login goes on', async () => {
    const identity = await trusting([subjectOf('main')])
    expect(await send(proofOf('main', { groups: Array.from({ length: 900 }, (_, index) => `group-${index}`) }))).toBe(200)
    expect(await testimonies()).toBe(0)
    expect(await previewIdentityChange({ identityId: identity.id, change: { enabled: false } }, owner)).toMatchObject({
      attempts: 1,
      replayed: 0,
      notReplayable: 1,
    })
  })

  it('holds neither the token nor its signature, and stands in no list', async () => {
    const identity = await trusting([subjectOf('main')])
    const proof = proofOf('main', { mark: 'only-in-claims' })
    await send(proof)
    const { rows } = await listExchanges({ identityId: identity.id }, owner)
    expect(JSON.stringify(rows)).not.toContain('only-in-claims')
    const testimony = await readTestimony({ exchangeId: rows[0]?.id }, owner)
    expect(testimony).toMatchObject({ claims: { mark: 'only-in-claims' } })
    const everything = await world.database.pool.query('select testimony::text as text from exchange_testimonies')
    const token = Buffer.from(proof.oidc.jwt, 'base64').toString()
    for (const part of token.split('.')) for (const { text } of everything.rows) expect(text).not.toContain(part)
  })

  it('is for those who may read exchanges, and a preview for those who may also change identities', async () => {
    const identity = await trusting([subjectOf('main')])
    await send(proofOf('main'))
    const [exchange] = (await listExchanges({ identityId: identity.id }, owner)).rows
    const change = { enabled: false }
    for (const [context, code] of [
      [(await world.member('Developer')).context, 'forbidden'],
      [await world.foreigner(), 'not_found'],
    ] as const) {
      await expect(readTestimony({ exchangeId: exchange?.id }, context)).rejects.toMatchObject({ code })
      await expect(previewIdentityChange({ identityId: identity.id, change }, context)).rejects.toMatchObject({ code })
    }
    const [theirs] = [await world.foreigner()]
    await expect(previewIdentityChange({ identityId: identity.id, version: 1 }, theirs)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('N-12 a preview', () => {
  it('changes nothing, and refuses what an update would refuse', async () => {
    const identity = await trusting([subjectOf('main')])
    const previewOf = (input: object) => previewIdentityChange({ identityId: identity.id, ...input }, owner)
    await expect(previewOf({ change: { config: configOf([]) } })).rejects.toMatchObject({ code: 'malformed_request' })
    await expect(previewOf({ change: { config: configOf([subjectOf('x')], { issuer: 'https://127.0.0.1' }) } })).rejects.toMatchObject({
      code: 'malformed_request',
    })
    await expect(previewOf({ change: { maxTtlSeconds: 60 } })).rejects.toMatchObject({ code: 'malformed_request' })
    await expect(previewOf({ version: 99 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(previewOf({ days: 31 })).rejects.toMatchObject({ code: 'malformed_request' })
    const rows = async () => [await world.count('external_identity_versions'), await world.count('audit_events')]
    const before = await rows()
    await previewOf({ change: { config: configOf([subjectOf('next')]), reportOnly: true } })
    expect(await rows()).toEqual(before)
    expect(await readBack(identity)).toEqual(identity)
  })

  it('may be asked for so often and no more', async () => {
    const identity = await trusting([subjectOf('main')])
    const { context } = await world.member('Admin')
    const ask = () => previewIdentityChange({ identityId: identity.id, change: {} }, context)
    const asked = await Promise.allSettled(Array.from({ length: 40 }, ask))
    expect(asked.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(5)
    await expect(ask()).rejects.toMatchObject({ code: 'rate_limited' })
  })
})

const readBack = async ({ id, organisationId }: ExternalIdentity) => {
  const found = await world.services.stores.externalIdentities.find(organisationId, id)
  if (!found) throw new Error('the identity is gone')
  return found
}
