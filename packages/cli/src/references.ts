import { normalisePath } from '@bonafide/core'
import { Failure } from './failure.ts'

/** Where a reference points: `${KEY}`, `${path/KEY}`, `${env.KEY}`, `${app::env./path/KEY}`. */
export interface Reference {
  app?: string
  environment?: string
  /** Always the root when the reference names no path, never the folder of the value that refers. */
  path: string
  key: string
}

/** One environment, as far as references see it. */
export interface Scope {
  /** Tells scopes apart. */
  id: string
  /** Value of a key at a path, as stored; undefined when there is none. */
  value(path: string, key: string): Promise<string | undefined>
  /** The scope a reference speaks of; undefined when the caller does not reach it. */
  neighbour(reference: Pick<Reference, 'app' | 'environment'>): Promise<Scope | undefined>
}

// `${` … first `}`. What begins with a second brace (`${{ … }}`) belongs to other tools and stays as it is.
const pattern = /\$\{([^{}][^}]*)\}/g
const maxDepth = 25
const maxLength = 1024 * 1024

/** Splits at `::` once, then at the first `.`, then at the last `/`. Null for what cannot be a reference. */
export function parseReference(text: string): Reference | null {
  const appEnd = text.indexOf('::')
  const app = appEnd < 0 ? undefined : text.slice(0, appEnd)
  const rest = appEnd < 0 ? text : text.slice(appEnd + 2)
  const dot = rest.indexOf('.')
  const environment = dot < 0 ? undefined : rest.slice(0, dot)
  if (app !== undefined && environment === undefined) return null
  const place = dot < 0 ? rest : rest.slice(dot + 1)
  const slash = place.lastIndexOf('/')
  const path = slash < 0 ? '/' : normalisePath(place.slice(0, slash))
  const key = place.slice(slash + 1)
  return key === '' || app === '' || environment === '' ? null : { app, environment, path, key }
}

export interface Referring {
  path: string
  key: string
  value: string
}

/**
 * Resolves the references in the values of a scope, and those in what they refer to. What cannot be found, or is out of reach, stays as written and is reported
 * to `missed`. A circle, a chain of more than 25 and a result of more than 1 MiB are failures: a few short values must not grow without bound.
 */
export async function resolveReferences(all: readonly Referring[], scope: Scope, missed: (reference: string) => void): Promise<string[]> {
  const done = new Map<string, string>()

  const resolve = async (text: string, from: Scope, chain: readonly string[]): Promise<string> => {
    let result = ''
    let end = 0
    for (const match of text.matchAll(pattern)) {
      const resolved = await follow(match[1] ?? '', from, chain)
      if (resolved === undefined) missed(match[0])
      result += text.slice(end, match.index) + (resolved ?? match[0])
      end = match.index + match[0].length
      if (result.length > maxLength) throw refused('grow beyond 1 MiB', chain)
    }
    return result + text.slice(end)
  }

  const follow = async (inner: string, from: Scope, chain: readonly string[]): Promise<string | undefined> => {
    const reference = parseReference(inner)
    const target = reference && (reference.environment === undefined ? from : await from.neighbour(reference))
    if (!reference || !target) return undefined
    const name = nameOf(target, reference)
    const known = done.get(name)
    if (known !== undefined) return known
    const stored = await target.value(reference.path, reference.key)
    if (stored === undefined) return undefined
    if (chain.includes(name)) throw refused('go round in a circle', [...chain, name])
    if (chain.length >= maxDepth) throw refused(`are more than ${maxDepth} deep`, chain)
    const resolved = await resolve(stored, target, [...chain, name])
    done.set(name, resolved)
    return resolved
  }

  const values: string[] = []
  for (const referring of all) values.push(await resolve(referring.value, scope, [nameOf(scope, referring)]))
  return values
}

const nameOf = (scope: Scope, { path, key }: { path: string; key: string }): string => JSON.stringify([scope.id, path, key])

function refused(what: string, chain: readonly string[]): Failure {
  const keys = chain.map((name) => (JSON.parse(name) as string[])[2] ?? '')
  return new Failure('invalid', `References between secrets ${what}.`, {
    why: `${keys.slice(0, 8).join(' → ')}${keys.length > 8 ? ' → …' : ''}`,
    fix: 'Change one of these values, or read them as stored with --raw',
    code: 'reference_cycle',
  })
}
