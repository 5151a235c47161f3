import {
  createExtIdentity,
  currentIssuerKeys,
  issueOwnToken,
  newId,
  replaceIssuerKeys,
  subjectOf,
  type TokenPurpose,
  updateExtIdentity,
} from '@bonafide/core'
import { createServerKeyring, newServerSecret } from '@bonafide/crypto'
import { createStores, createWrappedValues } from '@bonafide/database'
import { createAwsCloud, type FetchLike, type Policy } from '@bonafide/stand-ins'
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rewrapAll } from '../src/server/rewrap.ts'
import { createWorld, type Node, random, type World } from './world.ts'

const issuer = 'https://bonafide.example'
const audience = 'sts.amazonaws.com'
const account = '111122223333'
const day = 86_400_000

let world: World
let second: Node
/** Which node the Internet reaches under the public URL. */
let reached: Node

beforeAll(async () => {
  world = await createWorld()
  second = await world.start()
})
afterAll(() => world.close())
beforeEach(async () => {
  world.clock.offsetMs = 0
  reached = world.node
  await world.database.pool.query('delete from issuer_keys')
})

const throughInternet: FetchLike = (input, init) =>
  fetch(String(input instanceof Request ? input.url : input).replace(issuer, reached.url), init)
const get = (path: string) => throughInternet(`${issuer}${path}`)
const jwks = async (): Promise<JSONWebKeySet> => (await get('/.well-known/jwks.json')).json() as Promise<JSONWebKeySet>

const ids = { organisation: newId(runtimeOf()), app: newId(runtimeOf()), environment: newId(runtimeOf()), sync: newId(runtimeOf()) }
function runtimeOf() {
  return { now: Date.now, randomBytes: random }
}
const purpose: TokenPurpose = { kind: 'sync', appId: ids.app, environmentId: ids.environment, syncId: ids.sync }
const issue = (node: Node = world.node, what: TokenPurpose = purpose, organisationId = ids.organisation) =>
  issueOwnToken(audience, organisationId, what, node.services)

/** A verifier that knows nothing of us but the URL of the issuer. */
async function verifyAsStranger(token: string) {
  const { issuer: named, jwks_uri } = (await (await get('/.well-known/openid-configuration')).json()) as {
    issuer: string
    jwks_uri: string
  }
  const keys = createRemoteJWKSet(new URL(jwks_uri), { [customFetch]: (url, init) => throughInternet(url, init as RequestInit) })
  return jwtVerify(token, keys, {
    issuer: named,
    audience,
    algorithms: ['RS256'],
    currentDate: world.now(),
    requiredClaims: ['exp', 'nbf', 'jti'],
  })
}

/** An account of AWS whose role trusts subjects of ours. */
function cloudTrusting(condition: Record<string, Record<string, string | string[]>>) {
  const cloud = createAwsCloud({ now: world.now, fetch: throughInternet })
  const aws = cloud.account(account)
  const provider = aws.addOidcProvider({ url: issuer, clientIds: [audience] })
  const trust: Policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Federated: provider.arn }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition }],
  }
  const role = aws.addRole({ name: 'sync', trust })
  return async (token: string): Promise<string> => {
    const body = new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: role.arn,
      RoleSessionName: 'bonafide',
      WebIdentityToken: token,
    })
    const answer = await cloud.fetch('https://sts.eu-central-1.amazonaws.com/', { method: 'POST', body })
    return answer.ok ? 'assumed' : (/<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? '')
  }
}

const pinned = (sub: string) => ({ StringEquals: { 'bonafide.example:aud': audience, 'bonafide.example:sub': sub } })

