import { createHash } from 'node:crypto'
import { type CryptoKey, generateKeyPair } from 'jose'
import { importPublicKey } from './jwk.ts'
import { type Jwt, verifySignature } from './jwt.ts'
import { type SignatureAlgorithm, signatureAlgorithms } from './signature-algorithms.ts'

// 2048 bits that nobody has factors of. Verifying against them costs what any verification costs, and always fails.
function modulus(): string {
  const blocks = Array.from({ length: 8 }, (_, index) => createHash('sha256').update(`no such key ${index}`).digest())
  const bytes = Buffer.concat(blocks)
  bytes[0] = (bytes[0] ?? 0) | 0x80
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x01
  return bytes.toString('base64url')
}

const keys = new Map<SignatureAlgorithm, Promise<CryptoKey>>()

async function keyFor(algorithm: SignatureAlgorithm): Promise<CryptoKey> {
  if (/^[RP]S/.test(algorithm)) return importPublicKey({ kty: 'RSA', n: modulus(), e: 'AQAB' }, algorithm)
  // Its private half is forgotten in the same breath.
  return (await generateKeyPair(algorithm)).publicKey
}

/** Spends the time of one verification, so that an unknown account takes as long as a known one. */
export async function verifyInVain(jwt: Jwt): Promise<void> {
  const algorithm = signatureAlgorithms.find((known) => known === jwt.algorithm)
  if (!algorithm) return
  const key = keys.get(algorithm) ?? keyFor(algorithm)
  keys.set(algorithm, key)
  await verifySignature(jwt, await key)
}
