import { createPublicKey, sign, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { deriveIssuerKey } from './oidc-keys.ts'

const secret = new Uint8Array(32).map((_, index) => (index * 7 + 3) % 256)

it('one secret always gives the same P-256 key, and it signs', () => {
  const [first, again] = [deriveIssuerKey(secret), deriveIssuerKey(secret)]
  expect(again.privateKey.equals(first.privateKey)).toBe(true)
  expect(first.published).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: again.kid })
  expect(first.published).not.toHaveProperty('d')
  const text = Buffer.from('a token')
  const published = createPublicKey({ key: first.published, format: 'jwk' })
  expect(verify('sha256', text, published, sign('sha256', text, again.privateKey))).toBe(true)
})

it('another secret gives another key', () => {
  const other = deriveIssuerKey(secret.map((byte) => byte ^ 1))
  expect(other.kid).not.toBe(deriveIssuerKey(secret).kid)
})
