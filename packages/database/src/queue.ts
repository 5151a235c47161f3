import { Logger, run } from 'graphile-worker'
import type pg from 'pg'

export interface QueueOptions {
  pool: pg.Pool
  /** What each kind of job does. Jobs are done at least once: a node that dies leaves its job to another. */
  tasks: Record<string, (payload: unknown) => Promise<void>>
  /** Jobs that come by themselves, one line each: `minute hour day month weekday task`. */
  schedule?: string
  /** Jobs that this node does at once. */
  concurrency?: number
  onError?: (task: string, error: unknown) => void
}

export interface Queue {
  /** Finishes the jobs under way and gives back what it holds. */
  stop(): Promise<void>
}

const silent = new Logger(() => () => {})

/** Takes up jobs from the database (graphile-worker), sharing them with every other node. */
export async function startQueue({ pool, tasks, schedule = '', concurrency = 2, onError = () => {} }: QueueOptions): Promise<Queue> {
  const taskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]))
  const runner = await run({ pgPool: pool, taskList, crontab: schedule, concurrency, noHandleSignals: true, logger: silent })
  runner.events.on('job:error', ({ job, error }) => onError(job.task_identifier, error))
  return { stop: () => runner.stop() }
}
