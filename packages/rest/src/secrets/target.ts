import { DomainError, notFound } from '@bonafide/core'
import type { HonoContext } from '../env.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Headers by name, `_` and `-` alike and in lower case (wire contract 1.4). */
export function wireHeaders(request: HonoContext): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const [name, value] of request.req.raw.headers) headers.set(name.replaceAll('_', '-'), decodeHeader(value))
  return headers
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** HTTP hands header values over as Latin-1; clients put UTF-8 in. Read as UTF-8 where that is what it is. */
export function decodeHeader(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0))
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return value
  }
}

/** Query parameters; snake_case or camelCase, the first of a name counts. */
export function wireQuery(request: HonoContext): (name: string) => string | undefined {
  const parameters = new URL(request.req.url).searchParams
  return (name) =>
    parameters.get(name) ?? parameters.get(name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())) ?? undefined
}

export type WireTarget = { secretId: string } | { environmentId: string } | { appId: string; environmentName: string }

/** Which environment a request means, in the order of wire contract 1.4: a secret, the header, then app and name. */
export function wireTarget(request: HonoContext, headers: ReadonlyMap<string, string>): WireTarget {
  const query = wireQuery(request)
  const secretId = headers.get('secret-id') ?? query('secret_id')
  if (secretId !== undefined) return { secretId: requireUuid(secretId, () => notFound('secret')) }
  const environmentId = headers.get('environment')
  if (environmentId !== undefined) {
    return { environmentId: requireUuid(environmentId, noEnvironment) }
  }
  const appId = query('app_id')
  const environmentName = query('env')
  if (appId === undefined || !environmentName) {
    throw new DomainError('malformed_request', 'Name the environment: the header Environment with its id, or app_id and env in the query.')
  }
  return { appId: requireUuid(appId, () => notFound('app')), environmentName }
}

/** What cannot be an id is the id of nothing. */
function requireUuid(text: string, failure: () => DomainError): string {
  if (!uuidPattern.test(text)) throw failure()
  return text.toLowerCase()
}

const noEnvironment = () => new DomainError('unauthenticated', 'There is no such environment.')

/** `a,b` → two names; undefined when the filter is not there at all. */
export const tagsOf = (list: string | undefined): string[] | undefined => (list ? list.split(',').filter((name) => name !== '') : undefined)