describe('N-07 this server as an issuer', () => {
  it('tells who it is and its public keys to everybody, for an hour, and nothing else', async () => {
    const discovery = await get('/.well-known/openid-configuration')
    expect(discovery.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(await discovery.json()).toEqual({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: expect.arrayContaining(['iss', 'sub', 'aud', 'exp', 'iat', 'organisation']),
    })
    const oauth = (await (await get('/.well-known/oauth-authorization-server')).json()) as { issuer: string }
    expect(oauth.issuer).toBe(issuer)
    const keys = await get('/.well-known/jwks.json')
    expect(keys.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(keys.headers.get('x-content-type-options')).toBe('nosniff')
    const { keys: published } = (await keys.json()) as JSONWebKeySet
    expect(published).toHaveLength(1)
    for (const key of published) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })

  it('signs tokens of five minutes that name what they are for, and that a stranger verifies', async () => {
    const { payload } = await verifyAsStranger(await issue())
    const iat = Math.floor(world.clock.now() / 1000)
    expect(payload).toMatchObject({ iss: issuer, aud: audience, sub: subjectOf(ids.organisation, purpose), ...ids })
    expect(Math.abs((payload.iat ?? 0) - iat)).toBeLessThan(5)
    expect([payload.nbf, payload.exp]).toEqual([payload.iat, (payload.iat ?? 0) + 300])
    const another = await verifyAsStranger(await issue())
    expect(another.payload.jti).not.toBe(payload.jti)
    const { payload: tried } = await verifyAsStranger(await issue(world.node, { kind: 'credential', credentialId: ids.sync }))
    expect(tried).toMatchObject({ sub: `organisation:${ids.organisation}:credential:${ids.sync}`, credential: ids.sync })
    expect(tried).not.toHaveProperty('sync')
  })

  it('makes one key although two nodes need the first one at once', async () => {
    const tokens = await Promise.all([world.node, second, world.node, second].map((node) => issue(node)))
    expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1)
    expect(await world.count('issuer_keys')).toBe(1)
  })

  it('is of no use to AWS without https, and says what to do instead of signing', async () => {
    const settings = { ...world.services.settings, publicUrl: 'http://bonafide.example' }
    const refused = issueOwnToken(audience, ids.organisation, purpose, { ...world.services, settings })
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('BONAFIDE_PUBLIC_URL') })
    expect(await world.count('issuer_keys')).toBe(0)
  })

  it('shows the private half nowhere: not in an answer, not in a log, not in the database', async () => {
    await issue()
    const [key] = await currentIssuerKeys(world.services)
    const sealed = key?.serverWrappedPrivateKey ?? ''
    expect(sealed).toMatch(/^bf:v1:/)
    const plain = world.services.keyring.unwrap(sealed, `issuer_key:${key?.id}`)
    const told = [JSON.stringify(await jwks()), JSON.stringify(world.logged), JSON.stringify(world.outbound)]
    const { rows } = await world.database.pool.query('select row_to_json(issuer_keys)::text as row from issuer_keys')
    for (const text of [...told, rows[0].row]) expect(text).not.toContain(plain.slice(100, 140))
    // Sealed for its own row: elsewhere it does not open.
    expect(() => world.services.keyring.unwrap(sealed, `issuer_key:${ids.sync}`)).toThrow()
  })
})

