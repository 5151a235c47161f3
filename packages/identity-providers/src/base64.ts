/**
 * Standard base64 (RFC 4648 4) and nothing else. `Buffer.from` ignores what it does not know, so the bytes are encoded again and compared:
 * url-safe letters, spaces, missing padding and stray trailing bits all fail. `undefined` for anything that is not canonical.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined
}

/** Unpadded base64url (RFC 7515 2), canonical only. The empty text is zero bytes. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text of UTF-8 bytes, a byte order mark kept where it stands; `undefined` when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
