import { DomainError, EnvironmentUnreachable } from '@bonafide/core'
import type { HonoContext } from '../env.ts'

const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }

/** JSON that PostgreSQL or we have written already. */
export const jsonText = (request: HonoContext, text: string): Response => request.body(text, 200, headers)

export const json = (request: HonoContext, value: unknown): Response => jsonText(request, JSON.stringify(value))

/** Exactly 200, and nothing in it: any other 2xx is a failure to existing clients (wire contract 0.5). */
export const empty = (request: HonoContext): Response => request.body(null, 200, { 'cache-control': 'no-store' })

/**
 * Wire contract 1.4: an unknown environment in a header is 401, one that the caller holds no key of 401 for service accounts and 403 for
 * people's tokens. Everything else stays what it is.
 */
export function asWireError(error: Error, scheme: string | undefined, unknownIs: 'unauthenticated' | 'not_found'): Error {
  if (!(error instanceof EnvironmentUnreachable)) return error
  if (!error.known) return unknownIs === 'not_found' ? error : new DomainError('unauthenticated', 'There is no such environment.')
  const code = isServiceAccount(scheme) ? 'unauthenticated' : 'forbidden'
  return new DomainError(code, 'This token has no access to the environment. Ask an administrator to grant it.')
}

const isServiceAccount = (authorization: string | undefined): boolean =>
  /^bearer (?:serviceaccount |pss_service:)/i.test(authorization ?? '')

/** Methods that these routes do not know are 403 to existing clients (wire contract 1.5). */
export const methodRefused = () => new DomainError('forbidden', 'This method is not allowed here.')
