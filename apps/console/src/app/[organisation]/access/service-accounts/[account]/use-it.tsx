'use client'

import { Fingerprint } from 'lucide-react'
import { parseAsString, useQueryState } from 'nuqs'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { Field } from '../../../../../components/field.tsx'
import { Select } from '../../../../../components/inputs.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { IdentitySnippets } from '../../use-it/identity-snippets.tsx'
import { useAccount } from './account-context.tsx'
import { AccountIdentitiesDocument } from './external-identities/operations.generated.ts'

/** How a workload becomes this account, by one of the identities that it trusts. */
export function UseIt() {
  const { id } = useAccount()
  const { data, problem, refetch } = usePageQuery(AccountIdentitiesDocument, { id })
  const [chosen, choose] = useQueryState('by', parseAsString)
  const identities = data?.serviceAccount?.externalIdentities?.edges.map(({ node }) => node)
  const identity = identities?.find((one) => one.id === chosen) ?? identities?.[0]
  return (
    <Section title="Use it">
      {!identities && problem?.code === 'forbidden' && <NoPermission what="external identities" permission="ExternalIdentities: read" />}
      {!identities && problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {identities?.length === 0 && (
        <EmptyState icon={<Fingerprint size={28} />} title="Nothing to show yet">
          <p>
            Once an external identity is bound below, the files and commands with which its workloads log in stand here, with every id
            filled in.
          </p>
        </EmptyState>
      )}
      {identities && identity && (
        <div className="flex flex-col gap-4">
          {identities.length > 1 ? (
            <Field label="Workloads of">
              {(control) => (
                <Select
                  {...control}
                  className="max-w-80"
                  value={identity.id}
                  choices={identities.map((one) => ({ value: one.id, label: one.name }))}
                  onChange={(event) => void choose(event.target.value)}
                />
              )}
            </Field>
          ) : (
            <p className="text-muted">
              For the workloads of <span className="font-medium text-text">{identity.name}</span>.
            </p>
          )}
          <IdentitySnippets identityId={identity.id} serviceAccountId={id} />
        </div>
      )}
    </Section>
  )
}
