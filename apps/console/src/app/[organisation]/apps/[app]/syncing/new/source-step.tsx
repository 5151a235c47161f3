'use client'

import { useQuery } from '@apollo/client/react'
import { ArrowDown } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { Field } from '../../../../../../components/field.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { TextInput } from '../../../../../../components/inputs.tsx'
import { SubmitButton } from '../../../../../../components/submit-button.tsx'
import { FailureNote } from '../../../../integrations/syncs/failure-note.tsx'
import { AdvancedFields } from '../../../../integrations/syncs/form/advanced-fields.tsx'
import { problemsOf } from '../../../../integrations/syncs/form/draft.ts'
import { fieldProblemsOf } from '../../../../integrations/syncs/form/field-problems.ts'
import { SyncCredentialDocument } from '../../../../integrations/syncs/form/operations.generated.ts'
import type { usePlan } from '../../../../integrations/syncs/plan/use-plan.ts'
import { statementFor } from '../../../../integrations/syncs/policy-statement.ts'
import { useApp } from '../../app-gate.tsx'
import { DestinationFields } from './destination-fields.tsx'
import { EnvironmentRadios } from './environment-radios.tsx'
import { draftOf, type SyncDraft, type WizardInput } from './sync-draft.ts'

interface SourceStepProps {
  credentialId: string
  environment: { id: string; name: string }
  path: string
  draft: SyncDraft
  set: (change: Partial<SyncDraft>) => void
  onSource: (change: { environment?: string; path?: string }) => void
  planning: ReturnType<typeof usePlan>
  input: WizardInput | undefined
  onBack: () => void
  onNext: () => void
}

/** What is synced, and to where; the next step looks at both. */
export function SourceStep(props: SourceStepProps) {
  const { credentialId, environment, path, draft, set, onSource, planning, input, onBack, onNext } = props
  const app = useApp()
  const { data } = useQuery(SyncCredentialDocument, { variables: { id: credentialId } })
  const credential = data?.credential
  const [shown, setShown] = useState(false)
  const { planned, busy } = planning
  const told = planned?.kind === 'refused' ? fieldProblemsOf(planned.userErrors) : {}
  const own = shown ? problemsOf(draftOf(draft, app.name, environment), path) : {}
  const problems = { ...told, ...own }
  const failure = planned?.kind === 'failure' ? planned.failure : undefined
  const named = draftOf(draft, app.name, environment).secretName
  const place = { region: credential?.region ?? '', account: credential?.account ?? null, secretName: named, kmsKeyArn: draft.kmsKeyArn }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || !input) return
    setShown(true)
    if (Object.values(problemsOf(draftOf(draft, app.name, environment), path)).some(Boolean)) return planning.forget()
    const answer = await planning.ask(input)
    if (answer.kind === 'plan') onNext()
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-2xl flex-col gap-5" noValidate>
      <EnvironmentRadios environments={app.environments} value={environment.id} onChange={(id) => onSource({ environment: id })} />
      <Field label="Path" problem={problems.path} help="The folder of the environment. What lies below it is not synced.">
        {(control) => (
          <TextInput
            {...control}
            value={path}
            maxLength={1024}
            autoComplete="off"
            spellCheck={false}
            className="font-mono sm:max-w-72"
            onChange={(event) => onSource({ path: event.target.value })}
          />
        )}
      </Field>
      <ArrowDown size={20} aria-hidden className="text-muted" />
      <DestinationFields
        draft={draft}
        named={named}
        set={set}
        credentialId={credentialId}
        problem={problems.secretName}
        where={credential ? `${credential.region}${credential.account ? ` · account ${credential.account}` : ''}` : ''}
      />
      <details
        className="rounded-lg border border-line"
        open={problems.kmsKeyArn || problems.tags || problems.keyPrefix ? true : undefined}
      >
        <summary className="rounded-lg px-4 py-3 font-medium hover:bg-hover">Advanced</summary>
        <div className="border-t border-line p-4">
          <AdvancedFields draft={draft} set={set} region={credential?.region} problems={problems} />
        </div>
      </details>
      {failure && <FailureNote failure={failure} fix={failure.missingAction && statementFor(failure.missingAction, place)} />}
      <FormProblem text={planned?.kind === 'refused' && Object.keys(told).length === 0 ? planned.message : undefined} />
      <div className="flex justify-end gap-2">
        <Button onClick={onBack}>Back</Button>
        <SubmitButton busy={busy} label="Next" busyLabel="Comparing both sides …" />
      </div>
    </form>
  )
}
