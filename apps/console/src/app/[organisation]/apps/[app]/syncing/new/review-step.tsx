'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Button } from '../../../../../../components/button.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { FailureNote } from '../../../../integrations/syncs/failure-note.tsx'
import { ExistingChoice } from '../../../../integrations/syncs/plan/existing-choice.tsx'
import {
  CreateSyncDocument,
  type DriftRule,
  type ExistingSecretChoice,
  type PlanFailureFragment,
} from '../../../../integrations/syncs/plan/operations.generated.ts'
import { PlanView } from '../../../../integrations/syncs/plan/plan-view.tsx'
import { isNotEmpty, type usePlan } from '../../../../integrations/syncs/plan/use-plan.ts'
import { statementFor } from '../../../../integrations/syncs/policy-statement.ts'
import { useApp } from '../../app-gate.tsx'
import type { WizardInput } from './sync-draft.ts'

interface ReviewStepProps {
  planning: ReturnType<typeof usePlan>
  input: WizardInput
  onDrift: DriftRule
  onBack: () => void
}

/** What would happen, before it does; what is there already is overwritten only when somebody says so. */
export function ReviewStep({ planning, input, onDrift, onBack }: ReviewStepProps) {
  const app = useApp()
  const router = useRouter()
  const toast = useToast()
  const { send, busy } = useChange(CreateSyncDocument, { quiet: true, refresh: false })
  const [existing, setExisting] = useState<ExistingSecretChoice | null>(null)
  const [refused, setRefused] = useState<{ planId: string; message?: string; failure?: PlanFailureFragment }>()
  const [missing, setMissing] = useState(false)
  const { planned } = planning
  if (planned?.kind !== 'plan') return null
  const { plan } = planned
  const asks = isNotEmpty(plan)
  const problem = refused?.planId === plan.id ? refused : undefined
  const place = {
    region: plan.region,
    account: plan.account,
    secretName: plan.summary,
    kmsKeyArn: input.options.awsSecretsManager?.kmsKeyArn,
  }
  const create = async () => {
    if (asks && existing === null) return setMissing(true)
    if (asks && existing === 'STOP') {
      toast.success('Nothing was written', { detail: 'There is no sync, and the secret in AWS is as it was.' })
      return router.push(app.path('/syncing'))
    }
    const outcome = await send({ input: { ...input, onDrift, planId: plan.id, existing: asks ? existing : null } })
    const failure = outcome.payload?.failure
    if (outcome.ok && outcome.payload.sync && !failure) {
      toast.success(`${outcome.payload.sync.summary} is synced from now on`)
      return router.push(app.path('/syncing'))
    }
    setRefused({ planId: plan.id, failure: failure ?? undefined, message: outcome.ok ? undefined : outcome.message })
  }
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <Section title="What this sync does first">
        <PlanView plan={plan} renewed={planned.renewed} busy={planning.busy} onMore={() => void planning.more(input)}>
          {asks && !plan.ownedByAnother && <ExistingChoice plan={plan} value={existing} onChange={setExisting} missing={missing} />}
        </PlanView>
      </Section>
      {problem?.failure && (
        <FailureNote failure={problem.failure} fix={problem.failure.missingAction && statementFor(problem.failure.missingAction, place)} />
      )}
      <FormProblem text={problem?.failure ? undefined : problem?.message} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>Back</Button>
        {problem && (
          <Button busy={planning.busy} busyLabel="Comparing …" onClick={() => void planning.ask(input)}>
            Plan again
          </Button>
        )}
        {!plan.ownedByAnother && plan.bytes <= plan.maxBytes && (
          <Button variant="primary" busy={busy} busyLabel="Creating …" onClick={() => void create()}>
            {asks && existing === 'STOP' ? 'Stop' : 'Create'}
          </Button>
        )}
      </div>
    </div>
  )
}
