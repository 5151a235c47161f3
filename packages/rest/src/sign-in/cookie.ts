import { sessionLimits } from '@bonafide/core'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import type { Door } from '../door.ts'
import type { HonoContext } from '../env.ts'

// WEB-02: no script reads it, no other site's form sends it, no subdomain sets it (RFC 6265bis 4.1.3, the __Host- prefix).
const options = ({ secureCookies }: Door): CookieOptions => ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: secureCookies })

/** The session token in the request's cookie, if there is one. Whether it may be believed is for the door to decide. */
export const sessionTokenOf = (request: HonoContext, door: Door): string | null => getCookie(request, door.sessionCookie) ?? null

export const keepSession = (request: HonoContext, door: Door, sessionToken: string): void =>
  setCookie(request, door.sessionCookie, sessionToken, { ...options(door), maxAge: sessionLimits.absoluteSeconds })

export const forgetSession = (request: HonoContext, door: Door): void => void deleteCookie(request, door.sessionCookie, options(door))
