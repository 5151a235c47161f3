import { expect, test } from 'vitest'
import { decodeHex, encodeHex, encodeUtf8 } from './bytes.ts'
import { hmacSha256 } from './hmac.ts'

// RFC 4231, test cases 1 and 2.
test.each([
  [decodeHex('0b'.repeat(20), 20, 'malformed_key'), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [encodeUtf8('Jefe'), 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
])('the vectors of RFC 4231 hold', (key, text, expected) => {
  expect(encodeHex(hmacSha256(key, encodeUtf8(text)))).toBe(expected)
})
