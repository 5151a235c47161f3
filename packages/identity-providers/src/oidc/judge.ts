import { failed, passed, type Step } from '@bonafide/core'
import { excerpt } from '../excerpt.ts'
import { instantOf, type JwtContent, textOf } from '../jwt.ts'
import { ownProperty } from '../strict-json.ts'
import { judgeRule, parseRule, type RuleResult } from './rules.ts'
import { isSpiffe, type OidcConfig } from './schema.ts'
import { isSubject, matchesSubject } from './subject.ts'

/** What clocks may differ by, in milliseconds. */
export const leewayMilliseconds = 30_000

/** Whether a token is of now: `exp` is there, nothing lies in the future, and it is neither too old nor made to live too long. */
export function freshStep(config: OidcConfig, { claims }: JwtContent, receivedAt: number): Step {
  const expiresAt = instantOf(claims, 'exp')
  if (expiresAt === undefined) return failed('fresh', 'token_expired', { detail: 'The token does not say until when it is valid.' })
  if (receivedAt > expiresAt + leewayMilliseconds) return failed('fresh', 'token_expired', { received: `valid until ${iso(expiresAt)}` })
  for (const name of ['nbf', 'iat']) {
    const instant = instantOf(claims, name)
    if (instant === undefined && Object.hasOwn(claims, name))
      return failed('fresh', 'clock_skew', { detail: `The token's ${name} is not a time.` })
    if (instant !== undefined && instant > receivedAt + leewayMilliseconds)
      return failed('fresh', 'clock_skew', { expected: `${name} not after our clock`, received: iso(instant) })
  }
  return lifetimeFailure(config, claims, expiresAt, receivedAt) ?? tokenIdFailure(config, claims) ?? passed('fresh')
}

function lifetimeFailure(config: OidcConfig, claims: Record<string, unknown>, expiresAt: number, receivedAt: number): Step | undefined {
  const { maxProofAgeSeconds, maxProofLifetimeSeconds } = config
  const issuedAt = instantOf(claims, 'iat')
  // Without `iat` a token is as old as we cannot tell, and lives from now on at least.
  const lifetime = (expiresAt - (issuedAt ?? receivedAt)) / 1000
  if (lifetime > maxProofLifetimeSeconds)
    return failed('fresh', 'token_expired', {
      expected: `a token that lives at most ${maxProofLifetimeSeconds} s`,
      received: `${Math.ceil(lifetime)} s`,
    })
  if (maxProofAgeSeconds === undefined) return undefined
  if (issuedAt !== undefined && receivedAt - issuedAt <= maxProofAgeSeconds * 1000) return undefined
  const received = issuedAt === undefined ? 'no time of issue' : `issued ${Math.ceil((receivedAt - issuedAt) / 1000)} s ago`
  return failed('fresh', 'token_expired', { expected: `issued at most ${maxProofAgeSeconds} s ago`, received })
}

function tokenIdFailure({ singleUse }: OidcConfig, claims: Record<string, unknown>): Step | undefined {
  if (singleUse !== 'jti' || textOf(claims, 'jti') !== undefined) return undefined
  return failed('fresh', 'replayed', { detail: 'The identity accepts each token id once, and this token has no id (jti).' })
}

/** Whether a token says that it comes from the issuer, to the letter. */
export function issuerStep({ issuer }: OidcConfig, { claims }: JwtContent): Step {
  const received = ownProperty(claims, 'iss')
  if (received === issuer) return passed('endpoint_allowed', { received: issuer })
  return failed('endpoint_allowed', 'issuer_not_allowed', {
    expected: issuer,
    received: typeof received === 'string' ? excerpt(received, 300) : 'no iss',
  })
}

