'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { FailureNote } from '../../failure-note.tsx'
import { ExistingChoice } from '../../plan/existing-choice.tsx'
import type { ExistingSecretChoice } from '../../plan/operations.generated.ts'
import { PlanView } from '../../plan/plan-view.tsx'
import { isNotEmpty, type ShownPlan } from '../../plan/use-plan.ts'
import { statementFor } from '../../policy-statement.ts'
import { useSync } from '../sync-context.tsx'
import type { SyncChange, usePlannedChange } from './use-planned-change.ts'

interface ChangeDialogProps {
  title: string
  onClose: () => void
  change: SyncChange
  planned: ReturnType<typeof usePlannedChange>
  /** False: something of the form is wrong, and shown there. */
  check?: () => boolean
  /** The form. */
  children: ReactNode
}

/** A form, then what saving it would do, then the change. */
export function ChangeDialog({ title, onClose, change, planned, check = () => true, children }: ChangeDialogProps) {
  const sync = useSync()
  const toast = useToast()
  const { planning, busy, refused, look, more, save } = planned
  const [reviewing, setReviewing] = useState(false)
  const [existing, setExisting] = useState<ExistingSecretChoice | null>(null)
  const [missing, setMissing] = useState(false)
  const plan = planning.planned?.kind === 'plan' ? planning.planned.plan : undefined
  const failure = refused?.failure ?? (planning.planned?.kind === 'failure' ? planning.planned.failure : undefined)
  const told = refused?.message ?? (planning.planned?.kind === 'refused' ? planning.planned.message : undefined)
  const asks = plan !== undefined && isElsewhere(plan, sync) && isNotEmpty(plan)
  const done = () => {
    toast.success('Saved', { detail: 'It is synced again in a moment.' })
    onClose()
  }
  const review = async () => {
    if (!check()) return
    // What to do about edits to come changes nothing now.
    if (Object.keys(change).join() === 'onDrift') {
      if (await save(change, {})) done()
      return
    }
    const answer = await look(change)
    setReviewing(answer.kind === 'plan')
  }
  const confirm = async () => {
    if (asks && existing === null) return setMissing(true)
    if (asks && existing === 'STOP') return onClose()
    if (plan && (await save(change, { planId: plan.id, existing: asks ? existing : null }))) done()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      kind="wide"
      title={reviewing ? 'What saving does' : title}
      footer={
        reviewing ? (
          <>
            <Button onClick={() => setReviewing(false)}>Back</Button>
            {refused && (
              <Button busy={planning.busy} busyLabel="Comparing …" onClick={() => void look(change)}>
                Plan again
              </Button>
            )}
            {plan && !plan.ownedByAnother && (
              <Button variant="primary" busy={busy} busyLabel="Saving …" onClick={() => void confirm()}>
                {asks && existing === 'STOP' ? 'Stop' : 'Save'}
              </Button>
            )}
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" busy={planning.busy || busy} busyLabel="Comparing …" onClick={() => void review()}>
              Review
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {!reviewing && children}
        {reviewing && plan && (
          <PlanView
            plan={plan}
            renewed={planning.planned?.kind === 'plan' && planning.planned.renewed}
            busy={planning.busy}
            onMore={() => void more(change)}
          >
            {asks && <ExistingChoice plan={plan} value={existing} onChange={setExisting} missing={missing} />}
          </PlanView>
        )}
        {failure && (
          <FailureNote failure={failure} fix={failure.missingAction && statementFor(failure.missingAction, placeOf(sync, change))} />
        )}
        <FormProblem text={failure ? undefined : told} />
      </div>
    </Dialog>
  )
}

const isElsewhere = (plan: ShownPlan, sync: { account: string; region: string; summary: string }): boolean =>
  plan.account !== sync.account || plan.region !== sync.region || plan.summary !== sync.summary

const placeOf = (sync: ReturnType<typeof useSync>, { options }: SyncChange) => ({
  account: sync.account,
  region: sync.region,
  secretName: options?.awsSecretsManager?.secretName ?? sync.awsSecretsManager?.secretName,
  kmsKeyArn: options?.awsSecretsManager?.kmsKeyArn ?? sync.awsSecretsManager?.kmsKeyArn,
})
