import { primitives } from '#primitives'
import { concat } from './bytes.ts'
import { type Agreement, keyBytes } from './primitives.ts'

/** Two keys of one session, 32 bytes each; what one side sends with, the other receives with. */
export interface SessionKeys {
  receive: Uint8Array
  send: Uint8Array
}

/** libsodium's `crypto_kx`, as the side that starts. Throws `weak_public_key` for a low-order point. */
export function clientSessionKeys(client: Agreement, serverPublicKey: Uint8Array): SessionKeys {
  const { first, second } = sessionHash(client.agree(serverPublicKey), client.publicKey, serverPublicKey)
  return { receive: first, send: second }
}

/** libsodium's `crypto_kx`, as the side that answers. Throws `weak_public_key` for a low-order point. */
export function serverSessionKeys(server: Agreement, clientPublicKey: Uint8Array): SessionKeys {
  const { first, second } = sessionHash(server.agree(clientPublicKey), clientPublicKey, server.publicKey)
  return { receive: second, send: first }
}

function sessionHash(shared: Uint8Array, clientPublicKey: Uint8Array, serverPublicKey: Uint8Array) {
  const hash = primitives.blake2b(concat(shared, clientPublicKey, serverPublicKey), { lengthBytes: 2 * keyBytes })
  return { first: hash.slice(0, keyBytes), second: hash.slice(keyBytes) }
}
