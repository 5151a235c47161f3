'use client'

import { useEffect, useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Button } from '../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { Skeleton } from '../../../../../../components/skeleton.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { FailureNote } from '../../failure-note.tsx'
import { ExistingChoice } from '../../plan/existing-choice.tsx'
import { type ExistingSecretChoice, ResolveDriftDocument } from '../../plan/operations.generated.ts'
import { PlanView } from '../../plan/plan-view.tsx'
import { usePlan } from '../../plan/use-plan.ts'
import { useSync } from '../sync-context.tsx'

/** Shows what differs between both sides, and lets somebody say which of them is right. */
export function DecideDrift({ onClose }: { onClose: () => void }) {
  const { id } = useSync()
  const { planned, busy: looking, ask, more } = usePlan()
  const { send, busy } = useChange(ResolveDriftDocument, { quiet: true })
  const toast = useToast()
  const [choice, setChoice] = useState<ExistingSecretChoice | null>(null)
  const [problem, setProblem] = useState<{ planId: string; message: string }>()
  const [missing, setMissing] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked once, when the window opens
  useEffect(() => void ask({ id }), [])
  const plan = planned?.kind === 'plan' ? planned.plan : undefined
  const told = planned?.kind === 'refused' ? planned.message : problem && problem.planId === plan?.id ? problem.message : undefined
  const decide = async () => {
    if (!plan) return
    if (choice === null || choice === 'STOP') return setMissing(true)
    const outcome = await send({ input: { id, resolution: choice, planId: plan.id } })
    if (!outcome.ok) return setProblem({ planId: plan.id, message: outcome.message })
    toast.success('Decided', { detail: 'It is synced in a moment.' })
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      kind="wide"
      title="Which side is right?"
      description="Nothing has been written since the two sides went apart."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {(told || planned?.kind === 'failure') && (
            <Button busy={looking} busyLabel="Comparing …" onClick={() => void ask({ id })}>
              Compare again
            </Button>
          )}
          {plan && (
            <Button variant="primary" busy={busy} busyLabel="Deciding …" onClick={() => void decide()}>
              {choice === 'ADOPT' ? 'Adopt' : choice === 'OVERWRITE' ? 'Overwrite' : 'Decide'}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!planned && <Skeleton className="h-40 w-full" />}
        {plan && planned?.kind === 'plan' && (
          <PlanView plan={plan} renewed={planned.renewed} busy={looking} onMore={() => void more({ id })}>
            <ExistingChoice plan={plan} value={choice} onChange={setChoice} ofDrift missing={missing} />
          </PlanView>
        )}
        {planned?.kind === 'failure' && <FailureNote failure={planned.failure} />}
        <FormProblem text={told} />
      </div>
    </Dialog>
  )
}
