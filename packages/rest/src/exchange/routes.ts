import { exchange, type Granted, type IdentityProvider, limitExchanges, providerIds } from '@bonafide/core'
import { Hono } from 'hono'
import { bodyLimits, readJson } from '../body.ts'
import type { Door } from '../door.ts'
import type { Env, HonoContext } from '../env.ts'

/** Where a workload trades its proof for a token: the path that existing clients call, and a short one, for every provider. */
export function exchangeRoutes(door: Door): Hono<Env> {
  const routes = new Hono<Env>()
  for (const id of providerIds) {
    const provider = door.services.providers[id]
    for (const path of [`/identities/external/v1/${provider.path}/auth/`, `/api/v1/auth/${provider.alias}`]) {
      routes.post(path, (request) => trade(provider, door, request))
    }
  }
  return routes
}

async function trade(provider: IdentityProvider, door: Door, request: HonoContext): Promise<Response> {
  const context = door.contextOf(request)
  await limitExchanges(context)
  const granted = await exchange(provider, await readJson(request, { maxBytes: bodyLimits.exchange }), context)
  return request.json(authentication(granted))
}

/** The answer in the words that existing clients parse, `TTL` and `maxTTL` spelled exactly so; `scope` only where one was asked for. */
const authentication = ({ token, bearerToken, ttlSeconds, maxTtlSeconds, scope }: Granted) => ({
  authentication: {
    tokenType: 'ServiceAccount',
    token,
    bearerToken,
    TTL: ttlSeconds,
    maxTTL: maxTtlSeconds,
    ...(scope === null ? {} : { scope }),
  },
})
