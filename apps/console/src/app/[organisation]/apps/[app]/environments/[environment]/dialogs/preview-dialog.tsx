'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../../../components/form-problem.tsx'
import { IconButton } from '../../../../../../../components/icon-button.tsx'
import { useEditor } from '../editor-context.tsx'
import { bytes } from '../entry.ts'
import { useRevealed } from '../values/use-revealed.ts'
import { useSecretValues } from '../values/values-context.tsx'
import { type Difference, differencesOf } from './differences.ts'

interface PreviewDialogProps {
  open: boolean
  onClose: () => void
  deploying: boolean
  problems: readonly string[]
  onDeploy: () => void
}

const pageSize = 100

/** What a deploy would do, line by line: lengths for values, unless somebody reveals them. */
export function PreviewDialog({ open, onClose, deploying, problems, onDeploy }: PreviewDialogProps) {
  const { environment, staged } = useEditor()
  const [limit, setLimit] = useState(pageSize)
  const differences = open ? differencesOf(staged) : []
  return (
    <Dialog
      open={open}
      onClose={onClose}
      kind="wide"
      title={`Deploy to ${environment.name}`}
      description="All of it is written in one step, or nothing."
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button variant="primary" busy={deploying} busyLabel="Deploying …" onClick={onDeploy}>
            Deploy {differences.length} {differences.length === 1 ? 'change' : 'changes'}
          </Button>
        </>
      }
    >
      <FormProblem text={problems.length > 0 ? problems.slice(0, 5).join(' ') : undefined} />
      <ul className="flex flex-col divide-y divide-line">
        {differences.slice(0, limit).map((difference) => (
          <DifferenceLine key={difference.id} difference={difference} />
        ))}
      </ul>
      {differences.length > limit && <Button onClick={() => setLimit(limit + pageSize)}>Show more of {differences.length}</Button>}
    </Dialog>
  )
}

const marks = {
  added: { sign: '+', word: 'Adds', look: 'text-success' },
  changed: { sign: '~', word: 'Changes', look: 'text-warning' },
  removed: { sign: '−', word: 'Removes', look: 'text-danger' },
}

function DifferenceLine({ difference }: { difference: Difference }) {
  const { id, kind, key, path, newValue, oldLength, newLength, notes } = difference
  const { reveal } = useSecretValues()
  const { shown, show, hide } = useRevealed<{ old: string | undefined }>()
  const [problem, setProblem] = useState<string>()
  const { sign, word, look } = marks[kind]
  const canReveal = newValue !== undefined || (kind === 'removed' && !difference.sealed)
  const toggle = async () => {
    if (shown) return hide()
    if (kind === 'added' || difference.sealed) return show({ old: undefined })
    const outcome = await reveal([id])
    if (outcome.ok) show({ old: outcome.value.get(id)?.value })
    else setProblem(outcome.message)
  }
  return (
    <li className="flex items-start gap-3 py-2">
      <span className={`w-4 shrink-0 text-center font-mono font-bold ${look}`} aria-hidden>
        {sign}
      </span>
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <span className={`text-sm ${look}`}>{word}</span> <code className="font-mono break-all">{key}</code>
          {path !== '/' && <span className="text-sm break-all text-muted"> in {path}</span>}
        </p>
        <p className="text-sm text-muted">{[valueNote(oldLength, newLength), ...notes].filter(Boolean).join(' · ')}</p>
        {shown && (
          <div className="mt-1 flex flex-col gap-1 text-sm">
            {shown.old !== undefined && <Shown sign="−" text={shown.old} look="bg-danger-soft" />}
            {newValue !== undefined && <Shown sign="+" text={newValue} look="bg-success-soft" />}
          </div>
        )}
        {problem && <p className="text-sm text-danger">{problem}</p>}
      </div>
      {canReveal && (
        <IconButton
          label={shown ? `Hide values of ${key}` : `Reveal values of ${key}`}
          icon={shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
          onClick={() => void toggle()}
        />
      )}
    </li>
  )
}

const Shown = ({ sign, text, look }: { sign: string; text: string; look: string }) => (
  <pre className={`rounded px-2 py-1 font-mono break-all whitespace-pre-wrap ${look}`}>
    {sign} {text}
  </pre>
)

function valueNote(oldLength: number | undefined, newLength: number | undefined): string {
  if (oldLength === undefined) return newLength === undefined ? '' : `value of ${bytes(newLength)}`
  return newLength === undefined ? `value of ${bytes(oldLength)}` : `value ${oldLength} → ${bytes(newLength)}`
}
