import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encryptTo } from './asymmetric.ts'
import { decodeHex, encodeHex } from './bytes.ts'
import { seedKeyPair } from './key-pairs.ts'
import { createServerKeyring } from './server-keys.ts'
import { newServerSecret, parseServerSecrets } from './server-secrets.ts'
import { codeOf, lowOrderPoints, randomBytes, withOtherCharacter } from './testing.ts'

const place = 'service_account_keyring:1'

describe('server keys', () => {
  const secret = newServerSecret(randomBytes)
  const keyring = createServerKeyring(secret)

  it('wrap and unwrap any text in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1 }), (text, where) => {
        const wrapped = keyring.wrap(text, where, randomBytes)
        expect(wrapped).toMatch(/^bf:v1:[0-9a-f]{8}:[A-Za-z0-9+/]+={0,2}$/)
        expect(keyring.unwrap(wrapped, where)).toBe(text)
      }),
    )
  })

  it('are named by the SHA-256 of their public key', async () => {
    const { publicKey } = seedKeyPair(secret)
    const hash = await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(decodeHex(publicKey)))
    expect(keyring.currentKeyId).toBe(encodeHex(new Uint8Array(hash)).slice(0, 8))
    expect(keyring.publicKey).toBe(publicKey)
    expect(keyring.keyIdOf(keyring.wrap('text', place, randomBytes))).toBe(keyring.currentKeyId)
  })

  it('SEC-47 a wrapped value moved to another row or column does not open', () => {
    const wrapped = keyring.wrap('text', place, randomBytes)
    for (const elsewhere of ['service_account_keyring:2', 'credential:1', `${place} `]) {
      expect(codeOf(() => keyring.unwrap(wrapped, elsewhere))).toBe('decryption_failed')
    }
  })

  it('SEC-57 a fingerprint tells equal secrets of one place, and nothing across places or keys', () => {
    const fingerprint = keyring.fingerprint('secret', 'credential_secret:1')
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(keyring.fingerprint('secret', 'credential_secret:1')).toBe(fingerprint)
    expect(createServerKeyring(`${secret},${newServerSecret(randomBytes)}`).fingerprint('secret', 'credential_secret:1')).toBe(fingerprint)
    const others = [
      keyring.fingerprint('secret ', 'credential_secret:1'),
      keyring.fingerprint('secret', 'credential_secret:2'),
      keyring.fingerprint('', 'credential_secret:1secret'),
      createServerKeyring(newServerSecret(randomBytes)).fingerprint('secret', 'credential_secret:1'),
    ]
    for (const other of others) expect(other).not.toBe(fingerprint)
  })

  it('a value that says nothing about its place is refused', () => {
    expect(codeOf(() => keyring.wrap('text', '', randomBytes))).toBe('missing_associated_data')
  })

  it('SEC-49 a wrapped value changed, cut or extended anywhere fails with one error', () => {
    const wrapped = keyring.wrap('text', place, randomBytes)
    const keyIdAt = 'bf:v1:'.length
    for (let index = 0; index < wrapped.length; index++) {
      // Another key id is another key's value: said so, because the operator must then look for that key.
      const expected = index >= keyIdAt && index < keyIdAt + 8 ? 'unknown_key' : 'decryption_failed'
      expect(codeOf(() => keyring.unwrap(withOtherCharacter(wrapped, index), place))).toBe(expected)
      expect(codeOf(() => keyring.unwrap(wrapped.slice(0, index), place))).toBe('decryption_failed')
      expect(codeOf(() => keyring.unwrap(`${wrapped.slice(0, index)} ${wrapped.slice(index)}`, place))).toBe('decryption_failed')
    }
    for (const behind of ['=', '\n', 'AAAA', ':']) expect(codeOf(() => keyring.unwrap(wrapped + behind, place))).toBe('decryption_failed')
  })

  it.each(['bf:v0:', 'bf:v2:', 'ph:v1:', ''])('SEC-51 a value of another version is refused: %j', (prefix) => {
    const wrapped = keyring.wrap('text', place, randomBytes).replace('bf:v1:', prefix)
    expect(codeOf(() => keyring.unwrap(wrapped, place))).toBe('decryption_failed')
    expect(codeOf(() => keyring.keyIdOf(wrapped))).toBe('decryption_failed')
  })

  it('SEC-57 equal texts are never wrapped alike', () => {
    const payloads = Array.from({ length: 100 }, () => keyring.wrap('same', place, randomBytes).slice(15, 30))
    expect(new Set(payloads).size).toBe(100)
  })

  it('SEC-53 a key that moved down the list still opens what it wrapped, and new values name the first', () => {
    const next = newServerSecret(randomBytes)
    const both = createServerKeyring(`${next},${secret}`)
    const old = keyring.wrap('text', place, randomBytes)
    expect(both.unwrap(old, place)).toBe('text')
    expect(both.keyIds).toEqual([createServerKeyring(next).currentKeyId, keyring.currentKeyId])
    expect(both.keyIdOf(both.wrap('text', place, randomBytes))).toBe(both.currentKeyId)
    expect(codeOf(() => createServerKeyring(next).unwrap(old, place))).toBe('unknown_key')
  })

  it('open what a client encrypted to any of them, and nothing else', () => {
    const both = createServerKeyring(`${newServerSecret(randomBytes)},${secret}`)
    expect(both.openFromClient(encryptTo(both.publicKey, 'new', randomBytes))).toBe('new')
    expect(both.openFromClient(encryptTo(keyring.publicKey, 'old', randomBytes))).toBe('old')
    const stranger = createServerKeyring(newServerSecret(randomBytes)).publicKey
    expect(codeOf(() => both.openFromClient(encryptTo(stranger, 'text', randomBytes)))).toBe('decryption_failed')
    expect(codeOf(() => both.openFromClient('text'))).toBe('malformed_ciphertext')
    const forged = encryptTo(both.publicKey, 'text', randomBytes)
      .replace(both.publicKey, '')
      .replace(/[0-9a-f]{64}/, lowOrderPoints[1] ?? '')
    expect(codeOf(() => both.openFromClient(forged))).toBe('weak_public_key')
  })

  it('SEC-54 a wrong but well-formed key is noticed by the stored check', () => {
    const check = keyring.makeKeyCheck(randomBytes)
    keyring.verifyKeyCheck(check)
    createServerKeyring(`${newServerSecret(randomBytes)},${secret}`).verifyKeyCheck(check)
    expect(codeOf(() => createServerKeyring(newServerSecret(randomBytes)).verifyKeyCheck(check))).toBe('unknown_key')
    expect(codeOf(() => keyring.verifyKeyCheck(keyring.wrap('text', place, randomBytes)))).toBe('decryption_failed')
  })
})

