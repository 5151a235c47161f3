import {
  checkDrift,
  checkQuietIssuers,
  currentIssuerKeys,
  deliverWebhook,
  runDue,
  type Services,
  sweepSyncs,
  wakeOverdueWebhooks,
} from '@bonafide/core'
import { drainQueue, forgetDeadJobs, purgeRateLimits, type Queue, startQueue } from '@bonafide/database'
import { purge } from './purge.ts'
import type { Platform } from './services.ts'

/** Jobs that a node has under way; most of the time each of them waits for a cloud, or for the endpoint of a webhook. */
const concurrency = 8
/** On any one node; what was missed while no node ran is not made up for. */
const schedule = [
  '* * * * * sweep_syncs',
  '* * * * * wake_webhooks',
  '7 * * * * purge',
  '23 * * * * check_issuers',
  '37 * * * * check_drift',
  '41 * * * * rotate_issuer_keys',
].join('\n')
const hourly = ['purge', 'check_issuers', 'check_drift', 'rotate_issuer_keys'] as const
const oncePerHour = { capacity: 1, refillPerSecond: 1 / 3600 }

type JobPlatform = Pick<Platform, 'jobs' | 'services' | 'log'>

/** What each kind of job does. Jobs work over connections of their own: however many there are, workloads log in over the others. */
function tasksOf({ jobs, services, log }: JobPlatform, turnMs?: number) {
  const lent: Services = { ...services, stores: jobs.stores, limits: jobs.limits }
  const onUnexpected = (err: unknown, syncId: string) => log.error({ err, syncId }, 'a sync failed unexpectedly')
  return {
    sync: (payload: unknown) => runDue(idOf(payload, 'syncId'), lent, { onUnexpected, turnMs }),
    sweep_syncs: async () => void (await sweepSyncs(lent)),
    deliver_webhook: async (payload: unknown) => deliverWebhook(idOf(payload, 'id'), lent),
    wake_webhooks: async () => void (await wakeOverdueWebhooks(lent)),
    check_drift: async () => void (await checkDrift(lent)),
    check_issuers: async () => void (await checkQuietIssuers(lent)),
    rotate_issuer_keys: async () => void (await currentIssuerKeys(lent)),
    purge: async () => {
      await purge(lent)
      await purgeRateLimits(jobs.connection.pool)
      await forgetDeadJobs(jobs.connection.pool)
    },
  }
}

/** Takes up jobs from the database; any number of nodes share them. */
export const startJobs = (platform: JobPlatform): Promise<Queue> =>
  startQueue({
    pool: platform.jobs.connection.pool,
    tasks: tasksOf(platform),
    concurrency,
    schedule,
    onError: (task, error) => platform.log.error({ task, err: error }, 'a job failed'),
  })

/** The same where no process stays (Vercel): whatever is due, for so long, whenever the platform's own clock calls. Answers how many jobs it did. */
export async function drainJobs(platform: JobPlatform, forMs: number): Promise<number> {
  const until = Date.now() + forMs
  const onError = (task: string, err: unknown) => platform.log.error({ task, err }, 'a job failed')
  const tasks = tasksOf(platform, forMs / 5)
  await tasks.sweep_syncs()
  await tasks.wake_webhooks()
  for (const task of hourly) {
    const isDue = (await platform.jobs.limits.take(`hourly:${task}`, oncePerHour)) === 0
    if (isDue) await tasks[task]().catch((error) => onError(task, error))
  }
  return drainQueue({ pool: platform.jobs.connection.pool, tasks, concurrency, until, onError })
}

const idOf = (payload: unknown, name: string): string => String((payload as Record<string, unknown>)[name])
