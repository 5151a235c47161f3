import { failed, type ProviderRuntime, passed, type Step } from '@bonafide/core'
import { type PrincipalArn, readTrustedPrincipal, roleArnOf, trusts } from './arn.ts'
import type { CallerIdentity } from './caller-identity.ts'
import { stsHostOfUrl } from './endpoints.ts'
import { type AwsIamConfig, partitionsOf } from './schema.ts'
import type { SignedRequest } from './signed-request.ts'
import type { StsVerdict } from './sts.ts'

const FUTURE_TOLERANCE_SECONDS = 30

/** What of a request is judged beside its signature. Instants are in milliseconds since the epoch. */
export interface RequestFacts extends Pick<SignedRequest, 'signedAt' | 'host' | 'partition'> {
  receivedAt: number
  /** Whether the request names, under its signature, the server and the account that it is for. */
  binding: (typeof bindings)[number]
  /** What the header should have been and was, for people; known while the request is here. */
  bindingTexts?: { expected: string; received: string }
}

export const bindings = ['missing', 'unsigned', 'mismatched', 'right'] as const

/** How one identity judges a request: its steps from `fresh` to `trust`. */
export function judge(config: AwsIamConfig, request: RequestFacts, verdict: StsVerdict): Step[] {
  return [
    freshStep(config, request),
    endpointStep(config, request),
    verdict.refusal ? failed('proof_valid', verdict.refusal.code, { detail: verdict.refusal.detail }) : passed('proof_valid'),
    { name: 'audience', status: 'skipped' },
    verdict.caller ? trustStep(config, verdict.caller) : { name: 'trust', status: 'skipped' },
  ]
}

/** What is judged of a request that has just arrived. */
export function factsOf({ signedAt, host, partition, serverBinding }: SignedRequest, receivedAt: number, server: Server): RequestFacts {
  const expected = `${server.serverHost};${server.serviceAccountId};`
  const binding = bindingOf(serverBinding, expected)
  const received = binding === 'mismatched' ? (serverBinding?.value.slice(0, 300) ?? '') : receivedInstead[binding]
  return { signedAt, host, partition, receivedAt, binding, bindingTexts: { expected: inWords(expected), received } }
}

type Server = Pick<ProviderRuntime, 'serverHost' | 'serviceAccountId'>

const inWords = (beginning: string): string => `X-Bonafide-Server-Id: ${beginning}<nonce>, signed`

const receivedInstead: Record<RequestFacts['binding'], string> = {
  missing: 'no such header',
  unsigned: 'the header is not among the signed ones',
  mismatched: 'a header for another server or account',
  right: 'the right one',
}

function bindingOf(given: SignedRequest['serverBinding'], expected: string): RequestFacts['binding'] {
  if (!given) return 'missing'
  if (!given.signed) return 'unsigned'
  return given.value.startsWith(expected) && /^[\w-]{22}$/.test(given.value.slice(expected.length)) ? 'right' : 'mismatched'
}

function freshStep(config: AwsIamConfig, request: RequestFacts): Step {
  const ageSeconds = (request.receivedAt - request.signedAt) / 1000
  if (ageSeconds < -FUTURE_TOLERANCE_SECONDS) {
    const received = `${Math.ceil(-ageSeconds)} s ahead of our clock`
    return failed('fresh', 'clock_skew', { expected: `at most ${FUTURE_TOLERANCE_SECONDS} s ahead of our clock`, received })
  }
  if (ageSeconds > config.signatureExpirySeconds) {
    return failed('fresh', 'signature_expired', {
      expected: `signed at most ${config.signatureExpirySeconds} s ago`,
      received: `signed ${Math.ceil(ageSeconds)} s ago`,
    })
  }
  return bindingFailure(config, request) ?? passed('fresh')
}

// A proof that names another server, or ours without a signature over it, was not made for us, whatever the identity asks for.
function bindingFailure({ requireServerBinding }: AwsIamConfig, { binding, bindingTexts }: RequestFacts): Step | undefined {
  if (binding === 'right' || (binding === 'missing' && !requireServerBinding)) return undefined
  const texts = bindingTexts ?? { expected: inWords('<this server>;<the account>;'), received: receivedInstead[binding] }
  return failed('fresh', binding === 'missing' ? 'server_binding_missing' : 'server_binding_mismatch', texts)
}

function endpointStep(config: AwsIamConfig, { host, partition }: RequestFacts): Step {
  const partitions = partitionsOf(config)
  const allowed = config.stsEndpoint === null ? partitions.has(partition) : stsHostOfUrl(config.stsEndpoint)?.host === host
  if (allowed) return passed('endpoint_allowed', { received: host })
  const expected = config.stsEndpoint?.slice('https://'.length) ?? `an STS endpoint of ${[...partitions].join(', ')}`
  return failed('endpoint_allowed', 'sts_endpoint_mismatch', { expected, received: host })
}

function trustStep(config: AwsIamConfig, { arn, userId }: CallerIdentity): Step {
  const received = arn.text
  const trusted = config.principals.find((text) => isTrusted(text, arn))
  if (trusted === undefined) return failed('trust', 'principal_not_trusted', { expected: inOneLine(config.principals), received })
  const uniqueId = userId.split(':')[0] ?? ''
  if (config.principalIds && config.principalIds.length > 0 && !config.principalIds.includes(uniqueId)) {
    return failed('trust', 'principal_recreated', {
      detail: `${received} is trusted, but it is not the one that was: it has been made again under the same name.`,
      expected: inOneLine(config.principalIds),
      received: uniqueId,
    })
  }
  const role = roleArnOf(arn)
  return passed('trust', { expected: trusted, received, ...(role ? { detail: `A session of ${role}.` } : {}) })
}

/** Whether one entry of a trust list means this caller; an entry that is no principal means nobody. */
export function isTrusted(text: string, caller: PrincipalArn): boolean {
  const { principal } = readTrustedPrincipal(text)
  return principal !== undefined && trusts(principal, caller)
}

function inOneLine(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).join(', ')
  return texts.length > 5 ? `${shown} and ${texts.length - 5} more` : shown
}
