import { checkPrime, createPrivateKey, hkdfSync } from 'node:crypto'
import { promisify } from 'node:util'
import { type SigningKey, signingKeyOf } from './entra-keys.ts'

const isPrime = promisify(checkPrime)
const exponent = 65_537n
const primeBytes = 128

/**
 * An RSA-2048 key that follows from a secret and a label, so that two processes with one secret sign alike without telling each other.
 * For simulations: a real issuer's key is drawn, and rotated.
 */
export async function deriveSigningKey(secret: Uint8Array, label: string): Promise<SigningKey> {
  const [p, q] = await Promise.all([derivePrime(secret, `${label} p`), derivePrime(secret, `${label} q`)])
  const d = inverse(exponent, (p - 1n) * (q - 1n))
  const members = { n: p * q, e: exponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  const jwk = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, base64url(value)]))
  return signingKeyOf(createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' }))
}

/** The first prime of 1024 bits in a stream that follows from the secret; the two highest bits are set, so that a product has 2048. */
async function derivePrime(secret: Uint8Array, label: string): Promise<bigint> {
  for (let counter = 0; ; counter++) {
    const bytes = Buffer.from(hkdfSync('sha256', secret, '', `${label} ${counter}`, primeBytes))
    const candidate = BigInt(`0x${bytes.toString('hex')}`) | (0b11n << 1022n) | 1n
    if (candidate % exponent !== 1n && (await isPrime(candidate))) return candidate
  }
}

/** The modular inverse, by the extended algorithm of Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, value % modulus]
  let [before, now] = [0n, 1n]
  while (current !== 0n) {
    const quotient = previous / current
    ;[previous, current] = [current, previous - quotient * current]
    ;[before, now] = [now, before - quotient * now]
  }
  return ((before % modulus) + modulus) % modulus
}

function base64url(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
}
