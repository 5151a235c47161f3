'use client'

import { type ReactNode, useCallback } from 'react'
import { useChange } from '../../../../../../../apollo/use-change.ts'
import { useOwnKeys } from '../../../../../../../keys/unlock/use-own-keys.tsx'
import { useApp } from '../../../app-gate.tsx'
import { useEditor } from '../editor-context.tsx'
import { RevealSecretsDocument, RevealSecretVersionDocument } from '../operations.generated.ts'
import { useHeld } from './use-held.ts'

export interface SecretValue {
  value: string
  /** The viewer's own, where there is one. */
  override: { value: string; isActive: boolean } | null
}

export type Revealed<Value> = { ok: true; value: Value } | { ok: false; message: string }

const batchSize = 100
const unreadable = 'This value does not open with the keys of this environment.'
const stayedLocked = 'Your keys stay locked.'

interface Values {
  /** By id. Each hundred of them is one row in the audit log. */
  reveal: (ids: readonly string[]) => Promise<Revealed<Map<string, SecretValue>>>
  revealVersion: (secretId: string, version: number) => Promise<Revealed<string>>
  unlockDialog: ReactNode
}

/** Fetches values when somebody wants to see them; they go to whoever asked, and are kept nowhere else. */
export function useValues(): Values {
  const { serverEncryption } = useApp()
  const { environment } = useEditor()
  const held = useHeld()
  const { withKeys, unlockDialog } = useOwnKeys()
  const { send: sendReveal } = useChange(RevealSecretsDocument, { quiet: true, refresh: false, cached: false })
  const { send: sendVersion } = useChange(RevealSecretVersionDocument, { quiet: true, refresh: false, cached: false })

  const open = useCallback(
    async <Sealed extends { id: string; value: string; override?: SecretValue['override'] }>(
      secrets: readonly Sealed[],
    ): Promise<Revealed<Sealed[]>> => {
      if (serverEncryption) return { ok: true, value: [...secrets] }
      const work = await withKeys(async (vault) => vault.decryptSecrets(await held(), secrets))
      if (!work.ok) return { ok: false, message: work.message ?? stayedLocked }
      return work.result.some((one) => one.unreadable) ? { ok: false, message: unreadable } : { ok: true, value: work.result }
    },
    [serverEncryption, withKeys, held],
  )
  const reveal = useCallback(
    async (ids: readonly string[]): Promise<Revealed<Map<string, SecretValue>>> => {
      const values = new Map<string, SecretValue>()
      for (let start = 0; start < ids.length; start += batchSize) {
        const outcome = await sendReveal({ input: { environmentId: environment.id, ids: ids.slice(start, start + batchSize) } })
        if (!outcome.ok) return outcome
        const opened = await open(outcome.payload.secrets ?? [])
        if (!opened.ok) return opened
        for (const { id, value, override } of opened.value) values.set(id, { value, override })
      }
      return { ok: true, value: values }
    },
    [sendReveal, environment.id, open],
  )
  const revealVersion = useCallback(
    async (secretId: string, version: number): Promise<Revealed<string>> => {
      const outcome = await sendVersion({ input: { secretId, version } })
      if (!outcome.ok) return outcome
      const opened = await open(outcome.payload.secret ? [outcome.payload.secret] : [])
      return opened.ok ? { ok: true, value: opened.value[0]?.value ?? '' } : opened
    },
    [sendVersion, open],
  )
  return { reveal, revealVersion, unlockDialog }
}
