import { createHash } from 'node:crypto'
import { passed, type Step, type Testimony } from '@bonafide/core'
import { readJwtTestimony } from '../jwt-testimony.ts'
import { ownProperty } from '../strict-json.ts'
import { algorithmFailure, closingSteps, judgeClaims, openingSteps, skip } from './judge.ts'
import { parseRule } from './rules.ts'
import { isSpiffe, type OidcConfig } from './schema.ts'
import { isSubject, matchesSubject, namesOwner } from './subject.ts'

/** A short name for where an identity finds its keys, and which of them it takes, or for who reviews its tokens. */
export function keyPlaceOf(config: OidcConfig): string {
  const { keySource, issuer, jwksUrl, jwks, apiServer, certificateAuthority } = config
  const place = { discovery: issuer, jwks_url: jwksUrl, uploaded: jwks, token_review: apiServer }[keySource]
  return createHash('sha256')
    .update(JSON.stringify([keySource, place, certificateAuthority, isSpiffe(config)]))
    .digest('base64url')
}

/** As of then. Null where other keys are to vouch than did: whether they would have is not known without the token. */
export function judgeOidcAgain(config: OidcConfig, testimony: Testimony): Step[] | null {
  const read = readJwtTestimony(testimony)
  if (!read) return null
  const { jwt, receivedAt, keyPlaces } = read
  const opening = openingSteps(config, jwt, receivedAt)
  if (opening.some(({ status }) => status === 'failed')) return [...opening, ...skip('proof_valid', 'audience', 'trust')]
  const signature = algorithmFailure(config, jwt) ?? passed('proof_valid')
  if (signature.status === 'passed' && !keyPlaces.includes(keyPlaceOf(config))) return null
  return [...opening, ...closingSteps(config, jwt, signature)]
}

// Claims that say whose a token is, on platforms where everybody has tokens of one issuer.
const ownerClaims: ReadonlySet<string> = new Set([
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'enterprise',
  'enterprise_id',
  'workflow_ref',
  'project_id',
  'project_path',
  'namespace_id',
  'namespace_path',
  'organization_id',
  'organization_slug',
  'terraform_organization_id',
  'terraform_organization_name',
  'workspaceUuid',
  'repositoryUuid',
  'hd',
  'email',
])

/**
 * Whether a caller is one of the identity's subjects. A subject that does not itself say whose it is, such as `ref:refs/heads/main`, which
 * anybody's repository can be made to have, ties to nobody: then the rules about its owner must hold too.
 */
export function isOfOwner(config: OidcConfig, testimony: Testimony): boolean {
  const claims = readJwtTestimony(testimony)?.jwt.claims
  const subject = claims && ownProperty(claims, 'sub')
  if (!claims || !isSubject(subject)) return false
  const fitting = config.subjects.filter((pattern) => matchesSubject(pattern, subject))
  if (fitting.some(namesOwner)) return true
  const ownerRules = config.claims.filter((text) => ownerClaims.has(parseRule(text).rule?.path.join('/') ?? ''))
  return fitting.length > 0 && judgeClaims({ subjects: config.subjects, claims: ownerRules }, claims).every((result) => result.passed)
}
