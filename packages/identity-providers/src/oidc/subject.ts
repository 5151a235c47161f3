import { isDivider, matchesGlob, partsOf } from './glob.ts'

/** Whether a text has characters that nobody sees: control and format characters, line and paragraph separators. */
export const hasInvisible = (text: string): boolean => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)

/** What a `sub` may be at all: 1 to 255 visible characters (RFC 7519 4.1.2 leaves it open; OpenID Connect Core 2 says 255). */
export const isSubject = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 255 && /[^\s:/]/.test(value) && !hasInvisible(value)

// Parts that anybody can take on a platform where one chooses the name oneself: owners, namespaces, organisations, trust domains.
const ownedParts: readonly { begins: string; owner: string; part: number }[] = [
  { begins: 'repo:', owner: 'the owner of a repository', part: 2 },
  { begins: 'repository_owner:', owner: 'the owner of a repository', part: 2 },
  { begins: 'project_path:', owner: 'the group of a project', part: 2 },
  { begins: 'namespace_path:', owner: 'a group', part: 2 },
  { begins: 'organization:', owner: 'an organisation', part: 2 },
  { begins: 'system:serviceaccount:', owner: 'a namespace', part: 4 },
  { begins: 'spiffe://', owner: 'a trust domain', part: 6 },
  { begins: 'arn:', owner: 'an account', part: 8 },
]

/** Why a pattern of subjects must not be trusted; undefined when it may. A `*` stands for one whole part between `:` and `/`. */
export function subjectProblem(pattern: string): string | undefined {
  if (!isSubject(pattern)) return 'must be 1 to 255 visible characters'
  if (!pattern.includes('*')) return undefined
  const parts = partsOf(pattern)
  if (parts.some((part) => part.includes('*') && part !== '*'))
    return 'must not have a * beside other characters: it stands for one whole part between : and /'
  if (parts.every((part) => part === '*' || part === '' || isDivider(part))) return 'must not trust everybody the issuer knows'
  if (parts[0] === '*') return 'must not begin with a *'
  const owned = ownedParts.find(({ begins }) => pattern.startsWith(begins))
  if (owned && parts[owned.part] === '*') return `must not have a * for ${owned.owner}`
  // HashiCorp: speculative plans run on branches that nobody has reviewed.
  if (/(^|:)run_phase:\*/.test(pattern)) return 'must name the run phase: plans run on branches that nobody has reviewed'
  return undefined
}

export const matchesSubject = (pattern: string, subject: string): boolean => matchesGlob(pattern, subject)
