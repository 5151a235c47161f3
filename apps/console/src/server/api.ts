import { migrationsPending } from '@bonafide/database'
import { createRestApp, openApiDocument } from '@bonafide/rest'
import { createClientAddress } from './client-address.ts'
import { translateDatabaseError } from './database-errors.ts'
import { drainJobs } from './jobs.ts'
import type { Platform } from './services.ts'
import { version } from './version.ts'

/** All doors of the machines as one web-standard function. `peerAddress` is the other end of the socket, where there is one. */
export type Api = (request: Request, peerAddress?: string) => Promise<Response>

const readinessLastsMs = 1_000
/** Platforms end a request after a minute. */
const cronMs = 45_000

export function createApi(platform: Platform): Api {
  const { environment, services, administration, graphql, exchanges, metrics, log, stopping } = platform
  const app = createRestApp({
    services,
    secureCookies: environment.publicUrl.startsWith('https://'),
    version,
    log,
    metrics,
    metricsToken: environment.metricsToken,
    stopping: stopping.signal,
    addressOf: createClientAddress(environment),
    translate: translateDatabaseError,
    administration,
    graphql: (request, context) => graphql.handle(request, { ...context, stores: administration.stores }),
    live: (organisationId, signal) => exchanges.live(organisationId, signal),
    isReady: readiness(platform),
    cron: environment.cronSecret ? { secret: environment.cronSecret, drain: () => drainJobs(platform, cronMs) } : undefined,
  })
  return async (request, peerAddress) => app.fetch(request, { peerAddress })
}

/** What those doors answer to, as OpenAPI. */
export const describeDoors = ({ services }: Platform) => openApiDocument(services, version)
export type ApiDescription = ReturnType<typeof describeDoors>

/** Asks the database at most once a second, however often the probes come. */
function readiness({ connection, stopping }: Platform): () => Promise<boolean> {
  let answer: Promise<boolean> = Promise.resolve(false)
  let askedAt = Number.NEGATIVE_INFINITY
  return () => {
    if (stopping.signal.aborted) return Promise.resolve(false)
    if (performance.now() - askedAt < readinessLastsMs) return answer
    askedAt = performance.now()
    answer = migrationsPending(connection.pool).then(
      (pending) => !pending,
      () => false,
    )
    return answer
  }
}
