'use client'

import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../components/form-problem.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { bytes } from '../environments/[environment]/entry.ts'
import { type Compared, keyOf } from './compared.ts'
import { CopySecretsDocument } from './operations.generated.ts'

interface PromoteDialogProps {
  rows: readonly Compared[]
  from: { id: string; name: string }
  to: { id: string; name: string }
  /** The side that is written to; undefined while nothing is asked. */
  direction: 'left' | 'right' | undefined
  onClose: () => void
  onDone: () => void
}

/** What copying would do, before it is done. The values stay on the server. */
export function PromoteDialog({ rows, from, to, direction, onClose, onDone }: PromoteDialogProps) {
  const { send, busy } = useChange(CopySecretsDocument, { quiet: true })
  const toast = useToast()
  const [problem, setProblem] = useState<string>()
  const sides = rows.map((row) => ({
    row,
    source: direction === 'left' ? row.right : row.left,
    target: direction === 'left' ? row.left : row.right,
  }))
  const isMovable = ({ row, source, target }: (typeof sides)[number]) =>
    source !== null && source.type !== 'SEALED' && target?.type !== 'SEALED' && row.state !== 'SAME'
  const moved = sides.filter(isMovable)
  const left = sides.length - moved.length
  const copy = async () => {
    setProblem(undefined)
    const secretIds = moved.flatMap(({ source }) => (source ? [source.id] : []))
    if (secretIds.length === 0) return setProblem('There is nothing to copy that way.')
    const overwrite = moved.some(({ target }) => target !== null)
    const outcome = await send({ input: { fromEnvironmentId: from.id, toEnvironmentId: to.id, secretIds, overwrite } })
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`${secretIds.length} ${secretIds.length === 1 ? 'secret was' : 'secrets were'} copied to ${to.name}`)
    onDone()
  }
  return (
    <Dialog
      open={direction !== undefined}
      onClose={onClose}
      title={`Copy from ${from.name} to ${to.name}`}
      description="All of it is written in one step, or nothing."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Copying …" onClick={() => void copy()}>
            Copy {moved.length}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ul className="flex flex-col divide-y divide-line">
          {moved.map(({ row, source, target }) => (
            <li key={keyOf(row)} className="flex flex-wrap justify-between gap-2 py-1.5">
              <code className="min-w-0 font-mono break-all">{row.key}</code>
              <span className="text-sm text-muted">
                {target
                  ? `replaces the value, ${target.valueLength} → ${bytes(source?.valueLength ?? 0)}`
                  : `adds, ${bytes(source?.valueLength ?? 0)}`}
              </span>
            </li>
          ))}
        </ul>
        {left > 0 && (
          <p className="text-sm text-muted">
            {left} of the chosen keys are left out: they are sealed, the same already, or not in {from.name}.
          </p>
        )}
        <FormProblem text={problem} />
      </div>
    </Dialog>
  )
}
