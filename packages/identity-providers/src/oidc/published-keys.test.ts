import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { oidcConfigSchema } from './schema.ts'
import { audience, issuerUrl, subject, useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, outcome, outcomeWith, trusting, verify } = oidc

const algorithms = ['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA']
const base64Url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' })

describe('keys that are none', () => {
  test.each([
    [
      'a point beside its curve',
      { kty: 'EC', crv: 'P-256', x: base64Url(Buffer.alloc(32, 1)), y: base64Url(Buffer.alloc(32, 2)) },
      'ES256',
    ],
    ['the point at nowhere', { kty: 'EC', crv: 'P-256', x: base64Url(Buffer.alloc(32)), y: base64Url(Buffer.alloc(32)) }, 'ES256'],
    [
      'coordinates of another length',
      { kty: 'EC', crv: 'P-384', x: base64Url(Buffer.alloc(32, 1)), y: base64Url(Buffer.alloc(32, 2)) },
      'ES384',
    ],
    ['secp256k1', { ...jwkOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey) }, 'ES256'],
    ['Ed448', { ...jwkOf(generateKeyPairSync('ed448').publicKey) }, 'EdDSA'],
    ['X25519', { ...jwkOf(generateKeyPairSync('x25519').publicKey) }, 'EdDSA'],
    ['a curve by inheritance', { kty: 'EC', crv: 'constructor', x: 'AA', y: 'AA' }, 'ES256'],
    ['a small point', { kty: 'OKP', crv: 'Ed25519', x: base64Url(Buffer.alloc(32)) }, 'EdDSA'],
    ['the neutral point', { kty: 'OKP', crv: 'Ed25519', x: base64Url(Buffer.from([1, ...Array(31).fill(0)])) }, 'EdDSA'],
    ['the neutral point, signed', { kty: 'OKP', crv: 'Ed25519', x: base64Url(Buffer.from([1, ...Array(30).fill(0), 0x80])) }, 'EdDSA'],
    ['RSA of 512 bits', { ...jwkOf(generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey) }, 'RS256'],
    ['RSA of 1024 bits', { ...jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey) }, 'RS256'],
    [
      'RSA of 2048 bits, most of them zero',
      { kty: 'RSA', n: base64Url(Buffer.from([...Array(128).fill(0), ...Array(128).fill(0xff)])), e: 'AQAB' },
      'RS256',
    ],
    ['RSA of 16384 bits', { kty: 'RSA', n: base64Url(Buffer.alloc(2048, 0xff)), e: 'AQAB' }, 'RS256'],
    ['a shared secret', { kty: 'oct', k: base64Url(Buffer.alloc(32, 7)) }, 'RS256'],
  ] as const)('JWT-11 JWT-12 JWT-13 %s verifies nothing, and the keys beside it go on', async (_, jwk, alg) => {
    const { issuer } = oidc.world
    issuer.moreKeys = [
      { ...jwk, kid: 'odd', alg, use: 'sig' },
      { ...jwk, kid: 'odd' },
    ]
    const config = { algorithms }
    for (const key of issuer.keys) expect(await outcomeWith({ key }, config)).toBe('accepted')
    const forged = issue({ header: { kid: 'odd', alg }, signature: () => Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]) })
    expect(await outcome(forged, config)).toBe('key_not_found')
  })

  test.each(['AQ', 'Ag', 'AA', '', 'AQAAAAAB', 'AAAB', '=', 'AQAC'])('JWT-12 an RSA key with the exponent %j is not used', async (e) => {
    oidc.world.issuer.addKey().published.e = e
    expect(await outcomeWith({})).toBe('key_not_found')
  })

  test('JWT-13 a published private key is not used, and the administrator reads of it', async () => {
    const leaked = oidc.world.issuer.addKey('ES256')
    Object.assign(leaked.published, jwkOf(leaked.privateKey))
    const verification = await verify(issue({ key: leaked }), [trusting({ algorithms })])
    expect([outcomeOf(verification), verification.principal]).toEqual(['key_not_found', null])
    const good = await verify(issue({ key: oidc.world.issuer.keys[0] }))
    expect(outcomeOf(good)).toBe('accepted')
    for (const { judgements } of [verification, good]) {
      const said = JSON.stringify(judgements)
      expect(said).toContain('publishes a private key')
      expect(said).not.toContain(String(leaked.published.d))
    }
  })
})

