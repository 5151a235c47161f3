import { createPublicKey, sign, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { deriveSigningKey } from './derived-key.ts'

const secret = new Uint8Array(32).map((_, index) => (index * 7 + 3) % 256)

it('one secret and label always give the same RSA-2048 key, and it signs', async () => {
  const [first, again] = [await deriveSigningKey(secret, 'entra 0'), await deriveSigningKey(secret, 'entra 0')]
  expect(again.privateKey.equals(first.privateKey)).toBe(true)
  expect(first.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65_537n })
  const text = Buffer.from('a token')
  const published = createPublicKey({ key: { kty: 'RSA', ...first.publicJwk }, format: 'jwk' })
  expect(verify('sha256', text, published, sign('sha256', text, again.privateKey))).toBe(true)
})

it('another secret or label gives another key', async () => {
  const keys = [
    await deriveSigningKey(secret, 'entra 0'),
    await deriveSigningKey(secret, 'entra 1'),
    await deriveSigningKey(
      secret.map((byte) => byte ^ 1),
      'entra 0',
    ),
  ]
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3)
})
