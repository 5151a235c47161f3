'use client'

import { useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { type PlanFailureFragment, UpdateSyncDocument, type UpdateSyncInput } from '../../plan/operations.generated.ts'
import { usePlan } from '../../plan/use-plan.ts'
import { useSync } from '../sync-context.tsx'

/** What of a sync shall be another; what is left out stays. */
export type SyncChange = Omit<UpdateSyncInput, 'id' | 'existing' | 'planId' | 'expectedVersion'>

/** A change of a sync: looked at first, then made, with the plan that was looked at. */
export function usePlannedChange() {
  const { id, version } = useSync()
  const planning = usePlan()
  const { send, busy } = useChange(UpdateSyncDocument, { quiet: true })
  // Somebody else's edit meanwhile has to show, so the version is the one that the window was opened with.
  const [expectedVersion] = useState(version)
  const [refused, setRefused] = useState<{ planId: string | null; message?: string; failure?: PlanFailureFragment }>()
  return {
    planning,
    busy,
    refused,
    look: ({ onDrift: _, ...change }: SyncChange) => {
      setRefused(undefined)
      return planning.ask({ id, ...change })
    },
    more: ({ onDrift: _, ...change }: SyncChange) => planning.more({ id, ...change }),
    /** True when it was made. */
    save: async (change: SyncChange, more: Pick<UpdateSyncInput, 'existing' | 'planId'>): Promise<boolean> => {
      const outcome = await send({ input: { id, expectedVersion, ...change, ...more } })
      const failure = outcome.payload?.failure ?? undefined
      if (outcome.ok && !failure) return true
      setRefused({ planId: more.planId ?? null, failure, message: outcome.ok ? undefined : outcome.message })
      return false
    },
  }
}
