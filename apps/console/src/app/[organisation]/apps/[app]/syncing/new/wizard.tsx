'use client'

import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { usePlan } from '../../../../integrations/syncs/plan/use-plan.ts'
import { useApp } from '../../app-gate.tsx'
import { CredentialsStep } from './credentials-step.tsx'
import { ReviewStep } from './review-step.tsx'
import { SourceStep } from './source-step.tsx'
import { StepList } from './step-list.tsx'
import { draftOf, emptyDraft, planInputOf } from './sync-draft.ts'
import { type Step, wizardParsers } from './wizard-state.ts'

/** From credentials over source and destination to a plan that says what would happen, and then to the sync. */
export function Wizard() {
  const app = useApp()
  const [address, setAddress] = useQueryStates(wizardParsers)
  const [draft, setDraft] = useState(emptyDraft)
  const planning = usePlan()
  const environment = app.environments.find(({ id }) => id === address.environment) ?? app.environments[0]
  const go = (step: Step, more: Partial<typeof address> = {}) => void setAddress({ step, ...more }, { history: 'push' })
  const step = stepOf()
  if (!environment) return null
  const input = address.credential === null ? undefined : planInputOf(draftOf(draft, app.name, environment), { ...address, environment })
  return (
    <>
      <StepList current={step} />
      {step === 'credentials' && (
        <CredentialsStep
          chosen={address.credential}
          onChoose={(credential) => void setAddress({ credential }, { history: 'replace' })}
          onNext={() => go('source')}
        />
      )}
      {step === 'source' && address.credential !== null && (
        <SourceStep
          credentialId={address.credential}
          environment={environment}
          path={address.path}
          draft={draft}
          set={(change) => setDraft((before) => ({ ...before, ...change }))}
          onSource={(change) => void setAddress(change, { history: 'replace' })}
          planning={planning}
          input={input}
          onBack={() => go('credentials')}
          onNext={() => go('review')}
        />
      )}
      {step === 'review' && input && <ReviewStep planning={planning} input={input} onDrift={draft.onDrift} onBack={() => go('source')} />}
    </>
  )

  /** A plan is not kept in the address: whoever comes back without one makes it again. */
  function stepOf(): Step {
    if (address.credential === null) return 'credentials'
    return address.step === 'review' && planning.planned?.kind !== 'plan' ? 'source' : address.step
  }
}
