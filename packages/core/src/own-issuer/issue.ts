import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'

/** What a token of ours is for; its subject says so. */
export type TokenPurpose =
  | { kind: 'credential'; credentialId: string }
  | { kind: 'sync'; appId: string; environmentId: string; syncId: string }

/** `organisation:<id>:app:<id>:environment:<id>:sync:<id>`, or `organisation:<id>:credential:<id>`: what a trust policy pins. */
export function subjectOf(organisationId: string, purpose: TokenPurpose): string {
  if (purpose.kind === 'credential') return `organisation:${organisationId}:credential:${purpose.credentialId}`
  return `organisation:${organisationId}:app:${purpose.appId}:environment:${purpose.environmentId}:sync:${purpose.syncId}`
}

/** A token of this server as an issuer, for another platform that trusts it. OpenID Connect Core 1.0, section 2. */
export async function issueOwnToken(audience: string, organisationId: string, purpose: TokenPurpose, _context: Context): Promise<string> {
  throw new DomainError('unavailable', `No token for ${audience} and ${subjectOf(organisationId, purpose)}: this server issues none yet.`)
}
