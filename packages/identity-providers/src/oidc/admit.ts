import type { Admission } from '@bonafide/core'
import { type OidcConfig, oidcConfigSchema } from './schema.ts'
import { matchesSubject } from './subject.ts'

/** Adds the caller's subject, to the letter. Which issuer it is of, a new identity cannot know from it. */
export function admitOidc(config: OidcConfig | null, principalName: string, issuer = config?.issuer): Admission<OidcConfig>[] {
  // Since that exchange the identity has come to name another issuer.
  if (issuer !== config?.issuer) return []
  if (!config || principalName.includes('*') || config.subjects.some((pattern) => matchesSubject(pattern, principalName))) return []
  const wanted = oidcConfigSchema.safeParse({ ...config, subjects: [...config.subjects, principalName] })
  if (!wanted.success || !wanted.data.subjects.includes(principalName)) return []
  const rules = config.claims.length === 0 ? '' : ' Every rule about other claims goes on to hold.'
  return [
    {
      config: wanted.data,
      additions: [principalName],
      explanation: `Trusts the subject ${principalName} of ${config.issuer}, and nobody else.${rules}`,
    },
  ]
}

/**
 * Whether a subject would still be let in. A name does not tell which other claims its token had: where anything but the subjects has changed,
 * nobody is trusted by name.
 */
export function trustsSubject(config: OidcConfig, principalName: string, before: unknown): boolean {
  const old = oidcConfigSchema.safeParse(before)
  if (!old.success || !sameApartFromSubjects(old.data, config)) return false
  return config.subjects.some((pattern) => matchesSubject(pattern, principalName))
}

// What came to be let in under fewer rules is not what the new ones ask for; more audiences, algorithms or types let nobody out.
function sameApartFromSubjects(before: OidcConfig, after: OidcConfig): boolean {
  const holdsAll = (wider: readonly string[], narrower: readonly string[]) => narrower.every((value) => wider.includes(value))
  return (
    before.issuer === after.issuer &&
    before.keySource === after.keySource &&
    before.jwksUrl === after.jwksUrl &&
    before.jwks === after.jwks &&
    before.certificateAuthority === after.certificateAuthority &&
    holdsAll(after.audiences, before.audiences) &&
    holdsAll(after.algorithms, before.algorithms) &&
    holdsAll(after.tokenTypes, before.tokenTypes) &&
    holdsAll(before.claims, after.claims)
  )
}
