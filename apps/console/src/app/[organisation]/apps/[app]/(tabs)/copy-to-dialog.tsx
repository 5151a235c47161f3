'use client'

import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { CheckField } from '../../../../../components/check-field.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { Field } from '../../../../../components/field.tsx'
import { FormProblem } from '../../../../../components/form-problem.tsx'
import { Select } from '../../../../../components/inputs.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useOpenings } from '../../../../../components/use-openings.ts'
import { useApp } from '../app-gate.tsx'
import { CopySecretsDocument } from '../compare/operations.generated.ts'
import type { MatrixRowFragment } from './operations.generated.ts'

interface CopyToDialogProps {
  row: MatrixRowFragment | undefined
  onClose: () => void
}

export const CopyToDialog = (props: CopyToDialogProps) => <CopyTo key={useOpenings(props.row !== undefined)} {...props} />

/** Promotes one key from an environment to others; the value stays on the server. */
function CopyTo({ row, onClose }: CopyToDialogProps) {
  const { environments } = useApp()
  const { send, busy } = useChange(CopySecretsDocument, { quiet: true })
  const toast = useToast()
  const stateOf = (id: string) => row?.cells.find(({ environmentId }) => environmentId === id)
  const sources = environments.filter(({ id }) => stateOf(id)?.state === 'SET')
  const [chosenFrom, setFrom] = useState<string>()
  const from = chosenFrom ?? sources[0]?.id ?? ''
  const targets = environments.filter(({ id }) => id !== from)
  const [to, setTo] = useState<readonly string[]>()
  const chosen = (to ?? targets.filter(({ id }) => stateOf(id)?.state !== 'SET').map(({ id }) => id)).filter((id) => id !== from)
  const [problem, setProblem] = useState<string>()
  const copy = async () => {
    const secretId = stateOf(from)?.secretId
    if (!row || !secretId) return
    if (chosen.length === 0) return setProblem('Choose where to copy it.')
    for (const id of chosen) {
      const outcome = await send({
        input: { fromEnvironmentId: from, toEnvironmentId: id, secretIds: [secretId], overwrite: stateOf(id)?.state === 'SET' },
      })
      if (!outcome.ok) return setProblem(outcome.message)
    }
    toast.success(`${row.key} was copied to ${chosen.length === 1 ? 'one environment' : `${chosen.length} environments`}`)
    onClose()
  }
  return (
    <Dialog
      open={row !== undefined}
      onClose={onClose}
      title={`Copy ${row?.key ?? ''} to …`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Copying …" onClick={() => void copy()}>
            Copy
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="From">
          {(control) => (
            <Select
              {...control}
              value={from}
              choices={sources.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-1">
          <legend className="font-medium">To</legend>
          {targets.map(({ id, name }) => (
            <CheckField
              key={id}
              label={name}
              help={
                stateOf(id)?.state === 'SET'
                  ? 'Has this key: its value is replaced, its history keeps the old one.'
                  : 'Does not have this key yet.'
              }
              checked={chosen.includes(id)}
              onChange={(checked) => setTo(checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
            />
          ))}
        </fieldset>
        <FormProblem text={problem} />
      </div>
    </Dialog>
  )
}
