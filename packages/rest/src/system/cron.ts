import { notFound } from '@bonafide/core'
import { Hono } from 'hono'
import type { Env } from '../env.ts'
import { requireBearer } from './bearer.ts'

export interface CronOptions {
  /** Does what is due, for a bounded time; answers how many jobs it did. Without it, and without a secret, nobody is let in. */
  cron?: { secret: string; drain(): Promise<number> }
}

/** `GET /api/cron/jobs`: for platforms that call at set times instead of keeping a process, as Vercel does with its own `CRON_SECRET`. */
export function cronRoutes({ cron }: CronOptions): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/api/cron/jobs', async (request) => {
    if (!cron) throw notFound('page')
    requireBearer(request, cron.secret, 'cron secret')
    return request.json({ done: await cron.drain() })
  })
  return routes
}
