import { Hono } from 'hono'
import type { Env } from '../env.ts'

export interface HealthOptions {
  version: string
  /** True when this node can serve: the database answers, is migrated, and the node is not stopping. */
  isReady(): Promise<boolean>
}

/** Liveness says that the process runs; readiness that it can serve. Both say nothing else. */
export function healthRoutes({ version, isReady }: HealthOptions): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/', (request) => request.json({ message: 'Bonafide', status: 'ok' }))
  routes.get('/health/', (request) => request.json({ status: 'alive', version }))
  routes.get('/healthz', (request) => request.json({ status: 'alive' }))
  routes.get('/readyz', async (request) =>
    (await isReady()) ? request.json({ status: 'ready' }) : request.json({ status: 'not_ready' }, 503),
  )
  return routes
}
