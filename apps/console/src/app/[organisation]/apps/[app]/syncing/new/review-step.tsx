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
import { CreateSyncDocument, type DriftRule, type ExistingSecretChoice } from '../../../../integrations/syncs/plan/operations.generated.ts'
import { PlanView } from '../../../../integrations/syncs/plan/plan-view.tsx'
import type { usePlan } from '../../../../integrations/syncs/plan/use-plan.ts'
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
  const [refused, setRefused] = useState<{ planId: string; message: string; isStale: boolean }>()
  const [missing, setMissing] = useState(false)
  const { planned } = planning
  if (!planned) return null
  if (planned.kind === 'failure') return <Refusal planning={planning} input={input} onBack={onBack} />
  if (planned.kind === 'refused')
    return (
      <>
        <FormProblem text={planned.message} />
        <Buttons onBack={onBack} />
      </>
    )
  const { plan } = planned
  const asks = plan.remoteState === 'PRESENT'
  const problem = refused?.planId === plan.id ? refused : undefined
  const create = async () => {
    if (asks && existing === null) return setMissing(true)
    const outcome = await send({ input: { ...input, onDrift, planId: plan.id, existing: asks ? existing : null } })
    const failure = outcome.payload?.failure
    if (outcome.ok && outcome.payload.sync && !failure) {
      toast.success(`${outcome.payload.sync.summary} is synced from now on`)
      return router.push(app.path('/syncing'))
    }
    const message = failure?.message ?? (outcome.ok ? 'The sync was not created.' : outcome.message)
    const isStale = !outcome.ok && outcome.userErrors.some(({ code, field }) => code === 'conflict' && field?.includes('planId'))
    setRefused({ planId: plan.id, message, isStale })
  }
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <Section title="What this sync does first">
        <PlanView plan={plan} renewed={planned.renewed} busy={planning.busy} onMore={() => void planning.more(input)} />
      </Section>
      {asks && !plan.ownedByAnother && (
        <div className="flex flex-col gap-2">
          <ExistingChoice plan={plan} value={existing} withStop onChange={(choice) => setExisting(choice)} />
          <div role="alert">{missing && existing === null && <p className="text-sm text-danger">Choose what shall become of it.</p>}</div>
        </div>
      )}
      <FormProblem text={problem?.message} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>Back</Button>
        {problem && (
          <Button busy={planning.busy} busyLabel="Comparing …" onClick={() => void planning.ask(input)}>
            Plan again
          </Button>
        )}
        {!plan.ownedByAnother && plan.bytes <= plan.maxBytes && !problem?.isStale && (
          <Button variant="primary" busy={busy} busyLabel="Creating …" onClick={() => void create()}>
            Create
          </Button>
        )}
      </div>
    </div>
  )
}

function Refusal({ planning, input, onBack }: Omit<ReviewStepProps, 'onDrift'>) {
  const { planned } = planning
  if (planned?.kind !== 'failure') return null
  const { failure } = planned
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <FailureNote failure={failure} fix={failure.missingAction && statementFor(failure.missingAction, { region: '', account: null })} />
      <Buttons onBack={onBack}>
        <Button busy={planning.busy} busyLabel="Comparing …" onClick={() => void planning.ask(input)}>
          Plan again
        </Button>
      </Buttons>
    </div>
  )
}

const Buttons = ({ onBack, children }: { onBack: () => void; children?: React.ReactNode }) => (
  <div className="flex justify-end gap-2">
    <Button onClick={onBack}>Back</Button>
    {children}
  </div>
)