describe('SEC-55 server secrets', () => {
  const good = newServerSecret(randomBytes)

  it('are taken in either case', () => {
    expect(parseServerSecrets(good.toUpperCase())).toEqual([good])
  })

  it.each([
    ['missing', '', 'missing_key'],
    ['empty in the list', `${good},`, 'missing_key'],
    ['short', good.slice(1), 'malformed_key'],
    ['long', `${good}0`, 'malformed_key'],
    ['not hex', `${good.slice(1)}g`, 'malformed_key'],
    ['followed by a line feed', `${good}\n`, 'malformed_key'],
    ['with a space in the list', `${good}, ${newServerSecret(randomBytes)}`, 'malformed_key'],
    ['all zeros', '0'.repeat(64), 'weak_key'],
    ['all ones', 'f'.repeat(64), 'weak_key'],
    ['the usual example', '0123456789abcdef'.repeat(4), 'weak_key'],
    ['the usual example in capitals', '0123456789ABCDEF'.repeat(4), 'weak_key'],
    ['the usual example with a random end', `0123456789abcdef${good.slice(16)}`, 'weak_key'],
    ['a repeated word', 'deadbeef'.repeat(8), 'weak_key'],
    ['a count of bytes', Array.from({ length: 32 }, (_, byte) => byte.toString(16).padStart(2, '0')).join(''), 'weak_key'],
    ['twice in the list', `${good},${good.toUpperCase()}`, 'duplicate_key'],
  ])('that are %s are refused', (_, secrets, code) => {
    expect(codeOf(() => createServerKeyring(secrets))).toBe(code)
  })

  it('are not quoted by the error that refuses them', () => {
    expect(() => createServerKeyring(`${good}x`)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(good.slice(0, 16)) }),
    )
  })
})
