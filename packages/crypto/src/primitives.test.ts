import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { primitives as chosen } from '#primitives'
import { decodeHex } from './bytes.ts'
import { primitives as browser } from './primitives.browser.ts'
import { primitives as node } from './primitives.node.ts'
import { codeOf, lowOrderPoints, randomBytes } from './testing.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const anyBytes = fc.uint8Array({ maxLength: 300 })

describe('the two sets of primitives', () => {
  it('are chosen by the export condition', () => {
    expect(chosen).toBe(process.env.BONAFIDE_PRIMITIVES === 'browser' ? browser : node)
  })

  it('agree on X25519 and Ed25519', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), (mine, theirs) => {
        const [here, there] = [node.x25519(mine), browser.x25519(theirs)]
        expect(browser.x25519(mine).publicKey).toEqual(here.publicKey)
        expect(here.agree(there.publicKey)).toEqual(there.agree(here.publicKey))
        expect(node.ed25519PublicKey(mine)).toEqual(browser.ed25519PublicKey(mine))
      }),
      { numRuns: 30 },
    )
  })

  it('agree on hashes', () => {
    fc.assert(
      fc.property(anyBytes, (message) => {
        expect(node.sha256(message)).toEqual(browser.sha256(message))
        expect(node.sha512(message)).toEqual(browser.sha512(message))
      }),
    )
  })

  it('agree on XChaCha20-Poly1305, with and without associated data, and open what the other sealed', () => {
    fc.assert(
      fc.property(anyBytes, bytes(32), bytes(24), fc.option(anyBytes, { nil: undefined }), (plaintext, key, nonce, associatedData) => {
        const input = { key, nonce, associatedData }
        const sealed = node.encrypt(plaintext, input)
        expect(browser.encrypt(plaintext, input)).toEqual(sealed)
        expect(browser.decrypt(sealed, input)).toEqual(plaintext)
        expect(node.decrypt(sealed, input)).toEqual(plaintext)
      }),
    )
  })
})

describe.each([
  ['node', node],
  ['browser', browser],
])('the primitives of %s', (_, primitives) => {
  it.each(lowOrderPoints)('refuse the low-order point %s', (point) => {
    expect(codeOf(() => primitives.x25519(randomBytes(32)).agree(decodeHex(point)))).toBe('weak_public_key')
  })

  it('refuse a low-order point whose unused top bit is set', () => {
    const point = new Uint8Array(32)
    point[31] = 128
    expect(codeOf(() => primitives.x25519(randomBytes(32)).agree(point))).toBe('weak_public_key')
  })

  it.each([0, 31, 33])('refuse keys of %i bytes', (length) => {
    const wrong = new Uint8Array(length).fill(7)
    expect(codeOf(() => primitives.x25519(wrong))).toBe('malformed_key')
    expect(codeOf(() => primitives.x25519(randomBytes(32)).agree(wrong))).toBe('malformed_key')
    expect(codeOf(() => primitives.ed25519PublicKey(wrong))).toBe('malformed_key')
    expect(codeOf(() => primitives.encrypt(wrong, { key: wrong, nonce: randomBytes(24) }))).toBe('malformed_key')
    expect(codeOf(() => primitives.encrypt(wrong, { key: randomBytes(32), nonce: wrong }))).toBe('malformed_key')
  })

  it('read keys that lie at an odd place of a larger buffer', () => {
    const pool = randomBytes(101)
    const input = { key: pool.subarray(1, 33), nonce: pool.subarray(33, 57) }
    const copied = { key: Uint8Array.from(input.key), nonce: Uint8Array.from(input.nonce) }
    expect(primitives.encrypt(pool.subarray(57), input)).toEqual(browser.encrypt(Uint8Array.from(pool.subarray(57)), copied))
  })
})
