'use client'

import { useState } from 'react'
import { type UserError, useChange } from '../../../../../apollo/use-change.ts'
import {
  type PlanFailureFragment,
  type PlanKeyFragment,
  PlanSyncDocument,
  type PlanSyncInput,
  type SyncPlanFragment,
} from './operations.generated.ts'

/** A plan, as far as its keys were read. */
export interface ShownPlan extends Omit<SyncPlanFragment, 'keys'> {
  keys: readonly PlanKeyFragment[]
  /** Null: these are all. */
  moreAfter: string | null
}

export type Planned =
  | { kind: 'plan'; plan: ShownPlan /** The remote secret changed while the keys were read. */; renewed: boolean }
  | { kind: 'failure'; failure: PlanFailureFragment }
  | { kind: 'refused'; message: string; userErrors: readonly UserError[] }

const keysAtOnce = 100

/** What a sync would do: asked of the server, which looks at both sides. */
export function usePlan() {
  const { send, busy } = useChange(PlanSyncDocument, { quiet: true, refresh: false, cached: false })
  const [planned, setPlanned] = useState<Planned>()
  const look = async (input: PlanSyncInput, after: string | null): Promise<Planned> => {
    const outcome = await send({ input, first: keysAtOnce, after })
    const { plan, failure } = outcome.payload ?? {}
    if (failure) return { kind: 'failure', failure }
    if (!outcome.ok) return { kind: 'refused', message: outcome.message, userErrors: outcome.userErrors }
    if (!plan) return { kind: 'refused', message: 'There is no plan for it.', userErrors: [] }
    const { keys, ...rest } = plan
    return {
      kind: 'plan',
      plan: { ...rest, keys: keys.edges.map(({ node }) => node), moreAfter: keys.pageInfo.hasNextPage ? keys.pageInfo.endCursor : null },
      renewed: false,
    }
  }
  return {
    planned,
    busy,
    forget: () => setPlanned(undefined),
    /** Answers what came of it, too. */
    ask: async (input: PlanSyncInput): Promise<Planned> => {
      const answer = await look(input, null)
      setPlanned(answer)
      return answer
    },
    /**
     * The next keys. What was looked at first stays what is given back when it is carried out, so that nothing slips in between; where the counts
     * are others by now, it is a new plan and is read from the beginning.
     */
    more: async (input: PlanSyncInput): Promise<void> => {
      if (planned?.kind !== 'plan' || planned.plan.moreAfter === null) return
      const { plan } = planned
      const next = await look(input, plan.moreAfter)
      if (next.kind !== 'plan') return setPlanned(next)
      if (countsOf(next.plan) === countsOf(plan)) {
        const { keys, moreAfter } = next.plan
        return setPlanned({ ...planned, plan: { ...plan, keys: [...plan.keys, ...keys], moreAfter } })
      }
      const renewed = await look(input, null)
      setPlanned(renewed.kind === 'plan' ? { ...renewed, renewed: true } : renewed)
    },
  }
}

const countsOf = ({ addedCount, changedCount, removedCount, unchangedCount, keptCount, bytes }: ShownPlan): string =>
  [addedCount, changedCount, removedCount, unchangedCount, keptCount, bytes].join()

/** Something is there that somebody has to decide about. */
export const isNotEmpty = ({ remoteState, remoteIsDocument, changedCount, removedCount, unchangedCount, keptCount }: ShownPlan): boolean =>
  remoteState === 'PRESENT' && (!remoteIsDocument || changedCount + removedCount + unchangedCount + keptCount > 0)
