import type { Context } from '../context.ts'
import type { LeasedSync } from './store.ts'

/** A node that says nothing for so long is taken for dead, and its sync goes to another. */
export const leaseMs = 60_000
const renewEveryMs = 15_000

/** The sync is another node's by now, or was paused or deleted: whatever has not been done is not done any more. */
export class LeaseLost extends Error {
  constructor() {
    super('the lease was lost')
    this.name = 'LeaseLost'
  }
}

export interface Lease {
  /** Asks the database whether the lease still stands, and prolongs it. Fails with `LeaseLost`. */
  confirm(): Promise<void>
  /** Stops prolonging it. */
  letGo(): void
}

/** Prolongs a lease as long as its run is under way. */
export function keepLease({ sync, progress }: LeasedSync, { stores }: Pick<Context, 'stores'>): Lease {
  const renew = () => stores.syncs.renewLease(sync.id, progress.leaseNumber, leaseMs)
  // What a renewal that failed would have told is told by the next `confirm`.
  const timer = setInterval(() => void renew().catch(() => false), renewEveryMs)
  timer.unref()
  return {
    async confirm() {
      if (!(await renew())) throw new LeaseLost()
    },
    letGo: () => clearInterval(timer),
  }
}
