import { type CryptoKey, compactVerify, errors } from 'jose'
import { decodeBase64Url, decodeUtf8 } from './base64.ts'
import { asObject, ownProperty, parseStrictJson } from './strict-json.ts'

/** A compact JWT taken apart. Its claims are hearsay until `verifySignature` has said otherwise. */
export interface Jwt extends JwtContent {
  /** The compact form, as it came. */
  text: string
}

/** What a token says: all that is judged once its signature has been. */
export interface JwtContent {
  algorithm: string
  keyId: string | undefined
  type: string | undefined
  claims: Record<string, unknown>
}

/** A JWT, or the sentence that says why nobody should look at it. */
export type ReadJwt = { jwt: Jwt; problem?: undefined } | { jwt?: undefined; problem: string }

// RFC 7515 4.1: these change what is verified or with which key. Entra uses none of them, and neither do we.
const forbiddenHeaders = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c', 'zip', 'enc', 'cty'] as const

/**
 * Reads a signed JWT in compact form: canonical base64url, JSON without duplicate names, one of the given algorithms, and no header that
 * could bring its own key or change what the signature covers (RFC 8725 3).
 */
export function readJwt(text: string, algorithms: readonly string[]): ReadJwt {
  const parts = text.split('.')
  if (parts.length !== 3) return { problem: 'The token is not a signed token in compact form.' }
  const [header, claims] = parts.map(decodeObject)
  if (!header || !claims || parts[2] === '' || !decodeBase64Url(parts[2] ?? ''))
    return { problem: 'The token cannot be read in one way only.' }
  const unwelcome = forbiddenHeaders.find((name) => Object.hasOwn(header, name))
  if (unwelcome) return { problem: `The token's header carries ${unwelcome}.` }
  // One that is no text must not pass for one that is left out: it would choose other keys or another kind of token.
  const unclear = ['kid', 'typ'].find((name) => Object.hasOwn(header, name) && textOf(header, name, 256) === undefined)
  if (unclear) return { problem: `The ${unclear} of the token is not a text of 1 to 256 characters.` }
  const algorithm = textOf(header, 'alg')
  if (algorithm === undefined || !algorithms.includes(algorithm))
    return { problem: `The token is not signed with ${algorithms.join(' or ')}.` }
  return { jwt: { text, algorithm, keyId: textOf(header, 'kid', 256), type: textOf(header, 'typ'), claims } }
}

/** A claim or header that is text of sane length (1 … 1024 characters); `undefined` for every other type. */
export function textOf(object: Record<string, unknown>, name: string, maxLength = 1024): string | undefined {
  const value = ownProperty(object, name)
  return typeof value === 'string' && value !== '' && value.length <= maxLength ? value : undefined
}

/** A NumericDate (RFC 7519 2) in milliseconds: whole seconds, not negative, before the year 10000; `undefined` for anything else. */
export function instantOf(claims: Record<string, unknown>, name: string): number | undefined {
  const value = ownProperty(claims, name)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 253_402_300_799) return undefined
  return value * 1000
}

/** The issuer that a token names, unverified; `undefined` when it is no readable token. */
export function issuerOf(token: string): string | undefined {
  const parts = token.split('.')
  const claims = parts.length === 3 && token.length <= 65_536 ? decodeObject(parts[1] ?? '') : undefined
  return claims && textOf(claims, 'iss')
}

/** Whether a key made the signature. Throws only when the key itself cannot be used. */
export async function verifySignature({ text, algorithm }: Jwt, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(text, key, { algorithms: [algorithm] })
    return true
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return false
    throw error
  }
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  const bytes = decodeBase64Url(part)
  const text = bytes && decodeUtf8(bytes)
  return text === undefined ? undefined : asObject(parseStrictJson(text))
}
