import { createHmac } from 'node:crypto'
import type { IssuerAlgorithm } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { subject, useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, outcome, outcomeWith, verify, trusting } = oidc

const everyAlgorithm: IssuerAlgorithm[] = ['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA']
const elliptic: IssuerAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA']
const encoded = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

describe('algorithms', () => {
  test.each(everyAlgorithm)('JWT-14 a token signed with %s is accepted where the identity lists it, and only there', async (algorithm) => {
    const key = oidc.world.issuer.addKey(algorithm)
    const token = issue({ key })
    expect(await outcome(token, { algorithms: [algorithm] })).toBe('accepted')
    expect(await outcome(token, { algorithms: everyAlgorithm.filter((other) => other !== algorithm) })).toBe('signature_invalid')
    expect(oidc.world.issuer.requests).toHaveLength(2)
  })

  test.each(['none', 'None', 'nOnE', '', undefined, 5, null, ['RS256'], 'RS512', 'ES256K', 'HS256'])(
    'JWT-01 alg %j is refused, nobody asked',
    async (alg) => {
      for (const key of ['none', 'hmac', undefined] as const) expect(await outcomeWith({ key, header: { alg } })).toBe('signature_invalid')
      expect(oidc.world.calls).toEqual([])
    },
  )

  test('JWT-01 a token without a signature is refused, whatever it says of it', async () => {
    const [header, claims] = issue().split('.')
    expect(await outcome(`${header}.${claims}.`)).toBe('signature_invalid')
    expect(oidc.world.calls).toEqual([])
  })

  test.each(['RS256', 'ES256'] as const)('JWT-02 the public %s key is no HMAC secret, however it is written', async (algorithm) => {
    const { publicKey, published, kid } = oidc.world.issuer.addKey(algorithm)
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const secrets = [
      pem,
      ` ${pem}`,
      `\n${pem}`,
      pem.trimEnd(),
      publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(published),
    ]
    for (const hash of ['256', '384', '512']) {
      for (const secret of secrets) {
        for (const alg of [`HS${hash}`, algorithm]) {
          const signed = `${encoded({ alg, kid, typ: 'JWT' })}.${issue().split('.')[1]}`
          const mac = createHmac(`sha${hash}`, secret).update(signed).digest('base64url')
          expect(await outcome(`${signed}.${mac}`)).toBe('signature_invalid')
        }
      }
    }
  })

  test.each([
    { alg: 'PS256' },
    { use: 'enc' },
    { key_ops: ['encrypt'] },
    { key_ops: [] },
    { use: ['sig'] },
    { alg: 'RS512' },
    { kty: 'EC' },
  ])('JWT-03 a published key that says %j does not verify RS256', async (members) => {
    Object.assign(oidc.world.issuer.addKey().published, members)
    expect(await outcomeWith({}, { algorithms: everyAlgorithm })).toBe('key_not_found')
  })

  test('JWT-03 a header of another family than the key it names is refused', async () => {
    const { kid } = oidc.world.issuer.addKey('RS256')
    for (const algorithm of elliptic) {
      const key = oidc.world.issuer.strangersKey(algorithm)
      expect(await outcomeWith({ key, header: { kid } }, { algorithms: everyAlgorithm })).toBe('key_not_found')
    }
  })

  test.each(['PS512', 'RS384', 'RS1', 'EdDSA', 'PS256'])(
    'JWT-04 %s is refused by an identity that does not list it, the key silent',
    async (alg) => {
      delete oidc.world.issuer.addKey().published.alg
      expect(await outcomeWith({ header: { alg } }, { algorithms: ['RS256'] })).toBe('signature_invalid')
      expect(oidc.world.calls).toEqual([])
    },
  )

  test('JWT-04 one RSA key signs either padding, but each is what its header says', async () => {
    const key = oidc.world.issuer.addKey('RS256')
    delete key.published.alg
    const algorithms = ['RS256', 'PS256']
    expect(await outcomeWith({ key: { ...key, algorithm: 'PS256' } }, { algorithms })).toBe('accepted')
    expect(await outcomeWith({ key, header: { alg: 'PS256' } }, { algorithms })).toBe('signature_invalid')
    expect(await outcomeWith({ key: { ...key, algorithm: 'PS256' }, header: { alg: 'RS256' } }, { algorithms })).toBe('signature_invalid')
  })
})

