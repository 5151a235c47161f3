import type { ParsedIdentity } from '@bonafide/core'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import type { OidcConfig } from './schema.ts'
import { useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, trusting, verify } = oidc

const hashOf = async (token: string, known: ParsedIdentity<OidcConfig> = trusting()) => {
  const verification = await verify(token, [known])
  expect(outcomeOf(verification)).toBe('accepted')
  expect(verification.proofHash).toHaveLength(32)
  return Buffer.from(verification.proofHash).toString('hex')
}

describe('what makes a token one token', () => {
  test('JWT-37 its id: the same in another token is the same, in whatever account', async () => {
    const [one, same, other] = [issue({ claims: { jti: 'a' } }), issue({ claims: { jti: 'a', x: 1 } }), issue({ claims: { jti: 'b' } })]
    const hash = await hashOf(one)
    expect(await hashOf(same)).toBe(hash)
    expect(await hashOf(other)).not.toBe(hash)
    expect(await hashOf(one, trusting({ singleUse: 'jti' }))).toBe(hash)
  })

  test('JWT-37 the same id of two issuers is two', async () => {
    const issuer = oidc.addIssuer('https://other.example.test')
    const theirs = issue({ claims: { jti: 'a' } }, issuer)
    expect(await hashOf(theirs, trusting({ issuer: issuer.issuer }))).not.toBe(await hashOf(issue({ claims: { jti: 'a' } })))
  })

  test('JWT-37 whoever uploads keys of their own for the same issuer uses up nobody else’s ids', async () => {
    const forger = oidc.world.issuer.strangersKey()
    const theirs = trusting({ keySource: 'uploaded', jwks: JSON.stringify({ keys: [forger.published] }) })
    const forged = issue({ key: forger, claims: { jti: 'a' } })
    expect(await hashOf(forged, theirs)).not.toBe(await hashOf(issue({ claims: { jti: 'a' } })))
  })

  test('JWT-37 an id cannot be written so that it is one of another issuer', async () => {
    const { proofHash } = await verify(issue({ claims: { iss: 'a\nb', jti: 'c' } }))
    expect((await verify(issue({ claims: { iss: 'a', jti: 'b\nc' } }))).proofHash).not.toEqual(proofHash)
  })

  test('without an id it is what was signed, however the signature is written', async () => {
    const key = oidc.world.issuer.addKey('ES256')
    const known = trusting({ algorithms: ['ES256'], singleUse: 'proof' })
    const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
    const token = issue({ key, claims: { jti: undefined } })
    const bytes = Buffer.from(token.split('.')[2] ?? '', 'base64url')
    const half = (order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0')
    const twin = Buffer.concat([bytes.subarray(0, 32), Buffer.from(half, 'hex')]).toString('base64url')
    const again = [...token.split('.').slice(0, 2), twin].join('.')
    expect(again).not.toBe(token)
    expect(await hashOf(again, known)).toBe(await hashOf(token, known))
  })
})

test.each([undefined, null, '', 5, ['a'], {}, 'j'.repeat(1025)])(
  'JWT-37 where each id counts once, jti %# is refused, nobody asked',
  async (jti) => {
    const verification = await verify(issue({ claims: { jti } }), [trusting({ singleUse: 'jti' })])
    expect([outcomeOf(verification), verification.principal]).toEqual(['replayed', null])
    expect(oidc.world.calls).toEqual([])
    expect(outcomeOf(await verify(issue({ claims: { jti } }), [trusting({ singleUse: 'proof' })]))).toBe('accepted')
  },
)

test('single use is what the identity says', () => {
  const singleUse = (config: Record<string, unknown>) => oidc.provider.singleUse(trusting(config).config)
  expect([singleUse({}), singleUse({ singleUse: 'jti' }), singleUse({ singleUse: 'proof' })]).toEqual([false, true, true])
})

test('a proof is remembered until it could not be accepted any more', async () => {
  const { proofEndsAt } = await verify(issue({ lifetimeSeconds: 300 }))
  expect(proofEndsAt).toBeGreaterThan(oidc.world.runtime.now() + 330_000)
})
