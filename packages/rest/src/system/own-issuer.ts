import { issuerMetadata, publishedKeys, type Services } from '@bonafide/core'
import { Hono } from 'hono'
import type { Env } from '../env.ts'

/** Keys are published a day before they sign and a day after they did: an hour is well within that. */
const headers = { 'cache-control': 'public, max-age=3600' }

/**
 * This server as an issuer of tokens, for platforms that trust it: who it is and its public keys (OpenID Connect Discovery 1.0). It says nothing of
 * any organisation, and the same to everybody.
 */
export function ownIssuerRoutes(services: Services): Hono<Env> {
  const metadata = issuerMetadata(services.settings)
  const routes = new Hono<Env>()
  routes.get('/.well-known/openid-configuration', (request) => request.json(metadata, 200, headers))
  routes.get('/.well-known/jwks.json', async (request) => request.json(await publishedKeys(services), 200, headers))
  return routes
}
