'use client'

import { useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { useVaultState } from '../../../../frame/unlock-keys.tsx'
import { vault } from '../../../../keys/vault.ts'
import { CreatePersonalAccessTokenDocument } from './operations.generated.ts'

interface NewToken {
  name: string
  /** Null: never. */
  expiresInSeconds: number | null
  /** With a share of the viewer's keys, so that it reads end-to-end apps too. */
  withKeys: boolean
}

/** Makes a token; the whole string exists in this browser alone, and the answer is the only time that it is told. */
export function useCreateToken() {
  const { send } = useChange(CreatePersonalAccessTokenDocument, { quiet: true })
  const vaultState = useVaultState()
  const [busy, setBusy] = useState(false)
  const ask = async (input: { name: string; expiresInSeconds: number | null; wrappedKeyShare?: string }) => {
    const outcome = await send({ input })
    if (!outcome.ok) throw new Error(outcome.message)
    return outcome.payload
  }
  const make = async ({ withKeys, ...input }: NewToken): Promise<string> => {
    if (withKeys) return vault.makePersonalAccessToken(async (wrappedKeyShare) => (await ask({ ...input, wrappedKeyShare })).value ?? '')
    const { token } = await ask(input)
    if (!token) throw new Error('The server made a token but did not tell it. Revoke it and make another.')
    return token
  }
  const create = async (wanted: NewToken): Promise<{ ok: true; token: string } | { ok: false; problem: string }> => {
    if (wanted.withKeys && vaultState !== 'unlocked') return { ok: false, problem: 'Unlock your keys first, or untick the box.' }
    setBusy(true)
    try {
      return { ok: true, token: await make(wanted) }
    } catch (error) {
      return { ok: false, problem: error instanceof Error ? error.message : 'The token could not be made.' }
    } finally {
      setBusy(false)
    }
  }
  return { create, busy }
}
