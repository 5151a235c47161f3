'use client'

import { useApolloClient } from '@apollo/client/react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import type { GrantedEnvironmentKeyInput, HeldEnvironment } from '../../../../../../keys/shapes.ts'
import { useOwnKeys } from '../../../../../../keys/unlock/use-own-keys.tsx'
import { AccountKeyringDocument } from '../operations.generated.ts'
import { EnvironmentToWrapDocument, GrantAccessDocument, RevokeAccessDocument } from './operations.generated.ts'

export interface WantedAccess {
  environmentId: string
  label: string
  serverEncryption: boolean
  granted: boolean
}

type Saved = { ok: true } | { ok: false; message?: string }

/** Gives and takes access; for end-to-end apps the viewer's own keys wrap those of the environments. */
export function useSaveAccess(accountId: string) {
  const client = useApolloClient()
  const { withKeys, unlockDialog } = useOwnKeys()
  const grant = useChange(GrantAccessDocument, { quiet: true })
  const revoke = useChange(RevokeAccessDocument, { quiet: true })

  const held = async (id: string): Promise<HeldEnvironment> => {
    const { data } = await client.query({ query: EnvironmentToWrapDocument, variables: { id }, fetchPolicy: 'no-cache' })
    if (!data?.environment) throw new Error('One of the environments is gone, or not visible to you any more.')
    return data.environment
  }
  const wrapped = (environmentIds: readonly string[]) =>
    withKeys(async (vault) => {
      const { data } = await client.query({ query: AccountKeyringDocument, variables: { id: accountId }, fetchPolicy: 'no-cache' })
      if (!data?.serviceAccount) throw new Error('The key of the account could not be read. Try again.')
      return vault.wrapEnvironments(await Promise.all(environmentIds.map(held)), data.serviceAccount)
    })

  const save = async (wanted: readonly WantedAccess[]): Promise<Saved> => {
    const added = wanted.filter(({ granted }) => granted)
    const removed = wanted.filter(({ granted }) => !granted).map(({ environmentId }) => environmentId)
    const endToEnd = added.filter(({ serverEncryption }) => !serverEncryption).map(({ environmentId }) => environmentId)
    let keys: GrantedEnvironmentKeyInput[] = []
    if (endToEnd.length > 0) {
      const made = await wrapped(endToEnd)
      if (!made.ok) return made
      keys = made.result
    }
    if (added.length > 0) {
      const environmentIds = added.map(({ environmentId }) => environmentId)
      const outcome = await grant.send({ input: { serviceAccountId: accountId, environmentIds, keys } })
      if (!outcome.ok) return outcome
    }
    if (removed.length > 0) {
      const outcome = await revoke.send({ input: { serviceAccountId: accountId, environmentIds: removed } })
      if (!outcome.ok) return outcome
    }
    return { ok: true }
  }
  return { save, unlockDialog }
}
