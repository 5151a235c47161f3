import { awsPartitions } from './endpoints.ts'

/** The kinds of callers that STS names, and `role`, which only a trusted principal can be. */
export type ArnKind = 'user' | 'role' | 'assumed-role' | 'federated-user' | 'root'

/** An ARN of IAM or STS in parts. `segments` are the parts of the resource after its kind: path and name, or role and session. */
export interface PrincipalArn {
  text: string
  partition: string
  account: string
  kind: ArnKind
  segments: string[]
}

/** A trusted principal, or the sentence that says why it can never be one. */
export type ReadPrincipal = { principal: PrincipalArn; problem?: undefined } | { principal?: undefined; problem: string }

const services: Record<ArnKind, 'iam' | 'sts'> = {
  user: 'iam',
  role: 'iam',
  root: 'iam',
  'assumed-role': 'sts',
  'federated-user': 'sts',
}

// IAM identifiers: letters, digits and +=,.@_- in names; a path may hold any printable character, of which we let nobody trust the odd ones.
const literal = /^[\w+=,.@-]{1,128}$/
const pathPart = /^[\x21-\x7e]{1,512}$/
const pattern = /^[\w+=,.@*-]{1,128}$/

/** Reads an ARN as STS answers it: exactly six parts, a known kind, nothing but literal characters. `undefined` for anything else. */
export function readCallerArn(text: string): PrincipalArn | undefined {
  const arn = splitArn(text)
  if (!arn || arn.kind === 'role') return undefined
  const names = arn.kind === 'user' ? arn.segments.slice(-1) : arn.segments
  return names.every((name) => literal.test(name)) && arn.segments.every((segment) => pathPart.test(segment)) ? arn : undefined
}

/** Reads what an administrator wants to trust. Wildcards may stand in the last segment only, so that nobody but AWS fills the rest. */
export function readTrustedPrincipal(text: string): ReadPrincipal {
  if (text.length > 700) return { problem: 'must be at most 700 characters' }
  const parts = text.split(':')
  if (parts[0] !== 'arn' || parts.length !== 6) return { problem: 'must be an ARN, e.g. arn:aws:iam::111122223333:role/web-prod' }
  if (!awsPartitions.has(parts[1] ?? '')) return { problem: `must name a partition of AWS: ${[...awsPartitions].join(', ')}` }
  if (!/^\d{12}$/.test(parts[4] ?? '')) return { problem: 'must name one account by its 12 digits; an account cannot be a wildcard' }
  const principal = splitArn(text)
  if (!principal) return { problem: problemOfResource(parts[5] ?? '') }
  const { segments } = principal
  if (!segments.slice(0, -1).every((segment) => literal.test(segment))) {
    return { problem: 'may hold * only in its last segment, and no other special character' }
  }
  const last = segments.at(-1)
  if (last !== undefined && (!pattern.test(last) || last.includes('**'))) {
    return { problem: 'may hold letters, digits, + = , . @ _ - and single * only' }
  }
  return { principal }
}

/**
 * True when a caller is the trusted principal. A role means every session of that role; STS leaves the role's path out of what it
 * answers, so the path takes no part. `*` matches any characters of one segment and never crosses `:` or `/`.
 */
export function trusts(trusted: PrincipalArn, caller: PrincipalArn): boolean {
  if (trusted.partition !== caller.partition || trusted.account !== caller.account) return false
  if (trusted.kind === 'role') {
    return caller.kind === 'assumed-role' && matches(trusted.segments.at(-1) ?? '', caller.segments[0] ?? '')
  }
  if (trusted.kind !== caller.kind || trusted.segments.length !== caller.segments.length) return false
  const lastIndex = trusted.segments.length - 1
  return trusted.segments.every((segment, index) => {
    const received = caller.segments[index] ?? ''
    return index === lastIndex ? matches(segment, received) : segment === received
  })
}

/** The IAM role behind a session, without its path (STS does not tell it): what to trust in order to trust every session. */
export function roleArnOf(caller: PrincipalArn): string | undefined {
  return caller.kind === 'assumed-role' ? `arn:${caller.partition}:iam::${caller.account}:role/${caller.segments[0]}` : undefined
}

function splitArn(text: string): PrincipalArn | undefined {
  const [prefix, partition = '', service, region, account = '', resource = '', ...surplus] = text.split(':')
  if (prefix !== 'arn' || region !== '' || surplus.length > 0 || !awsPartitions.has(partition) || !/^\d{12}$/.test(account))
    return undefined
  const [kind = '', ...segments] = resource.split('/')
  if (!isKind(kind) || services[kind] !== service || !hasShape(kind, segments)) return undefined
  return { text, partition, account, kind, segments }
}

function hasShape(kind: ArnKind, segments: string[]): boolean {
  if (segments.some((segment) => segment === '')) return false
  if (kind === 'root') return segments.length === 0
  if (kind === 'assumed-role') return segments.length === 2
  if (kind === 'federated-user') return segments.length === 1
  return segments.length >= 1
}

function isKind(text: string): text is ArnKind {
  return Object.hasOwn(services, text)
}

function problemOfResource(resource: string): string {
  if (/^assumed-role\/[^/]*$/.test(resource))
    return 'must name a session (assumed-role/<role>/<session>); to trust every session, trust the role'
  return 'must be arn:…:iam::<account>:role/<name>, iam user/<name>, iam root, sts assumed-role/<role>/<session> or sts federated-user/<name>'
}

// Linear: each literal piece between stars is looked for once, from the left.
function matches(glob: string, text: string): boolean {
  const pieces = glob.split('*')
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return glob === text
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let position = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, position)
    if (found < 0 || found + piece.length > end) return false
    position = found + piece.length
  }
  return true
}
