import { DomainError } from '../errors.ts'
import { maxPathLength, secretPath } from '../secrets/path.ts'
import type { Narrowing } from './narrowing.ts'

/** An app or environment as a scope names it: what looks like an id is one, and nothing else. */
export type Named = { id: string } | { name: string }

/** A narrowing as it is asked for; what is named must still be found among what the account reads. */
export interface WantedNarrowing {
  access: Narrowing['access']
  app: Named | null
  environment: Named | null
  path: string | null
}

/** The words that narrow to what is done. Those that say where take a value: `app:`, `env:` and `path:`. */
export const scopeWords = ['secrets:read', 'secrets:write'] as const

const maxScopeLength = 4096
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const anyCaseId = new RegExp(id.source, 'i')
// RFC 6749 3.3.
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/**
 * Reads a scope: words between single spaces, in any order, each at most once, case-exact, values percent-encoded (RFC 3986 2.1). Without
 * `secrets:read` it is for writing too; `secrets:write` includes reading. Whatever is not understood is refused: whoever asks for less must not get more.
 */
export function readScope(text: string): WantedNarrowing {
  if (text.length > maxScopeLength) throw invalid(`A scope has at most ${maxScopeLength} characters.`)
  const words = text.split(' ')
  if (words.some((word) => !scopeToken.test(word)))
    throw invalid('A scope is words of visible ASCII characters with one space between them.')
  const values = new Map<string, string>()
  for (const word of words) {
    const [name, value] = partsOf(word)
    if (values.has(name)) throw invalid(`The scope names ${name} twice: a token has one of each at most.`)
    values.set(name, value)
  }
  const wanted = {
    access: values.has('secrets:read') && !values.has('secrets:write') ? ('read' as const) : ('write' as const),
    app: namedBy(values.get('app:')),
    environment: namedBy(values.get('env:')),
    path: pathBy(values.get('path:')),
  }
  if (wanted.environment && 'name' in wanted.environment && !wanted.app)
    throw invalid('env: with a name needs app: beside it: other apps may have an environment of that name. Or give its id.')
  return wanted
}

function partsOf(word: string): [name: string, value: string] {
  if (scopeWords.some((known) => known === word)) return [word, '']
  const name = ['app:', 'env:', 'path:'].find((known) => word.startsWith(known))
  if (name === undefined)
    throw invalid('The scope has a word that is not known. Known are secrets:read, secrets:write, app:, env: and path:.')
  const value = decoded(word.slice(name.length))
  if (value === '') throw invalid(`${name} needs a value.`)
  return [name, value]
}

/** Decoded once: `%252F` is the three characters `%2F` of a name, and no slash. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid('A value of the scope is not percent-encoded UTF-8.')
  }
}

function namedBy(value: string | undefined): Named | null {
  if (value === undefined) return null
  if (id.test(value)) return { id: value }
  // An id in upper case would be taken for a name that nobody has; that is worth a sentence.
  if (anyCaseId.test(value)) throw invalid('Ids in a scope are written in lower case.')
  if (value.length > 64 || value.includes('\u0000')) throw invalid('A name in the scope has at most 64 characters.')
  return { name: value }
}

function pathBy(value: string | undefined): string | null {
  if (value === undefined) return null
  const path = secretPath.safeParse(value)
  if (!value.startsWith('/') || !path.success)
    throw invalid(`path: takes a folder from the root, such as path:/a/b, of at most ${maxPathLength} characters.`)
  // Folders may be called so, and a path is never walked; but whoever writes it here means something else.
  if (path.data.split('/').some((name) => name === '.' || name === '..')) throw invalid('path: must not hold "." or "..".')
  return path.data === '/' ? null : path.data
}

/** The one spelling of a narrowing, ids for names: what answers and lists show, and what may be sent again. */
export function printScope({ access, appId, environmentId, path }: Narrowing): string {
  return [
    ...(access === 'read' ? ['secrets:read'] : scopeWords),
    ...(appId === null ? [] : [`app:${appId}`]),
    ...(environmentId === null ? [] : [`env:${environmentId}`]),
    ...(path === null ? [] : [`path:${path.split('/').map(encodeURIComponent).join('/')}`]),
  ].join(' ')
}

const invalid = (sentence: string) => new DomainError('scope_invalid', sentence)

/** The same whether there is no such thing, it is somebody else's, or the account merely does not read it. */
export const targetUnreachable = () =>
  new DomainError('target_unreachable', 'The service account reads no such app or environment. Names are case-exact; an id is safest.')
