'use client'

import { useState } from 'react'
import { Button } from '../../../../../../../components/button.tsx'
import { Field } from '../../../../../../../components/field.tsx'
import { TextArea } from '../../../../../../../components/inputs.tsx'
import { bytes } from '../entry.ts'
import type { Row } from '../rows.ts'
import { useSecretValues } from '../values/values-context.tsx'

interface ValueFieldProps {
  row: Row | undefined
  sealed: boolean
  /** Undefined: stays as it is. */
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** The value of a stored secret is not here until somebody asks for it; typing replaces it unseen. */
export function ValueField({ row, sealed, value, onChange }: ValueFieldProps) {
  const { reveal } = useSecretValues()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const stored = row !== undefined && row.state !== 'new' ? row.entry : undefined
  const load = async () => {
    if (!stored) return
    setBusy(true)
    const outcome = await reveal([stored.id])
    setBusy(false)
    if (outcome.ok) onChange(outcome.value.get(stored.id)?.value)
    else setProblem(outcome.message)
  }
  if (sealed) return <p className="text-muted">The value of a sealed secret cannot be changed: remove it and make another.</p>
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Value"
        problem={problem}
        help={stored && value === undefined ? 'Left empty, the value stays as it is.' : 'Any text, over as many lines as it needs.'}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={5}
            value={value ?? ''}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            placeholder={stored && value === undefined ? `•••••••• (${bytes(stored.valueLength)})` : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      {stored && (
        <div className="flex flex-wrap gap-2">
          {value === undefined ? (
            <Button busy={busy} busyLabel="Revealing …" onClick={() => void load()}>
              Reveal and edit
            </Button>
          ) : (
            <Button onClick={() => onChange(undefined)}>Keep the old value</Button>
          )}
        </div>
      )}
    </div>
  )
}
