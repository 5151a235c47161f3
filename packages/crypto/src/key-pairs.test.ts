import { ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { openPrivateKey } from './asymmetric.ts'
import { encodeHex } from './bytes.ts'
import { keyDigest } from './digest.ts'
import { environmentKeyPair, newEnvironmentKeys, openEnvironment, unwrapEnvironmentKeys, wrapEnvironmentKeys } from './environment-keys.ts'
import { exchangeKeyPair, exchangePublicKey, newKeyPair, signingKeyPair } from './key-pairs.ts'
import { joinShares, splitKey, unwrapShare, wrapShare } from './key-shares.ts'
import { formatKeyring, keyringKeyPair, newServiceAccountKeyring, parseKeyPair } from './keyring.ts'
import { codeOf, randomBytes, withOtherCharacter } from './testing.ts'

describe('signing keys', () => {
  it.each(ED25519_TORSION_SUBGROUP)('of low order are refused: %s', (point) => {
    expect(['weak_public_key', 'malformed_key']).toContain(codeOf(() => exchangePublicKey(point)))
  })

  it('that are no point of the curve are refused', () => {
    expect(codeOf(() => exchangePublicKey(`02${'0'.repeat(62)}`))).toBe('malformed_key')
    expect(codeOf(() => exchangePublicKey('abcd'))).toBe('malformed_key')
  })

  it('with a public key of somebody else are refused', () => {
    const mine = signingKeyPair(encodeHex(randomBytes(32)))
    const theirs = signingKeyPair(encodeHex(randomBytes(32)))
    expect(codeOf(() => exchangeKeyPair({ ...mine, publicKey: theirs.publicKey }))).toBe('malformed_key')
    const spliced = mine.privateKey.slice(0, 64) + theirs.publicKey
    expect(codeOf(() => exchangeKeyPair({ publicKey: mine.publicKey, privateKey: spliced }))).toBe('malformed_key')
    expect(codeOf(() => exchangeKeyPair({ publicKey: theirs.publicKey, privateKey: spliced }))).toBe('malformed_key')
    const weak = `01${'0'.repeat(62)}`
    expect(codeOf(() => exchangeKeyPair({ ...mine, publicKey: weak }))).toBe('weak_public_key')
  })

  it('become the same exchange key whichever half is converted', () => {
    for (let count = 0; count < 50; count++) {
      const signing = signingKeyPair(encodeHex(randomBytes(32)))
      expect(exchangeKeyPair(signing).publicKey).toBe(exchangePublicKey(signing.publicKey))
    }
  })

  it('are read from a keyring once, and refused like anywhere else', () => {
    const keyring = newServiceAccountKeyring(randomBytes)
    expect(parseKeyPair(formatKeyring(keyring))).toEqual(keyringKeyPair(keyring))
    const { publicKey } = newServiceAccountKeyring(randomBytes)
    expect(codeOf(() => parseKeyPair(formatKeyring({ ...keyring, publicKey })))).toBe('malformed_key')
    expect(codeOf(() => parseKeyPair('{"publicKey":1}'))).toBe('malformed_keyring')
  })
})

describe('key shares', () => {
  it('join to the key they were split from, and wrap to 208 digits', () => {
    const { privateKey } = newKeyPair(randomBytes)
    const wrapKey = encodeHex(randomBytes(32))
    const { share0, share1 } = splitKey(privateKey, randomBytes)
    const wrapped = wrapShare(share1, wrapKey, randomBytes)
    expect(wrapped).toMatch(/^[0-9a-f]{208}$/)
    expect(joinShares(share0, unwrapShare(wrapped, wrapKey))).toBe(privateKey)
    expect(share0).not.toBe(splitKey(privateKey, randomBytes).share0)
  })

  it('SEC-49 wrapped and changed at any digit are refused', () => {
    const wrapKey = encodeHex(randomBytes(32))
    const wrapped = wrapShare(encodeHex(randomBytes(32)), wrapKey, randomBytes)
    for (let index = 0; index < wrapped.length; index++) {
      expect(codeOf(() => unwrapShare(withOtherCharacter(wrapped, index), wrapKey))).toBe('decryption_failed')
    }
    expect(codeOf(() => unwrapShare(wrapped.slice(2), wrapKey))).toBe('malformed_ciphertext')
  })
})

describe('environment keys', () => {
  it('open for the account they were wrapped for, and for nobody else', () => {
    const account = keyringKeyPair(newServiceAccountKeyring(randomBytes))
    const keys = newEnvironmentKeys(randomBytes)
    const wrapped = wrapEnvironmentKeys(keys, account.publicKey, randomBytes)
    expect(unwrapEnvironmentKeys(wrapped, openPrivateKey(account.privateKey))).toEqual(keys)
    const stranger = openPrivateKey(newKeyPair(randomBytes).privateKey)
    expect(codeOf(() => unwrapEnvironmentKeys(wrapped, stranger))).toBe('decryption_failed')
  })

  it('SEC-47 of another environment, put in place of these, are noticed', () => {
    const account = openPrivateKey(newKeyPair(randomBytes).privateKey)
    const [mine, other] = [newEnvironmentKeys(randomBytes), newEnvironmentKeys(randomBytes)]
    const wrapped = wrapEnvironmentKeys(other, account.publicKey, randomBytes)
    const publicKey = environmentKeyPair(mine.seed).publicKey
    expect(codeOf(() => unwrapEnvironmentKeys(wrapped, account, publicKey))).toBe('unknown_key')
  })

  it('SEC-47 a value copied to another environment does not open', () => {
    const [one, other] = [newEnvironmentKeys(randomBytes), newEnvironmentKeys(randomBytes)].map(({ seed }) => openEnvironment(seed))
    const ciphertext = one?.encrypt('value', randomBytes) ?? ''
    expect(one?.decrypt(ciphertext)).toBe('value')
    expect(codeOf(() => other?.decrypt(ciphertext))).toBe('decryption_failed')
  })

  it('SEC-57 one name has unrelated digests in two environments', () => {
    const [one, other] = [newEnvironmentKeys(randomBytes), newEnvironmentKeys(randomBytes)]
    expect(keyDigest('NAME', one.salt)).not.toBe(keyDigest('NAME', other.salt))
    expect(keyDigest('NAME', one.salt)).not.toBe(keyDigest('name', one.salt))
    expect(codeOf(() => keyDigest('NAME', ''))).toBe('malformed_key')
    expect(codeOf(() => keyDigest('NAME', `${one.salt}0`))).toBe('malformed_key')
  })
})
