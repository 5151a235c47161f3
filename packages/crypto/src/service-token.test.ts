import { describe, expect, it } from 'vitest'
import { newKeyPair } from './key-pairs.ts'
import { formatToken, hashBearerValue, mintToken, newBearerValue, parseBearerValue, parseToken, tokenKeyPair } from './service-token.ts'
import { codeOf, randomBytes } from './testing.ts'

describe('tokens', () => {
  const keyPair = newKeyPair(randomBytes)

  it('TOK-01 a thousand minted tokens have the documented shape and share no random field', () => {
    const minted = Array.from({ length: 1_000 }, () => mintToken('pss_service:v2', keyPair, randomBytes))
    for (const { token } of minted) expect(token).toMatch(/^pss_service:v2:([0-9a-f]{64}:){3}[0-9a-f]{64}$/)
    const fields = minted.flatMap(({ value, share0, wrapKey }) => [value, share0, wrapKey])
    expect(new Set(fields).size).toBe(3_000)
  })

  it('give the holder the key pair back, together with the share the server keeps', () => {
    const { token, wrappedKeyShare } = mintToken('pss_user:v1', keyPair, randomBytes)
    expect(tokenKeyPair(parseToken(token), wrappedKeyShare)).toEqual(keyPair)
    expect(formatToken(parseToken(token))).toBe(token)
  })

  it('TOK-04 in any other spelling are refused', () => {
    const { token } = mintToken('pss_service:v2', keyPair, randomBytes)
    const others = [
      '',
      token.slice(0, -1),
      `${token}0`,
      `${token}:`,
      `${token}\n`,
      ` ${token}`,
      token.replace('v2', 'V2'),
      token.replace('v2', 'v3'),
      token.replace('pss_service', 'pss_other'),
      token.replace('pss_service:v2', 'pss_user:v2'),
      token.toUpperCase(),
      token.replace(/[0-9a-f](?=[0-9a-f]{10}$)/, 'A'),
      token.replace(/[0-9a-f]$/, '\0'),
      token.replace(/[0-9a-f]$/, '１'),
      token.replace(/:[0-9a-f]{64}$/, ''),
      `${token}${token}`,
      'a'.repeat(1_000_000),
    ]
    for (const other of others) expect(codeOf(() => parseToken(other))).toBe('malformed_token')
  })

  it('TOK-04 bearer values in any other spelling are refused', () => {
    const value = newBearerValue(randomBytes)
    expect(parseBearerValue(value)).toBe(value)
    const others = [
      '',
      value.slice(1),
      `${value}0`,
      `${value}\n`,
      ` ${value.slice(1)}`,
      'A'.repeat(64),
      '１'.repeat(64),
      '\0'.repeat(64),
      'a'.repeat(1_000_000),
    ]
    for (const other of others) expect(codeOf(() => parseBearerValue(other))).toBe('malformed_token')
  })

  it('are kept by their SHA-256 alone', () => {
    // FIPS 180-4 example: SHA-256("abc").
    expect(hashBearerValue('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('are not quoted by the error that refuses them', () => {
    const { token, value } = mintToken('pss_service:v2', keyPair, randomBytes)
    expect(() => parseToken(`${token}!`)).toThrow(expect.not.objectContaining({ message: expect.stringContaining(value) }))
  })
})
