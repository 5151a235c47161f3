'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { Field } from '../../../../../components/field.tsx'
import { Select } from '../../../../../components/inputs.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { IdentitySnippets } from '../../use-it/identity-snippets.tsx'
import type { OverviewIdentityFragment } from './operations.generated.ts'

/** How the workloads of the identity log in: files and commands with everything filled in. */
export function UseIt({ identity }: { identity: OverviewIdentityFragment }) {
  const path = useOrganisationPath()
  const accounts = identity.serviceAccounts?.edges.map(({ node }) => node) ?? []
  const [chosen, choose] = useQueryState('as', parseAsString)
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0]
  const more = (identity.serviceAccounts?.totalCount ?? 0) - accounts.length
  return (
    <Section title="Use it">
      <div className="flex flex-col gap-4">
        {accounts.length > 1 && (
          <Field label="Log in as" help={more > 0 ? `Of ${more} further accounts, take the id from their pages.` : undefined}>
            {(control) => (
              <Select
                {...control}
                className="max-w-80"
                value={account?.id}
                choices={accounts.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(event) => void choose(event.target.value)}
              />
            )}
          </Field>
        )}
        {accounts.length === 1 && account && (
          <p className="text-muted">
            Workloads log in as <span className="font-medium text-text">{account.name}</span>.
          </p>
        )}
        {!account && <p className="text-muted">Bind an account first; its id goes where SERVICE_ACCOUNT_ID stands.</p>}
        <IdentitySnippets identityId={identity.id} serviceAccountId={account?.id ?? null} />
        <p className="text-muted">
          More in the{' '}
          <Link prefetch={false} className="link" href={path('/developers#cli-auth')}>
            CLI auth reference
          </Link>{' '}
          and the{' '}
          <Link prefetch={false} className="link" href={path('/developers/api#api-reference')}>
            API reference
          </Link>
          .
        </p>
      </div>
    </Section>
  )
}
