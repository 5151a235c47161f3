import type { Services } from '../context.ts'
import { type RunOptions, runSync } from './run.ts'

const HOUR = 3_600_000
const overdueAtOnce = 1000
const checksAtOnce = 20_000
/** In so many portions. */
const checksPerHour = 60
const mostMisses = 3
/** One job runs what else is due for its credential, for so long: then the others have their turn. */
const turnMs = 10_000

/**
 * Runs a sync, and after it whatever is due for the same credential: jobs that found too many runs of it under way have gone, and count on those
 * to carry on.
 */
export async function runDue(syncId: string, services: Services, options: RunOptions & { turnMs?: number } = {}): Promise<void> {
  const { stores, runtime } = services
  const until = runtime.now() + (options.turnMs ?? turnMs)
  let credentialId: string | null = null
  let misses = 0
  for (let next: string | null = syncId; next !== null; ) {
    const ran: { credentialId: string } | null = await runSync(next, services, options)
    credentialId = ran?.credentialId ?? credentialId
    misses = ran ? 0 : misses + 1
    // Somebody else was faster, or has the runs that there may be: then it is that somebody who carries on.
    if (credentialId === null || misses > mostMisses) return
    next = await stores.syncs.nextDue(credentialId)
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
  const each = Math.ceil(quiet.length / checksPerHour)
  for (let start = 0; start < quiet.length; start += each) {
    const dueInMs = (start / quiet.length) * HOUR * 0.9
    await stores.syncs.request(quiet.slice(start, start + each), { reason: 'drift_check', requestedBy: null, dueInMs })
  }
  return quiet.length
}