/** What of a verified token no identity may accept: a type that it is not for, a subject that is none. */
export function kindFailure({ tokenTypes }: OidcConfig, { type, claims }: JwtContent): Step | undefined {
  const accepted = tokenTypes.map((one) => one.toLowerCase())
  if (!accepted.includes((type ?? 'JWT').toLowerCase().replace(/^application\//, '')))
    return failed('proof_valid', 'token_type_not_allowed', {
      expected: `typ ${tokenTypes.join(' or ')}`,
      received: `typ ${excerpt(type ?? 'JWT', 60)}`,
    })
  if (isSubject(ownProperty(claims, 'sub'))) return undefined
  return failed('proof_valid', 'signature_invalid', { detail: 'The sub of the token is not a text of 1 to 255 visible characters.' })
}

/** What can be judged without a key. */
export const openingSteps = (config: OidcConfig, jwt: JwtContent, receivedAt: number): Step[] => [
  freshStep(config, jwt, receivedAt),
  issuerStep(config, jwt),
]

/** Whether the identity takes tokens that are signed like this one, whoever signed it. */
export function algorithmFailure({ algorithms }: OidcConfig, { algorithm }: JwtContent): Step | undefined {
  if (algorithms.some((known) => known === algorithm)) return undefined
  const more = { expected: `a token signed with ${algorithms.join(' or ')}`, received: algorithm }
  return failed('proof_valid', 'signature_invalid', more)
}

/** What is judged once the signature has been: its own step, and those that rely on it. */
export function closingSteps(config: OidcConfig, jwt: JwtContent, signature: Step): Step[] {
  const proof = signature.status === 'passed' ? (kindFailure(config, jwt) ?? signature) : signature
  return proof.status === 'failed' ? [proof, ...skip('audience', 'trust')] : [proof, audienceStep(config, jwt), trustStep(config, jwt)]
}

export const skip = (...names: Step['name'][]): Step[] => names.map((name) => ({ name, status: 'skipped' }))

/** Whether a verified token was made for us. */
export function audienceStep(config: OidcConfig, { claims }: JwtContent): Step {
  const { audiences } = config
  const given = audiencesIn(ownProperty(claims, 'aud'), isSpiffe(config) ? 1 : maxAudiences)
  const ours = given?.find((one) => audiences.includes(one))
  if (ours !== undefined) return passed('audience', { received: ours })
  const received = given === undefined ? 'no usable aud' : excerpt(given.join(', '), 300)
  return failed('audience', 'audience_mismatch', { expected: audiences.join(' or '), received })
}

const maxAudiences = 20

// RFC 7519 4.1.3: one text or a list of texts. A token for very many is a token for anybody, and each of several can show it to the others:
// SPIFFE asks for one alone (JWT-SVID 3.2).
export function audiencesIn(value: unknown, most: number = maxAudiences): string[] | undefined {
  const list = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.length <= most && list.every((one) => typeof one === 'string' && one !== '') ? list : undefined
}

/** Everything an identity asks of a verified token's claims, in its order: the subject, then each rule. */
export function judgeClaims(config: Pick<OidcConfig, 'subjects' | 'claims'>, claims: Record<string, unknown>): RuleResult[] {
  const subject = ownProperty(claims, 'sub')
  const subjectResult: RuleResult = {
    rule: `sub ${config.subjects.length === 1 ? 'is' : 'is one of'} ${config.subjects.slice(0, 5).join(', ')}${config.subjects.length > 5 ? ', …' : ''}`,
    passed: isSubject(subject) && config.subjects.some((pattern) => matchesSubject(pattern, subject)),
    received: typeof subject === 'string' ? excerpt(subject, 300) : 'no sub',
  }
  const results = config.claims.map((text): RuleResult => {
    const { rule } = parseRule(text)
    return rule ? judgeRule(rule, claims) : { rule: text, passed: false, received: 'a rule that cannot be read' }
  })
  return [subjectResult, ...results]
}

/** Whether the claims are those of somebody who is trusted; the first that is not is named. */
export function trustStep(config: OidcConfig, { claims }: JwtContent): Step {
  const results = judgeClaims(config, claims)
  const miss = results.find((result) => !result.passed)
  const [subject] = results
  if (!miss) return passed('trust', { received: subject?.received })
  const others = results.filter((result) => !result.passed && result !== miss).map(({ rule }) => rule)
  const detail = others.length === 0 ? undefined : `Also not so: ${excerpt(others.join('; '), 500)}.`
  return failed('trust', miss === subject ? 'subject_not_trusted' : 'claim_mismatch', {
    expected: excerpt(miss.rule, 500),
    received: miss.received,
    ...(detail && { detail }),
  })
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()
