import { createHash, timingSafeEqual } from 'node:crypto'
import { DomainError } from '@bonafide/core'
import type { HonoContext } from '../env.ts'

/** Fails with `unauthenticated` unless the request brings this token, compared in constant time. `what` names it. */
export function requireBearer(request: HonoContext, token: string, what: string): void {
  const given = /^Bearer (.+)$/i.exec(request.req.header('authorization') ?? '')?.[1] ?? ''
  if (timingSafeEqual(digest(given), digest(token))) return
  throw new DomainError('unauthenticated', `Send the ${what} as Authorization: Bearer.`)
}

const digest = (text: string) => createHash('sha256').update(text).digest()
