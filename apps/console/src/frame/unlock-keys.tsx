'use client'

import { useApolloClient } from '@apollo/client/react'
import { type KeyboardEvent, useState, useSyncExternalStore } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { TextInput } from '../components/inputs.tsx'
import type { VaultState } from '../keys/create-vault.ts'
import { OwnKeyringDocument } from '../keys/unlock-operations.generated.ts'
import { vault } from '../keys/vault.ts'

/** Whether the member's own keys are open in this page. */
export const useVaultState = (): VaultState => useSyncExternalStore(vault.subscribe, vault.state, () => 'locked')

/**
 * Asks for the password and opens the member's keys, inside a form or a dialog. Renders nothing once they are open; the keys are forgotten after
 * a quarter of an hour without work.
 */
export function UnlockKeys({ why }: { why: string }) {
  const state = useVaultState()
  const client = useApolloClient()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const unlock = async () => {
    if (state === 'unlocking') return
    if (password === '') return setProblem('Enter your password.')
    setProblem(undefined)
    try {
      const { data } = await client.query({ query: OwnKeyringDocument, fetchPolicy: 'no-cache' })
      const { email, keyring } = data?.viewer ?? {}
      if (!email || !keyring) return setProblem('Only somebody who has signed in has keys to open.')
      await vault.unlock({ email, password, sealedKeyring: keyring })
      setPassword('')
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The keys could not be opened.')
    }
  }
  // It may stand inside a form, whose own button must not be pressed by Enter in here.
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    void unlock()
  }
  if (state === 'unlocked') return null
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <p>{why}</p>
      <Field label="Your password" problem={problem} help="It stays in this browser.">
        {(control) => (
          <TextInput
            {...control}
            type="password"
            autoComplete="current-password"
            maxLength={1024}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <div>
        <Button busy={state === 'unlocking'} busyLabel="Opening your keys …" onClick={() => void unlock()}>
          Unlock my keys
        </Button>
      </div>
    </div>
  )
}
