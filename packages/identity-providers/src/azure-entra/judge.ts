import { failed, passed, type ReasonCode, type Step } from '@bonafide/core'
import { excerpt } from '../excerpt.ts'
import { instantOf, type JwtContent, textOf } from '../jwt.ts'
import { ownProperty } from '../strict-json.ts'
import { issuersOf, type KnownIssuer } from './clouds.ts'
import { type AzureEntraConfig, audiencesOf } from './schema.ts'

/** What clocks may differ by, in milliseconds. */
export const leewayMilliseconds = 30_000

/** Who a token speaks for: a principal is a tenant and an object id together, both lower case. */
export interface TokenSubject {
  tenantId: string
  objectId: string
}

/** The steps that need no key. `receivedAt` is in milliseconds since the epoch. */
export function freshStep(config: AzureEntraConfig, { claims }: JwtContent, receivedAt: number): Step {
  const expiresAt = instantOf(claims, 'exp')
  if (expiresAt === undefined) return failed('fresh', 'token_expired', { detail: 'The token does not say until when it is valid.' })
  if (receivedAt > expiresAt + leewayMilliseconds) return failed('fresh', 'token_expired', { received: `valid until ${iso(expiresAt)}` })
  for (const name of ['nbf', 'iat']) {
    const instant = instantOf(claims, name)
    if (instant === undefined && Object.hasOwn(claims, name))
      return failed('fresh', 'clock_skew', { detail: `The token's ${name} is not a time.` })
    if (instant !== undefined && instant > receivedAt + leewayMilliseconds) {
      return failed('fresh', 'clock_skew', { expected: `${name} not after our clock`, received: iso(instant) })
    }
  }
  return ageFailure(config, instantOf(claims, 'iat'), receivedAt) ?? passed('fresh')
}

function ageFailure({ maxProofAgeSeconds }: AzureEntraConfig, issuedAt: number | undefined, receivedAt: number): Step | undefined {
  if (maxProofAgeSeconds === undefined) return undefined
  if (issuedAt !== undefined && receivedAt - issuedAt <= maxProofAgeSeconds * 1000) return undefined
  const received = issuedAt === undefined ? 'no time of issue' : `issued ${Math.ceil((receivedAt - issuedAt) / 1000)} s ago`
  return failed('fresh', 'token_expired', { expected: `issued at most ${maxProofAgeSeconds} s ago`, received })
}

/** The known (version, issuer, key set) that a token fits; a token without `ver` counts as version 1, as Entra's first tokens did. */
export function issuerFor(config: AzureEntraConfig, { claims }: JwtContent): KnownIssuer | undefined {
  const version = Object.hasOwn(claims, 'ver') ? ownProperty(claims, 'ver') : '1.0'
  const issuer = textOf(claims, 'iss')
  return issuersOf(config.tenantId, config.cloud).find((known) => known.version === version && issuer === known.issuer)
}

/** Whether a token's issuer is one of the identity's. */
export function issuerStep(config: AzureEntraConfig, { claims }: JwtContent, known: KnownIssuer | undefined): Step {
  if (known) return passed('endpoint_allowed', { received: known.issuer })
  const expected = issuersOf(config.tenantId, config.cloud).map(({ version, issuer }) => `${issuer} (ver ${version})`)
  const received = `${textOf(claims, 'iss') ?? 'no iss'} (ver ${textOf(claims, 'ver', 16) ?? 'missing'})`
  return failed('endpoint_allowed', 'issuer_not_allowed', { expected: expected.join(' or '), received: excerpt(received, 300) })
}

/** Whether a verified token is of a type that speaks for an application, or, where that is allowed, for a person. */
export function typeFailure({ allowUserTokens }: AzureEntraConfig, { claims, type }: JwtContent): Step | undefined {
  const refuse = (received: string, expected = 'an access token of an application or managed identity') =>
    failed('proof_valid', 'token_type_not_allowed', { expected, received })
  if (type !== undefined && !/^(JWT|at\+jwt)$/i.test(type)) return refuse(`typ ${excerpt(type, 60)}`)
  // An id token tells an application who signed in; it names no client (appid, azp) and is no access token.
  if (textOf(claims, 'appid') === undefined && textOf(claims, 'azp') === undefined) return refuse('an id token or a token without client')
  if (isUserToken(claims)) return allowUserTokens ? undefined : refuse('a token of a person')
  return isAppToken(claims) ? undefined : refuse('a token of another kind')
}

