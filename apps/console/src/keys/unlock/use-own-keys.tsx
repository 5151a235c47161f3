'use client'

import { useApolloClient } from '@apollo/client/react'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import type { Vault } from '../create-vault.ts'
import { vault } from '../vault.ts'
import { VaultError } from '../vault-error.ts'
import { OwnKeyringDocument } from './operations.generated.ts'
import { UnlockDialog } from './unlock-dialog.tsx'

/** How work with the member's keys ended; without a message, the person did not want to enter the password. */
export type KeyWork<Result> = { ok: true; result: Result } | { ok: false; message?: string }

/** Who unlocks, as work may need it: `{ id, identityKey }` is a handler of service accounts. */
export interface KeyOwner {
  id: string
  identityKey: string
}

interface OwnKeys {
  /** Does something with the member's keys, asking for the password first where they are locked. Never throws what the vault says. */
  withKeys<Result>(work: (vault: Vault, owner: KeyOwner) => Promise<Result>): Promise<KeyWork<Result>>
  /** To be rendered inside the dialog, or the page, that does the work. */
  unlockDialog: ReactNode
}

export function useOwnKeys(): OwnKeys {
  const client = useApolloClient()
  const [asking, setAsking] = useState(false)
  const answer = useRef<(unlocked: boolean) => void>(undefined)

  const askPassword = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        answer.current = resolve
        setAsking(true)
      }),
    [],
  )
  const finish = useCallback((unlocked: boolean) => {
    setAsking(false)
    answer.current?.(unlocked)
  }, [])
  const ownKeyring = useCallback(async () => {
    const { data } = await client.query({ query: OwnKeyringDocument, fetchPolicy: 'no-cache' })
    const { id, email, keyring } = data?.viewer ?? {}
    if (!id || !email || !keyring)
      throw new VaultError('no_keys', 'You have no keys of your own in this session. Sign in with your password.')
    return { id, email, keyring }
  }, [client])

  const withKeys = useCallback(
    async <Result,>(work: (vault: Vault, owner: KeyOwner) => Promise<Result>): Promise<KeyWork<Result>> => {
      if (vault.state() !== 'unlocked' && !(await askPassword())) return { ok: false }
      try {
        const { id, keyring } = await ownKeyring()
        return { ok: true, result: await work(vault, { id, identityKey: keyring.identityKey }) }
      } catch (error) {
        return { ok: false, message: error instanceof Error ? error.message : 'The keys could not be used.' }
      }
    },
    [askPassword, ownKeyring],
  )
  const unlock = useCallback(
    async (password: string) => {
      const { email, keyring } = await ownKeyring()
      await vault.unlock({ email, password, sealedKeyring: keyring })
    },
    [ownKeyring],
  )
  return { withKeys, unlockDialog: <UnlockDialog open={asking} unlock={unlock} onDone={finish} /> }
}
