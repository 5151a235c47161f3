import { primitives } from '#primitives'
import { draw, encodeHex, encodeUtf8, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import type { KeyPair } from './key-pairs.ts'
import { joinShares, splitKey, unwrapShare, wrapShare } from './key-shares.ts'
import { keyBytes } from './primitives.ts'

/** Kinds of tokens, and the scheme each is announced with in `Authorization: Bearer <scheme> <value>`. */
export const authorizationSchemes = {
  'pss_user:v1': 'User',
  'pss_service:v2': 'ServiceAccount',
  'pss_service:v1': 'Service',
} as const

export type TokenKind = keyof typeof authorizationSchemes

/** The four fields of a token string, 64 lower-case hex digits each. The server sees `value` and `publicKey` only, and keeps a hash of `value`. */
export interface TokenParts {
  kind: TokenKind
  value: string
  /** X25519. */
  publicKey: string
  share0: string
  wrapKey: string
}

export interface MintedToken extends TokenParts {
  /** What the holder keeps. Never stored, never logged. */
  token: string
  /** What the server keeps: the other half of the private key, 208 hex digits. */
  wrappedKeyShare: string
}

/** Mints a token that carries half of an X25519 private key and the key to the other half. */
export function mintToken(kind: TokenKind, keyPair: KeyPair, randomBytes: RandomBytes): MintedToken {
  const value = encodeHex(draw(randomBytes, keyBytes))
  const { share0, share1 } = splitKey(keyPair.privateKey, randomBytes)
  const wrapKey = encodeHex(draw(randomBytes, keyBytes))
  const parts = { kind, value, publicKey: keyPair.publicKey, share0, wrapKey }
  return { ...parts, token: formatToken(parts), wrappedKeyShare: wrapShare(share1, wrapKey, randomBytes) }
}

/** `<kind>:<value>:<publicKey>:<share0>:<wrapKey>`. */
export function formatToken({ kind, value, publicKey, share0, wrapKey }: TokenParts): string {
  const token = `${kind}:${value}:${publicKey}:${share0}:${wrapKey}`
  if (!tokenPattern.test(token)) throw malformedToken()
  return token
}

/**
 * Reads a token string. One spelling only: lower-case hex, nothing before, between or behind; else `malformed_token`.
 * Cheap for input of any length, so it may stand before every other check.
 */
export function parseToken(token: string): TokenParts {
  if (typeof token !== 'string' || token.length > maxTokenLength) throw malformedToken()
  const fields = tokenPattern.exec(token)?.groups
  if (!fields) throw malformedToken()
  const { kind, value = '', publicKey = '', share0 = '', wrapKey = '' } = fields
  return { kind: kind as TokenKind, value, publicKey, share0, wrapKey }
}

/** Checks the 64 lower-case hex digits of a bearer value; else `malformed_token`. */
export function parseBearerValue(value: string): string {
  if (typeof value !== 'string' || value.length !== 2 * keyBytes || !bearerPattern.test(value)) throw malformedToken()
  return value
}

/** What is stored and looked up instead of a bearer value: SHA-256 of its 64 ASCII characters, in hex. */
export function hashBearerValue(value: string): string {
  return encodeHex(primitives.sha256(encodeUtf8(value)))
}

/** A fresh bearer value, for tokens whose key half is made elsewhere. */
export function newBearerValue(randomBytes: RandomBytes): string {
  return encodeHex(draw(randomBytes, keyBytes))
}

/** The X25519 pair behind a token, from the token and the wrapped share that the server gave out. */
export function tokenKeyPair(token: TokenParts, wrappedKeyShare: string): KeyPair {
  const share1 = unwrapShare(wrappedKeyShare, token.wrapKey)
  return { publicKey: token.publicKey, privateKey: joinShares(token.share0, share1) }
}

// No `m` flag, and every class is ASCII: a line feed at the end and digits of other scripts do not match.
const tokenPattern =
  /^(?<kind>pss_user:v1|pss_service:v2|pss_service:v1):(?<value>[0-9a-f]{64}):(?<publicKey>[0-9a-f]{64}):(?<share0>[0-9a-f]{64}):(?<wrapKey>[0-9a-f]{64})$/
const bearerPattern = /^[0-9a-f]{64}$/
const maxTokenLength = 'pss_service:v2'.length + 4 * (1 + 2 * keyBytes)

function malformedToken(): CryptoError {
  return new CryptoError('malformed_token', 'expected <prefix>:<version> and 64-digit fields in lower-case hex')
}
