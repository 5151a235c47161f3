import type { Services } from '@bonafide/core'
import { Hono } from 'hono'
import type { Env } from '../env.ts'

/** What a client needs to know before it has any credential: nothing here is secret. */
export function discoveryRoutes({ settings, providers }: Services, version: string): Hono<Env> {
  const { publicUrl } = settings
  const document = {
    version,
    publicUrl,
    // Signed into AWS requests by our own command line, so that a proof for this server is of no use at another.
    serverId: new URL(publicUrl).host,
    graphqlUrl: `${publicUrl}/api/graphql`,
    signInUrl: `${publicUrl}/api/auth/sign-in`,
    secretsUrl: `${publicUrl}/service/secrets/`,
    publicApiUrl: `${publicUrl}/service/public/v1/`,
    exchangeStreamUrl: `${publicUrl}/api/v1/exchanges/stream`,
    exchanges: Object.values(providers).map((provider) => ({
      provider: provider.form.id,
      url: `${publicUrl}/service/public/identities/external/v1/${provider.path}/auth/`,
      alias: `${publicUrl}/api/v1/auth/${provider.alias}`,
    })),
  }
  const routes = new Hono<Env>()
  routes.get('/.well-known/bonafide-configuration', (request) => request.json(document))
  return routes
}
