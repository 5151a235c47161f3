import { createSecrets, DomainError, deleteSecrets, readSecrets, updateSecrets } from '@bonafide/core'
import { Hono } from 'hono'
import type { Door } from '../door.ts'
import type { Env } from '../env.ts'
import { asWireError, json, methodRefused } from '../secrets/answers.ts'
import { secretsOf } from '../secrets/routes.ts'
import { tagsOf, wireHeaders, wireQuery, wireTarget } from '../secrets/target.ts'

const path = '/v1/secrets/'

/** `/v1/secrets/`: secrets in plain text, for server-encrypted apps (wire contract 1.10). */
export function publicV1Routes(door: Door): Hono<Env> {
  const routes = new Hono<Env>()
  routes.onError((error, request) => {
    throw asWireError(error, request.req.header('authorization'), wireHeaders(request).has('environment') ? 'unauthenticated' : 'not_found')
  })

  routes.get(path, async (request) => {
    const context = await door.authenticated(request)
    const query = wireQuery(request)
    const filter = { key: query('key') || undefined, path: query('path'), tags: tagsOf(query('tags')) }
    return json(request, await readSecrets({ ...wireTarget(request, wireHeaders(request)), ...filter }, context))
  })

  routes.post(path, async (request) => {
    const context = await door.authenticated(request)
    return json(request, await createSecrets({ ...wireTarget(request, wireHeaders(request)), secrets: await secretsOf(request) }, context))
  })

  routes.put(path, async (request) => {
    const context = await door.authenticated(request)
    return json(request, await updateSecrets({ ...wireTarget(request, wireHeaders(request)), secrets: await secretsOf(request) }, context))
  })

  routes.delete(path, async (request) => {
    const context = await door.authenticated(request)
    const ids = await secretsOf(request)
    if (!Array.isArray(ids) || ids.length === 0) throw new DomainError('malformed_request', '/secrets: must hold at least one id')
    const { deleted } = await deleteSecrets({ ...wireTarget(request, wireHeaders(request)), ids, strict: true }, context)
    return json(request, { message: `Deleted ${deleted} secret(s)` })
  })

  routes.all(path, async (request) => {
    await door.authenticated(request)
    throw methodRefused()
  })
  return routes
}
