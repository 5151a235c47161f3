import { primitives } from '#primitives'
import { decodeBase64, encodeBase64, encodeUtf8 } from './bytes.ts'

/** The public half of a key that signs tokens, as verifiers read it (RFC 7517). Nothing of the private half is in it. */
export interface PublicSigningKey {
  kty: 'RSA'
  use: 'sig'
  alg: 'RS256'
  kid: string
  n: string
  e: string
}

export interface SigningKey {
  publicKey: PublicSigningKey
  /** PKCS#8 in base64: to be wrapped before it is kept. */
  privateKey: string
}

/** RS256 (RFC 7518 3.3): the one algorithm that every verifier of OpenID Connect has to know. */
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const modulusBits = 2048

/** A new key. Its randomness is the platform's own, since Web Crypto takes no other. */
export async function newSigningKey(): Promise<SigningKey> {
  const { subtle } = globalThis.crypto
  const parameters = { ...algorithm, modulusLength: modulusBits, publicExponent: Uint8Array.of(1, 0, 1) }
  const pair = await subtle.generateKey(parameters, true, ['sign', 'verify'])
  const { n = '', e = '' } = await subtle.exportKey('jwk', pair.publicKey)
  return {
    publicKey: { kty: 'RSA', use: 'sig', alg: 'RS256', kid: thumbprint(n, e), n, e },
    privateKey: encodeBase64(new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey))),
  }
}

/** A JWT in compact form (RFC 7515, RFC 7519). */
export async function signJwt(claims: Readonly<Record<string, unknown>>, kid: string, privateKey: string): Promise<string> {
  const { subtle } = globalThis.crypto
  const key = await subtle.importKey('pkcs8', Uint8Array.from(decodeBase64(privateKey, 'malformed_key')), algorithm, false, ['sign'])
  const signed = `${json({ alg: 'RS256', typ: 'JWT', kid })}.${json(claims)}`
  return `${signed}.${base64url(new Uint8Array(await subtle.sign(algorithm, key, Uint8Array.from(encodeUtf8(signed)))))}`
}

/** RFC 7638: the members that make the key, in the order of their names. */
const thumbprint = (n: string, e: string): string => base64url(primitives.sha256(encodeUtf8(JSON.stringify({ e, kty: 'RSA', n }))))

const json = (value: unknown): string => base64url(encodeUtf8(JSON.stringify(value)))

const base64url = (bytes: Uint8Array): string => encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