describe('a role that trusts this server', () => {
  it('is assumed by the sync that its policy pins, and by none of another organisation, app, environment or kind', async () => {
    const assume = cloudTrusting(pinned(subjectOf(ids.organisation, purpose)))
    expect(await assume(await issue())).toBe('assumed')
    const other = newId(world.services.runtime)
    const strangers: [string, TokenPurpose][] = [
      [other, purpose],
      [ids.organisation, { ...purpose, appId: other }],
      [ids.organisation, { ...purpose, environmentId: other }],
      [ids.organisation, { ...purpose, syncId: other }],
      [ids.organisation, { kind: 'credential', credentialId: ids.sync }],
    ]
    for (const [organisationId, what] of strangers) expect(await assume(await issue(world.node, what, organisationId))).toBe('AccessDenied')
  })

  it('may trust every sync of one app, and then no other app’s', async () => {
    const assume = cloudTrusting({
      StringEquals: { 'bonafide.example:aud': audience },
      StringLike: { 'bonafide.example:sub': `organisation:${ids.organisation}:app:${ids.app}:environment:*:sync:*` },
    })
    const other = newId(world.services.runtime)
    expect(await assume(await issue(world.node, { ...purpose, environmentId: other, syncId: other }))).toBe('assumed')
    expect(await assume(await issue(world.node, { ...purpose, appId: other }))).toBe('AccessDenied')
    expect(await assume(await issue(world.node, purpose, other))).toBe('AccessDenied')
  })

  it('refuses a token that has ended, one for somebody else and one of another key', async () => {
    const assume = cloudTrusting(pinned(subjectOf(ids.organisation, purpose)))
    const token = await issue()
    const elsewhere = await issueOwnToken('https://other.example', ids.organisation, purpose, world.services)
    expect(await assume(elsewhere)).toBe('InvalidIdentityToken')
    world.clock.offsetMs = 301_000
    expect(await assume(token)).toBe('ExpiredTokenException')
    const fresh = await issue()
    await replaceIssuerKeys(world.services)
    expect(await assume(fresh)).toBe('InvalidIdentityToken')
    expect(await assume(await issue())).toBe('assumed')
  })
})

describe('rotation', () => {
  it('announces the next key a day before it signs, keeps the last one a day after, and no token is refused meanwhile', async () => {
    const assume = cloudTrusting(pinned(subjectOf(ids.organisation, purpose)))
    const kids = async () => (await jwks()).keys.map(({ kid }) => kid)
    const first = decodeProtectedHeader(await issue()).kid
    expect(await kids()).toEqual([first])
    world.clock.offsetMs = 29 * day + 1000
    // Whoever finds it due does it, on any node; two at once do it once.
    await Promise.all([currentIssuerKeys(world.services), currentIssuerKeys(second.services)])
    const [next, ...others] = await kids()
    expect(others).toEqual([first])
    const old = await issue(second)
    expect(decodeProtectedHeader(old).kid).toBe(first)
    world.clock.offsetMs = 30 * day + 60_000
    const fresh = await issue()
    expect(decodeProtectedHeader(fresh).kid).toBe(next)
    expect(await assume(fresh)).toBe('assumed')
    world.clock.offsetMs = 30 * day + 6 * 60_000
    await currentIssuerKeys(second.services)
    const { rows } = await world.database.pool.query('select server_wrapped_private_key as half from issuer_keys order by signs_from')
    expect(rows.map(({ half }) => half === null)).toEqual([true, false])
    expect(await kids()).toEqual([next, first])
    world.clock.offsetMs = 31 * day + 11 * 60_000
    expect(await kids()).toEqual([next])
  })

  it('goes on for 150 keys while two nodes sign: never more than 100 published, and every token is good as long as it lives', async () => {
    const assume = cloudTrusting(pinned(subjectOf(ids.organisation, purpose)))
    let most = 0
    const seen = new Set<string | undefined>()
    let before = await issue()
    for (let turn = 1; turn <= 150; turn++) {
      // Emergencies come between, and then what was signed before is not good any more.
      const isEmergency = turn % 10 === 0
      if (isEmergency) await replaceIssuerKeys((turn % 20 === 0 ? world.node : second).services)
      expect(await assume(before)).toBe(isEmergency ? 'InvalidIdentityToken' : 'assumed')
      world.clock.offsetMs += 29 * day + 1000
      const [left, right] = await Promise.all([issue(world.node), issue(second)])
      for (const token of [left, right]) expect(await assume(token)).toBe('assumed')
      world.clock.offsetMs += day
      before = await issue(turn % 2 === 0 ? second : world.node)
      reached = turn % 2 === 0 ? world.node : second
      const { keys } = await jwks()
      for (const { kid } of keys) seen.add(kid)
      most = Math.max(most, keys.length)
    }
    expect(seen.size).toBeGreaterThanOrEqual(150)
    expect(most).toBeLessThanOrEqual(100)
    expect(most).toBeLessThanOrEqual(3)
  }, 240_000)

  it('starts anew where a restored database has only keys that are still to come, and ends there when theirs does', async () => {
    world.clock.offsetMs = 40 * day
    const later = decodeProtectedHeader(await issue()).kid
    world.clock.offsetMs = 0
    const now = decodeProtectedHeader(await issue()).kid
    expect(now).not.toBe(later)
    world.clock.offsetMs = 40 * day
    expect(decodeProtectedHeader(await issue()).kid).toBe(later)
  })
})

