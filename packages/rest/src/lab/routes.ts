import { readManagedIdentityToken } from '@bonafide/core'
import { Hono } from 'hono'
import type { Door } from '../door.ts'
import type { Env } from '../env.ts'

/** Where a simulated machine asks for the token of its managed identity, as on App Service: `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`. */
export function labRoutes(door: Door): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/api/v1/lab/managed-identity/:organisationId/:personaId', async (request) => {
    const { organisationId, personaId } = request.req.param()
    const secret = request.req.header('x-identity-header') ?? ''
    const resource = request.req.query('resource') ?? ''
    return request.json(await readManagedIdentityToken({ organisationId, personaId, secret, resource }, door.contextOf(request)))
  })
  return routes
}
