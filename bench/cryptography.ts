import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from 'node:crypto'
import { authHash, newEnvironmentKeys, openEnvironment } from '@bonafide/crypto'
import { median } from './lanes.ts'

const random = (length: number) => new Uint8Array(randomBytes(length))
const pageSize = 1000

/** Milliseconds for a page of secrets (key, value and comment of each), and for the key agreements in it by OpenSSL alone. */
export function decryptPage(rounds: number): { pageSize: number; oursMs: number; agreementsMs: number } {
  const owner = openEnvironment(newEnvironmentKeys(random).seed)
  const page = Array.from({ length: pageSize }, (_, index) =>
    [`NAME_${index}`, `value of secret ${index}`, 'a comment'].map((text) => owner.encrypt(text, random)),
  )
  const own = generateKeyPairSync('x25519').privateKey
  const peers = page.flat().map((ciphertext) => Buffer.from(ciphertext.split(':')[2] ?? '', 'hex').toString('base64url'))
  const d = own.export({ format: 'jwk' })
  const privateKey = createPrivateKey({ key: d, format: 'jwk' })
  const agreeAll = () => {
    for (const x of peers)
      diffieHellman({ privateKey, publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' }) })
  }
  const decryptAll = () => {
    for (const secret of page) for (const ciphertext of secret) owner.decrypt(ciphertext)
  }
  const turns = Array.from({ length: rounds }, () => ({ agreements: milliseconds(agreeAll), ours: milliseconds(decryptAll) }))
  return { pageSize, oursMs: median(turns.map(({ ours }) => ours)), agreementsMs: median(turns.map(({ agreements }) => agreements)) }
}

/** Milliseconds to derive what a member's password becomes (Argon2id, 256 MiB, three passes), here and not in a worker. */
export async function derivePassword(): Promise<number> {
  const startedAt = performance.now()
  await authHash('correct horse battery staple', 'ada@example.org')
  return performance.now() - startedAt
}

function milliseconds(work: () => void): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}
