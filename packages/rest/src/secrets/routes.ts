import { createEncryptedSecrets, DomainError, deleteSecrets, readEncryptedSecretsJson, updateEncryptedSecrets } from '@bonafide/core'
import { Hono } from 'hono'
import { bodyLimits, readJson } from '../body.ts'
import type { Door } from '../door.ts'
import type { Env, HonoContext } from '../env.ts'
import { asWireError, empty, jsonText, methodRefused } from './answers.ts'
import { tagsOf, wireHeaders, wireTarget } from './target.ts'

const path = '/secrets/'

/** `/secrets/`: secrets as ciphertext, for clients that hold the keys (wire contract 1.9). */
export function secretsRoutes(door: Door): Hono<Env> {
  const routes = new Hono<Env>()
  routes.onError((error, request) => {
    throw asWireError(error, request.req.header('authorization'), wireHeaders(request).has('environment') ? 'unauthenticated' : 'not_found')
  })

  routes.get(path, async (request) => {
    const context = await door.authenticated(request)
    const headers = wireHeaders(request)
    const filter = {
      path: headers.get('path'),
      keyDigest: headers.get('keydigest') ?? headers.get('key-digest'),
      tags: tagsOf(headers.get('tags')),
    }
    const naming = headers.get('x-use-camel-case') === 'true' ? 'camel' : 'snake'
    return jsonText(request, await readEncryptedSecretsJson({ ...wireTarget(request, headers), ...filter, naming }, context))
  })

  routes.post(path, async (request) => {
    const context = await door.authenticated(request)
    await createEncryptedSecrets({ ...wireTarget(request, wireHeaders(request)), secrets: await secretsOf(request) }, context)
    return empty(request)
  })

  routes.put(path, async (request) => {
    const context = await door.authenticated(request)
    await updateEncryptedSecrets({ ...wireTarget(request, wireHeaders(request)), secrets: await secretsOf(request) }, context)
    return empty(request)
  })

  routes.delete(path, async (request) => {
    const context = await door.authenticated(request)
    const ids = (await secretsOf(request)) ?? []
    await deleteSecrets({ ...wireTarget(request, wireHeaders(request)), ids, strict: false }, context)
    return empty(request)
  })

  routes.all(path, async (request) => {
    await door.authenticated(request)
    throw methodRefused()
  })
  return routes
}

/** What a body holds under `secrets`: JSON whatever its Content-Type says (wire contract 0.6). */
export async function secretsOf(request: HonoContext): Promise<unknown> {
  const body = await readJson(request, { maxBytes: bodyLimits.secrets })
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && 'secrets' in body) return body.secrets
  throw new DomainError('malformed_request', 'The body must be a JSON object with a list called secrets.')
}
