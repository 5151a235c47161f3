'use client'

import { useCallback } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { useToast } from '../../../../components/toast.tsx'
import { SwitchIdentityDocument } from './operations.generated.ts'

interface Switched {
  id: string
  name: string
  version: number
}

/** Enables or disables an identity at once, and offers to take it back. */
export function useSwitchIdentity(): (identity: Switched, enabled: boolean) => Promise<void> {
  const { send } = useChange(SwitchIdentityDocument)
  const toast = useToast()
  const turn = useCallback(
    ({ id, version }: Switched, enabled: boolean) =>
      send(
        { input: { id, enabled } },
        { optimistic: { updateExtIdentity: { externalIdentity: { id, enabled, version }, userErrors: [] } } },
      ),
    [send],
  )
  return useCallback(
    async (identity, enabled) => {
      const outcome = await turn(identity, enabled)
      if (!outcome.ok) return
      toast.success(`${identity.name} was ${enabled ? 'enabled' : 'disabled'}`, {
        detail: enabled ? 'Its workloads may log in.' : 'Nobody logs in by it, and the tokens it minted have stopped working.',
        undo: () => void turn(identity, !enabled),
      })
    },
    [turn, toast],
  )
}
