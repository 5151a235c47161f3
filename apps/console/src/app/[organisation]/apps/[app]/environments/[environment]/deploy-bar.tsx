'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useEditor } from './editor-context.tsx'
import { countOf, keepingMine, nothingStaged, without } from './staged/staged.ts'
import { useDeploy } from './use-deploy.tsx'

const PreviewDialog = dynamic(() => import('./dialogs/preview-dialog.tsx').then((file) => file.PreviewDialog))
const ConflictDialog = dynamic(() => import('./dialogs/conflict-dialog.tsx').then((file) => file.ConflictDialog))

/** How much is staged, and what can be done with all of it at once. */
export function DeployBar() {
  const { staged, change, wasWritten } = useEditor()
  const { deploy, deploying, conflicts, closeConflicts, problems, unlockDialog } = useDeploy()
  const preview = useDialog('preview')
  const toast = useToast()
  const [resolving, setResolving] = useState(false)
  const count = countOf(staged)
  const discard = () => {
    const dropped = staged
    change(() => nothingStaged)
    toast.success('The changes were discarded', { undo: () => change(() => dropped) })
  }
  const resolve = async (mine: ReadonlySet<string>) => {
    const next = conflicts.reduce((now, conflict) => {
      return mine.has(conflict.secretId) ? keepingMine(now, conflict) : without(now, conflict.secretId)
    }, staged)
    change(() => next)
    closeConflicts()
    setResolving(true)
    if (countOf(next) === 0) wasWritten()
    else await deploy(next)
    setResolving(false)
  }
  if (count === 0) return null
  return (
    <section
      aria-label="Staged changes"
      className="sticky top-16 z-20 flex flex-col gap-2 rounded-lg border border-accent bg-accent-soft px-4 py-2"
    >
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto font-medium">
          {count} {count === 1 ? 'change' : 'changes'} not deployed yet
        </p>
        <Button onClick={discard}>Discard</Button>
        <Button onClick={() => preview.show()}>Preview</Button>
        <Button variant="primary" busy={deploying || resolving} busyLabel="Deploying …" onClick={() => void deploy()}>
          Deploy
        </Button>
      </div>
      <FormProblem text={problems.length > 0 ? `Nothing was written. ${problems.slice(0, 5).join(' ')}` : undefined} />
      <PreviewDialog
        open={preview.open}
        onClose={preview.close}
        deploying={deploying}
        problems={problems}
        onDeploy={async () => {
          preview.close()
          await deploy()
        }}
      />
      <ConflictDialog conflicts={conflicts} onClose={closeConflicts} onResolve={(mine) => void resolve(mine)} />
      {unlockDialog}
    </section>
  )
}
