'use client'

import { useState } from 'react'
import type { UserError } from '../../../../../apollo/use-change.ts'
import { type CredentialDraft, missingFields, type Problems, refusals, secretField } from './draft.ts'
import type { CredentialFormPartsFragment } from './operations.generated.ts'

export interface DraftState {
  draft: CredentialDraft
  problems: Problems
  touched: boolean
  change: (change: Partial<CredentialDraft>) => void
  changeValue: (name: string, value: string) => void
  /** Not a change of somebody's: what was there before. */
  restore: (change: Partial<CredentialDraft>) => void
  /** Whether all is there that the kind needs of a draft; shows what is not. */
  isComplete: (form: CredentialFormPartsFragment, draft: CredentialDraft, secretIsStored?: boolean) => boolean
  /** Shows the server's refusals; answers what belongs to no field. */
  refuse: (form: CredentialFormPartsFragment, errors: readonly UserError[]) => string | undefined
}

/** A credential that is being written, and what is wrong with it. */
export function useCredentialDraft(initial: CredentialDraft, onChange: () => void): DraftState {
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<Problems>({})
  const [touched, setTouched] = useState(false)
  const forget = (names: readonly string[]) => {
    setTouched(true)
    setProblems((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !names.includes(name))))
    onChange()
  }
  return {
    draft,
    problems,
    touched,
    change(change) {
      setDraft((now) => ({ ...now, ...change }))
      forget(Object.keys(change).map((name) => (name === 'secret' ? secretField : name)))
    },
    changeValue(name, value) {
      setDraft((now) => ({ ...now, values: { ...now.values, [name]: value } }))
      forget([name])
    },
    restore: (change) => setDraft((now) => ({ ...now, ...change })),
    isComplete(form, of, secretIsStored) {
      const missing = missingFields(form, of, secretIsStored)
      setProblems(missing)
      return Object.keys(missing).length === 0
    },
    refuse(form, errors) {
      const { '': general, ...placed } = refusals(errors, ['name', ...form.fields.map(({ name }) => name), secretField, 'externalId'])
      setProblems(placed)
      return general
    },
  }
}
