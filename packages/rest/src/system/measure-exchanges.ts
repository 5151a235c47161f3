import type { IdentityProviders } from '@bonafide/core'
import type { MiddlewareHandler } from 'hono'
import type { Env } from '../env.ts'
import type { Metrics } from './metrics.ts'

/** Counts every exchange by outcome, by the code its caller was told, and by provider; `unknown` where a request of OAuth did not come that far. */
export function measureExchanges(metrics: Metrics, providers: IdentityProviders): MiddlewareHandler<Env> {
  const providerOfPath = new Map<string, string>()
  for (const provider of Object.values(providers)) {
    providerOfPath.set(`/identities/external/v1/${provider.path}/auth/`, provider.form.id)
    providerOfPath.set(`/api/v1/auth/${provider.alias}`, provider.form.id)
  }
  return async (request, next) => {
    await next()
    if (request.req.method !== 'POST') return
    const provider =
      request.req.path === '/oauth/token' ? (request.get('exchangeProvider') ?? 'unknown') : providerOfPath.get(request.req.path)
    if (provider === undefined) return
    const accepted = request.res.status === 200
    const seconds = (performance.now() - request.get('startedAt')) / 1000
    metrics.exchange(
      accepted ? 'accepted' : 'refused',
      accepted ? 'ok' : (request.get('problemCode') ?? 'internal_error'),
      provider,
      seconds,
    )
  }
}
