import type { ProviderRuntime } from '@bonafide/core'
import { instantOf, type ReadJwt } from './jwt.ts'

const leewayMilliseconds = 30_000

/**
 * As at which moment a token is judged, in milliseconds: now. One that has ended, where that is tolerated, as when it was made, or came to be
 * valid; its end is told then.
 */
export function judgedAt({ jwt }: ReadJwt, runtime: ProviderRuntime): { receivedAt: number; expiredAt?: number } {
  const receivedAt = runtime.now()
  const expiredAt = jwt && instantOf(jwt.claims, 'exp')
  if (!jwt || !runtime.toleratesExpiry || expiredAt === undefined || receivedAt <= expiredAt + leewayMilliseconds) return { receivedAt }
  const beginnings = ['iat', 'nbf'].flatMap((name) => instantOf(jwt.claims, name) ?? [])
  return { receivedAt: beginnings.length === 0 ? expiredAt : Math.min(expiredAt, Math.max(...beginnings)), expiredAt }
}
