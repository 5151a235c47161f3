import type { Replayed } from './replay.ts'
import type { KeptAttempt } from './store.ts'
import type { Step } from './trace.ts'

export const changeKinds = ['refused', 'admitted', 'reported', 'trusted', 'elsewhere', 'undecided'] as const
/**
 * What a change does to an attempt. `refused`: it got in and would not. `admitted`: it did not and would. `reported`: it would get in by
 * report-only alone. `trusted`: it did, and would be trusted. `elsewhere`: another identity would let it in instead. `undecided`: cannot be told.
 */
export type ChangeKind = (typeof changeKinds)[number]

/** The attempts of one caller to which a change does the same. */
export interface ChangedCaller {
  kind: ChangeKind
  /** Null: the platform vouched for a caller without a usable name. */
  principal: string | null
  attempts: number
  serviceAccountIds: string[]
  /** The check that decides: the first that would fail, that is reported, or, where the caller is admitted, that failed. */
  step: Step | null
  lastAt: Date
  lastExchangeId: string
}

/** What a change would have meant for the attempts of the last days. */
export interface ChangePreview {
  since: Date
  /** Set when there were too many: attempts before this instant were not looked at. */
  reachedBackTo: Date | null
  attempts: number
  replayed: number
  /** Attempts of which nothing was kept, because no platform vouched for them or said too much. */
  notReplayable: number
  totals: { kind: ChangeKind; callers: number; attempts: number }[]
  /** The first of them, most attempts first. */
  callers: ChangedCaller[]
}

export interface Tally {
  attempts: number
  replayed: number
  changes: { attempt: KeptAttempt; before: Replayed; after: Replayed }[]
}

const maxCallers = 100

/** Groups what changed by caller. Changes come newest first. */
export function summarise({ attempts, replayed, changes }: Tally, reach: Pick<ChangePreview, 'since' | 'reachedBackTo'>): ChangePreview {
  const callers = new Map<string, ChangedCaller>()
  for (const { attempt, before, after } of changes) {
    const kind = kindOf(before, after)
    if (!kind) continue
    const { id, at, principal, serviceAccountId } = attempt
    const key = JSON.stringify([kind, principal])
    const caller = callers.get(key)
    const step = kind === 'admitted' ? before.step : after.step
    if (!caller)
      callers.set(key, { kind, principal, attempts: 1, serviceAccountIds: [serviceAccountId], step, lastAt: at, lastExchangeId: id })
    else {
      caller.attempts++
      if (!caller.serviceAccountIds.includes(serviceAccountId)) caller.serviceAccountIds.push(serviceAccountId)
    }
  }
  const all = [...callers.values()].sort(byWeight)
  const totals = changeKinds.flatMap((kind) => {
    const ofKind = all.filter((caller) => caller.kind === kind)
    return ofKind.length === 0 ? [] : [{ kind, callers: ofKind.length, attempts: ofKind.reduce((sum, one) => sum + one.attempts, 0) }]
  })
  return { ...reach, attempts, replayed, notReplayable: attempts - replayed, totals, callers: all.slice(0, maxCallers) }
}

const byWeight = (left: ChangedCaller, right: ChangedCaller): number =>
  changeKinds.indexOf(left.kind) - changeKinds.indexOf(right.kind) || right.attempts - left.attempts

function kindOf(before: Replayed, after: Replayed): ChangeKind | undefined {
  if (before.kind === 'undecided' || after.kind === 'undecided') return before.kind === after.kind ? undefined : 'undecided'
  if (after.kind === 'refused') return before.kind === 'refused' ? undefined : 'refused'
  if (before.kind === 'refused') return 'admitted'
  if (before.kind !== after.kind) return after.kind
  return before.identityId === after.identityId ? undefined : 'elsewhere'
}
