'use client'

import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { useToast } from '../../../../../components/toast.tsx'
import type { CredentialDraft } from '../form/draft.ts'
import type { ShownCredentialFragment } from '../form/operations.generated.ts'
import {
  type CheckedStepsFragment,
  type CredentialFormPartsFragment,
  UpdateCredentialDocument,
  type UpdateCredentialInput,
} from '../form/operations.generated.ts'
import { useCredentialDraft } from '../form/use-credential-draft.ts'

interface Update {
  credential: ShownCredentialFragment
  form: CredentialFormPartsFragment
  initial: CredentialDraft
  /** A test that passed, or that was passed over. */
  onChecked: (check: CheckedStepsFragment) => void
  onDone: () => void
}

/** A change to a credential: what is written, what is wrong with it, and sending it, with a second question where the test fails. */
export function useUpdate({ credential, form, initial, onChecked, onDone }: Update) {
  const [check, setCheck] = useState<CheckedStepsFragment>()
  const [problem, setProblem] = useState<string>()
  const { send, busy } = useChange(UpdateCredentialDocument, { quiet: true })
  const state = useCredentialDraft(initial, () => setCheck(undefined))
  const toast = useToast()
  const save = async (change: Pick<UpdateCredentialInput, 'name' | 'config'>) => {
    setProblem(undefined)
    // Who has seen the test fail, and saves again, means it.
    const force = check?.passed === false
    const outcome = await send({ input: { ...change, id: credential.id, expectedVersion: credential.version, force } })
    const tried = outcome.payload?.check ?? undefined
    if (outcome.ok && outcome.payload.credential) {
      if (tried) onChecked(tried)
      toast.success(`${outcome.payload.credential.name} was saved`)
      return onDone()
    }
    setCheck(tried)
    if (tried?.passed === false || outcome.ok) return
    setProblem(outcome.problem ? outcome.message : state.refuse(form, outcome.userErrors))
  }
  return { state, check, problem, busy, save }
}
