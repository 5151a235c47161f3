import { createHmac, randomUUID, type SignKeyObjectInput, sign } from 'node:crypto'
import { applyTransportFault, type TransportFault, type TunedFault } from './faults.ts'
import { type IssuerAlgorithm, type IssuerKey, makeKey } from './oidc-keys.ts'
import { type FetchLike, type Handle, inProcessFetch } from './serve.ts'

export interface IssuedToken {
  /** Claims to replace or add; `undefined` removes one. */
  claims?: Record<string, unknown>
  /** Header members to replace or add; `undefined` removes one. */
  header?: Record<string, unknown>
  /** The key that signs; the newest one of the issuer unless told. `none`: nobody; `hmac`: the text of the public key as a shared secret. */
  key?: IssuerKey | 'none' | 'hmac'
  lifetimeSeconds?: number
  /** Last word on the payload: gets the JSON text, gives the text that is signed. */
  payloadText?: (json: string) => string
  /** Last word on the signature's bytes. */
  signature?: (bytes: Buffer) => Buffer
}

export type IssuerMisbehaviour = TransportFault | TunedFault | ((request: Request) => Response | Promise<Response>)

export interface OidcIssuer {
  issuer: string
  handle: Handle
  fetch: FetchLike
  /** URLs that were asked for, in order. */
  requests: string[]
  keys: IssuerKey[]
  /** Makes a key and publishes it; it signs from now on. */
  addKey: (algorithm?: IssuerAlgorithm) => IssuerKey
  /** A key that is not published. */
  strangersKey: (algorithm?: IssuerAlgorithm) => IssuerKey
  issue: (token?: IssuedToken) => string
  /** What discovery answers beside or instead of the usual. */
  discovery: Record<string, unknown>
  /** Members of the key set beside the keys. */
  moreKeys: unknown[]
  misbehave: (fault: IssuerMisbehaviour) => void
  behave: () => void
}

export interface OidcIssuerOptions {
  issuer: string
  now?: () => Date
  algorithm?: IssuerAlgorithm
  /** Its first key; a new one unless given, which takes a while for RSA. */
  key?: IssuerKey
  /** False: requests are not kept, for a service that runs as long as its process. */
  keepsRequests?: boolean
}

/** An issuer of tokens with discovery and a key set, as OpenID Connect Discovery 1.0 and RFC 7517 have it, that goes wrong on command. */
export function createOidcIssuer(options: OidcIssuerOptions): OidcIssuer {
  const { issuer, now = () => new Date(), algorithm = 'RS256', key: first = makeKey(algorithm), keepsRequests = true } = options
  let fault: IssuerMisbehaviour | undefined
  const keys = [{ ...first, published: { ...first.published } }]
  const base = issuer.replace(/\/$/, '')
  const answerOf = (path: string): Response => {
    const known: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({ issuer, jwks_uri: `${base}/keys`, ...made.discovery }),
      '/keys': () => ({ keys: [...keys.map(({ published }) => published), ...made.moreKeys] }),
    }
    const document = known[path.slice(new URL(base).pathname.replace(/\/$/, '').length)]
    return document ? Response.json(document()) : new Response('not found', { status: 404 })
  }
  const handle: Handle = async (request) => {
    if (keepsRequests) made.requests.push(request.url)
    const genuine = answerOf(new URL(request.url).pathname)
    if (!fault) return genuine
    return typeof fault === 'function' ? fault(request) : applyTransportFault(fault, { request, genuine })
  }
  const made: OidcIssuer = {
    issuer,
    handle,
    fetch: inProcessFetch(handle),
    requests: [],
    keys,
    addKey(kind = algorithm) {
      const key = makeKey(kind)
      keys.push(key)
      return key
    },
    strangersKey: (kind = algorithm) => makeKey(kind),
    issue: (token = {}) => issueToken(token, { issuer, key: keys.at(-1), now: now() }),
    discovery: {},
    moreKeys: [],
    misbehave: (next) => {
      fault = next
    },
    behave: () => {
      fault = undefined
    },
  }
  return made
}

interface Signer {
  issuer: string
  key: IssuerKey | undefined
  now: Date
}

function issueToken(token: IssuedToken, { issuer, key: newest, now }: Signer): string {
  const key = typeof token.key === 'object' ? token.key : newest
  if (!key) throw new Error('The issuer has no key to sign with.')
  const issuedAt = Math.floor(now.getTime() / 1000)
  const standard = { iss: issuer, iat: issuedAt, nbf: issuedAt, exp: issuedAt + (token.lifetimeSeconds ?? 300), jti: randomUUID() }
  const algorithm = token.key === 'none' ? 'none' : token.key === 'hmac' ? 'HS256' : key.algorithm
  const header = changed({ typ: 'JWT', alg: algorithm, kid: key.kid }, token.header)
  const json = JSON.stringify(changed(standard, token.claims))
  const signed = [JSON.stringify(header), token.payloadText?.(json) ?? json]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
  const signature = signatureOf(token.key, key, signed)
  return `${signed}.${(token.signature?.(signature) ?? signature).toString('base64url')}`
}

function signatureOf(signer: IssuedToken['key'], key: IssuerKey, input: string): Buffer {
  if (signer === 'none') return Buffer.alloc(0)
  if (signer === 'hmac')
    return createHmac('sha256', key.publicKey.export({ type: 'spki', format: 'pem' }).toString())
      .update(input)
      .digest()
  const hash = { RS256: 'sha256', RS512: 'sha512', PS256: 'sha256', ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', EdDSA: null }[
    key.algorithm
  ]
  const more: Partial<SignKeyObjectInput> = key.algorithm.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' } : {}
  // RSA_PKCS1_PSS_PADDING is 6, and the salt is as long as the hash (RFC 7518 3.5).
  const padding = key.algorithm === 'PS256' ? { padding: 6, saltLength: 32 } : {}
  return sign(hash, Buffer.from(input), { key: key.privateKey, ...more, ...padding })
}

const changed = (given: Record<string, unknown>, changes: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...given, ...changes }).filter(([, value]) => value !== undefined))