describe('uploaded keys', () => {
  const upload = (jwks: unknown) => ({ keySource: 'uploaded', jwks: typeof jwks === 'string' ? jwks : JSON.stringify(jwks) })
  const save = (jwks: unknown) =>
    oidcConfigSchema.safeParse({ issuer: issuerUrl, audiences: [audience], subjects: [subject], ...upload(jwks) })

  test('verify without anybody being asked, also for an issuer without TLS', async () => {
    const { published } = oidc.world.issuer.keys[0] ?? {}
    expect(await outcomeWith({}, upload({ keys: [published] }))).toBe('accepted')
    expect(await outcomeWith({ key: oidc.world.issuer.strangersKey() }, upload({ keys: [published] }))).toBe('key_not_found')
    const issuer = 'http://cluster.local'
    expect(await outcomeWith({ claims: { iss: issuer } }, { issuer, ...upload({ keys: [published] }) })).toBe('accepted')
    expect(oidc.world.calls).toEqual([])
  })

  test('JWT-17 of many a token must name one', async () => {
    const keys = Array.from({ length: 6 }, () => oidc.world.issuer.addKey('ES256').published)
    const config = { ...upload({ keys: [oidc.world.issuer.keys[0]?.published, ...keys] }), algorithms }
    expect(await outcomeWith({ header: { kid: undefined } }, config)).toBe('key_not_found')
    expect(await outcomeWith({}, config)).toBe('accepted')
  })

  test('JWT-74 a private key cannot be saved, wherever it stands, and no answer repeats it', () => {
    const { privateKey, published } = oidc.world.issuer.addKey('ES256')
    const secret = jwkOf(privateKey)
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    for (const document of [
      { keys: [secret] },
      { keys: [published, secret] },
      { keys: [published, [secret]] },
      { keys: [{ ...published, more: secret }] },
      { keys: [published], ...secret },
      { keys: [published], old: { keys: [secret] } },
      { keys: [published], note: pem },
      { keys: [{ ...published, x5c: [pem] }] },
      { keys: [published, { kty: 'oct', k: secret.d }] },
      { keys: [{ ...published, d: null }] },
    ]) {
      const { success, error } = save(document)
      expect(success).toBe(false)
      expect(String(error)).toContain('must hold public keys alone')
      expect(String(error) + JSON.stringify(error)).not.toContain(secret.d)
    }
    for (const text of [pem, `${pem}${JSON.stringify({ keys: [published] })}`]) expect(save(text).success).toBe(false)
  })

  test('JWT-74 nor as a certificate authority', () => {
    const pem = oidc.world.issuer.addKey('ES256').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    const save = (certificateAuthority: unknown) =>
      oidcConfigSchema.safeParse({ issuer: issuerUrl, audiences: [audience], subjects: [subject], certificateAuthority })
    expect(save(certificate).success).toBe(true)
    for (const text of [pem, certificate + pem, pem + certificate, certificate.repeat(11), '', 'x', 5, [certificate]]) {
      const { success, error } = save(text)
      expect(success).toBe(false)
      expect(String(error)).not.toContain(pem.slice(40, 100))
    }
  })

  test.each([
    '',
    '{}',
    '[]',
    'null',
    '{"keys":{}}',
    '{"keys":[]}',
    '{"keys":["x"]}',
    '{"keys":[],"keys":[{"kty":"RSA"}]}',
    JSON.stringify({ keys: Array(1001).fill({ kty: 'RSA' }) }),
    `{"keys":[${'['.repeat(5000)}${']'.repeat(5000)}]}`,
    ' '.repeat(262_145),
  ])('JWT-74 a key set such as %# cannot be saved', (jwks) => expect(save(jwks).success).toBe(false))

  test('a quarter of a megabyte is read in a moment', () => {
    const text = `{"keys":[{"kty":"RSA","note":"${'\\"'.repeat(130_000)}"}]}`
    const startedAt = performance.now()
    expect(save(text).success).toBe(true)
    expect(save(`{"keys":[${'{"kty":"RSA"},'.repeat(999)}{"kty":"EC"}]}`).success).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})
