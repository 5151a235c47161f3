import { randomUUID } from 'node:crypto'
import type { SigningKey } from '@bonafide/stand-ins'
import { generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { oid, tenantId, useAzure } from './testing.ts'

const azure = useAzure()
const { issue, outcome, outcomeWith, verify } = azure

describe('signature', () => {
  test('R-181 a stranger signs in vain', async () => {
    const stranger = await issue({ signWith: 'stranger' })
    expect(await outcome(stranger)).toBe('key_not_found')
    const { kid } = await azure.world.entra.currentKey(tenantId)
    const verification = await verify(await issue({ signWith: 'stranger', header: { kid } }))
    expect(outcomeOf(verification)).toBe('signature_invalid')
    expect(verification.principal).toBeNull()
    expect(verification.judgements[0]?.steps.slice(-2).map(({ status }) => status)).toEqual(['skipped', 'skipped'])
  })

  test('a changed claim breaks the signature', async () => {
    const [header, payload = '', signature] = (await issue({ oid: randomUUID() })).split('.')
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), oid }
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    expect(await outcome(forged)).toBe('signature_invalid')
  })

  test.each(['none', 'None', 'nOnE', '', undefined, 5])('JWT-01 alg %j is refused', async (alg) => {
    expect(await outcomeWith({ header: { alg } })).toBe('signature_invalid')
    const [header, payload] = (await issue({ header: { alg } })).split('.')
    expect(await outcome(`${header}.${payload}.`)).toBe('signature_invalid')
    expect(await outcomeWith({ signWith: 'none' })).toBe('signature_invalid')
  })

  test('JWT-02 the public key is no HMAC secret', async () => {
    expect(await outcomeWith({ signWith: 'hs256' })).toBe('signature_invalid')
    expect(await outcomeWith({ signWith: 'hs256', header: { alg: 'RS256' } })).toBe('signature_invalid')
  })

  test.each([
    { alg: 'PS256' },
    { use: 'enc' },
    { key_ops: ['encrypt'] },
    { kty: 'EC' },
    { d: 'AQAB' },
    { e: 'AQ' },
    { e: 'Ag' },
    { n: 'AQAB' },
    { kid: 5 },
  ])('JWT-03 JWT-12 JWT-13 a published key with %j is not used', async (properties) => {
    await azure.world.entra.addKey(tenantId, '1.0', properties)
    expect(await outcomeWith({})).toBe('key_not_found')
  })

  test.each([
    { jwk: {} },
    { x5c: ['MII'] },
    { jku: 'https://evil.test/' },
    { x5u: 'https://evil.test/' },
    { crit: ['exp'] },
    { crit: [] },
    { crit: 'b64' },
    { b64: false },
    { zip: 'DEF' },
    { cty: 'JWT' },
  ])('JWT-05 JWT-06 JWT-07 JWT-08 AZ-34 a header with %j is refused, without any fetch', async (header) => {
    expect(await outcomeWith({ header })).toBe('signature_invalid')
    expect(azure.world.calls).toEqual([])
  })

  test('AZ-34 encrypted tokens and tokens of Graph are refused without a crash', async () => {
    expect(await outcome('e30.e30.e30.e30.e30')).toBe('signature_invalid')
    const [, payload, signature] = (await issue()).split('.')
    const { kid } = await azure.world.entra.currentKey(tenantId)
    const graph = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'RS256', kid, nonce: 'x' })).toString('base64url')
    expect(await outcome([graph, payload, signature].join('.'))).toBe('signature_invalid')
  })

  test.each([['a'], 5, null, '', 'k'.repeat(257)])('JWT-15 a kid that is no text of sane length is refused, nobody asked', async (kid) => {
    expect(await outcomeWith({ header: { kid } })).toBe('signature_invalid')
    expect(azure.world.calls).toEqual([])
  })

  test.each([undefined, 'unknown', '../../etc/passwd', '__proto__', 'constructor'])('AZ-25 JWT-15 kid %j is refused', async (kid) => {
    expect(await outcomeWith({ header: { kid } })).toBe('key_not_found')
    expect(azure.world.calls.length).toBeLessThanOrEqual(2)
  })

  test('JWT-16 of two keys under one id either may have signed', async () => {
    const first = await azure.world.entra.currentKey(tenantId)
    await azure.world.entra.addKey(tenantId, '1.0', { kid: first.kid })
    expect(await outcomeWith({ header: { kid: first.kid } })).toBe('accepted')
    expect(await outcomeWith({ signWith: first })).toBe('accepted')
    azure.world.entra.misbehave('duplicate_kid')
    expect(await outcome(await issue(), {})).toBe('key_not_found')
  })

  test('AZ-30 n and e are the key, whatever a certificate says', async () => {
    await azure.world.entra.addKey(tenantId, '1.0', { x5c: ['AAAA'] })
    expect(await outcomeWith({})).toBe('accepted')
  })

  test('a key of 1024 bits is not used', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const weak: SigningKey = { kid: 'weak', privateKey, publicKey, publicJwk: publicKey.export({ format: 'jwk' }) }
    await azure.world.entra.addKey(tenantId, '1.0', { ...weak.publicJwk, kid: 'weak' })
    expect(await outcomeWith({ signWith: weak })).toBe('key_not_found')
  })

  test('a token of another algorithm family is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const { kid } = await azure.world.entra.currentKey(tenantId)
    expect(await outcome(await new SignJWT({ oid, tid: tenantId }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey))).toBe(
      'signature_invalid',
    )
  })
})

describe('shape', () => {
  test('AZ-31 16 KB of groups are fine, 65 KB are too large before any cryptography', async () => {
    const groups = Array.from({ length: 200 }, () => randomUUID())
    expect(await outcomeWith({ overrides: { groups, roles: groups } })).toBe('accepted')
    await expect(outcomeWith({ overrides: { padding: 'x'.repeat(65_536) } })).rejects.toMatchObject({ code: 'too_large' })
  })

  test('AZ-38 the token must be standard base64 of a compact token', async () => {
    const token = await issue()
    const base64 = Buffer.from(token).toString('base64')
    const spoilt = [
      token,
      Buffer.from(base64).toString('base64'),
      `${base64}!`,
      ` ${base64}`,
      `${base64}\n`,
      Buffer.from(`Bearer ${token}`).toString('base64'),
      Buffer.from(`${token} `).toString('base64'),
      Buffer.from(`${token},${token}`).toString('base64'),
      Buffer.from('{"payload":"e30"}').toString('base64'),
      '',
      5,
      null,
    ]
    for (const jwt of spoilt) expect(azure.provider.proofSchema.safeParse({ jwt }).success).toBe(false)
    expect(azure.provider.proofSchema.safeParse({ jwt: base64, tenantId }).success).toBe(false)
  })

  test('JWT-34 a name that stands twice is refused, escaped or not', async () => {
    expect(await outcomeWith({ duplicates: { oid } })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', `{"\\u006fid":"${randomUUID()}",`) })).toBe('signature_invalid')
  })

  test('JWT-32 JWT-36 NUL, broken characters and deep nesting are refused', async () => {
    expect(await outcomeWith({ overrides: { name: 'a\u0000b' } })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', '{"x":"\\ud800",') })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)},`) })).toBe(
      'signature_invalid',
    )
    expect(await outcomeWith({ payloadText: () => 'null' })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: () => '[]' })).toBe('signature_invalid')
  })

  test('JWT-35 inherited names are no claims', async () => {
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', '{"__proto__":{"scp":"x"},').replace('"oid"', '"oid_"') })).toBe(
      'principal_not_trusted',
    )
  })
})
