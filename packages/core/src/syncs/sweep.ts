import type { Services } from '../context.ts'
import { type RunOptions, runSync } from './run.ts'

const HOUR = 3_600_000
const overdueAtOnce = 1000
const checksAtOnce = 1000
/** One job runs what else is due for its credential, for so long: then the others have their turn. */
const turnMs = 10_000

/**
 * Runs a sync, and after it whatever is due for the same credential: jobs that found too many runs of it under way have gone, and count on those
 * to carry on.
 */
export async function runDue(syncId: string, services: Services, options: RunOptions & { turnMs?: number } = {}): Promise<void> {
  const { stores, runtime } = services
  const until = runtime.now() + (options.turnMs ?? turnMs)
  for (let next: string | null = syncId; next !== null; ) {
    const ran: { credentialId: string } | null = await runSync(next, services, options)
    if (!ran) return
    next = await stores.syncs.nextDue(ran.credentialId)
    if (next !== null && runtime.now() > until) return stores.syncs.wake([next])
  }
}

/** Makes jobs again for what is due and lies idle: a node died with them, or none was there. The longest due first. */
export async function sweepSyncs({ stores }: Pick<Services, 'stores'>): Promise<number> {
  const overdue = await stores.syncs.overdue(overdueAtOnce)
  await stores.syncs.wake(overdue)
  return overdue.length
}

/** Has syncs looked at that nobody looked at for an hour, spread over the next: whoever edits a remote secret is noticed. */
export async function checkDrift({ stores }: Pick<Services, 'stores'>): Promise<number> {
  const quiet = await stores.syncs.notLookedAtFor(HOUR - 60_000, checksAtOnce)
  for (const [index, syncId] of quiet.entries()) {
    const dueInMs = (index / quiet.length) * HOUR * 0.9
    await stores.syncs.request([syncId], { reason: 'drift_check', requestedBy: null, dueInMs })
  }
  return quiet.length
}
