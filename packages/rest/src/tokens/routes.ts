import { DomainError, introspect, isDomainError } from '@bonafide/core'
import { Hono } from 'hono'
import type { Door } from '../door.ts'
import type { Env } from '../env.ts'
import { jsonText } from '../secrets/answers.ts'

/**
 * `GET /secrets/tokens/`: what a token is, and which environment keys it opens (wire contract 1.8). Snake case always, whatever the
 * headers ask for. A dead token is told 403 here and nowhere else: that is what existing clients expect.
 */
export function tokensRoutes(door: Door): Hono<Env> {
  const routes = new Hono<Env>()
  routes.onError((error, request) => {
    const deadToken = isDomainError(error) && error.code === 'unauthenticated' && request.req.header('authorization') !== undefined
    throw deadToken ? new DomainError('forbidden', 'The token is unknown, expired or revoked.', { cause: error.cause }) : error
  })
  routes.get('/secrets/tokens/', async (request) => jsonText(request, await introspect(await door.authenticated(request))))
  return routes
}