// Microsoft "Access token claims reference": scp only in tokens of people; appidacr/azpacr 0 is a public client, which proves nothing of itself.
function isUserToken(claims: Record<string, unknown>): boolean {
  return (
    ownProperty(claims, 'idtyp') === 'user' ||
    ['scp', 'upn', 'unique_name', 'preferred_username'].some((name) => Object.hasOwn(claims, name))
  )
}

function isAppToken(claims: Record<string, unknown>): boolean {
  const kind = ownProperty(claims, 'idtyp')
  if (kind !== undefined) return kind === 'app'
  return ['1', '2'].includes(textOf(claims, 'appidacr') ?? textOf(claims, 'azpacr') ?? '')
}

/** What can be judged without a key. `known`: the issuer that the token fits. */
export const openingSteps = (config: AzureEntraConfig, jwt: JwtContent, known: KnownIssuer | undefined, receivedAt: number): Step[] => [
  freshStep(config, jwt, receivedAt),
  issuerStep(config, jwt, known),
]

/** What is judged once the signature has been: its own step, and those that rely on it. */
export function closingSteps(config: AzureEntraConfig, jwt: JwtContent, signature: Step): Step[] {
  const proof = signature.status === 'passed' ? (typeFailure(config, jwt) ?? signature) : signature
  if (proof.status === 'failed') return [proof, ...skip('audience', 'trust')]
  return [proof, audienceStep(config, jwt), trustStep(config, subjectOf(jwt))]
}

export const skip = (...names: Step['name'][]): Step[] => names.map((name) => ({ name, status: 'skipped' }))

/** Whether a verified token was made for us, by the tenant we know. */
export function audienceStep(config: AzureEntraConfig, { claims }: JwtContent): Step {
  const tenantId = textOf(claims, 'tid')?.toLowerCase()
  if (tenantId !== config.tenantId) {
    return failed('audience', 'tenant_mismatch', {
      expected: config.tenantId,
      received: tenantId === undefined ? 'no tid' : excerpt(tenantId, 100),
    })
  }
  const audience = textOf(claims, 'aud')
  const audiences = audiencesOf(config)
  if (audience !== undefined && audiences.includes(audience)) return passed('audience', { received: audience })
  return failed('audience', 'audience_mismatch', {
    expected: config.resource,
    received: audience === undefined ? 'no single aud' : excerpt(audience, 300),
  })
}

/** Whether a verified token's object id, and no other of its ids, is trusted. */
export function trustStep(config: AzureEntraConfig, subject: TokenSubject | undefined): Step {
  const received = subject?.objectId ?? 'no oid'
  if (subject && isTrustedSubject(config, subject)) return passed('trust', { received })
  const [first, ...others] = config.allowedServicePrincipalIds
  const expected = others.length === 0 ? first : `${first} or one of ${others.length} more`
  return failed('trust', 'principal_not_trusted' satisfies ReasonCode, { expected, received })
}

/** A tenant and an object id count together: the same object id elsewhere is somebody else. */
export function isTrustedSubject(config: AzureEntraConfig, { tenantId, objectId }: TokenSubject): boolean {
  return tenantId === config.tenantId && config.allowedServicePrincipalIds.includes(objectId)
}

/** The subject a token names; `undefined` unless both ids are UUIDs. */
export function subjectOf({ claims }: JwtContent): TokenSubject | undefined {
  const [tenantId, objectId] = ['tid', 'oid'].map((name) => textOf(claims, name)?.toLowerCase())
  const isUuid = (text: string | undefined): text is string => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')
  return isUuid(tenantId) && isUuid(objectId) ? { tenantId, objectId } : undefined
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()
