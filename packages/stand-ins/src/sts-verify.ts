import { timingSafeEqual } from 'node:crypto'
import type { AwsPrincipal } from './principals.ts'
import { canonicalRequest, parseAmzDate, SIGV4_ALGORITHM, scopeText, sha256Hex, signature, stringToSign } from './sigv4.ts'
import { partitionOfRegion, regionOfHost } from './sts-hosts.ts'

/** A request as it came in, read once. Header names are lower case. */
export interface ReceivedRequest {
  method: string
  path: string
  query: string
  headers: Headers
  host: string
  body: Uint8Array
}

/** An error as STS words it. */
export interface StsRefusal {
  status: number
  code: string
  message: string
}

export interface VerifyingRules {
  principals: ReadonlyMap<string, AwsPrincipal>
  now: Date
  /** Keys of one partition are unknown in the others, as in AWS; `true` lets them in. */
  acceptsForeignPartitions: boolean
  /** Whom the signature has to be scoped to; `sts` unless told. */
  service?: string
}

interface Claimed {
  accessKeyId: string
  scopeDate: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
  date: string
  sessionToken: string | undefined
  /** Query the signature covers. */
  query: string
  expiresSeconds: number
}

const SKEW_SECONDS = 15 * 60

/** Checks a SigV4 request as STS does, in the order STS complains; answers the caller or the refusal. */
export function verifySigV4(request: ReceivedRequest, rules: VerifyingRules): AwsPrincipal | StsRefusal {
  const claimed = readClaims(request)
  if ('code' in claimed) return claimed
  const principal = rules.principals.get(claimed.accessKeyId)
  return (
    refusalOfDate(claimed, rules.now) ??
    refusalOfScope(claimed, request.host, rules.service ?? 'sts') ??
    verifyCaller(request, claimed, principal, rules)
  )
}

function verifyCaller(request: ReceivedRequest, claimed: Claimed, principal: AwsPrincipal | undefined, rules: VerifyingRules) {
  const invalidToken = refuse(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.')
  if (!principal || principal.sessionToken !== claimed.sessionToken) return invalidToken
  const region = regionOfHost(request.host)
  const isForeign = region !== undefined && principal.arn.split(':')[1] !== partitionOfRegion(region)
  if (isForeign && !rules.acceptsForeignPartitions) return invalidToken
  if (!signatureMatches(request, claimed, principal.secretAccessKey)) {
    return signatureDoesNotMatch(
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    )
  }
  if (principal.expiresAt && principal.expiresAt <= rules.now) {
    return refuse(403, 'ExpiredToken', 'The security token included in the request is expired')
  }
  return principal
}

function signatureMatches(request: ReceivedRequest, claimed: Claimed, secretAccessKey: string): boolean {
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: claimed.query,
    header: (name) => receivedHeader(request, name),
    signedHeaders: claimed.signedHeaders,
    payloadHash: sha256Hex(request.body),
  })
  const scope = { ...claimed, algorithm: SIGV4_ALGORITHM }
  const expected = Buffer.from(signature(secretAccessKey, stringToSign(canonical, scope), scope))
  const received = Buffer.from(claimed.signature)
  return expected.length === received.length && timingSafeEqual(expected, received)
}

/** Host and Content-Length are put on the wire by the transport; a request handled in process has them all the same. */
function receivedHeader(request: ReceivedRequest, name: string): string | undefined {
  if (name === 'host') return request.host
  return request.headers.get(name) ?? (name === 'content-length' ? String(request.body.length) : undefined)
}

function readClaims(request: ReceivedRequest): Claimed | StsRefusal {
  const authorization = request.headers.get('authorization')
  const presigned = new URLSearchParams(request.query)
  if (authorization !== null && presigned.has('X-Amz-Signature')) {
    return incomplete("Only one of the 'Authorization' header and the 'X-Amz-Signature' parameter may be given.")
  }
  const claimed = authorization === null ? readQuery(request, presigned) : readHeader(request, authorization)
  if ('code' in claimed) return claimed
  if (!claimed.signedHeaders.includes('host')) {
    return signatureDoesNotMatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  }
  return claimed
}

