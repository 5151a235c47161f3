import { Logger, run, runOnce } from 'graphile-worker'
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

export interface DrainOptions extends Pick<QueueOptions, 'pool' | 'tasks' | 'concurrency' | 'onError'> {
  /** From then on no further job is begun; milliseconds since the epoch. */
  until: number
}

const silent = new Logger(() => () => {})

/** Takes up jobs from the database (graphile-worker), sharing them with every other node. */
export async function startQueue({ pool, tasks, schedule = '', concurrency = 2, onError = () => {} }: QueueOptions): Promise<Queue> {
  const taskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]))
  const runner = await run({ pgPool: pool, taskList, crontab: schedule, concurrency, noHandleSignals: true, logger: silent })
  runner.events.on('job:error', ({ job, error }) => onError(job.task_identifier, error))
  return { stop: () => runner.stop() }
}

/**
 * Does the jobs that are due, for where no process stays: answers when none is left, or soon after the time is up. Jobs that are too late then are
 * passed over: what has to be done stands in tables of ours, and is found there again.
 */
export async function drainQueue({ pool, tasks, until, concurrency = 2, onError = () => {} }: DrainOptions): Promise<number> {
  let done = 0
  const work = async (name: string, task: (payload: unknown) => Promise<void>, payload: unknown) => {
    if (Date.now() > until) return
    await task(payload).then(
      () => done++,
      (error) => onError(name, error),
    )
  }
  const taskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => work(name, task, payload)]))
  await runOnce({ pgPool: pool, taskList, concurrency, noHandleSignals: true, logger: silent })
  return done
}

/** Forgets jobs that will never be tried again; answers how many. */
export async function forgetDeadJobs(pool: pg.Pool): Promise<number> {
  const dead = `delete from graphile_worker._private_jobs where attempts >= max_attempts and locked_at is null`
  return (await pool.query(dead)).rowCount ?? 0
}
