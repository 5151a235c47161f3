import { isDivider, matchesGlob, partsOf } from './glob.ts'
import { claimsSpiffe, isSpiffeId } from './spiffe.ts'

/**
 * Whether a text has characters that nobody sees: control and format characters, line and paragraph separators, and what fonts draw as nothing,
 * such as the Hangul fillers, which count as letters, and the empty Braille pattern.
 */
export const hasInvisible = (text: string): boolean => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)

/** What a `sub` may be at all: 1 to 255 visible characters (RFC 7519 4.1.2 leaves it open; OpenID Connect Core 2 says 255). */
export const isSubject = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= 255 &&
  /[^\s:/]/.test(value) &&
  !hasInvisible(value) &&
  (!claimsSpiffe(value) || isSpiffeId(value))

// Parts that anybody can take on a platform where one chooses the name oneself, and the last part of a job that decides what it may run.
// A * stands for any part; what follows the beginning must not be left open, wherever a customised subject has it.
const guardedParts: readonly { begins: string; owner: string }[] = [
  { begins: 'repo:', owner: 'the owner of a repository' },
  { begins: 'repository:', owner: 'the owner of a repository' },
  { begins: 'repository_owner:', owner: 'the owner of a repository' },
  { begins: 'repository_id:', owner: 'the number of a repository' },
  { begins: 'repository_owner_id:', owner: 'the number of an owner' },
  { begins: 'job_workflow_ref:', owner: 'the owner of a workflow' },
  { begins: 'workflow_ref:', owner: 'the owner of a workflow' },
  { begins: 'project_path:', owner: 'the group of a project' },
  { begins: 'project_id:', owner: 'the number of a project' },
  { begins: 'namespace_path:', owner: 'a group' },
  { begins: 'namespace_id:', owner: 'the number of a group' },
  { begins: 'organization:', owner: 'an organisation' },
  { begins: 'system:serviceaccount:', owner: 'a namespace' },
  { begins: 'spiffe://', owner: 'a trust domain' },
  { begins: 'arn:*:*:*:', owner: 'an account' },
  // HashiCorp: speculative plans run on branches that nobody has reviewed.
  { begins: 'organization:*:project:*:workspace:*:run_phase:', owner: 'the run phase: plans run on branches that nobody has reviewed' },
  {
    begins: 'organization:*:project:*:stack:*:deployment:*:operation:',
    owner: 'the operation: plans run on branches that nobody has reviewed',
  },
]

/** Why a pattern of subjects must not be trusted; undefined when it may. A `*` stands for one whole part between `:` and `/`. */
export function subjectProblem(pattern: string): string | undefined {
  if (!isSubject(pattern.replaceAll('*', 'x'))) return claimsSpiffe(pattern) ? 'must be a SPIFFE ID' : 'must be 1 to 255 visible characters'
  if (!pattern.includes('*')) return undefined
  const parts = partsOf(pattern)
  if (parts.some((part) => part.includes('*') && part !== '*'))
    return 'must not have a * beside other characters: it stands for one whole part between : and /'
  if (pattern.includes('?')) return 'must not have a ? beside a *: nothing but the * stands for anything else'
  if (parts.every((part) => part === '*' || part === '' || isDivider(part))) return 'must not trust everybody the issuer knows'
  if (parts[0] === '*') return 'must not begin with a *'
  const guarded = guardedParts.find(({ begins }) => beginningsIn(parts).some((rest) => leavesOpen(rest, partsOf(begins))))
  return guarded && `must not have a * for ${guarded.owner}`
}

/** A pattern, and what of it follows a colon and begins by a word: platforms let people put the parts of subjects in an order of their own. */
const beginningsIn = (parts: readonly string[]): (readonly string[])[] =>
  parts.flatMap((part, index) => (index === 0 || (parts[index - 1] === ':' && part !== '*') ? [parts.slice(index)] : []))

/** Whether a pattern lets in what begins like this, and any part after it. */
function leavesOpen(parts: readonly string[], begins: readonly string[]): boolean {
  const fits = (part: string, index: number) => [part, '*'].includes(parts[index] ?? '') || part === '*'
  return parts[begins.length - 1] === '*' && begins.slice(0, -1).every(fits)
}

// Whose token it is, and not whose workflow it runs: a workflow that is shared can be called from anybody's repository.
const namesAnOwner = guardedParts.filter(({ begins }) => begins !== 'job_workflow_ref:')

/** Whether a pattern of subjects itself says whose they are, on a platform where many have tokens of one issuer. */
export function namesOwner(pattern: string): boolean {
  const parts = partsOf(pattern)
  return namesAnOwner.some(({ begins }) => {
    const beginning = partsOf(begins)
    const owner = parts[beginning.length - 1] ?? ''
    return owner !== '' && owner !== '*' && beginning.slice(0, -1).every((part, index) => part === '*' || part === parts[index])
  })
}

export const matchesSubject = (pattern: string, subject: string): boolean => matchesGlob(pattern, subject)
