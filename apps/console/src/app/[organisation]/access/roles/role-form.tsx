'use client'

import { type FormEvent, useState } from 'react'
import type { Outcome } from '../../../../apollo/use-change.ts'
import { Button, ButtonLink } from '../../../../components/button.tsx'
import { CheckField } from '../../../../components/check-field.tsx'
import { Field } from '../../../../components/field.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { TextArea } from '../../../../components/inputs.tsx'
import { TextField } from '../../../../components/text-field.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import type { Rights } from '../rights.ts'
import type { RoleDraft } from './draft.ts'
import { RightsEditor } from './rights-editor.tsx'

interface RoleFormProps {
  initial: RoleDraft
  matrix: Rights
  saveLabel: string
  busy: boolean
  onSave: (draft: RoleDraft) => Promise<Outcome<unknown>>
}

const firstColor = '#4f46e5'

/** Name, colour and rights of a role. */
export function RoleForm({ initial, matrix, saveLabel, busy, onSave }: RoleFormProps) {
  const path = useOrganisationPath()
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<{ name?: string; whole?: string }>({})
  const change = (part: Partial<RoleDraft>) => setDraft((before) => ({ ...before, ...part }))
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    if (draft.name.trim() === '') return setProblems({ name: 'Give the role a name.' })
    const outcome = await onSave(draft)
    if (outcome.ok) return setProblems({})
    const aboutName = outcome.userErrors.find(({ field }) => field?.includes('name'))
    setProblems(aboutName ? { name: aboutName.message } : { whole: outcome.message })
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
      <div className="flex max-w-xl flex-col gap-4">
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          maxLength={64}
          value={draft.name}
          problem={problems.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Field label="Description" optional>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={500}
              value={draft.description}
              onChange={(event) => change({ description: event.target.value })}
            />
          )}
        </Field>
        <CheckField
          label="Mark it with a colour in lists"
          checked={draft.color !== ''}
          onChange={(on) => change({ color: on ? firstColor : '' })}
        />
        {draft.color !== '' && (
          <Field label="Colour">
            {(control) => (
              <input
                {...control}
                type="color"
                value={draft.color}
                className="h-9 w-16 rounded-md border border-control bg-canvas p-1"
                onChange={(event) => change({ color: event.target.value.toLowerCase() })}
              />
            )}
          </Field>
        )}
      </div>
      <RightsEditor draft={draft} matrix={matrix} onChange={setDraft} />
      <FormProblem text={problems.whole} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={busy} busyLabel="Saving …">
          {saveLabel}
        </Button>
        <ButtonLink href={path('/access/roles')}>Cancel</ButtonLink>
      </div>
    </form>
  )
}
