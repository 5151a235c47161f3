import { CryptoError, type CryptoErrorCode } from './errors.ts'

/** A source of cryptographically strong random bytes, lent by the caller's runtime. */
export type RandomBytes = (length: number) => Uint8Array

/** Draws `length` bytes and refuses a source that answers with fewer, more, or nothing but zeros. */
export function draw(randomBytes: RandomBytes, length: number): Uint8Array {
  // A copy that is a plain Uint8Array: what we are lent may be a view of a shared pool.
  const bytes = new Uint8Array(randomBytes(length))
  if (bytes.length !== length || bytes.every((byte) => byte === 0)) {
    throw new CryptoError('malformed_randomness', `the random source did not give ${length} random bytes`)
  }
  return bytes
}

const hexDigits = '0123456789abcdef'
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const valueOfHexDigit = new Map(Array.from(hexDigits, (digit, value) => [digit, value]))

/** Lower-case hex of the bytes. */
export function encodeHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexOfByte[byte]
  return text
}

/**
 * Bytes of lower-case hex text. Upper case is refused, so that a value has exactly one spelling and a flipped letter never goes unnoticed.
 * Throws `code` when the text is not hex or, where `byteLength` is given, not of that many bytes.
 */
export function decodeHex(text: string, byteLength?: number, code: CryptoErrorCode = 'malformed_hex'): Uint8Array {
  const expected = byteLength ?? text.length / 2
  if (typeof text !== 'string' || text.length !== expected * 2 || !Number.isInteger(expected)) throw notHex(code, byteLength)
  const bytes = new Uint8Array(expected)
  for (let index = 0; index < expected; index++) {
    const high = valueOfHexDigit.get(text.charAt(index * 2))
    const low = valueOfHexDigit.get(text.charAt(index * 2 + 1))
    if (high === undefined || low === undefined) throw notHex(code, byteLength)
    bytes[index] = high * 16 + low
  }
  return bytes
}

/** Like `decodeHex`, for values that people type: upper and mixed case are accepted too. */
export function decodeHexOfAnyCase(text: string, byteLength?: number, code: CryptoErrorCode = 'malformed_hex'): Uint8Array {
  // Only A to F are lowered: toLowerCase() would also turn other scripts into ASCII (the Kelvin sign into k).
  return decodeHex(
    text.replace(/[A-F]/g, (letter) => letter.toLowerCase()),
    byteLength,
    code,
  )
}

function notHex(code: CryptoErrorCode, byteLength: number | undefined): CryptoError {
  return new CryptoError(code, byteLength === undefined ? 'expected lower-case hex' : `expected ${byteLength} bytes in lower-case hex`)
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const base64Codes = Uint8Array.from(base64Alphabet, (character) => character.charCodeAt(0))
const sextetOfCode = new Int16Array(128).fill(-1)
base64Codes.forEach((code, sextet) => {
  sextetOfCode[code] = sextet
})
const paddingCode = '='.charCodeAt(0)

/** Standard base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from
    const triple = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
    codes[to] = base64Codes[triple >> 18] ?? 0
    codes[to + 1] = base64Codes[(triple >> 12) & 63] ?? 0
    codes[to + 2] = left > 1 ? (base64Codes[(triple >> 6) & 63] ?? 0) : paddingCode
    codes[to + 3] = left > 2 ? (base64Codes[triple & 63] ?? 0) : paddingCode
  }
  return strictUtf8.decode(codes)
}

/**
 * Bytes of standard, padded base64. RFC 4648 section 3.5 and 12: whitespace, missing padding, the URL alphabet and set bits behind the
 * last byte are all refused, so that every byte string has exactly one spelling. The platforms' own decoders accept all of these.
 */
export function decodeBase64(text: string, code: CryptoErrorCode = 'malformed_base64'): Uint8Array {
  if (text.length % 4 !== 0) throw notBase64(code)
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - padding
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let bits = 0
  let bitCount = 0
  let length = 0
  for (let index = 0; index < digits; index++) {
    const sextet = sextetOfCode[text.charCodeAt(index)] ?? -1
    if (sextet < 0) throw notBase64(code)
    bits = ((bits << 6) | sextet) & 0xffff
    bitCount += 6
    if (bitCount < 8) continue
    bitCount -= 8
    bytes[length++] = (bits >> bitCount) & 255
  }
  if ((bits & ((1 << bitCount) - 1)) !== 0) throw notBase64(code)
  return bytes
}

function notBase64(code: CryptoErrorCode): CryptoError {
  return new CryptoError(code, 'expected standard base64 with padding')
}

const utf8 = new TextEncoder()
// ignoreBOM keeps a leading U+FEFF: it belongs to the text somebody stored.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 of the text. A lone surrogate is refused, since TextEncoder would silently store another character in its place. */
export function encodeUtf8(text: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text)) throw new CryptoError('malformed_text', 'the text holds half of a surrogate pair')
  return utf8.encode(text)
}

/** Text of UTF-8 bytes; invalid sequences are refused rather than replaced. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes)
  } catch (cause) {
    throw new CryptoError('malformed_text', 'the bytes are not UTF-8', { cause })
  }
}

/** All parts, one after the other, in a new array. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** Byte-wise exclusive or of two arrays of one length. */
export function xor(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== right.length) throw new CryptoError('malformed_key', 'only arrays of equal length can be combined')
  return left.map((byte, index) => byte ^ (right[index] ?? 0))
}

/** Equality in a time that depends on the lengths alone, never on where the first difference stands. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0)
  return difference === 0
}

/** `equalBytes` for texts, e.g. two hex digests. */
export function equalText(left: string, right: string): boolean {
  return equalBytes(utf8.encode(left), utf8.encode(right))
}
