import { DomainError, OutboundError, type OutboundFailure, type OutboundResponse, type ReasonCode, type Runtime } from '@bonafide/core'
import { decodeUtf8 } from '../base64.ts'
import { scopeOf } from './authorization.ts'
import { type CallerIdentity, readCallerIdentity, readErrorCode } from './caller-identity.ts'
import { callerIdentityBody, callerIdentityBodySha256, type SignedRequest, serverBindingHeader } from './signed-request.ts'

/** What AWS made of a signature. */
export type StsVerdict =
  | { caller: CallerIdentity; refusal?: undefined }
  | { caller?: undefined; refusal: { code: ReasonCode; detail: string } }

/** Waits, in milliseconds; lent so that a test need not. */
export type Delay = (milliseconds: number) => Promise<void>

const DEADLINE_MILLISECONDS = 5000
const MAX_ANSWER_BYTES = 65_536
const MAX_RETRIES = 2

// AWS SDK "Retry behavior": the codes that ask for patience.
const throttlingCodes: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'SlowDown',
  'ServiceUnavailable',
])

const refusalCodes: Record<string, ReasonCode> = { SignatureDoesNotMatch: 'signature_invalid', ExpiredToken: 'token_expired' }

const outboundErrors: Record<OutboundFailure, () => DomainError> = {
  timeout: () => new DomainError('upstream_timeout', 'AWS STS did not answer in time.', { retryAfterSeconds: 5 }),
  unreachable: () => upstreamError('AWS STS could not be reached.'),
  too_large: () => upstreamError('AWS STS answered in a way that cannot be trusted.'),
  redirected: () => upstreamError('AWS STS answered in a way that cannot be trusted.'),
  refused: () => upstreamError('AWS STS could not be reached.'),
}

/**
 * AWS is the judge: the caller's own signature is sent under a request made of our constants, and the answer believed. Throttling is
 * answered with patience, twice at most and within five seconds in all. Errors: `upstream_error`, `upstream_timeout`, `unavailable`.
 */
export async function askSts(request: SignedRequest, runtime: Runtime, delay: Delay): Promise<StsVerdict> {
  const deadline = runtime.now() + DEADLINE_MILLISECONDS
  for (let attempt = 0; ; attempt++) {
    const verdict = verdictOf(await send(request, runtime, deadline - runtime.now()))
    if (verdict !== 'throttled') return verdict
    const pauseMilliseconds = 100 * 2 ** attempt * (1 + jitter(runtime))
    if (attempt === MAX_RETRIES || runtime.now() + pauseMilliseconds >= deadline) {
      throw new DomainError('unavailable', 'AWS STS is asking for patience.', { retryAfterSeconds: 5 })
    }
    await delay(pauseMilliseconds)
  }
}

async function send(request: SignedRequest, runtime: Runtime, remainingMilliseconds: number): Promise<OutboundResponse> {
  try {
    return await runtime.fetch(`https://${request.host}/`, {
      method: 'POST',
      headers: headersFor(request),
      body: callerIdentityBody,
      timeoutMs: Math.max(1, Math.min(DEADLINE_MILLISECONDS, remainingMilliseconds)),
      maxBytes: MAX_ANSWER_BYTES,
    })
  } catch (error) {
    throw isOutboundError(error) ? outboundErrors[error.failure]() : error
  }
}

// Host and Content-Length are set by the transport, from the URL and the body.
function headersFor(request: SignedRequest): Record<string, string> {
  const { accessKeyId, signedHeaders, signature, sessionToken, serverBinding } = request
  const credential = `${accessKeyId}/${scopeOf(request)}`
  return {
    accept: 'application/xml',
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
    'content-type': request.contentType,
    'x-amz-date': request.date,
    ...(signedHeaders.includes('x-amz-content-sha256') ? { 'x-amz-content-sha256': callerIdentityBodySha256 } : {}),
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    ...(serverBinding?.signed ? { [serverBindingHeader]: serverBinding.value } : {}),
  }
}

function verdictOf(response: OutboundResponse): StsVerdict | 'throttled' {
  const xml = decodeUtf8(response.body) ?? ''
  if (response.status === 200) {
    const caller = readCallerIdentity(xml)
    if (caller) return { caller }
    throw upstreamError('AWS STS answered in a way that cannot be trusted.')
  }
  const code = readErrorCode(xml)
  if (response.status === 429 || response.status === 503 || (code !== undefined && throttlingCodes.has(code))) return 'throttled'
  if (response.status < 400 || response.status > 499 || code === undefined) throw upstreamError('AWS STS could not process the request.')
  return { refusal: { code: refusalCodes[code] ?? 'sts_rejected', detail: `AWS STS refused the request: ${code}.` } }
}

function jitter(runtime: Runtime): number {
  return (runtime.randomBytes(1)[0] ?? 0) / 256
}

function upstreamError(sentence: string): DomainError {
  return new DomainError('upstream_error', sentence, { retryAfterSeconds: 5 })
}

// Another bundle may carry its own copy of the class, so the name decides.
function isOutboundError(error: unknown): error is OutboundError {
  return error instanceof OutboundError || (error instanceof Error && error.name === 'OutboundError' && 'failure' in error)
}