describe('the server’s own keys', () => {
  it('open the private half after they were rotated, and after the rows were restored into another database', async () => {
    const token = await issue()
    const { rows } = await world.database.pool.query('select * from issuer_keys')
    const fresh = newServerSecret(random)
    const both = createServerKeyring(`${fresh},${world.secret}`)
    const stores = createStores(world.database.db)
    await rewrapAll(createWrappedValues(world.database.db), { stores, keyring: both, runtime: world.services.runtime })
    const rotated = { ...world.services, keyring: createServerKeyring(fresh) }
    const again = await issueOwnToken(audience, ids.organisation, purpose, rotated)
    expect(decodeProtectedHeader(again).kid).toBe(decodeProtectedHeader(token).kid)
    await verifyAsStranger(again)

    // As a restore brings them back: the same rows, the key of before.
    await world.database.pool.query('delete from issuer_keys')
    const [row] = rows
    await world.database.pool.query(
      `insert into issuer_keys (id, public_key, server_wrapped_private_key, signs_from, signs_until, created_at) values ($1, $2, $3, $4, $5, $6)`,
      [row.id, row.public_key, row.server_wrapped_private_key, row.signs_from, row.signs_until, row.created_at],
    )
    await verifyAsStranger(token)
    expect(decodeProtectedHeader(await issue()).kid).toBe(decodeProtectedHeader(token).kid)
  })
})

describe('an identity that would trust this server itself', () => {
  const config = (more: object) => ({ issuer: world.issuer.issuer, audiences: [audience], subjects: ['organisation:*'], ...more })
  const trust = (more: object) =>
    createExtIdentity({ provider: 'oidc', name: `own ${Math.random()}`, config: config(more) }, world.owner.context)

  it.each([
    ['as issuer', async () => ({ issuer })],
    ['with a slash', async () => ({ issuer: `${issuer}/` })],
    ['below a path', async () => ({ issuer: `${issuer}/tenant` })],
    ['by uploaded keys', async () => ({ issuer, keySource: 'uploaded', jwks: JSON.stringify(await jwks()) })],
    ['by the address of its keys', async () => ({ keySource: 'jwks_url', jwksUrl: `${issuer}/.well-known/jwks.json` })],
  ])('is refused: %s', async (_, more) => {
    const given = await more()
    const before = await world.count('external_identities')
    await expect(trust(given)).rejects.toMatchObject({ code: 'malformed_request', message: expect.stringContaining('this server itself') })
    expect(await world.count('external_identities')).toBe(before)
  })

  it.each(['https://BONAFIDE.example', 'https://bonafide.example:443', 'https://bonafide.example.'])(
    'is refused under another spelling: %s',
    async (spelling) => {
      await expect(trust({ issuer: spelling })).rejects.toMatchObject({ code: 'malformed_request' })
    },
  )

  it('cannot be made of one that trusts another either', async () => {
    const identity = await trust({})
    await expect(updateExtIdentity({ id: identity.id, config: config({ issuer }) }, world.owner.context)).rejects.toMatchObject({
      code: 'malformed_request',
      message: expect.stringContaining('this server itself'),
    })
  })
})
