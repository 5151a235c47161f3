'use client'

import { useState } from 'react'
import { Button } from '../../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../../components/dialog.tsx'
import { Time } from '../../../../../../../components/time.tsx'
import { useEditor } from '../editor-context.tsx'
import type { Conflict } from '../use-deploy.tsx'

interface ConflictDialogProps {
  conflicts: readonly Conflict[]
  onClose: () => void
  /** Ids of the secrets where mine is kept. */
  onResolve: (mine: ReadonlySet<string>) => void
}

/** Somebody else deployed first. Nothing was written; for each secret one side wins. */
export function ConflictDialog({ conflicts, onClose, onResolve }: ConflictDialogProps) {
  const { staged } = useEditor()
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set())
  const choose = (id: string, keep: boolean) => {
    const next = new Set(mine)
    if (keep) next.add(id)
    else next.delete(id)
    setMine(next)
  }
  const keyOf = (id: string) => staged.edited.get(id)?.entry.key ?? staged.removed.get(id)?.key ?? 'a secret'
  return (
    <Dialog
      open={conflicts.length > 0}
      onClose={onClose}
      title="Somebody else was faster"
      description="Nothing was written. Choose for each secret, then deploy the rest."
      footer={
        <>
          <Button onClick={onClose}>Decide later</Button>
          <Button variant="primary" onClick={() => onResolve(mine)}>
            Apply and deploy
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-4">
        {conflicts.map(({ secretId, changedBy, changedAt, isDeleted }) => (
          <li key={secretId}>
            <fieldset>
              <legend className="break-words">
                {changedBy} {isDeleted ? 'deleted' : 'changed'} <code className="font-mono break-all">{keyOf(secretId)}</code>{' '}
                <Time at={changedAt} />
              </legend>
              <div className="mt-1 flex flex-wrap gap-4">
                <Choice name={secretId} label="Keep mine" checked={mine.has(secretId)} onChoose={() => choose(secretId, true)} />
                <Choice name={secretId} label="Take theirs" checked={!mine.has(secretId)} onChoose={() => choose(secretId, false)} />
              </div>
            </fieldset>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

const Choice = ({ name, label, checked, onChoose }: { name: string; label: string; checked: boolean; onChoose: () => void }) => (
  <label className="inline-flex min-h-8 items-center gap-2">
    <input type="radio" name={`conflict-${name}`} checked={checked} onChange={onChoose} className="size-4 accent-accent" />
    {label}
  </label>
)
