import { createHash, createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { newSigningKey, signJwt } from './signing-keys.ts'

const claims = { iss: 'https://issuer.example', sub: 'ü', list: [1, 'two'] }

test('a token is what was said, signed with the key that it names, and with no other', async () => {
  const { publicKey, privateKey } = await newSigningKey()
  const other = await newSigningKey()
  const [header = '', payload = '', signature = ''] = (await signJwt(claims, publicKey.kid, privateKey)).split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT', kid: publicKey.kid })
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual(claims)
  const isSignedBy = (jwk: object) =>
    verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key: { ...jwk }, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    )
  expect(isSignedBy(publicKey)).toBe(true)
  expect(isSignedBy(other.publicKey)).toBe(false)
  expect(`${header}${payload}${signature}`).toMatch(/^[\w-]+$/)
})

test('the public half has 2048 bits, is named by its thumbprint (RFC 7638), and holds nothing else', async () => {
  const { publicKey } = await newSigningKey()
  const { kid, n, e, ...rest } = publicKey
  expect(rest).toEqual({ kty: 'RSA', use: 'sig', alg: 'RS256' })
  expect(Buffer.from(n, 'base64url')).toHaveLength(256)
  expect(e).toBe('AQAB')
  expect(kid).toBe(createHash('sha256').update(`{"e":"${e}","kty":"RSA","n":"${n}"}`).digest('base64url'))
})

test('what is no private key signs nothing', async () => {
  await expect(signJwt(claims, 'kid', 'bm90IGEga2V5')).rejects.toThrow()
  await expect(signJwt(claims, 'kid', 'not base64')).rejects.toThrow()
})
