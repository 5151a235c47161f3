import { authenticate, type Context, DomainError, newId, type Services, type SignedInContext } from '@bonafide/core'
import { getCookie } from 'hono/cookie'
import type { HonoContext } from './env.ts'

/** The way into the use cases: every group of routes is given one. */
export interface Door {
  services: Services
  /** True behind https: cookies are `Secure` and take the `__Host-` prefix. */
  secureCookies: boolean
  /** Name of the session cookie. */
  sessionCookie: string
  /** A context for somebody who has not said who he is: exchanges, sign-in. */
  contextOf(request: HonoContext): Context
  /** A context for the holder of the token or session that came along; fails with `unauthenticated`. */
  authenticated(request: HonoContext): Promise<SignedInContext>
}

export interface DoorOptions {
  services: Services
  secureCookies: boolean
}

/** The header that proves that our own console made a request with a cookie: another site cannot send it without our leave. */
export const consoleHeader = 'x-bonafide-console'

const maxUserAgentLength = 256

export function createDoor({ services, secureCookies }: DoorOptions): Door {
  const sessionCookie = secureCookies ? '__Host-bonafide' : 'bonafide'
  const contextOf = (request: HonoContext): Context => ({ ...services, actor: { kind: 'anonymous' }, request: request.get('origin') })
  return {
    services,
    secureCookies,
    sessionCookie,
    contextOf,
    async authenticated(request) {
      const authorization = request.req.header('authorization') ?? null
      const sessionToken = getCookie(request, sessionCookie) ?? null
      if (sessionToken !== null && authorization === null) requireOwnOrigin(request, services)
      const context = contextOf(request)
      const actor = await authenticate({ authorization, sessionToken }, context)
      return { ...context, actor }
    },
  }
}

/**
 * Fails with `forbidden` when a request could have been made by another site in the name of a signed-in person (cross-site request forgery).
 * Another site cannot see what is read, but reading secrets and the audit log leaves rows in that person's name: so it is refused where the
 * browser says that another site asks. What changes something must come from our own console.
 */
export function requireOwnOrigin(request: HonoContext, services: Services): void {
  const ours = new URL(services.settings.publicUrl).origin
  const site = request.req.header('sec-fetch-site')
  if (request.req.method === 'GET' || request.req.method === 'HEAD') {
    if (site === undefined || site === 'same-origin' || site === 'none') return
    throw new DomainError('forbidden', 'Another site asks with your session. Open the console and ask from there.')
  }
  const sameOrigin = request.req.header('origin') === ours || site === 'same-origin'
  if (sameOrigin && request.req.header(consoleHeader) !== undefined) return
  throw new DomainError('forbidden', `Requests with the session cookie must come from ${ours} and carry the header ${consoleHeader}: 1.`)
}

/** Our own name for a request: `req_` and a UUID v7 in hex. The caller's `X-Request-Id` is never used. */
export const newRequestId = (services: Services): string => `req_${newId(services.runtime).replaceAll('-', '')}`

/** What the caller calls itself: printable, and short enough for an audit row. */
export const userAgentOf = (headers: Headers): string =>
  (headers.get('user-agent') ?? '').replace(/[^\x20-\x7e]/g, '?').slice(0, maxUserAgentLength)
