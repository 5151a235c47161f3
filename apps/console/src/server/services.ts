import type { RateLimiter, Services, Stores } from '@bonafide/core'
import { createServerKeyring } from '@bonafide/crypto'
import { type Connection, connect, createRateLimiter, createStores, type ExchangeListener, listenForExchanges } from '@bonafide/database'
import { createAws, createCloudSetup, createCredentialKinds, createDestinations } from '@bonafide/destinations'
import { createGraphqlDoor } from '@bonafide/graphql'
import { createIdentityProviders } from '@bonafide/identity-providers'
import { awsStsEndpoints } from '@bonafide/identity-providers/forms'
import { createMetrics, type Metrics } from '@bonafide/rest'
import type { Logger } from 'pino'
import { translateDatabaseError } from './database-errors.ts'
import type { Environment } from './env.ts'
import { createLab } from './lab/lab.ts'
import { createLogger } from './logger.ts'
import { createPassphrases } from './passphrases.ts'
import { createRuntime } from './runtime.ts'
import { version } from './version.ts'

/** An environment in which a database and a key have been found. */
export type ReadyEnvironment = Environment & { databaseUrl: string; secretKey: string }

/** Everything that lives as long as the process: the only place where two adapters meet. */
export interface Platform {
  environment: ReadyEnvironment
  services: Services
  connection: Connection
  /** Connections and stores for administrators: however slow their questions, workloads log in over the others. */
  administration: { connection: Connection; stores: Stores }
  /** Connections, stores and limits for jobs: a queue that is long keeps nobody waiting but itself. */
  jobs: { connection: Connection; stores: Stores; limits: RateLimiter }
  graphql: Awaited<ReturnType<typeof createGraphqlDoor>>
  exchanges: ExchangeListener
  metrics: Metrics
  log: Logger
  /** Aborted when the process begins to stop. */
  stopping: AbortController
  /** Ends connections and threads; call it when nothing is under way any more. */
  close(): Promise<void>
}

const slot = Symbol.for('bonafide.services')
const shared = globalThis as { [slot]?: Promise<Platform> }

/**
 * The one platform of this process. Next.js bundles its own copy of every module, so it is kept where both find it, made by whoever
 * comes first.
 */
export function createServices(environment: ReadyEnvironment): Promise<Platform> {
  shared[slot] ??= build(environment)
  return shared[slot]
}

/** The platform that `createServices` made, if it has. */
export const currentServices = (): Promise<Platform> | undefined => shared[slot]

async function build(environment: ReadyEnvironment): Promise<Platform> {
  const log = createLogger(environment.logLevel)
  const open = (poolSize: number, applicationName: string) =>
    connect(environment.databaseUrl, {
      poolSize,
      applicationName,
      lockTimeoutMs: 5_000,
      idleInTransactionTimeoutMs: 15_000,
      onConnectionError: (error) => log.warn({ err: error }, 'a database connection broke'),
    })
  const connection = open(20, 'bonafide')
  const administration = open(10, 'bonafide administration')
  const jobs = open(6, 'bonafide jobs')
  const passphrases = createPassphrases()
  const exchanges = listenForExchanges(environment.databaseUrl)
  const runtime = createRuntime(environment)
  const aws = createAws({ region: environment.awsRegion })
  const services: Services = {
    stores: createStores(connection.db),
    providers: createIdentityProviders(),
    clouds: { aws },
    credentialKinds: createCredentialKinds(aws),
    destinations: createDestinations(aws),
    cloudSetup: createCloudSetup(aws),
    keyring: createServerKeyring(environment.secretKey),
    runtime,
    limits: createRateLimiter(connection.pool),
    passphrases,
    settings: {
      publicUrl: environment.publicUrl,
      version,
      privateHosts: environment.allowPrivateHosts,
      retention: environment.retention,
    },
    lab: environment.labEnabled ? createLab({ secretKey: environment.secretKey, runtime }) : null,
  }
  const graphql = await createGraphqlDoor(services, {
    awsStsEndpoints,
    translate: translateDatabaseError,
    onError: (error, report) => log.error({ err: error, ...report }, 'a resolver failed unexpectedly'),
  })
  return {
    environment,
    services,
    connection,
    administration: { connection: administration, stores: createStores(administration.db) },
    jobs: { connection: jobs, stores: createStores(jobs.db), limits: createRateLimiter(jobs.pool) },
    graphql,
    exchanges,
    metrics: createMetrics(connection.pool),
    log,
    stopping: new AbortController(),
    async close() {
      await graphql.stop()
      await exchanges.close()
      await passphrases.stop()
      await jobs.close()
      await administration.close()
      await connection.close()
    },
  }
}
