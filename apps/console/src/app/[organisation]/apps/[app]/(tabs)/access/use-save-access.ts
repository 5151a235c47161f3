'use client'

import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { useOwnKeys } from '../../../../../../keys/unlock/use-own-keys.tsx'
import { useApp } from '../../app-gate.tsx'
import { HeldEnvironmentsDocument } from '../../operations.generated.ts'
import { AccountKeyDocument, GrantAppAccessDocument, RevokeAppAccessDocument } from './operations.generated.ts'

interface Wanted {
  held: readonly string[]
  chosen: readonly string[]
}

/** Gives and takes an account access to environments of the app. Keys of an end-to-end app are wrapped for it in this browser. */
export function useSaveAccess() {
  const { id: appId, serverEncryption } = useApp()
  const client = useApolloClient()
  const grant = useChange(GrantAppAccessDocument, { quiet: true })
  const revoke = useChange(RevokeAppAccessDocument, { quiet: true })
  const { withKeys, unlockDialog } = useOwnKeys()
  const [saving, setSaving] = useState(false)

  const wrapped = (serviceAccountId: string, environmentIds: readonly string[]) =>
    withKeys(async (vault) => {
      const [held, account] = await Promise.all([
        client.query({ query: HeldEnvironmentsDocument, variables: { id: appId }, fetchPolicy: 'no-cache' }),
        client.query({ query: AccountKeyDocument, variables: { id: serviceAccountId }, fetchPolicy: 'no-cache' }),
      ])
      const environments = held.data?.app?.environments?.edges.map(({ node }) => node) ?? []
      const added = environments.filter(({ id }) => environmentIds.includes(id))
      return vault.wrapEnvironments(added, { identityKey: account.data?.serviceAccount?.identityKey ?? '' })
    })
  const change = async (serviceAccountId: string, { held, chosen }: Wanted) => {
    const added = chosen.filter((id) => !held.includes(id))
    const removed = held.filter((id) => !chosen.includes(id))
    if (added.length > 0) {
      const keys = serverEncryption ? { ok: true as const, result: [] } : await wrapped(serviceAccountId, added)
      if (!keys.ok) return keys
      const granted = await grant.send({ input: { serviceAccountId, environmentIds: added, keys: keys.result } })
      if (!granted.ok) return granted
    }
    return removed.length > 0 ? revoke.send({ input: { serviceAccountId, environmentIds: removed } }) : { ok: true as const }
  }
  const save = async (serviceAccountId: string, wanted: Wanted) => {
    setSaving(true)
    const outcome = await change(serviceAccountId, wanted)
    setSaving(false)
    return outcome
  }
  return { save, saving, unlockDialog }
}
