import type { AwsCredentials } from './principals.ts'
import { amzDate, canonicalRequest, SIGV4_ALGORITHM, type SigningScope, scopeText, sha256Hex, signature, stringToSign } from './sigv4.ts'
import { stsHost } from './sts-hosts.ts'

/** The clients whose signed requests are told apart by how they write them down. */
export type SignerVariant = 'phase-cli' | 'bonafide-cli' | 'js' | 'python-botocore' | 'ruby' | 'go-array-headers'

/** A signed request as it travels inside a proof. Several variants leave out headers that are signed all the same. */
export interface SignedRequest {
  method: string
  url: string
  headers: Record<string, string | string[]>
  body: string
}

export interface SignOptions {
  credentials: AwsCredentials
  region: string
  /** Instant of signing. */
  now: Date
  variant?: SignerVariant
  /** Host in the URL and under the signature; by default the one the variant's client would choose for the region. */
  host?: string
  method?: string
  body?: string
  /** URL in the proof; what is signed is its path and query. */
  url?: string
  /** Value of the signed `X-Bonafide-Server-Id` header. */
  serverId?: string
  /** Headers that are signed and sent. */
  extraHeaders?: Record<string, string>
  /** Headers that are sent, not signed. */
  unsignedHeaders?: Record<string, string>
  /** Exactly these names are signed instead of the variant's. */
  signedHeaders?: string[]
  /** Parts of the credential scope and the date, where they shall differ from the truth. */
  scope?: Partial<SigningScope>
}

interface Variant {
  /** The region's own host in every case, or the global host for us-east-1. */
  isAlwaysRegional: boolean
  trailingSlash: boolean
  signed: readonly string[]
  /** Headers in the proof, written as the client writes them. */
  sent: readonly string[]
  valuesAreArrays?: boolean
}

export const CALLER_IDENTITY_BODY = 'Action=GetCallerIdentity&Version=2011-06-15'
const FORM = 'application/x-www-form-urlencoded; charset=utf-8'

const cli: Variant = {
  isAlwaysRegional: false,
  trailingSlash: false,
  signed: ['content-length', 'content-type', 'host', 'x-amz-date'],
  sent: ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token'],
}

const script = { isAlwaysRegional: true, trailingSlash: true }

