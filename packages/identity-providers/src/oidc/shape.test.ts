import { describe, expect, test } from 'vitest'
import { jwtProofSchema } from '../jwt-proof.ts'
import { useOidc } from './testing.ts'

const { issue, outcome } = useOidc()

describe('shape', () => {
  const wrapped = (token: string) => ({ jwt: Buffer.from(token).toString('base64') })

  test('JWT-19 a token of 40 KB is read, one over 64 KB is too large before anything is decoded', async () => {
    const token = issue({ claims: { note: 'x'.repeat(30_000) } })
    expect(jwtProofSchema.parse(wrapped(token))).toEqual({ token })
    expect(await outcome(token)).toBe('accepted')
    for (const size of [65_540, 1024 * 1024])
      expect(() => jwtProofSchema.parse({ jwt: 'A'.repeat(Math.ceil(size / 3) * 4) })).toThrow(
        expect.objectContaining({ code: 'too_large' }),
      )
  })

  test('JWT-22 a token in any other wrapping is no token', () => {
    const token = issue()
    for (const text of [`Bearer ${token}`, ` ${token}`, `${token} `, `${token}\n`, `${token},${token}`, `jwt=${token}`, `"${token}"`, ''])
      expect(jwtProofSchema.safeParse(wrapped(text)).success).toBe(false)
    for (const value of [token, [wrapped(token)], { jwt: token }, { jwt: [wrapped(token).jwt] }, { ...wrapped(token), more: 1 }])
      expect(jwtProofSchema.safeParse(value).success).toBe(false)
  })

  test('JWT-09 JSON serialisations are no tokens', () => {
    const [protectedHeader, payload, signature] = issue().split('.')
    const flattened = { protected: protectedHeader, payload, signature }
    const general = { payload, signatures: [flattened, { ...flattened, header: { alg: 'none' } }] }
    for (const form of [flattened, general]) {
      expect(jwtProofSchema.safeParse(form).success).toBe(false)
      expect(jwtProofSchema.safeParse({ jwt: form }).success).toBe(false)
      expect(jwtProofSchema.safeParse(wrapped(JSON.stringify(form))).success).toBe(false)
    }
  })

  test('what a refused shape is told holds no part of the token', () => {
    const token = issue()
    const said = JSON.stringify(jwtProofSchema.safeParse(wrapped(`Bearer ${token}`)).error)
    for (const part of token.split('.')) expect(said).not.toContain(part)
  })
})
