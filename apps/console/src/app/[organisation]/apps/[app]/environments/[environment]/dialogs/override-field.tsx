'use client'

import { useState } from 'react'
import { Button } from '../../../../../../../components/button.tsx'
import { CheckField } from '../../../../../../../components/check-field.tsx'
import { Field } from '../../../../../../../components/field.tsx'
import { TextArea } from '../../../../../../../components/inputs.tsx'
import type { Entry } from '../entry.ts'
import { useSecretValues } from '../values/values-context.tsx'

interface OverrideFieldProps {
  entry: Entry
  override: { value: string; isActive: boolean } | undefined
  onChange: (override: { value: string; isActive: boolean }) => void
}

/** A value that the viewer alone reads in place of the shared one. */
export function OverrideField({ entry, override, onChange }: OverrideFieldProps) {
  const { reveal } = useSecretValues()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const load = async () => {
    setBusy(true)
    const outcome = await reveal([entry.id])
    setBusy(false)
    const own = outcome.ok ? outcome.value.get(entry.id)?.override : undefined
    if (own) onChange({ value: own.value, isActive: own.isActive })
    else setProblem(outcome.ok ? 'Your own value is gone meanwhile.' : outcome.message)
  }
  return (
    <fieldset className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <legend className="px-1 font-medium">Your own value</legend>
      <p className="text-sm text-muted">You alone read it in place of the shared one. Nobody else sees it.</p>
      {entry.hasOverride && override === undefined ? (
        <div>
          <Button busy={busy} busyLabel="Revealing …" onClick={() => void load()}>
            Reveal and edit your own value
          </Button>
          {problem && <p className="mt-1 text-sm text-danger">{problem}</p>}
        </div>
      ) : (
        <>
          <CheckField
            label="Use a value of my own"
            checked={override?.isActive ?? false}
            onChange={(isActive) => onChange({ value: override?.value ?? '', isActive })}
          />
          {override && (
            <Field label="Own value">
              {(control) => (
                <TextArea
                  {...control}
                  rows={2}
                  className="font-mono"
                  spellCheck={false}
                  value={override.value}
                  onChange={(event) => onChange({ ...override, value: event.target.value })}
                />
              )}
            </Field>
          )}
        </>
      )}
    </fieldset>
  )
}