const variants: Record<SignerVariant, Variant> = {
  'phase-cli': cli,
  'bonafide-cli': cli,
  js: {
    ...script,
    signed: ['content-type', 'host', 'x-amz-content-sha256', 'x-amz-date'],
    sent: ['content-type', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256', 'authorization'],
  },
  'python-botocore': {
    ...script,
    signed: ['content-type', 'host', 'x-amz-date'],
    sent: ['Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'Authorization', 'Content-Length'],
  },
  ruby: {
    ...script,
    signed: ['content-type', 'host', 'x-amz-content-sha256', 'x-amz-date'],
    sent: ['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256', 'authorization'],
  },
  'go-array-headers': { ...cli, ...script, valuesAreArrays: true },
}

/**
 * Signs `sts:GetCallerIdentity` (SigV4) and writes the request down as the named client does. The session token is signed when the
 * credentials have one; `bonafide-cli` also signs `X-Bonafide-Server-Id` (default `bonafide.test`).
 */
export function signGetCallerIdentity(options: SignOptions): SignedRequest {
  const variant = variants[options.variant ?? 'phase-cli']
  const host = options.host ?? hostOf(options.region, variant)
  const method = options.method ?? 'POST'
  const body = options.body ?? CALLER_IDENTITY_BODY
  const url = options.url ?? `https://${host}${variant.trailingSlash ? '/' : ''}`
  const date = options.scope?.date ?? amzDate(options.now)
  const scope: SigningScope = {
    algorithm: SIGV4_ALGORITHM,
    scopeDate: date.slice(0, 8),
    region: options.region,
    service: 'sts',
    ...options.scope,
    date,
  }
  const values = headerValues(options, host, body, date)
  const signedHeaders = options.signedHeaders ?? signedNames(options, variant)
  const target = new URL(url)
  const canonical = canonicalRequest({
    method,
    path: target.pathname,
    query: target.search.slice(1),
    header: (name) => values.get(name),
    signedHeaders,
    payloadHash: sha256Hex(body),
  })
  const proof = signature(options.credentials.secretAccessKey, stringToSign(canonical, scope), scope)
  const credential = `${options.credentials.accessKeyId}/${scopeText(scope)}`
  values.set('authorization', `${scope.algorithm} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${proof}`)
  const sent = [...variant.sent, 'X-Bonafide-Server-Id', ...Object.keys(options.extraHeaders ?? {})].flatMap((name) => {
    const value = values.get(name.toLowerCase())
    return value === undefined ? [] : [[name, variant.valuesAreArrays ? [value] : value] as const]
  })
  return { method, url, headers: { ...Object.fromEntries(sent), ...options.unsignedHeaders }, body }
}

/** What may be changed in a request after it was signed; a header set to `undefined` is taken out. Names count as written. */
export interface Tampering {
  method?: string
  url?: string
  body?: string
  headers?: Record<string, string | string[] | undefined>
}

/** A copy of a signed request with parts exchanged, the signature left as it was. */
export function tamper(signed: SignedRequest, { headers = {}, ...changes }: Tampering): SignedRequest {
  const merged = Object.entries({ ...signed.headers, ...headers }).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined,
  )
  return { ...signed, ...changes, headers: Object.fromEntries(merged) }
}

/** The request as a careful forwarder sends it to STS: what the client left out (Content-Type) is put back. */
export function toRequest(signed: SignedRequest): Request {
  const headers = new Headers({ 'content-type': FORM })
  for (const [name, value] of Object.entries(signed.headers)) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  const hasBody = signed.method !== 'GET' && signed.method !== 'HEAD'
  return new Request(signed.url, { method: signed.method, headers, body: hasBody ? signed.body : undefined })
}

/** A proof before encoding. Text is encoded as UTF-8, bytes as they are, other values of `headers` as JSON; a string there is raw JSON. */
export interface Proof {
  method: unknown
  url: string | Uint8Array
  headers: unknown
  body: string | Uint8Array
}

/** The JSON body of the AWS exchange route: URL, headers and body in base64. `ttl` in seconds; left out when not given. */
export function toEnvelope(proof: Proof, serviceAccountId: unknown, ttl?: unknown) {
  const headers = typeof proof.headers === 'string' || proof.headers instanceof Uint8Array ? proof.headers : JSON.stringify(proof.headers)
  return {
    account: { type: 'service', id: serviceAccountId },
    awsIam: {
      httpRequestMethod: proof.method,
      httpRequestUrl: base64(proof.url),
      httpRequestHeaders: base64(headers),
      httpRequestBody: base64(proof.body),
    },
    ...(ttl === undefined ? {} : { tokenRequest: { ttl } }),
  }
}

function base64(content: string | Uint8Array): string {
  return (typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content)).toString('base64')
}

function hostOf(region: string, variant: Variant): string {
  return region === 'us-east-1' && !variant.isAlwaysRegional ? 'sts.amazonaws.com' : stsHost(region)
}

function serverIdOf(options: SignOptions): string | undefined {
  return options.serverId ?? (options.variant === 'bonafide-cli' ? 'bonafide.test' : undefined)
}

function headerValues(options: SignOptions, host: string, body: string, date: string): Map<string, string> {
  const values = new Map([
    ['host', host],
    ['content-type', FORM],
    ['content-length', String(Buffer.byteLength(body))],
    ['x-amz-content-sha256', sha256Hex(body)],
    ['x-amz-date', date],
  ])
  const serverId = serverIdOf(options)
  if (options.credentials.sessionToken !== undefined) values.set('x-amz-security-token', options.credentials.sessionToken)
  if (serverId !== undefined) values.set('x-bonafide-server-id', serverId)
  for (const [name, value] of Object.entries(options.extraHeaders ?? {})) values.set(name.toLowerCase(), value)
  return values
}

function signedNames(options: SignOptions, variant: Variant): string[] {
  const names = new Set(variant.signed)
  if (options.credentials.sessionToken !== undefined) names.add('x-amz-security-token')
  if (serverIdOf(options) !== undefined) names.add('x-bonafide-server-id')
  for (const name of Object.keys(options.extraHeaders ?? {})) names.add(name.toLowerCase())
  return [...names].sort()
}
