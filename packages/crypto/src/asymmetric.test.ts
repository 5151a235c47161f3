import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { decryptWith, encryptTo, isCiphertext, openInBulk, openPrivateKey } from './asymmetric.ts'
import { decodeHex, encodeHex, encodeUtf8 } from './bytes.ts'
import { newKeyPair } from './key-pairs.ts'
import { openRaw, sealRaw } from './symmetric.ts'
import { codeOf, lowOrderPoints, randomBytes, withOtherCharacter } from './testing.ts'

const refusals = ['malformed_ciphertext', 'decryption_failed', 'weak_public_key']

describe('ph:v1 ciphertext', () => {
  const owner = newKeyPair(randomBytes)

  it('opens for its owner, whatever the text', () => {
    const reader = openPrivateKey(owner.privateKey)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(reader.decrypt(encryptTo(owner.publicKey, text, randomBytes))).toBe(text)
        expect(decryptWith(owner.privateKey, reader.encrypt(text, randomBytes))).toBe(text)
      }),
      { numRuns: 30 },
    )
  })

  it('SEC-57 of equal texts is never alike', () => {
    const made = Array.from({ length: 50 }, () => encryptTo(owner.publicKey, 'same', randomBytes))
    expect(new Set(made.map((ciphertext) => ciphertext.slice(0, 70))).size).toBe(50)
  })

  it('SEC-47 does not open for another key', () => {
    const ciphertext = encryptTo(owner.publicKey, 'text', randomBytes)
    expect(codeOf(() => decryptWith(newKeyPair(randomBytes).privateKey, ciphertext))).toBe('decryption_failed')
  })

  it('SEC-49 is refused with any one character changed, removed or added', () => {
    const reader = openPrivateKey(owner.privateKey)
    const ciphertext = encryptTo(owner.publicKey, 'text', randomBytes)
    for (let index = 0; index < ciphertext.length; index++) {
      const upper = ciphertext[index]?.toUpperCase() ?? ''
      const shifted = [
        withOtherCharacter(ciphertext, index),
        ciphertext.slice(0, index),
        ciphertext.slice(0, index) + ciphertext.slice(index + 1),
        `${ciphertext.slice(0, index)}A${ciphertext.slice(index)}`,
        ciphertext.slice(0, index) + upper + ciphertext.slice(index + 1),
      ].filter((text) => text !== ciphertext)
      for (const text of shifted) expect(refusals).toContain(codeOf(() => reader.decrypt(text)))
    }
  })

  it.each(['ph:v0:', 'ph:v2:', 'ph:v1', 'PH:v1:', 'ph:v10:'])('SEC-51 of another version is refused: %s', (prefix) => {
    const ciphertext = encryptTo(owner.publicKey, 'text', randomBytes).replace('ph:v1:', prefix)
    expect(codeOf(() => decryptWith(owner.privateKey, ciphertext))).toBe('malformed_ciphertext')
    expect(isCiphertext(ciphertext)).toBe(false)
  })

  it.each(lowOrderPoints)('is neither made for nor read from the low-order point %s', (point) => {
    expect(codeOf(() => encryptTo(point, 'text', randomBytes))).toBe('weak_public_key')
    const forged = encryptTo(owner.publicKey, 'text', randomBytes).replace(/(?<=^ph:v1:)[0-9a-f]{64}/, point)
    expect(codeOf(() => decryptWith(owner.privateKey, forged))).toBe('weak_public_key')
  })

  it('is told from other input by its shape', () => {
    expect(isCiphertext(encryptTo(owner.publicKey, '', randomBytes))).toBe(true)
    for (const other of ['', 'text', null, 7, `ph:v1:${owner.publicKey}:`, `ph:v1:${owner.publicKey}:AAAA`])
      expect(isCiphertext(other)).toBe(false)
  })

  it('is not made for what is not a key', () => {
    for (const key of ['', owner.publicKey.slice(2), owner.publicKey.toUpperCase().replace(/[0-9]/g, 'A')]) {
      expect(codeOf(() => encryptTo(key, 'text', randomBytes))).toBe('malformed_key')
    }
  })
})

describe('the raw format', () => {
  const key = randomBytes(32)

  it('opens with its key and its place alone', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 1 }), (plaintext, associatedData) => {
        const raw = sealRaw(plaintext, { key, associatedData }, randomBytes)
        expect(openRaw(raw, { key, associatedData })).toEqual(plaintext)
        expect(codeOf(() => openRaw(raw, { key }))).toBe('decryption_failed')
        expect(codeOf(() => openRaw(raw, { key: randomBytes(32), associatedData }))).toBe('decryption_failed')
      }),
    )
  })

  it('SEC-49 is refused with any bit changed, cut short, or with tag and nonce swapped', () => {
    const raw = sealRaw(encodeUtf8('text'), { key }, randomBytes)
    for (let bit = 0; bit < raw.length * 8; bit++) {
      const changed = raw.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      expect(codeOf(() => openRaw(changed, { key }))).toBe('decryption_failed')
    }
    for (let length = 0; length < raw.length; length++) {
      expect(['malformed_ciphertext', 'decryption_failed']).toContain(codeOf(() => openRaw(raw.slice(0, length), { key })))
    }
    const swapped = decodeHex(encodeHex(raw.slice(0, 4)) + encodeHex(raw.slice(20)) + encodeHex(raw.slice(4, 20)))
    expect(codeOf(() => openRaw(swapped, { key }))).toBe('decryption_failed')
  })
})

describe('thousands of values', () => {
  const owner = newKeyPair(randomBytes)
  afterEach(() => vi.restoreAllMocks())
  const withoutPlatform = () => vi.spyOn(globalThis.crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'))

  it.each([
    ['as the platform does it', () => undefined],
    ['where the platform does not know X25519', withoutPlatform],
  ])('%s: go one way and the other, and what is refused alone is refused here', async (_, prepare) => {
    prepare()
    const { encrypt, decrypt: open } = await openInBulk(owner.privateKey)
    const texts = ['', 'text', 'ä 😀'.repeat(100)]
    expect(await Promise.all(texts.map((text) => open(encryptTo(owner.publicKey, text, randomBytes))))).toEqual(texts)
    const made = await Promise.all(texts.map((text) => encrypt(text, randomBytes)))
    expect(made.map((ciphertext) => decryptWith(owner.privateKey, ciphertext))).toEqual(texts)
    await expect(encrypt('\ud800', randomBytes)).rejects.toMatchObject({ code: 'malformed_text' })

    const good = encryptTo(owner.publicKey, 'text', randomBytes)
    const payload = good.slice(good.lastIndexOf(':'))
    for (const point of lowOrderPoints) await expect(open(`ph:v1:${point}${payload}`)).rejects.toMatchObject({ code: 'weak_public_key' })
    await expect(open(encryptTo(newKeyPair(randomBytes).publicKey, 'text', randomBytes))).rejects.toMatchObject({
      code: 'decryption_failed',
    })
    await expect(open('ph:v2:x')).rejects.toMatchObject({ code: 'malformed_ciphertext' })
    await expect(openInBulk('x')).rejects.toMatchObject({ code: 'malformed_key' })
  })
})
