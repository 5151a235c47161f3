'use client'

import { useApolloClient } from '@apollo/client/react'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { ButtonLink } from '../../../../../../components/button.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { SubmitButton } from '../../../../../../components/submit-button.tsx'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { FailureNote } from '../../../../integrations/syncs/failure-note.tsx'
import { CredentialList } from '../../../../integrations/syncs/form/credential-list.tsx'
import { RemoteSecretsDocument } from '../../../../integrations/syncs/form/operations.generated.ts'
import type { SyncFailureFragment } from '../../../../integrations/syncs/operations.generated.ts'
import { statementFor } from '../../../../integrations/syncs/policy-statement.ts'

interface CredentialsStepProps {
  chosen: string | null
  onChoose: (id: string) => void
  onNext: () => void
}

/** Which credentials; Next signs in with them and lists what is there. */
export function CredentialsStep({ chosen, onChoose, onNext }: CredentialsStepProps) {
  const client = useApolloClient()
  const path = useOrganisationPath()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [failure, setFailure] = useState<SyncFailureFragment>()
  const check = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setFailure(undefined)
    if (chosen === null) return setProblem('Choose credentials first.')
    setProblem(undefined)
    setBusy(true)
    const variables = { credentialId: chosen, destination: 'AWS_SECRETS_MANAGER', prefix: '' } as const
    try {
      const { data } = await client.query({ query: RemoteSecretsDocument, variables, fetchPolicy: 'no-cache' })
      const refused = data?.remoteSecrets?.failure
      if (refused) setFailure(refused)
      else onNext()
    } catch (error) {
      setProblem(problemOf(error).message)
    }
    setBusy(false)
  }
  return (
    <form onSubmit={(event) => void check(event)} className="flex max-w-2xl flex-col gap-4" noValidate>
      <CredentialList
        value={chosen}
        onChange={(id) => {
          setFailure(undefined)
          setProblem(undefined)
          onChoose(id)
        }}
      />
      {failure && (
        <FailureNote failure={failure} fix={failure.missingAction && statementFor(failure.missingAction, { region: '', account: null })}>
          {chosen && <ButtonLink href={path(`/integrations/credentials/${chosen}`)}>Open the credentials</ButtonLink>}
          {failure.missingAction === 'secretsmanager:ListSecrets' && (
            <p className="w-full text-sm text-muted">
              Without it you can still go on and type the name of a secret.{' '}
              <button type="button" className="link" onClick={onNext}>
                Go on without the list
              </button>
            </p>
          )}
        </FailureNote>
      )}
      <FormProblem text={problem} />
      <div className="flex justify-end gap-2">
        <SubmitButton busy={busy} label="Next" busyLabel="Signing in …" />
      </div>
    </form>
  )
}