function readHeader(request: ReceivedRequest, authorization: string): Claimed | StsRefusal {
  const match = /^AWS4-HMAC-SHA256 +(.*)$/.exec(authorization)
  if (!match) return incomplete(`Authorization header requires '${SIGV4_ALGORITHM}'. Authorization=${authorization}`)
  const pairs = (match[1] ?? '').split(',').map((part) => part.trim().split(/=(.*)/s, 2))
  const parts = new Map(pairs.map(([name = '', value = '']) => [name, value]))
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name))
  if (missing.length > 0 || pairs.length !== 3) {
    return incomplete(
      `Authorization header requires ${missing.map((name) => `'${name}' parameter.`).join(' ')} Authorization=${authorization}`,
    )
  }
  return assemble({
    credential: parts.get('Credential') ?? '',
    signedHeaders: parts.get('SignedHeaders') ?? '',
    signature: parts.get('Signature') ?? '',
    date: request.headers.get('x-amz-date') ?? '',
    sessionToken: request.headers.get('x-amz-security-token') ?? undefined,
    query: request.query,
    expiresSeconds: SKEW_SECONDS,
  })
}

function readQuery(request: ReceivedRequest, parameters: URLSearchParams): Claimed | StsRefusal {
  if (!parameters.has('X-Amz-Signature')) return refuse(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token')
  if (parameters.get('X-Amz-Algorithm') !== SIGV4_ALGORITHM) return incomplete(`X-Amz-Algorithm must be '${SIGV4_ALGORITHM}'.`)
  return assemble({
    credential: parameters.get('X-Amz-Credential') ?? '',
    signedHeaders: parameters.get('X-Amz-SignedHeaders') ?? '',
    signature: parameters.get('X-Amz-Signature') ?? '',
    date: parameters.get('X-Amz-Date') ?? '',
    sessionToken: parameters.get('X-Amz-Security-Token') ?? undefined,
    query: request.query
      .split('&')
      .filter((pair) => !pair.startsWith('X-Amz-Signature='))
      .join('&'),
    expiresSeconds: Math.min(Number(parameters.get('X-Amz-Expires') ?? SKEW_SECONDS) || 0, SKEW_SECONDS),
  })
}

type Unscoped = Omit<Claimed, 'accessKeyId' | 'scopeDate' | 'region' | 'service' | 'signedHeaders'>

function assemble(given: Unscoped & { credential: string; signedHeaders: string }): Claimed | StsRefusal {
  const { credential, signedHeaders, ...rest } = given
  const [accessKeyId = '', scopeDate = '', region = '', service = '', terminator, ...surplus] = credential.split('/')
  if (terminator !== 'aws4_request' || surplus.length > 0) {
    return incomplete(`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`)
  }
  if (parseAmzDate(given.date) === undefined) return incomplete(`Date must be in ISO-8601 'basic format'. Got '${given.date}'.`)
  if (!/^[a-z0-9-]+(;[a-z0-9-]+)*$/i.test(signedHeaders))
    return incomplete(`SignedHeaders is not a list of header names: '${signedHeaders}'`)
  return { ...rest, accessKeyId, scopeDate, region, service, signedHeaders: signedHeaders.split(';') }
}

function refusalOfDate(claimed: Claimed, now: Date): StsRefusal | undefined {
  const signedAt = parseAmzDate(claimed.date)?.getTime() ?? 0
  const ageSeconds = (now.getTime() - signedAt) / 1000
  if (ageSeconds > claimed.expiresSeconds) return signatureDoesNotMatch(`Signature expired: ${claimed.date} is now too old (15 min.)`)
  if (ageSeconds < -SKEW_SECONDS)
    return signatureDoesNotMatch(`Signature not yet current: ${claimed.date} is still later than now (15 min.)`)
  return undefined
}

function refusalOfScope(claimed: Claimed, host: string, service: string): StsRefusal | undefined {
  const region = regionOfHost(host)
  if (claimed.service !== service) return signatureDoesNotMatch(`Credential should be scoped to correct service: '${service}'. `)
  if (region !== undefined && region !== claimed.region) {
    return signatureDoesNotMatch(`Credential should be scoped to a valid region. Got '${scopeText({ ...claimed, algorithm: '' })}'`)
  }
  if (claimed.scopeDate !== claimed.date.slice(0, 8)) {
    return signatureDoesNotMatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${claimed.scopeDate}' != '${claimed.date.slice(0, 8)}'`,
    )
  }
  return undefined
}

function refuse(status: number, code: string, message: string): StsRefusal {
  return { status, code, message }
}

function incomplete(message: string): StsRefusal {
  return refuse(400, 'IncompleteSignature', message)
}

function signatureDoesNotMatch(message: string): StsRefusal {
  return refuse(403, 'SignatureDoesNotMatch', message)
}
