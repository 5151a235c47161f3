'use client'

import { useQuery } from '@apollo/client/react'
import { TriangleAlert } from 'lucide-react'
import { CopyButton } from '../../../../../components/copy.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { CredentialField, NameField, SecretField } from './credential-field.tsx'
import { accountOfArn, suggestedName } from './draft.ts'
import { ExternalIdField } from './external-id-field.tsx'
import {
  AwsServerIdentityDocument,
  type CredentialFormPartsFragment,
  type CredentialSetupInput,
  type NewCredentialQuery,
  OwnIssuerDocument,
} from './operations.generated.ts'
import { ServerIdentity } from './server-identity.tsx'
import { Setup } from './setup.tsx'
import { Step } from './step.tsx'
import type { DraftState } from './use-credential-draft.ts'

interface StepsProps {
  form: CredentialFormPartsFragment
  state: DraftState
  regions: NewCredentialQuery['awsRegions']
}

/** Where the texts are made for, until a region is chosen. */
const regionBefore = 'eu-central-1'

/** What a role that trusts this server takes, from whom it trusts to its ARN. */
export function AssumeRoleSteps({ form, state, regions }: StepsProps) {
  const { data, error, loading, refetch } = useQuery(AwsServerIdentityDocument)
  // Null is an answer: it is nobody there.
  const server = error ? undefined : data?.awsServerIdentity
  const account = accountOfArn(state.draft.values.roleArn ?? '')
  const { externalId, existingRole } = state.draft
  const known: CredentialSetupInput = {
    ...knownOf(form, state),
    externalId: existingRole && externalId.trim() !== '' ? externalId.trim() : null,
    withoutExternalId: externalId.trim() === '',
  }
  return (
    <>
      <Step number={1} title="Choose who is assuming">
        <ServerIdentity identity={server} loading={loading} onRetry={() => void refetch()} />
      </Step>
      <Step number={2} title="Agree on an external id">
        <ExternalIdField state={state} isOwnAccount={account && server ? account === server.account : undefined} />
      </Step>
      <Step number={3} title="In your AWS account">
        <Setup known={known} withRole />
      </Step>
      <Fields number={4} form={form} state={state} regions={regions} />
    </>
  )
}

export const AccessKeysSteps = ({ form, state, regions }: StepsProps) => (
  <>
    <Step number={1} title="In your AWS account">
      <p>
        Whoever has these keys can use them, from anywhere, until somebody takes them away. Where this server has an identity in AWS, or can
        be reached from there, a role is safer.
      </p>
      <Setup known={knownOf(form, state)} withRole={false} />
    </Step>
    <Fields number={2} form={form} state={state} regions={regions} />
  </>
)

/** A role that trusts this server as an issuer of tokens. */
export function WebIdentitySteps({ form, state, regions }: StepsProps) {
  const { data, loading } = useQuery(OwnIssuerDocument)
  const own = data?.ownIssuer
  return (
    <>
      <Step number={1} title="Choose who is trusted">
        {loading && !own && <Skeleton className="h-14 w-full" />}
        {own && (
          <div className="flex flex-col gap-1">
            <p>
              This server signs tokens that live for minutes, and AWS checks them with the keys that it publishes. The role trusts the
              issuer
            </p>
            <p className="flex items-center gap-1">
              <code className="min-w-0 font-mono text-[13px] break-all">{own.issuer}</code>
              <CopyButton text={own.issuer} what="issuer" />
            </p>
          </div>
        )}
        {own?.problem && (
          <p role="note" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2">
            <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warning" />
            <span className="min-w-0 break-words">{own.problem} You can save all the same.</span>
          </p>
        )}
      </Step>
      <Step number={2} title="In your AWS account">
        <Setup known={knownOf(form, state)} withRole />
      </Step>
      <Fields number={3} form={form} state={state} regions={regions} />
    </>
  )
}

const knownOf = ({ id }: CredentialFormPartsFragment, { draft: { values } }: DraftState): CredentialSetupInput => ({
  kind: id,
  region: values.region || regionBefore,
  account: accountOfArn(values.roleArn ?? '') ?? null,
})

/** What is entered here once all is made there. */
function Fields({ number, form, state, regions }: StepsProps & { number: number }) {
  const before = form.fields.filter(({ name }) => name !== 'region')
  const region = form.fields.find(({ name }) => name === 'region')
  return (
    <Step number={number} title="Enter it here">
      {before.map((field) => (
        <CredentialField key={field.name} field={field} state={state} regions={regions} />
      ))}
      {form.secretLabel && <SecretField label={form.secretLabel} help="Sealed when it is saved, and never shown again." state={state} />}
      <div className="grid gap-4 sm:grid-cols-2">
        {region && <CredentialField field={region} state={state} regions={regions} />}
        <NameField state={state} placeholder={suggestedName(form.id)} />
      </div>
    </Step>
  )
}
