import { createHash } from 'node:crypto'
import type { CryptoKey } from 'jose'
import { importPublicKey } from '../jwk.ts'
import { type Jwt, verifySignature } from '../jwt.ts'

// 2048 bits that nobody has factors of. Verifying against them costs what any verification costs, and always fails.
function modulus(): string {
  const blocks = Array.from({ length: 8 }, (_, index) => createHash('sha256').update(`no such key ${index}`).digest())
  const bytes = Buffer.concat(blocks)
  bytes[0] = (bytes[0] ?? 0) | 0x80
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x01
  return bytes.toString('base64url')
}

let key: Promise<CryptoKey> | undefined

/** Spends the time of one verification, so that an unknown account takes as long as a known one. */
export async function verifyInVain(jwt: Jwt): Promise<void> {
  key ??= importPublicKey(modulus(), 'AQAB')
  await verifySignature(jwt, await key)
}