describe('headers', () => {
  test.each([
    { jwk: {} },
    { x5c: ['MII'] },
    { jku: 'https://evil.test/' },
    { x5u: 'https://evil.test/' },
    { crit: ['exp'] },
    { crit: [] },
    { crit: 'b64' },
    { crit: ['alg', 'alg'] },
    { crit: ['toString'] },
    { crit: ['http://example.test/unknown'] },
    { b64: false },
    { b64: false, crit: ['b64'] },
    { zip: 'DEF' },
    { cty: 'JWT' },
    { enc: 'A256GCM' },
  ])('JWT-05 JWT-06 JWT-07 JWT-08 a header with %j is refused, nobody asked', async (header) => {
    expect(await outcomeWith({ header })).toBe('signature_invalid')
    expect(oidc.world.calls).toEqual([])
  })

  test('JWT-05 a key in the header does not verify what it signed', async () => {
    const key = oidc.world.issuer.strangersKey()
    expect(await outcomeWith({ key, header: { jwk: key.published } })).toBe('signature_invalid')
    expect(await outcomeWith({ key })).toBe('key_not_found')
    expect(await outcomeWith({ key, header: { kid: oidc.world.issuer.keys[0]?.kid } })).toBe('signature_invalid')
  })

  test('JWT-08 a detached payload is refused', async () => {
    const [header, , signature] = issue().split('.')
    expect(await outcome(`${header}..${signature}`)).toBe('signature_invalid')
  })

  test.each(['dpop+jwt', 'logout+jwt', 'secevent+jwt', 'at+jwt', 'JOSE', 'application/at+jwt', 'JWT '])(
    'JWT-21 typ %j is refused',
    async (typ) => {
      expect(await outcomeWith({ header: { typ } })).toBe('token_type_not_allowed')
    },
  )

  test.each([5, null, ['JWT'], {}, '', true, 'J'.repeat(300)])('JWT-21 a typ that is no text (%j) does not pass for none', async (typ) => {
    expect(await outcomeWith({ header: { typ } })).toBe('signature_invalid')
    expect(oidc.world.calls).toEqual([])
  })

  test('JWT-21 the types that an identity lists are accepted, in any case, and none is JWT', async () => {
    for (const typ of ['JWT', 'jwt', undefined, 'application/jwt']) expect(await outcomeWith({ header: { typ } })).toBe('accepted')
    expect(await outcomeWith({ header: { typ: 'AT+JWT' } }, { tokenTypes: ['at+jwt'] })).toBe('accepted')
    expect(await outcomeWith({ header: { typ: undefined } }, { tokenTypes: ['at+jwt'] })).toBe('token_type_not_allowed')
  })
})

describe('signatures', () => {
  test.each(elliptic)('JWT-10 a signature of %s that is zero, cut, long or DER is refused', async (algorithm) => {
    const key = oidc.world.issuer.addKey(algorithm)
    const zeroHalf = (half: 0 | 1) => (bytes: Buffer) => {
      const changed = Buffer.from(bytes)
      return changed.fill(0, half * (bytes.length / 2), (half + 1) * (bytes.length / 2))
    }
    const changes: ((bytes: Buffer) => Buffer)[] = [
      (bytes) => Buffer.alloc(bytes.length),
      zeroHalf(0),
      zeroHalf(1),
      (bytes) => bytes.subarray(1),
      (bytes) => bytes.subarray(0, -1),
      (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]),
      (bytes) => Buffer.concat([Buffer.alloc(1), bytes]),
      (bytes) => Buffer.concat([Buffer.from([0x30, bytes.length]), bytes]),
      (bytes) => Buffer.alloc(bytes.length, 0xff),
      () => Buffer.alloc(1),
      () => Buffer.alloc(10_000),
    ]
    for (const signature of changes) expect(await outcomeWith({ key, signature }, { algorithms: [algorithm] })).toBe('signature_invalid')
    expect(await outcomeWith({ key }, { algorithms: [algorithm] })).toBe('accepted')
  })

  test('a changed claim breaks the signature', async () => {
    const [header, claims = '', signature] = issue({ claims: { sub: 'repo:evil/shop' } }).split('.')
    const forged = encoded({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: subject })
    expect(await outcome([header, forged, signature].join('.'))).toBe('signature_invalid')
  })

  test.each(everyAlgorithm)('a token of %s costs one verification whether the account is known or not', async (algorithm) => {
    const key = oidc.world.issuer.addKey(algorithm)
    for (const token of [issue({ key }), issue({ key, signature: () => Buffer.alloc(3) })])
      expect(await verify(token, [])).toMatchObject({ principal: null, judgements: [] })
    expect(oidc.world.calls).toEqual([])
  })

  test('a refusal vouches for nobody, and skips what comes after it', async () => {
    const key = oidc.world.issuer.strangersKey()
    const verification = await verify(issue({ key }), [trusting()])
    expect(verification.principal).toBeNull()
    expect(outcomeOf(verification)).toBe('key_not_found')
    expect(verification.judgements[0]?.steps.slice(-2).map(({ status }) => status)).toEqual(['skipped', 'skipped'])
  })
})
